"""What the pictures of all that was read count, and the page that shows them."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sessions.explore import categories_by_course, most_read, papers_by_year, short_name, tags_by_course
from sessions.models import Category, Course, Reading, Session
from tests.factories import make_course, make_paper, make_reading, make_session

pytestmark = pytest.mark.django_db


def rows_of(topics) -> tuple[list[str], list[tuple[str, tuple[int, ...]]]]:
    return topics.heads, [(str(topic), counts) for topic, counts in topics.rows]


def in_session(course: Course, category: str, tag: str, visible: bool = True) -> Session:
    session = make_session(course=course, visible=visible)
    session.categories.add(Category.objects.get_or_create(name=category)[0])
    session.tags.add(tag)
    return session


def test_topics_are_counted_by_course_in_the_order_of_time():
    late, early, unused = make_course(term="2024 Fall"), make_course(term="2023 Spring"), make_course(term="2022 Fall")
    for course, category, tag in ((late, "Trees", "b"), (early, "Graphs", "a"), (late, "Graphs", "a")):
        in_session(course, category, tag)
    in_session(late, "Graphs", "secret", visible=False)
    in_session(unused, "Secret", "secret", visible=False)
    joined = in_session(early, "Graphs", "a")
    Session.objects.filter(pk=joined.pk).update(same_as=make_session())
    courses = Course.objects.in_bulk()
    assert rows_of(categories_by_course(courses)) == (["Sp 23", "Fa 24"], [("Graphs", (1, 1)), ("Trees", (0, 1))])
    assert rows_of(tags_by_course(courses)) == (["Sp 23", "Fa 24"], [("a", (1, 1)), ("b", (0, 1))])


def test_courses_of_one_term_are_told_apart(client):
    first, second, other = (
        make_course(term="2026 Spring"),
        make_course(term="2026 Spring"),
        make_course(term="2025 Fall"),
    )
    for course in (first, second, other):
        in_session(course, "Graphs", "a")
    found = categories_by_course(Course.objects.in_bulk())
    assert found.heads == ["Fa 25", "Sp 26 (1)", "Sp 26 (2)"]
    assert found.numbered == [("Sp 26 (1)", first), ("Sp 26 (2)", second)]
    text = client.get(reverse("explore")).content.decode()
    assert f'Sp 26 (2): <a href="{second.get_absolute_url()}">{second.title}</a>' in text
    assert "Fa 25: <a" not in text


@pytest.mark.parametrize(
    ("term", "name"), [("2024 Spring", "Sp 24"), ("Fall 2009", "Fa 09"), ("2024", "2024"), ("", "semina")]
)
def test_a_course_has_a_short_name(term, name):
    assert short_name(Course(slug="seminar-of-theirs", title="Seminar", term=term)) == name


def test_papers_are_counted_by_year_where_a_public_session_read_them():
    for published in ("2017-06-12", "2017", "2016-01", ""):
        make_reading(paper=make_paper(published=published))
    make_paper(published="2015")
    make_reading(paper=make_paper(published="2014"), session=make_session(visible=False))
    assert papers_by_year() == {2016: 1, 2017: 2}


def test_papers_of_several_public_sessions_are_the_most_read():
    thrice, twice, hidden = make_paper(title="Thrice"), make_paper(title="Twice"), make_paper(title="Hidden")
    for paper, times in ((twice, 2), (thrice, 3), (hidden, 1), (make_paper(title="Once"), 1)):
        for _ in range(times):
            make_reading(paper=paper)
    make_reading(paper=hidden, session=make_session(visible=False))
    make_reading(paper=twice, session=twice.readings.first().session, requirement=Reading.Requirement.MORE)
    assert [(paper.title, times) for paper, times in most_read()] == [("Thrice", 3), ("Twice", 2)]


def fill(items: int) -> None:
    paper = make_paper(title="A paper read <often>", published="2017")
    for number in range(items):
        session = in_session(make_course(term=f"{2000 + number}"), f"Category {number}", f"tag {number}")
        make_reading(session=session, paper=paper)
        make_reading(session=session, paper=make_paper(published=f"{1990 + number}"))


def test_each_picture_is_also_a_table(client):
    fill(3)
    text = client.get(reverse("explore")).content.decode()
    assert text.count("<svg class") == text.count('<table class="numbers">') == 4
    assert "<title>A paper read &lt;often&gt;: 3 sessions</title>" in text
    assert '<a href="/papers/a-paper-read-often/">A paper read &lt;often&gt;</a>' in text
    assert "style=" not in text


def test_an_empty_site_says_that_there_is_nothing_to_draw(client):
    text = client.get(reverse("explore")).content.decode()
    assert "nothing to draw yet" in text
    assert "<svg class" not in text


def test_the_queries_of_the_pictures_do_not_grow(client):
    counts = []
    for items in (3, 30):
        with transaction.atomic():
            fill(items)
            client.get(reverse("tags"))  # content types are looked up once a process
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse("explore")).status_code == 200
            transaction.set_rollback(True)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9
