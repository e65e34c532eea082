"""Slides: an address that stays, and what opens in the page."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from sessions.models import Reading, Session, SlideDeck
from tests.factories import make_reading, make_session, make_user

pytestmark = pytest.mark.django_db


def stored(session: Session, name: str, **values) -> SlideDeck:
    deck = SlideDeck(session=session, **values)
    deck.file.save(name, ContentFile(b"%PDF-1.4"))
    return deck


def test_the_address_of_slides_stays_when_they_are_replaced(client):
    deck = SlideDeck.objects.create(session=make_session(), url="https://example.org/old.pdf")
    address = deck.get_absolute_url()
    assert client.get(address)["Location"] == "https://example.org/old.pdf"
    deck.file.save("new.pdf", ContentFile(b"%PDF-1.4"))
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, deck.file.url)


def test_slides_of_what_is_not_public_are_not_found(client):
    hidden = SlideDeck.objects.create(session=make_session(visible=False), url="https://example.org/a.pdf")
    reading = make_reading()
    Reading.objects.filter(pk=reading.pk).update(withdrawn=True)
    left = SlideDeck.objects.create(session=reading.session, reading=reading, url="https://example.org/b.pdf")
    odd = SlideDeck.objects.create(session=make_session(), url="javascript:alert(1)")
    for deck in (hidden, left, odd):
        assert client.get(deck.get_absolute_url()).status_code == 404
    client.force_login(make_user(is_superuser=True))
    assert client.get(hidden.get_absolute_url()).status_code == 302


@pytest.mark.parametrize("number", [0, 999, 10**30])
def test_other_numbers_and_sessions_have_no_slides(client, number):
    deck = SlideDeck.objects.create(session=make_session(), url="https://example.org/a.pdf")
    other = make_session(course=deck.session.course)
    for session, pk in ((deck.session, number), (other, deck.pk)):
        assert client.get(reverse("slides", args=[session.course.slug, session.slug, pk])).status_code == 404


def test_slides_of_a_joined_session_lead_to_the_one_that_stands_for_both(client):
    deck = SlideDeck.objects.create(session=make_session(), url="https://example.org/a.pdf")
    stays = make_session()
    Session.objects.filter(pk=deck.session.pk).update(same_as=stays)
    assert client.get(deck.get_absolute_url())["Location"] == stays.get_absolute_url()


def test_a_stored_pdf_comes_first_and_can_be_shown_in_the_page_other_files_are_downloads(client):
    session = make_session()
    talk = stored(session, "talk.pptx", label="Talk")
    elsewhere = SlideDeck.objects.create(
        session=session, url="https://example.org/a.pdf", label="Elsewhere", position=1
    )
    pdf = stored(session, "talk.pdf", label="Printed", position=2)
    text = client.get(session.get_absolute_url()).content.decode()
    assert f'data-deck="{pdf.get_absolute_url()}"' in text
    places = [text.index(f'<a href="{deck.get_absolute_url()}">{deck.label}</a>') for deck in (pdf, talk, elsewhere)]
    assert places == sorted(places)
    assert "download, pptx" in text
    assert text.count("download, ") == 1


def test_only_pdfs_of_this_site_may_be_framed_by_it(client):
    for name, policy in (("a.pdf", "SAMEORIGIN"), ("a.pptx", "DENY")):
        deck = stored(make_session(), name)
        assert client.get(deck.file.url)["X-Frame-Options"] == policy


def test_slides_open_in_the_page_where_the_browser_can_show_them(page):
    deck = stored(make_session(), "talk.pdf")
    page.add_init_script("Object.defineProperty(navigator, 'pdfViewerEnabled', { get: () => true })")
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(deck.session.get_absolute_url())
    with page.expect_response(lambda response: response.url.endswith(deck.file.url)) as answer:
        page.get_by_role("button", name="Show the slides here").click()
    assert answer.value.status == 200
    assert page.locator(".deck iframe").get_attribute("title") == "Slides: Session"
    assert refused == []
