"""The rows of a schedule, pure: weeks, the place of today, the readings that are named, days without class."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sessions.models import NoClassDay, Reading, Session
from sessions.schedule import week_of

# So many readings are named in a row where a course tells none apart as required.
NAMED = 3
# Sessions further apart than a year have no weeks in common.
LONGEST = datetime.timedelta(days=366)
# Labels between meetings.
RULES = (Session.Kind.SECTION, Session.Kind.BREAK)


@dataclass(frozen=True, slots=True)
class Row:
    """One session of a schedule."""

    session: Session
    week: int | None  # 1 is the week of the first date; None without a date, or in a course of many years
    opens_week: bool  # the first row of its week
    is_next: bool  # the first one that is not over
    readings: tuple[Reading, ...]  # those named in the row
    further: int  # how many more the session has

    @property
    def date(self) -> datetime.date | None:
        return self.session.date

    @property
    def required(self) -> int:
        """How many readings are told apart as required: all of them are named."""
        return sum(reading.requirement == Reading.Requirement.REQUIRED for reading in self.readings)

    @property
    def is_rule(self) -> bool:
        """Whether it is a label between meetings."""
        return self.session.kind in RULES

    @property
    def part(self) -> str:
        """Which template shows it."""
        return "courses/_rule.html" if self.is_rule else "courses/_row.html"


@dataclass(frozen=True, slots=True)
class NoClass:
    """Days without class."""

    day: NoClassDay
    part = "courses/_no_class.html"

    @property
    def date(self) -> datetime.date:
        return self.day.date


@dataclass(frozen=True, slots=True)
class Today:
    """The line across the schedule: we are here."""

    date: datetime.date
    part = "courses/_today.html"


Entry = Row | NoClass | Today


def schedule_rows(
    sessions: Sequence[Session], today: datetime.date, first_day: datetime.date | None = None
) -> list[Row]:
    """A row a session. Readings (with their papers) must have been fetched, withdrawn ones left out.

    `first_day`: of the course, whose week is the first; without it, the week of the first date is.
    """
    dates = [session.date for session in sessions if session.date]
    opening = min([*dates, *([first_day] if first_day else [])], default=None)
    weeks = bool(dates) and max(dates) - opening < LONGEST
    coming = next_session(sessions, today)
    rows = []
    for session in sessions:
        week = week_of(session.date, opening) if weeks and session.date else None
        rows.append(Row(session, week, False, session is coming, *named_readings(session.readings.all())))
    return with_weeks_opened(rows)


def with_weeks_opened(rows: Sequence[Row]) -> list[Row]:
    """The rows, the first of each week marked."""
    opened, last = [], None
    for row in rows:
        opened.append(replace(row, opens_week=row.week is not None and row.week != last))
        last = row.week if row.week is not None else last
    return opened


def next_session(sessions: Sequence[Session], today: datetime.date) -> Session | None:
    """The first that is today or later; among sessions without any date, the first that is upcoming."""
    held = [session for session in sessions if not session.cancelled and session.kind not in RULES]
    dated = [session for session in held if session.date]
    if dated:
        return next((session for session in dated if session.date >= today), None)
    return next((session for session in held if session.status == Session.Status.UPCOMING), None)


def named_readings(readings: Sequence[Reading]) -> tuple[tuple[Reading, ...], int]:
    """(the required ones, the number of others); where nothing is told apart, the first few."""
    kinds = Reading.Requirement
    required = tuple(reading for reading in readings if reading.requirement == kinds.REQUIRED)
    unspecified = tuple(reading for reading in readings if reading.requirement == kinds.UNSPECIFIED)
    named = required or unspecified[:NAMED]
    return named, len(readings) - len(named)


def entries_of(rows: Sequence[Row], no_class: Sequence[NoClassDay], today: datetime.date) -> list[Entry]:
    """The rows with the days without class and, in a course that has begun and is not over, today's line."""
    entries: list[Entry] = []
    waiting = sorted(no_class, key=lambda day: day.date)
    for row, date in zip(rows, _dates_ahead(rows), strict=True):
        while waiting and date and waiting[0].date < date:
            entries.append(NoClass(waiting.pop(0)))
        entries.append(row)
    entries += [NoClass(day) for day in waiting]
    return _with_today(entries, today)


def _with_today(entries: list[Entry], today: datetime.date) -> list[Entry]:
    dates = _dates_ahead(entries)
    place = next((n for n, entry in enumerate(entries) if dates[n] and _last_day(entry, dates[n]) >= today), None)
    if place and any(entry.date for entry in entries[:place]):
        return [*entries[:place], Today(today), *entries[place:]]
    return entries


def _last_day(entry: Entry, date: datetime.date) -> datetime.date:
    return entry.day.last if isinstance(entry, NoClass) else date


def _dates_ahead(entries: Sequence[Entry]) -> list[datetime.date | None]:
    """The date of each, else that of the next which has one."""
    dates, coming = [], None
    for entry in reversed(entries):
        coming = entry.date or coming
        dates.append(coming)
    return dates[::-1]


def rows_at_hand(rows: Sequence[Row], count: int) -> list[Row]:
    """At most `count` rows from the next session on; the last ones of a course that is over."""
    rows = [row for row in rows if not row.is_rule]
    start = next((place for place, row in enumerate(rows) if row.is_next), max(0, len(rows) - count))
    return rows[start : start + count]
