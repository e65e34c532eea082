"""The rows of a schedule, pure: weeks, the place of today, the readings that are named."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sessions.models import Reading, Session

# So many readings are named in a row where a course tells none apart as required.
NAMED = 3
# Sessions further apart than a year have no weeks in common.
LONGEST = datetime.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Row:
    """One session of a schedule."""

    session: Session
    week: int | None  # 1 is the week of the first date; None without a date, or in a course of many years
    opens_week: bool  # the first row of its week
    is_next: bool  # the first one that is not over: today's line goes above it
    readings: tuple[Reading, ...]  # those named in the row
    further: int  # how many more the session has


def schedule_rows(sessions: Sequence[Session], today: datetime.date) -> list[Row]:
    """A row a session. Readings (with their papers) must have been fetched, withdrawn ones left out."""
    dates = [session.date for session in sessions if session.date]
    monday = (
        min(dates) - datetime.timedelta(days=min(dates).weekday())
        if dates and max(dates) - min(dates) < LONGEST
        else None
    )
    coming = next_session(sessions, today)
    rows: list[Row] = []
    for session in sessions:
        week = (session.date - monday).days // 7 + 1 if monday and session.date else None
        named, further = named_readings(session.readings.all())
        opens_week = week is not None and (not rows or rows[-1].week != week)
        rows.append(Row(session, week, opens_week, session is coming, named, further))
    return rows


def next_session(sessions: Sequence[Session], today: datetime.date) -> Session | None:
    """The first that is today or later; among sessions without any date, the first that is upcoming."""
    dated = [session for session in sessions if session.date]
    if dated:
        return next((session for session in dated if session.date >= today), None)
    return next((session for session in sessions if session.status == Session.Status.UPCOMING), None)


def named_readings(readings: Sequence[Reading]) -> tuple[tuple[Reading, ...], int]:
    """(the required ones, the number of others); where nothing is told apart, the first few."""
    kinds = Reading.Requirement
    required = tuple(reading for reading in readings if reading.requirement == kinds.REQUIRED)
    unspecified = tuple(reading for reading in readings if reading.requirement == kinds.UNSPECIFIED)
    named = required or unspecified[:NAMED]
    return named, len(readings) - len(named)


def rows_at_hand(rows: Sequence[Row], count: int) -> list[Row]:
    """At most `count` rows from the next session on; the last ones of a course that is over."""
    start = next((place for place, row in enumerate(rows) if row.is_next), max(0, len(rows) - count))
    return list(rows[start : start + count])
