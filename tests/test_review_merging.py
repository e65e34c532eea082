"""Papers become one and two again; sessions of two imports become one and two again."""

import json

import pytest
from django.core import serializers
from django.test import Client
from django.urls import reverse
from taggit.models import TaggedItem

from readings.models import Author, Authorship, AuthorSpelling, MergedPaper, Paper, PaperLink
from sessions.importing.run import Options, run_import
from sessions.models import BlogNote, Mention, Reading, ReviewItem, Session, SlideDeck
from sessions.review.joining import join, part
from sessions.review.merging import merge, undo
from sessions.review.settling import CannotSettle
from tests.admin_pages import address
from tests.factories import (
    make_course,
    make_files,
    make_note,
    make_paper,
    make_post_text,
    make_reading,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db

TITLE = "A paper about many things"


def everything():
    """Every row that a merge could touch, as JSON; the time of the last save aside."""
    models = [Paper, Author, AuthorSpelling, Authorship, PaperLink, Session, Reading, SlideDeck, BlogNote, ReviewItem]
    models += [TaggedItem, Mention]
    rows = json.loads(serializers.serialize("json", [row for model in models for row in model.objects.order_by("pk")]))
    for row in rows:
        row["fields"].pop("updated", None)
        if row["model"] == "course_sessions.mention":
            row["pk"] = None  # written anew with the note
    return rows


def two_papers():
    """A preprint and its publication, with everything that can hang on a paper; once in one session, both."""
    one = make_paper(title=TITLE, authors=("Ada Lovelace",), arxiv_id="2401.00001")
    other = make_paper(title=TITLE + " and more", authors=("Ada Lovelace", "Alan Turing"), published="2024")
    Paper.objects.filter(pk=other.pk).update(doi="10.1000/x", venue="ICLR", abstract="Words.")
    for paper, url in ((one, "https://arxiv.org/abs/2401.00001"), (other, "https://doi.org/10.1000/x")):
        PaperLink.objects.create(paper=paper, url=url)
        PaperLink.objects.create(paper=paper, url="https://example.org/both", position=1)
    one.tags.add("kept")
    other.tags.add("kept", "brought")
    shared = make_session(title="Both")
    make_reading(session=shared, paper=one)
    twin = make_reading(session=shared, paper=other)
    Reading.objects.filter(pk=twin.pk).update(presenter="Ada")
    SlideDeck.objects.create(session=shared, reading=twin, url="https://example.org/deck.pdf")
    make_reading(paper=other, as_given={"paper": other.pk, "title": other.title, "links": []})
    item = {"course": shared.course, "kind": "identity", "message": "?"}
    ReviewItem.objects.create(paper=one, theirs={"paper": other.pk}, key="a", **item)
    ReviewItem.objects.create(paper=make_paper(), theirs={"paper": other.pk}, key="b", **item)
    ReviewItem.objects.create(paper=other, theirs={"paper": 0}, key="c", **item)
    make_note(session=shared, markdown="Of <https://arxiv.org/abs/2401.00001> and <https://doi.org/10.1000/x>.")
    return Paper.objects.get(pk=one.pk), Paper.objects.get(pk=other.pk)


def test_a_merge_keeps_every_reading_link_and_tag_and_fills_what_is_empty():
    one, other = two_papers()
    merge(one, other)
    paper = Paper.objects.get(pk=one.pk)
    assert not Paper.objects.filter(pk=other.pk).exists()
    assert (paper.arxiv_id, paper.doi, paper.venue, paper.published) == ("2401.00001", "10.1000/x", "ICLR", "2024")
    assert [link.key for link in paper.links.all()] == [
        "arxiv.org/abs/2401.00001",
        "example.org/both",
        "doi.org/10.1000/x",
    ]
    assert sorted(paper.tags.names()) == ["brought", "kept"]
    assert sorted(paper.readings.values_list("session__title", "presenter")) == [("Both", "Ada"), ("Session", "")]
    assert SlideDeck.objects.get().reading.paper == paper
    assert sorted(ReviewItem.objects.values_list("key", "state", "paper"))[0] == ("a", "settled", one.pk)
    assert ReviewItem.objects.get(key="b").theirs == {"paper": one.pk}
    assert ReviewItem.objects.get(key="c").paper == one
    assert set(Mention.objects.values_list("paper", flat=True)) == {one.pk}
    assert BlogNote.objects.get().html.count(f'href="/papers/{one.slug}/"') == 2


@pytest.mark.parametrize("swapped", [False, True])
def test_undoing_a_merge_restores_every_row(swapped):
    papers = two_papers()
    stays, goes = reversed(papers) if swapped else papers
    before = everything()
    undo(merge(stays, goes))
    assert everything() == before
    assert not MergedPaper.objects.exists()


def test_what_a_person_did_after_a_merge_survives_its_undoing():
    one, other = two_papers()
    merged = merge(one, other)
    Paper.objects.filter(pk=one.pk).update(venue="Mine")
    Reading.objects.filter(session__title="Session").update(presenter="Grace")
    undo(merged)
    assert Paper.objects.get(pk=one.pk).venue == "Mine"
    assert Paper.objects.get(pk=other.pk).venue == "ICLR"
    assert Reading.objects.get(session__title="Session").presenter == "Grace"
    assert Reading.objects.get(session__title="Session").paper_id == other.pk


def test_merges_are_undone_in_the_order_last_one_first():
    one, other = two_papers()
    third = make_paper(title="A third")
    first = merge(one, other)
    second = merge(third, one)
    first.refresh_from_db()
    assert first.paper == third
    with pytest.raises(CannotSettle, match="undo that merge first"):
        undo(first)
    undo(second)
    first.refresh_from_db()
    assert undo(first).pk == other.pk


def test_the_address_of_a_merged_paper_leads_to_the_one_that_stays(client):
    one, other = two_papers()
    merge(one, other)
    assert client.get(reverse("paper", args=[other.slug])).url == reverse("paper", args=[one.slug])
    assert client.get(reverse("paper", args=["nothing"])).status_code == 404
    assert make_paper(title=other.title).slug != other.slug


def run(tmp_path, name, required, title="Session", blog="", **options):
    text = make_post_text(title=title, required=required, blog=blog)
    options.setdefault("course", name)
    return run_import(Options(path=str(make_files(tmp_path / name, {"a.md": text})), **options))


ENTRY = "#### {}\n+ https://arxiv.org/abs/{}\n"


def test_imports_go_on_finding_a_merged_paper_under_its_old_identifier(tmp_path):
    run(tmp_path, "one", ENTRY.format(TITLE, "2401.00001"))
    run(tmp_path, "two", ENTRY.format(TITLE, "2401.00002"))
    one, other = Paper.objects.order_by("arxiv_id")
    merged = merge(one, other)
    run(tmp_path, "three", ENTRY.format(TITLE, "2401.00002"))
    run(tmp_path, "two", ENTRY.format(TITLE, "2401.00002") + "+ https://github.com/a/b\n")
    assert Paper.objects.get().readings.count() == 3
    assert undo(merged) == Paper.objects.get(arxiv_id="2401.00002")


def test_both_readings_of_one_post_stay_one_after_a_further_import(tmp_path):
    required = ENTRY.format(TITLE, "2401.00001") + ENTRY.format("Quite another title here", "2401.00002")
    run(tmp_path, "one", required)
    merge(*Paper.objects.order_by("arxiv_id"))
    assert Reading.objects.count() == 1
    run(tmp_path, "one", required + "+ https://github.com/a/b\n")
    assert (Reading.objects.count(), Paper.objects.count()) == (1, 1)


def test_a_preprint_and_its_publication_are_one_record_with_both_identifiers(tmp_path):
    run(tmp_path, "one", f"#### {TITLE}\n+ Ada Lovelace\n+ https://arxiv.org/abs/2401.00001\n")
    run(tmp_path, "two", f"#### {TITLE}\n+ Ada Lovelace\n+ https://doi.org/10.1000/x.1\n")
    run(tmp_path, "three", f"#### {TITLE}\n+ Ada Lovelace\n+ https://openreview.net/forum?id=abcdefgh\n")
    paper = Paper.objects.get()
    assert (paper.arxiv_id, paper.doi, paper.openreview_id) == ("2401.00001", "10.1000/x.1", "abcdefgh")
    assert not ReviewItem.objects.filter(kind="identity").exists()


def test_ids_of_different_kinds_that_nothing_links_are_proposed_once(tmp_path):
    run(tmp_path, "one", ENTRY.format(TITLE, "2401.00001"))
    run(tmp_path, "two", f"#### {TITLE}\n+ https://doi.org/10.1000/x.1\n")
    run(tmp_path, "two", f"#### {TITLE}\n+ https://doi.org/10.1000/x.1\n", blog="Words.")
    assert (Paper.objects.count(), ReviewItem.objects.filter(kind="identity").count()) == (2, 1)


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("A paper abuot many things", True),
        ("A paper about many things: the second look", True),
        ("A paper about many", True),
        ("A paper about", False),
        ("A paper about 2 many things", False),
        ("A paper about some thing else", False),
    ],
)
def test_titles_that_are_nearly_the_same_are_proposed(tmp_path, title, asked):
    run(tmp_path, "one", f"#### {TITLE}\n+ Ada Lovelace\n+ 2024\n")
    run(tmp_path, "two", f"#### {title}\n+ Ada Lovelace\n+ 2024\n")
    assert (Paper.objects.count(), ReviewItem.objects.filter(kind="identity").exists()) == (2, asked)


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(make_user(is_superuser=True))
    return client


