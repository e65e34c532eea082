"""Calendars of a course, a team and a session, read back by two libraries."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.urls import reverse
from icalendar import Calendar

from sessions.models import Course, NoClassDay, Reading, Session
from tests.factories import make_course, make_paper, make_reading, make_session

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("America/New_York")


def calendar_at(client, name: str, *args: str) -> Calendar:
    """The calendar at an address; both libraries must read the same events from it."""
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    other = vobject.readOne(response.content.decode())
    others = {event.uid.value: event.summary.value for event in getattr(other, "vevent_list", [])}
    assert others == {str(event["uid"]): str(event["summary"]) for event in calendar.events}
    return calendar


@pytest.fixture
def course() -> Course:
    course = make_course(slug="seminar", title="Seminar, with a comma; and more")
    make_session(course=course, slug="one", title="Attention; or, not?", date=datetime.date(2024, 3, 7))
    make_session(course=course, slug="two", title="Two", date=datetime.date(2024, 3, 12))
    make_session(course=course, slug="undated", title="Some day")
    return course


def with_times(course: Course) -> None:
    course.starts, course.ends = datetime.time(14, 0), datetime.time(15, 15)
    course.time_zone, course.place = "America/New_York", "Rice Hall 340"
    course.save()


def test_without_times_a_session_lasts_all_day(client, course):
    events = calendar_at(client, "course_calendar", "seminar").events
    assert [(str(event["summary"]), event.start, event.end) for event in events] == [
        ("Attention; or, not?", datetime.date(2024, 3, 7), datetime.date(2024, 3, 8)),
        ("Two", datetime.date(2024, 3, 12), datetime.date(2024, 3, 13)),
    ]
    assert {str(event["transp"]) for event in events} == {"TRANSPARENT"}


@pytest.mark.parametrize("timed", [False, True])
@pytest.mark.parametrize("day", [datetime.date.min, datetime.date.max])
def test_the_first_and_the_last_day_of_all_are_in_a_calendar(client, course, day, timed):
    if timed:
        with_times(course)
    Session.objects.filter(slug="one").update(date=day)
    (event,) = calendar_at(client, "session_calendar", "seminar", "one").events
    assert str(event["dtstart"].to_ical(), "ascii")[:8] == f"{day:%Y%m%d}".rjust(8, "0")


def test_times_are_the_courses_in_its_time_zone_on_both_sides_of_a_clock_change(client, course):
    with_times(course)
    calendar = calendar_at(client, "course_calendar", "seminar")
    starts = [event.start for event in calendar.events]
    assert starts == [datetime.datetime(2024, 3, day, 14, tzinfo=ZONE) for day in (7, 12)]
    assert [start.utcoffset() for start in starts] == [datetime.timedelta(hours=hours) for hours in (-5, -4)]
    assert [event["dtstart"].params["TZID"] for event in calendar.events] == ["America/New_York"] * 2
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["America/New_York"]
    assert {str(event["location"]) for event in calendar.events} == {"Rice Hall 340"}
    assert not any("transp" in event for event in calendar.events)


def test_a_session_may_have_its_own_time_and_place(client, course):
    with_times(course)
    session = Session.objects.get(slug="one")
    session.starts, session.ends, session.place = datetime.time(9), datetime.time(10), "Library"
    session.save()
    event = calendar_at(client, "session_calendar", "seminar", "one").events[0]
    assert (event.start, str(event["location"])) == (datetime.datetime(2024, 3, 7, 9, tzinfo=ZONE), "Library")


def test_an_event_tells_address_teams_and_required_readings(client, course):
    session = Session.objects.get(slug="one")
    session.lead_team = "Team 4"
    session.save()
    make_reading(session=session, paper=make_paper(title="Read this"))
    make_reading(session=session, paper=make_paper(title="Not this"), requirement=Reading.Requirement.MORE)
    event = calendar_at(client, "session_calendar", "seminar", "one").events[0]
    address = "http://testserver/courses/seminar/one/"
    assert str(event["url"]) == address
    assert str(event["description"]) == f"Lead team: Team 4\nRequired readings (1):\n- Read this\n{address}"


def test_a_moved_session_is_the_same_event_with_the_next_sequence(client, course):
    before = calendar_at(client, "session_calendar", "seminar", "one").events[0]
    session = Session.objects.get(slug="one")
    session.date = datetime.date(2024, 4, 1)
    session.save()
    after = calendar_at(client, "session_calendar", "seminar", "one").events[0]
    assert after["uid"] == before["uid"] == f"session-{session.pk}@{course.calendar_id}"
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.start == datetime.date(2024, 4, 1)
    for number, changed in enumerate(({"starts": datetime.time(9), "ends": datetime.time(10)}, {"place": "Hall"}), 2):
        for name, value in changed.items():
            setattr(session, name, value)
        session.save()
        assert calendar_at(client, "session_calendar", "seminar", "one").events[0]["sequence"] == number
    session.title = "Renamed, not moved"
    session.save()
    assert calendar_at(client, "session_calendar", "seminar", "one").events[0]["sequence"] == 3


def test_events_are_the_same_wherever_the_site_and_the_course_move(client, course, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    NoClassDay.objects.create(course=course, date=datetime.date(2024, 3, 5))
    names = []
    for host, slug in (("one.example", "seminar"), ("two.example", "renamed")):
        course.slug = slug
        course.save()
        content = client.get(reverse("course_calendar", args=[slug]), headers={"host": host}).content
        names.append([str(event["uid"]) for event in Calendar.from_ical(content).events])
    assert names[0] == names[1]
    assert len(set(names[0])) == 3


def test_days_without_class_are_told_and_nobody_is_busy_on_them(client, course):
    day = NoClassDay.objects.create(course=course, date=datetime.date(2024, 3, 4), reason="Spring; break")
    NoClassDay.objects.create(course=make_course(slug="other"), date=datetime.date(2024, 3, 4))
    day.until = datetime.date(2024, 3, 6)
    day.save()
    event = calendar_at(client, "course_calendar", "seminar").events[-1]
    assert (str(event["summary"]), event.start, event.end) == (
        "No class: Spring; break",
        datetime.date(2024, 3, 4),
        datetime.date(2024, 3, 7),
    )
    assert (str(event["transp"]), event["sequence"]) == ("TRANSPARENT", 1)
    day.reason = ""
    day.save()
    event = calendar_at(client, "course_calendar", "seminar").events[-1]
    assert (str(event["summary"]), event["sequence"]) == ("No class", 1)
    assert len(calendar_at(client, "course_calendar", "seminar").events) == 3


def test_a_cancelled_session_stays_as_cancelled(client, course):
    session = Session.objects.get(slug="two")
    session.cancelled = True
    session.save()
    events = calendar_at(client, "course_calendar", "seminar").events
    assert [(str(event["status"]), event["sequence"]) for event in events] == [("CONFIRMED", 0), ("CANCELLED", 1)]


def test_a_team_has_the_sessions_that_it_leads_or_writes_of(client, course):
    for slug, lead, blog in (("one", "Team 1 & Team 2", ""), ("two", "Team 3", "team-1")):
        Session.objects.filter(slug=slug).update(lead_team=lead, blog_team=blog)
    titles = {
        team: [str(event["summary"]) for event in calendar_at(client, "team_calendar", "seminar", team).events]
        for team in ("team-1", "team-2", "team-3")
    }
    assert titles == {"team-1": ["Attention; or, not?", "Two"], "team-2": ["Attention; or, not?"], "team-3": ["Two"]}
    assert client.get(reverse("team_calendar", args=["seminar", "team-4"])).status_code == 404


def test_a_session_without_a_date_has_no_calendar(client, course):
    assert client.get(reverse("session_calendar", args=["seminar", "undated"])).status_code == 404


def test_odd_characters_and_long_lines_are_read_back(client, course):
    Session.objects.filter(slug="one").update(title="Éa\x0b\x01漢字\\n" + "é" * 200)
    event = calendar_at(client, "session_calendar", "seminar", "one").events[0]
    assert str(event["summary"]) == "Éa漢字\\n" + "é" * 200


def test_line_ends_in_names_begin_no_line_of_the_calendar(client, course):
    Course.objects.filter(pk=course.pk).update(title="Trees\r\nX-EVIL:1", place="Room 1\rX-EVIL:2")
    make_session(course=course, title="Roots\r\nX-EVIL:3\nX-EVIL:4", date=datetime.date(2024, 1, 18))
    text = client.get(reverse("course_calendar", args=[course.slug])).content.decode()
    assert [line for line in text.splitlines() if line.startswith("X-EVIL")] == []
    assert "X-WR-CALNAME:Trees X-EVIL:1" in text
