"""Sessions and days without class -> iCalendar (RFC 5545)."""

import datetime
from collections.abc import Iterable

from django.db.models import Prefetch
from icalendar import Calendar, Event, vUri

from sessions.models import NoClassDay, Reading, Session
from sessions.models.session import SessionQuerySet

from .printable import printable

PRODUCT = "-//seminar readings//schedule//EN"
ONE_DAY = datetime.timedelta(days=1)
LAST_DAY = datetime.date.max
EARLIEST, LATEST = datetime.date(1970, 1, 1), datetime.date(2100, 1, 1)  # with a time zone's rules: each year has two


def with_events(sessions: SessionQuerySet) -> SessionQuerySet:
    """Public sessions that have a date, with what their events tell: two queries."""
    required = Reading.objects.public().filter(requirement=Reading.Requirement.REQUIRED).select_related("paper")
    return (
        sessions.public()
        .exclude(date=None)
        .in_order()
        .select_related("course")
        .defer("introduction", "introduction_html", "as_given")
        .prefetch_related(Prefetch("readings", required.only("session", "position", "paper__title"), "required"))
    )


def calendar_of(sessions: Iterable[Session], name: str, site: str, *, no_class: Iterable[NoClassDay] = ()) -> bytes:
    """The sessions of `with_events` as a calendar; `site`: scheme and host of its addresses, as in https://host."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", one_line(name))
    events = [event_of(session, site) for session in sessions]
    for event in [*events, *map(no_class_event, no_class)]:
        calendar.add_component(event)
    days = [event.start for event in events if isinstance(event.start, datetime.datetime)]
    if days:
        margin = 366 * ONE_DAY  # a time zone's rules are told around the dates that need them
        first, last = (min(max(day.date(), EARLIEST), LATEST) for day in (min(days), max(days)))
        calendar.add_missing_timezones(first - margin, last + margin)
    return calendar.to_ical()


def event_of(session: Session, site: str) -> Event:
    """One session; it lasts all day until a time is set."""
    address = site + session.get_absolute_url()
    event = begun(f"session-{session.pk}@{session.course.calendar_id}", session)
    event.add("summary", one_line(session.title))
    event.add("status", "CANCELLED" if session.cancelled else "CONFIRMED")
    event.add("url", vUri(address))
    event.add("description", description_of(session, address))
    if session.where:
        event.add("location", one_line(session.where))
    if session.times:
        for name, time in zip(("dtstart", "dtend"), session.times, strict=True):
            event.add(name, datetime.datetime.combine(session.date, time, session.course.zone))
    else:
        last_all_day(event, session.date, session.date)
    return event


def no_class_event(day: NoClassDay) -> Event:
    event = begun(f"no-class-{day.pk}@{day.course.calendar_id}", day)
    event.add("summary", one_line(f"No class: {day.reason}" if day.reason else "No class"))
    last_all_day(event, day.date, day.last)
    return event


def begun(uid: str, row: Session | NoClassDay) -> Event:
    """An event that stays the same one when its row moves: the key is its name, SEQUENCE counts the moves."""
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", row.updated)
    event.add("last-modified", row.updated)
    event.add("sequence", row.sequence)
    return event


def last_all_day(event: Event, first: datetime.date, last: datetime.date) -> None:
    event.add("dtstart", first)
    if last < LAST_DAY:  # without an end an event lasts one day
        event.add("dtend", last + ONE_DAY)  # not included: RFC 5545, 3.6.1
    event.add("transp", "TRANSPARENT")  # nobody is busy all day


def description_of(session: Session, address: str) -> str:
    course = session.course
    teams = [(course.lead_team_label, session.lead_team), (course.blog_team_label, session.blog_team)]
    lines = [f"{label}: {team}" for label, team in teams if team]
    if session.required:
        lines.append(f"Required readings ({len(session.required)}):")
        lines += [f"- {reading.paper.title}" for reading in session.required]
    return "\n".join(map(one_line, [*lines, address]))


def one_line(text: str) -> str:
    """Names have no lines, and a line end in one must not begin a line of the calendar."""
    return " ".join(printable(text).split())
