"""Sessions -> iCalendar (RFC 5545)."""

import datetime
from collections.abc import Iterable

from django.db.models import Prefetch
from icalendar import Calendar, Event, vUri

from sessions.models import Reading, Session
from sessions.models.session import SessionQuerySet

from .printable import printable

PRODUCT = "-//seminar readings//schedule//EN"
ONE_DAY = datetime.timedelta(days=1)


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


def calendar_of(sessions: Iterable[Session], name: str, site: str) -> bytes:
    """The sessions of `with_events` as a calendar; `site`: scheme and host of its addresses, as in https://host."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", printable(name))
    events = [event_of(session, site) for session in sessions]
    for event in events:
        calendar.add_component(event)
    days = [event.start for event in events if isinstance(event.start, datetime.datetime)]
    if days:
        margin = 366 * ONE_DAY  # a time zone's rules are told around the dates that need them
        calendar.add_missing_timezones(min(days).date() - margin, max(days).date() + margin)
    return calendar.to_ical()


def event_of(session: Session, site: str) -> Event:
    """One session. Its UID is its key's, so that a moved session stays the same event; SEQUENCE counts its moves."""
    event = Event()
    address = site + session.get_absolute_url()
    event.add("uid", f"session-{session.pk}@{site.partition('://')[2].partition(':')[0]}")
    event.add("summary", printable(session.title))
    event.add("dtstamp", session.updated)
    event.add("last-modified", session.updated)
    event.add("sequence", session.sequence)
    event.add("status", "CANCELLED" if session.cancelled else "CONFIRMED")
    event.add("url", vUri(address))
    event.add("description", description_of(session, address))
    if session.where:
        event.add("location", printable(session.where))
    if session.times:
        for name, time in zip(("dtstart", "dtend"), session.times, strict=True):
            event.add(name, datetime.datetime.combine(session.date, time, session.course.zone))
    else:
        event.add("dtstart", session.date)
        event.add("dtend", session.date + ONE_DAY)  # not included: RFC 5545, 3.6.1
    return event


def description_of(session: Session, address: str) -> str:
    course = session.course
    teams = [(course.lead_team_label, session.lead_team), (course.blog_team_label, session.blog_team)]
    lines = [f"{label}: {team}" for label, team in teams if team]
    if session.required:
        lines.append(f"Required readings ({len(session.required)}):")
        lines += [f"- {reading.paper.title}" for reading in session.required]
    return printable("\n".join([*lines, address]))