def test_papers_are_merged_and_parted_in_the_admin(browser):
    one, other = two_papers()
    item = ReviewItem.objects.get(key="a")
    page = browser.get(address(ReviewItem, "change", item.pk)).content.decode()
    assert "2401.00001" in page
    assert "10.1000/x" in page
    browser.post(reverse("admin:course_sessions_reviewitem_answer", args=[item.pk]), {"answer": "other"})
    assert (Paper.objects.filter(pk=one.pk).exists(), Paper.objects.get(pk=other.pk).arxiv_id) == (False, "2401.00001")
    browser.post(reverse("admin:readings_mergedpaper_undo", args=[MergedPaper.objects.get().pk]))
    item.refresh_from_db()
    assert (Paper.objects.filter(pk=one.pk).exists(), item.state) == (True, "open")


def test_two_selected_papers_are_compared_and_merged(browser):
    one, other = two_papers()
    form = {"action": "merge_selected", "_selected_action": [one.pk, other.pk]}
    where = browser.post(address(Paper, "changelist"), form).url
    assert "ICLR" in browser.get(where).content.decode()
    browser.post(where, {"keep": other.pk})
    assert list(Paper.objects.filter(pk__in=[one.pk, other.pk])) == [other]


def test_a_session_that_repeats_one_of_another_import_is_proposed_and_becomes_one(tmp_path, browser, client):
    papers = ENTRY.format(TITLE, "2401.00001") + ENTRY.format("Another paper with a title", "2401.00002")
    third = ENTRY.format("A third paper altogether here", "2401.00003")
    run(tmp_path, "one", papers, title="Attention", blog="What we said.")
    run(tmp_path, "two", papers + third, title="Attention", blog="What we said.")
    item = ReviewItem.objects.get(kind="session")
    stays, goes = Session.objects.order_by("pk")
    before = everything()
    name = "this" if item.session == stays else "other"
    browser.post(reverse("admin:course_sessions_reviewitem_answer", args=[item.pk]), {"answer": name})
    assert list(Session.objects.public()) == [stays]
    assert Reading.objects.public().filter(paper__arxiv_id="2401.00001").count() == 1
    assert stays.readings.filter(paper__arxiv_id="2401.00003").count() == 1
    assert client.get(goes.get_absolute_url()).url == stays.get_absolute_url()
    again = ENTRY.format("A fourth paper comes later on", "2401.00004")
    run(tmp_path, "two", papers + third + again, title="Attention", blog="What we said.")
    run(tmp_path, "one", papers, title="Attention", blog="What we said there.")
    assert stays.readings.filter(withdrawn=False).count() == 4
    assert ReviewItem.objects.filter(kind="session").count() == 1
    part(Session.objects.get(pk=goes.pk))
    assert (Session.objects.public().count(), stays.readings.count(), goes.readings.count()) == (2, 2, 4)
    assert len(before) < len(everything())


