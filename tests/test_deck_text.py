"""The text of stored decks: read within limits, found by the search, opened at its page."""

import time
from functools import partial
from io import BytesIO

import pypdf
import pytest
from django.core.files.base import ContentFile

from readings import pdf_text, workers
from readings.pdf_text import UnreadablePdf, pages_of
from sessions import deck_text
from sessions.models import SlideDeck
from sessions.search.finding import search
from sessions.search.suggesting import suggest
from sessions.search.sync import flush
from tests.factories import make_paper, make_reading, make_session


def make_pdf(*pages: str) -> bytes:
    """A PDF with one line of text on each page, or none."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for text in pages:
        lines = " 0 -14 Td ".join(f"({line}) Tj" for line in text.split("\n"))
        content = f"BT /F1 12 Tf 72 700 Td {lines} ET" if text else ""
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def locked(data: bytes, password: str) -> bytes:
    writer, out = pypdf.PdfWriter(BytesIO(data)), BytesIO()
    writer.encrypt(password, "owner", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def make_deck(*pages: str, name: str = "talk.pdf", **values) -> SlideDeck:
    deck = SlideDeck(**{"session": values.pop("session", None) or make_session(title="Engines"), **values})
    deck.file.save(name, ContentFile(make_pdf(*pages)))
    return deck


def test_each_page_is_one_line_and_a_picture_is_none():
    assert pages_of(make_pdf("Looms and\ncards", "", "Attenti-\non")) == ["Looms and cards", "", "Attention"]


def test_pages_and_letters_past_a_limit_are_left_out(monkeypatch):
    monkeypatch.setattr(pdf_text, "MOST_PAGES", 2)
    assert pages_of(make_pdf("One", "Two", "Three")) == ["One", "Two"]
    monkeypatch.setattr(pdf_text, "LONGEST_PAGE", 2)
    assert pages_of(make_pdf("One")) == ["On"]
    monkeypatch.setattr(pdf_text, "LONGEST", 1)
    assert pages_of(make_pdf("One", "Two")) == ["On"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the PDF cannot be read (EmptyFileError)"),
        (b"%PDF-1.4 nothing more", "the PDF cannot be read (PdfStreamError)"),
        (locked(make_pdf("Secret"), "word"), "the PDF asks for a password"),
    ],
)
def test_what_cannot_be_read_is_said(data, sentence):
    with pytest.raises(UnreadablePdf) as error:
        pages_of(data)
    assert str(error.value) == sentence


def test_a_pdf_that_only_forbids_copying_is_read():
    assert pages_of(locked(make_pdf("Open"), "")) == ["Open"]


@pytest.mark.django_db
def test_a_hit_opens_the_deck_at_its_page():
    deck = make_deck("Engines", "", "Punched cards", label="Talk")
    flush()
    (hit,) = search("punched").hits
    assert (hit.kind, hit.url, hit.detail) == ("deck", f"{deck.file.url}#page=3", "page 3 · Seminar")
    assert "".join(text for text, _ in hit.title) == "Engines (Talk)"
    assert hit.snippet == [("Punched", True), (" cards", False)]


@pytest.mark.django_db
def test_another_file_takes_the_place_of_the_old_ones_text():
    deck = make_deck("Punched cards")
    deck.file.save("other.pdf", ContentFile(make_pdf("Difference")))
    flush()
    assert [hit.kind for hit in search("difference").hits] == ["deck"]
    deck.file, deck.url = "", "https://example.org/elsewhere.pdf"
    deck.save()
    flush()
    assert search("punched").hits == search("difference").hits == []


@pytest.mark.django_db
@pytest.mark.parametrize("is_of_a_reading", [False, True])
def test_words_of_slides_are_found_only_while_they_are_public(is_of_a_reading):
    reading = make_reading(session=make_session(title="Engines"), paper=make_paper(title="Looms"))
    make_deck("Clandestine", session=reading.session, reading=reading if is_of_a_reading else None)
    flush()
    assert search("clandestine").total == 1
    hidden = reading if is_of_a_reading else reading.session
    if is_of_a_reading:
        reading.withdrawn = True
    else:
        reading.session.visible = False
    hidden.save()
    flush()
    assert search("clandestine").hits == suggest("clandestine") == []


@pytest.mark.django_db
def test_why_slides_are_not_searched_is_kept(monkeypatch):
    def reason(name: str, data: bytes) -> str:
        deck = SlideDeck(session=make_session())
        deck.file.save(name, ContentFile(data))
        assert not deck.pages.exists()
        return SlideDeck.objects.get(pk=deck.pk).text_missing

    assert reason("a.pdf", make_pdf("", "")) == "its pages hold no text, only pictures"
    assert reason("b.pdf", b"%PDF-1.4") == "the PDF cannot be read (PdfStreamError)"
    assert reason("c.pptx", b"PK") == ""
    monkeypatch.setattr(deck_text, "LARGEST", 10)
    assert reason("d.pdf", make_pdf("Words")) == "the file is too large to be searched"


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(deck_text, "pages_of", time.sleep)
    monkeypatch.setattr(workers, "run", partial(workers.run, bounds=workers.Bounds(seconds=0.5)))
    assert deck_text.text_of(60) == deck_text.DeckText(missing="reading the PDF takes longer than 0.5 seconds")
