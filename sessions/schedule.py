"""Dates and weeks of a course, pure: meeting pattern + no-class days + order -> dates."""

import datetime
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

WEEK = datetime.timedelta(days=7)
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MeetingPattern:
    """Meetings on these weekdays (0 is Monday) from the first to the last day, both included."""

    weekdays: frozenset[int]
    first: datetime.date
    last: datetime.date


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a course in its order.

    `follows`: takes its date from the rule; else it keeps `date`.
    `holds_day`: nothing else is put on its date.
    """

    key: Hashable
    date: datetime.date | None
    follows: bool
    holds_day: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A row whose date changes; `meetings` is how many meetings it moves by (later: positive), if that can be told."""

    key: Hashable
    old: datetime.date | None
    new: datetime.date | None
    meetings: int | None


def days_between(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Every day from the first to the last, both included."""
    return [first + ONE_DAY * number for number in range((last - first).days + 1)]


def meeting_days(pattern: MeetingPattern, no_class: Collection[datetime.date] = ()) -> list[datetime.date]:
    """The days of the pattern in order, without those on which there is no class."""
    days = days_between(pattern.first, pattern.last)
    return [day for day in days if day.weekday() in pattern.weekdays and day not in no_class]


def dates_of(items: Sequence[Item], days: Sequence[datetime.date]) -> dict[Hashable, datetime.date | None]:
    """The date of each row: those that follow the rule take the free days in order; None when days run out."""
    held = {item.date for item in items if item.holds_day and not item.follows}
    free = iter([day for day in days if day not in held])
    return {item.key: next(free, None) if item.follows else item.date for item in items}


def changes(
    items: Sequence[Item],
    new: Mapping[Hashable, datetime.date | None],
    days: Sequence[datetime.date],
    no_class: Collection[datetime.date] = (),
) -> list[Change]:
    """The rows whose dates differ from those that stand, in order."""
    place = {day: number for number, day in enumerate(days)}
    # A meeting that fell out counts as the one before it: going on to the next is one meeting later.
    place |= {day: bisect_left(days, day) - 1 for day in no_class}
    found = []
    for item in items:
        date = new[item.key]
        if date != item.date:
            known = item.date in place and date in place
            found.append(Change(item.key, item.date, date, place[date] - place[item.date] if known else None))
    return found


def summary(moved: Sequence[Change]) -> str:
    """What changes in one sentence: "12 sessions move by one meeting, 1 session gets a date."."""
    gets = sum(change.old is None for change in moved)
    loses = sum(change.new is None for change in moved)
    both = [change for change in moved if change.old and change.new]
    parts = []
    for meetings, count in sorted(Counter(change.meetings for change in both).items(), key=lambda pair: -pair[1]):
        verb = "moves" if count == 1 else "move"
        parts.append(f"{_sessions(count)} {verb}{' to another date' if meetings is None else by_meetings(meetings)}")
    parts += [f"{_sessions(gets)} {'gets' if gets == 1 else 'get'} a date"] if gets else []
    parts += [f"{_sessions(loses)} {'loses its date' if loses == 1 else 'lose their dates'}"] if loses else []
    return f"{', '.join(parts)}." if parts else "No date changes."


def by_meetings(meetings: int) -> str:
    """ " by one meeting", " 3 meetings earlier"."""
    count = "one meeting" if abs(meetings) == 1 else f"{abs(meetings)} meetings"
    return f" by {count}" if meetings > 0 else f" {count} earlier"


def _sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count} sessions"


def week_of(day: datetime.date, first: datetime.date) -> int:
    """The week of a day, 1 for the week (from Monday) of the first day."""
    monday = first - ONE_DAY * first.weekday()
    return (day - monday) // WEEK + 1


def in_order(keys: Sequence[Hashable], wanted: Mapping[Hashable, int]) -> list[Hashable]:
    """The keys, counted from 1, where people put them: a moved one ends up at its number, the others keep their order.

    One moved up stands before the row that has the number, one moved down after it.
    """

    def rank(pair: tuple[int, Hashable]) -> tuple[int, int, int]:
        number, key = pair
        place = wanted.get(key, number)
        return place, (place > number) - (place < number), number

    return [key for _, key in sorted(enumerate(keys, start=1), key=rank)]