def test_parting_restores_every_row():
    one, other = make_session(title="A"), make_session(title="A")
    make_reading(session=one)
    make_reading(session=other)
    make_note(session=other)
    SlideDeck.objects.create(session=other, url="https://example.org/deck.pdf")
    before = everything()
    join(one, other)
    assert (one.readings.count(), one.notes.count(), one.slides.count()) == (2, 1, 1)
    part(Session.objects.get(pk=other.pk))
    assert everything() == before


def test_a_session_stands_for_others_or_is_stood_for():
    one, two, three = (make_session() for _ in range(3))
    join(one, two)
    with pytest.raises(CannotSettle, match="part them first"):
        join(three, two)
    with pytest.raises(CannotSettle, match="stands for another session already"):
        join(three, one)


@pytest.mark.parametrize(
    ("papers", "notes", "title", "asked"),
    [
        ((1, 2, 3), "Other.", "Attention", True),
        ((1, 8, 9), "Said.", "Attention", True),
        ((1, 8, 9), "Other.", "Attention", False),
        ((1, 2, 3), "Said.", "Other", False),
    ],
)
def test_most_readings_or_most_of_the_note_make_a_repetition(tmp_path, papers, notes, title, asked):
    def entries(numbers):
        return "".join(ENTRY.format(f"Paper of the number {n} here", f"2401.0000{n}") for n in numbers)

    run(tmp_path, "one", entries((1, 2, 4)), title="Attention", blog="Said.")
    run(tmp_path, "two", entries(papers), title=title, blog=notes)
    assert ReviewItem.objects.filter(kind="session").exists() is asked


def test_what_was_taught_again_in_another_term_is_no_repetition(tmp_path):
    make_course(slug="one", term="2023 Fall")
    make_course(slug="two", term="2024 Fall")
    for name in ("one", "two"):
        run(tmp_path, name, ENTRY.format(TITLE, "2401.00001"), title="Attention", blog="Said.")
    assert not ReviewItem.objects.filter(kind="session").exists()
