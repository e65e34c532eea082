"""Hidden sessions, withdrawn readings, unpublished notes and invisible pages are on no public page."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from readings.models import MergedPaper, Paper
from sessions.importing.run import Options, run_import
from sessions.models import BlogNote, Category, OldAddress, Page, Reading, SearchTrigram, Session, SlideDeck
from sessions.search.finding import search
from sessions.search.suggesting import suggest
from sessions.search.sync import flush
from sessions.sitemaps import SITEMAPS
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

SECRET = "Xylophone"


@pytest.fixture
def course():
    """A course in which everything that is withheld carries the secret word."""
    course = make_course(slug="seminar")
    shown = make_session(course=course, slug="shown", title="Shown", date=datetime.date(2024, 1, 2))
    hidden = make_session(
        course=course,
        slug="hidden",
        title=f"{SECRET} session",
        visible=False,
        introduction=f"{SECRET} introduction",
        date=datetime.date(2024, 1, 9),
    )
    shown.lead_team = "Team 1"
    hidden.lead_team, hidden.blog_team = "Team 1", f"{SECRET} team"
    for session in (shown, hidden):
        session.date += datetime.timedelta(days=1)
        session.save()
    make_reading(session=hidden, paper=make_paper(title=f"{SECRET} paper", authors=(f"{SECRET} Author",)))
    make_note(session=hidden, title=f"{SECRET} note", markdown=SECRET)
    make_note(session=shown, title=f"{SECRET} draft", markdown=SECRET, state=BlogNote.State.DRAFT)
    make_note(session=shown, title=f"{SECRET} submission", markdown=SECRET, state=BlogNote.State.SUBMITTED)
    withdrawn = make_reading(session=shown, paper=make_paper(title=f"{SECRET} withdrawn"))
    withdrawn.withdrawn = True
    withdrawn.save()
    both = make_paper(title="Read openly", authors=("Open Author",))
    make_reading(session=shown, paper=both)
    make_reading(session=hidden, paper=both)
    category = Category.objects.create(name="Topic")
    for session in (shown, hidden):
        session.tags.add("open-tag")
        session.categories.add(category)
    hidden.tags.add(f"{SECRET}-tag")
    Page.objects.create(course=course, title=f"{SECRET} page", slug="secret", markdown=SECRET, visible=False)
    return course


PUBLIC = [
    ("home",),
    ("course", "seminar"),
    ("course_readings", "seminar"),
    ("team", "seminar", "team-1"),
    ("session", "seminar", "shown"),
    ("course_calendar", "seminar"),
    ("team_calendar", "seminar", "team-1"),
    ("session_calendar", "seminar", "shown"),
    ("notes_feed",),
    ("changes_feed",),
    ("course_notes_feed", "seminar"),
    ("course_changes_feed", "seminar"),
    ("tag_notes_feed", "open-tag"),
    ("tag_changes_feed", "open-tag"),
    ("sitemap",),
    *(("sitemap_part", section) for section in SITEMAPS),
    ("papers",),
    ("paper", "read-openly"),
    ("author", "open-author"),
    ("category", "topic"),
    ("tags",),
    ("tag", "open-tag"),
]


@pytest.mark.parametrize("address", PUBLIC, ids=" ".join)
def test_a_public_page_tells_nothing_withheld(client, course, address):
    response = client.get(reverse(address[0], args=address[1:]))
    assert response.status_code == 200
    assert SECRET.lower() not in response.content.decode().lower()


DOWNLOADS = [
    ("course_citations", "seminar"),
    ("session_citations", "seminar", "shown"),
    ("session_citation", "seminar", "shown"),
    ("paper_citation", "read-openly"),
    ("category_citations", "topic"),
    ("tag_citations", "open-tag"),
    ("search_citations",),
]


@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
@pytest.mark.parametrize("address", DOWNLOADS, ids=" ".join)
def test_a_file_of_citations_tells_nothing_withheld(client, course, address, ending):
    flush()
    response = client.get(reverse(address[0], args=[*address[1:], ending]), {"q": "openly"})
    text = response.content.decode()
    assert response.status_code == 200
    assert ("Shown" if address[0] == "session_citation" else "Read openly") in text
    assert SECRET.lower() not in text.lower()


def test_a_search_finds_nothing_withheld(client, course):
    flush()
    text = client.get(reverse("search"), {"q": SECRET}).content.decode()
    assert f"Nothing found for “{SECRET}”" in text


@pytest.mark.parametrize(
    "query",
    [
        *("xylophone", "xyloph", "xylophnoe", "author:xylophone", "tag:xylophone-tag", "team", "course:seminar"),
        *("is:required", "is:paper", "is:person", "is:session", "is:note", "is:page", "is:deck"),
    ],
)
def test_neither_hits_nor_facets_nor_other_spellings_tell_anything_withheld(client, course, query):
    flush()
    found = search(query)
    told = [found.hits, found.facets, found.instead, found.perhaps, suggest(query)]
    assert SECRET.lower() not in str(told).lower()
    assert not SearchTrigram.objects.filter(word__startswith="xyl").exists()


@pytest.mark.parametrize(
    "address",
    [
        ("session", "seminar", "hidden"),
        ("session_calendar", "seminar", "hidden"),
        ("team", "seminar", f"{SECRET.lower()}-team"),
        ("team_calendar", "seminar", f"{SECRET.lower()}-team"),
        ("page", "seminar", "secret"),
        ("paper", f"{SECRET.lower()}-paper"),
        ("paper", f"{SECRET.lower()}-withdrawn"),
        ("author", f"{SECRET.lower()}-author"),
        ("tag", f"{SECRET.lower()}-tag"),
        ("session_citations", "seminar", "hidden", "bib"),
        ("session_citation", "seminar", "hidden", "ris"),
        ("paper_citation", f"{SECRET.lower()}-paper", "bib"),
        ("paper_citation", f"{SECRET.lower()}-withdrawn", "json"),
        ("tag_citations", f"{SECRET.lower()}-tag", "bib"),
        ("tag_notes_feed", f"{SECRET.lower()}-tag"),
        ("tag_changes_feed", f"{SECRET.lower()}-tag"),
    ],
    ids=" ".join,
)
def test_the_page_of_something_withheld_is_not_found(client, course, address):
    assert client.get(reverse(address[0], args=address[1:])).status_code == 404


def test_a_note_that_is_not_published_cannot_be_cited(client, course):
    for note in BlogNote.objects.all():
        args = ["seminar", note.session.slug, note.pk, "bib"]
        assert client.get(reverse("note_citation", args=args)).status_code == 404


def test_counts_leave_out_what_is_withheld(client, course):
    assert 'Papers <span class="count">(1)</span>' in client.get(reverse("papers")).content.decode()
    assert "Whole schedule, 1 session<" in client.get(reverse("home")).content.decode()
    tags = " ".join(client.get(reverse("tags")).content.decode().split())
    assert '>open-tag</a> <span class="count">1</span>' in tags
    assert '>Topic</a> <span class="count">1</span>' in tags


def test_an_instructor_sees_the_hidden_marked_and_can_edit_it(client, course):
    user = make_user(is_staff=True)
    course.instructors.add(user)
    client.force_login(user)
    schedule = client.get(course.get_absolute_url()).content.decode()
    assert f"{SECRET} session" in schedule
    assert '<span class="flag">hidden</span>' in schedule
    session = course.sessions.get(slug="hidden")
    page = client.get(session.get_absolute_url()).content.decode()
    assert "Only those who may edit the course see this session." in page
    assert reverse("admin:course_sessions_session_change", args=[session.pk]) in page


def test_an_instructor_of_another_course_sees_nothing_hidden(client, course):
    user = make_user(is_staff=True)
    make_course().instructors.add(user)
    client.force_login(user)
    assert client.get(course.sessions.get(slug="hidden").get_absolute_url()).status_code == 404


def test_a_paper_that_no_reading_names_is_public(client):
    paper = make_paper(title="Entered by hand")
    assert client.get(paper.get_absolute_url()).status_code == 200


def test_an_imported_paper_stays_withheld_when_its_hidden_reading_is_deleted(client, tmp_path):
    text = make_post_text(required="#### A paper about many things\n+ https://arxiv.org/abs/2401.00001\n")
    run_import(Options(path=str(make_files(tmp_path, {"a.md": text})), course="course"))
    Session.objects.update(visible=False)
    Reading.objects.all().delete()
    assert client.get(Paper.objects.get().get_absolute_url()).status_code == 404


def test_the_old_address_of_a_merged_paper_does_not_name_a_withheld_one(client, course):
    withheld = Paper.objects.get(title=f"{SECRET} paper")
    MergedPaper.objects.create(slug="once-open", paper=withheld)
    assert client.get(reverse("paper", args=["once-open"])).status_code == 404
    assert client.get(reverse("paper_citation", args=["once-open", "bib"])).status_code == 404


def test_a_session_that_a_hidden_one_stands_for_does_not_name_it(client, course):
    joined = make_session(course=course, slug="joined")
    Session.objects.filter(pk=joined.pk).update(same_as=course.sessions.get(slug="hidden"))
    assert client.get(joined.get_absolute_url()).status_code == 404


def stored_deck(session: Session, reading: Reading) -> SlideDeck:
    default_storage.save("decks/0123456789ab/a.pdf", ContentFile(b"%PDF-1.4"))
    return SlideDeck.objects.create(session=session, reading=reading, file="decks/0123456789ab/a.pdf")


def test_the_slides_of_a_withdrawn_reading_are_not_found_by_any_address(client, course):
    deck = stored_deck(course.sessions.get(slug="shown"), Reading.objects.get(withdrawn=True))
    OldAddress.objects.create(course=course, path="/Lectures/a.pdf", key="lectures/a.pdf", deck=deck)
    for address in (deck.file.url, deck.get_absolute_url(), "/Lectures/a.pdf"):
        assert client.get(address).status_code == 404


def test_what_only_editors_see_is_kept_by_no_cache_on_the_way(client, course):
    deck = stored_deck(course.sessions.get(slug="hidden"), None)
    user = make_user(is_staff=True)
    course.instructors.add(user)
    client.force_login(user)
    response = client.get(deck.file.url)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    Session.objects.update(visible=True)
    assert client.get(deck.file.url)["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_tag_of_hidden_sessions_alone_is_told_neither_by_its_page_nor_by_its_citations(client):
    make_session(visible=False).tags.add("plans")
    pages = [reverse("tag", args=["plans"]), *(reverse("tag_citations", args=["plans", e]) for e in ("bib", "json"))]
    assert [client.get(page).status_code for page in pages] == [404] * 3
    make_session(course=make_course(slug="other")).tags.add("plans")  # reads nothing yet
    assert [client.get(page).status_code for page in pages] == [200] * 3


def test_a_category_of_hidden_sessions_alone_is_told_only_to_who_keeps_categories(client):
    category = Category.objects.create(name="Plans", description=f"{SECRET} of next year")
    make_session(visible=False).categories.add(category)
    pages = [reverse("category", args=[category.slug]), reverse("category_citations", args=[category.slug, "bib"])]
    assert [client.get(page).status_code for page in pages] == [404, 404]
    client.force_login(make_user(is_superuser=True))
    assert [client.get(page).status_code for page in pages] == [200, 200]
    client.logout()
    make_session(course=make_course(slug="other")).categories.add(category)
    assert [client.get(page).status_code for page in pages] == [200, 200]
