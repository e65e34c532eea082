"""The schedule: headings, breaks, cancelled rows, filters; teams; past courses."""

import datetime
import re

import pytest
from django.urls import reverse

from sessions.models import Category, Course, NoClassDay, Session
from tests.factories import make_course, make_reading, make_session

pytestmark = pytest.mark.django_db

TODAY = datetime.date.today()


def in_days(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


def text_of(client, name: str, *args: str, **query: str) -> str:
    response = client.get(reverse(name, args=args, query=query))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def lines_of(client, *address: str, **query: str) -> list[str]:
    """Each line of a schedule as its words."""
    text = text_of(client, *address, **query)
    lines = text.partition('<ol class="schedule"')[2].partition("</ol>")[0].split('<li class="r')[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", f"<{line}").split()) for line in lines]


@pytest.fixture
def course() -> Course:
    course = make_course(slug="seminar", title="Seminar 2024")
    for number, (slug, team) in enumerate((("one", "Team 1"), ("two", "Team 2 & Team 3"), ("three", "Team 1"))):
        session = make_session(
            course=course, slug=slug, title=slug.title(), date=datetime.date(2024, 1, 9 + 7 * number)
        )
        session.lead_team = team
        session.save()
    return course


def test_a_heading_stands_before_the_session_it_was_put_before(client, course):
    heading = make_session(course=course, slug="part", title="Part II")
    heading.kind, heading.stands_before = "section", course.sessions.get(slug="two")
    heading.save()
    words = lines_of(client, "course", "seminar")
    assert words[1].endswith("Part II")
    assert "Two" in words[2]
    assert reverse("session", args=["seminar", "part"]) not in text_of(client, "course", "seminar")


def test_a_heading_with_a_text_is_a_link(client, course):
    make_session(course=course, slug="part", introduction="Why this part.")
    Session.objects.filter(slug="part").update(kind="section")
    assert reverse("session", args=["seminar", "part"]) in text_of(client, "course", "seminar")


def test_days_without_class_are_lines_with_their_reason(client, course):
    NoClassDay.objects.create(
        course=course, date=datetime.date(2024, 1, 10), until=datetime.date(2024, 1, 12), reason="Ice & snow"
    )
    NoClassDay.objects.create(course=course, date=datetime.date(2024, 2, 1))
    words = lines_of(client, "course", "seminar")
    assert words[1].endswith("Wed 10 Jan – Fri 12 Jan No class: Ice &amp; snow")
    assert words[4].endswith("Thu 1 Feb No class")


def test_a_cancelled_session_is_struck_and_said_in_words(client, course):
    Session.objects.filter(slug="two").update(cancelled=True)
    text = text_of(client, "course", "seminar")
    assert f'<s><a href="{reverse("session", args=["seminar", "two"])}">Two</a></s>' in text
    assert "Cancelled" in lines_of(client, "course", "seminar")[1]
    assert "Cancelled" in text_of(client, "session", "seminar", "two")


def test_a_cancelled_session_is_not_the_next_one(client):
    course = make_course()
    make_session(course=course, date=in_days(-7))
    make_session(course=course, title="Dropped", date=in_days(1))
    make_session(course=course, title="Held", date=in_days(8))
    Session.objects.filter(title="Dropped").update(cancelled=True)
    text = text_of(client, "course", course.slug)
    assert text.index("We are here") < text.index("Dropped") < text.rindex(">Held<") < text.index(">Next<")
    assert text.count(">Next<") == 1


def test_a_session_of_today_says_so(client):
    course = make_course()
    make_session(course=course, date=in_days(-7))
    make_session(course=course, date=TODAY)
    text = text_of(client, "course", course.slug)
    assert text.index('class="today"') < text.index(">Today<")


def test_a_break_in_which_we_are_stands_below_todays_line(client):
    course = make_course()
    make_session(course=course, title="Before", date=in_days(-7))
    make_session(course=course, title="After", date=in_days(7))
    NoClassDay.objects.create(course=course, date=in_days(-2), until=in_days(2), reason="Recess")
    text = text_of(client, "course", course.slug)
    assert text.index("Before") < text.index('class="today"') < text.index("Recess") < text.rindex("After")


@pytest.mark.parametrize("days", [(-14, -7), (7, 14)])
def test_a_course_that_is_over_or_has_not_begun_has_no_line_of_today(client, days):
    course = make_course()
    for number in days:
        make_session(course=course, date=in_days(number))
    assert 'class="today"' not in text_of(client, "course", course.slug)


def test_weeks_count_from_the_courses_first_day(client, course):
    course.first_day = datetime.date(2024, 1, 2)
    course.save()
    assert "Week 2" in lines_of(client, "course", "seminar")[0]


def test_times_and_place_of_the_course_are_told(client, course):
    course.weekdays, course.place, course.time_zone = [1, 3], "Rice Hall", "Europe/Berlin"
    course.starts, course.ends = datetime.time(14), datetime.time(15, 15)
    course.save()
    text = text_of(client, "course", "seminar")
    for words in ("Tuesday, Thursday", "14:00–15:15 (Europe/Berlin)", "Rice Hall"):
        assert words in text
    assert "14:00–15:15" in text_of(client, "session", "seminar", "one")


@pytest.fixture
def topics(course) -> None:
    one, two = Session.objects.get(slug="one"), Session.objects.get(slug="two")
    one.tags.add("Graph learning")
    two.tags.add("Graph learning")
    one.categories.add(Category.objects.create(name="Basics"))


@pytest.mark.parametrize(
    ("query", "found", "said"),
    [
        ({"tag": "graph-learning"}, ["One", "Two"], "2 of 3 sessions: Tag <strong>Graph learning</strong>."),
        ({"category": "basics"}, ["One"], "1 of 3 sessions: Category <strong>Basics</strong>."),
        ({"team": "team-1"}, ["One", "Three"], "2 of 3 sessions: Team <strong>Team 1</strong>."),
        ({"team": "team-3"}, ["Two"], "1 of 3 sessions: Team <strong>Team 3</strong>."),
        (
            {"tag": "graph-learning", "team": "team-1"},
            ["One"],
            "1 of 3 sessions: Tag <strong>Graph learning</strong>, Team <strong>Team 1</strong>.",
        ),
        ({"tag": "<b>\0"}, [], "0 of 3 sessions: Tag <strong>&lt;b&gt;"),
    ],
)
def test_a_filter_says_what_is_shown_and_how_to_see_all(client, course, topics, query, found, said):
    NoClassDay.objects.create(course=course, date=datetime.date(2024, 1, 10))
    text = text_of(client, "course", "seminar", **query)
    assert re.findall(r'/courses/seminar/\w+/">(\w+)</a>(?! </li>)', text) == found
    assert said in text
    assert f'<a href="{reverse("course", args=["seminar"])}">Show all sessions</a>' in text
    assert "No class" not in text


def test_an_unfiltered_schedule_offers_only_filters_that_find_something(client, course):
    text = text_of(client, "course", "seminar")
    assert 'name="team"' in text
    assert 'name="tag"' not in text
    assert "Show all sessions" not in text


@pytest.mark.parametrize(
    "query", ["tag=%00", "team=%ED%A0%80", "category=" + "x" * 10_000, "tag=%22%27--", "tag=a&tag=b"]
)
def test_any_query_gets_a_page(client, course, topics, query):
    assert client.get(f"/courses/seminar/?{query}").status_code == 200


def test_a_team_has_a_page_with_its_sessions_and_calendar(client, course):
    text = text_of(client, "team", "seminar", "team-1")
    assert "2 sessions of Seminar 2024" in text
    assert "One</a>" in text
    assert "Two</a>" not in text
    address = reverse("team_calendar", args=["seminar", "team-1"])
    assert f'href="webcal://testserver{address}"' in text
    assert client.get(reverse("team", args=["seminar", "team-9"])).status_code == 404


def test_previous_and_next_pass_over_headings(client, course):
    Session.objects.filter(slug="two").update(kind="section")
    text = text_of(client, "session", "seminar", "one")
    assert text.partition('class="neighbours"')[2].count("Three</a>") == 1
    assert client.get(reverse("session", args=["seminar", "two"])).status_code == 200


def test_required_readings_are_counted(client, course):
    for kind in ("required", "required", "more"):
        make_reading(session=course.sessions.get(slug="one"), requirement=kind)
    assert "2 required 1 more reading" in lines_of(client, "course", "seminar")[0]


def test_past_courses_stand_by_year_after_those_that_go_on(client):
    make_session(course=make_course(title="Now"), date=in_days(30))
    make_session(course=make_course(title="Beside it"), date=in_days(10))
    for year in (2019, 2017):
        make_session(course=make_course(title=f"Of {year}"), date=datetime.date(year, 9, 3))
    make_course(title="Without dates", term="2018 Spring")
    text = text_of(client, "home")
    words = [
        "Now",
        "Other courses",
        "Beside it",
        "Past courses",
        ">2019<",
        "Of 2019",
        ">2018<",
        "Without dates",
        ">2017<",
    ]
    places = [text.index(word) for word in words]
    assert places == sorted(places)


def test_headings_do_not_count_as_sessions(client, course):
    Session.objects.filter(slug="two").update(kind="section")
    assert "Whole schedule, 2 sessions<" in text_of(client, "home")


def test_a_schedule_says_what_is_next_and_leads_there(client, course):
    make_session(course=course, slug="soon", title="Soon", date=in_days(2))
    make_session(course=course, slug="later", title="Later", date=in_days(9))
    text = text_of(client, "course", "seminar")
    assert 'Next: <a href="#next">Soon</a>, ' in text
    assert '<li class="row" id="next">' in text
    assert text.count('id="next"') == 1
    assert text.index('id="next"') < text.index(">Soon</a>", text.index('id="next"')) < text.index(">Later</a>")


def test_a_schedule_that_is_over_has_nothing_next(client, course):
    assert "#next" not in text_of(client, "course", "seminar")
