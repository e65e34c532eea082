"""What the database itself refuses, and what a course knows about itself."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from readings.models import Author, Paper
from sessions.models import Course, Post, Reading, Session, SiteSettings, SlideDeck
from tests.factories import make_course, make_paper, make_session, make_user

pytestmark = pytest.mark.django_db


def refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


def test_two_papers_never_share_an_identifier():
    for field in ("arxiv_id", "doi", "openreview_id", "acl_id"):
        Paper.objects.create(title="One", **{field: "x1"})
        assert refused(lambda field=field: Paper.objects.create(title="Two", **{field: "x1"}))


def test_papers_without_identifiers_do_not_clash():
    Paper.objects.create(title="One", arxiv_id="")
    assert Paper.objects.create(title="Two", arxiv_id="").arxiv_id is None


def test_two_sessions_of_a_course_never_share_source_or_slug():
    course = make_course()
    Session.objects.create(course=course, slug="a", title="A", source="a.md")
    assert refused(lambda: Session.objects.create(course=course, slug="b", title="B", source="a.md"))
    assert refused(lambda: Session.objects.create(course=course, slug="a", title="B", source="b.md"))
    assert not refused(lambda: Session.objects.create(course=make_course(), slug="a", title="A", source="a.md"))


def test_paper_is_read_once_in_a_session_for_one_requirement():
    session, paper = make_session(), make_paper()
    Reading.objects.create(session=session, paper=paper)
    assert refused(lambda: Reading.objects.create(session=session, paper=paper))


def test_deck_has_a_file_or_an_address():
    assert refused(lambda: SlideDeck.objects.create(session=make_session(), label="none"))


def test_posts_of_a_course_have_paths_of_their_own():
    course = make_course()
    fields = {
        "course": course,
        "path": "a.md",
        "sha256": "0",
        "parser_version": 1,
        "text": "",
        "imported": datetime.datetime.now(datetime.UTC),
    }
    Post.objects.create(**fields)
    assert refused(lambda: Post.objects.create(**fields))


def test_site_settings_are_one_record():
    SiteSettings(name="One").save()
    SiteSettings(name="Two").save()
    assert list(SiteSettings.objects.values_list("pk", "name")) == [(1, "Two")]


def test_sessions_are_ordered_by_date_then_number():
    course = make_course()
    undated = make_session(course=course, slug="u")
    late = make_session(course=course, slug="l", date=datetime.date(2024, 2, 1))
    early = make_session(course=course, slug="e", date=datetime.date(2024, 1, 1))
    assert list(Session.objects.in_order()) == [early, late, undated]


def test_course_is_edited_by_superusers_and_its_own_staff_only():
    course = make_course()
    instructor, assistant = make_user(is_staff=True), make_user(is_staff=True)
    course.instructors.add(instructor)
    course.assistants.add(assistant)
    former = make_user()
    course.instructors.add(former)
    users = [make_user(is_superuser=True), instructor, assistant, make_user(is_staff=True), former, make_user()]
    assert [course.editable_by(user) for user in users] == [True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("term", "title", "key"),
    [
        ("2024 Spring", "", (2024, 1)),
        ("", "Fall 2023 Seminar", (2023, 3)),
        ("2019fCourse", "", (2019, -1)),
        ("", "A", (0, -1)),
    ],
)
def test_season_of_a_course_is_read_from_term_or_title(term, title, key):
    assert Course(term=term, title=title, slug="x").season_key == key


def test_an_author_who_is_renamed_is_still_found_under_the_earlier_name():
    author = Author.objects.create(name="Ada Lovelace")
    for name in ("Augusta Ada Lovelace", "Ada Lovelace", "Augusta Ada Lovelace"):
        author.name = name
        author.save()
    assert Author.objects.named("Lovelace, Ada") == author
    author.spellings.create(name="Lovelace, Ada")  # as the form does where a person adds it as well
    assert [spelling.name for spelling in author.spellings.all()] == ["Lovelace, Ada"]


def test_a_session_takes_its_place_by_number_then_name_whenever_it_is_saved():
    course = make_course()
    ten, two = (make_session(course=course, slug=slug) for slug in ("s10", "s2"))
    assert list(Session.objects.in_order()) == [two, ten]
    ten.number = 1
    ten.save()
    assert list(Session.objects.in_order()) == [ten, two]


@pytest.mark.parametrize(
    ("title", "term", "said"),
    [
        ("Risky Machines", "2024 Spring", "Risky Machines (2024 Spring)"),
        ("2024 Spring - Risky Machines", "2024 spring", "2024 Spring - Risky Machines"),
        ("Risky Machines", "", "Risky Machines"),
    ],
)
def test_a_course_is_told_from_the_one_of_another_term(title, term, said):
    assert str(Course(title=title, term=term)) == said
