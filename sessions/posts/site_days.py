"""Days as sites write them in lists, and the years in which they fall."""

import datetime
import re

from .clues import MONTH, MONTHS
from .liquid_values import Slots
from .meetings import read_meeting, year_in

# First and last month-day of a season, and by how much their years differ from the term's.
SEASONS = {
    "winter": ((-1, 12, 1), (0, 4, 15)),
    "spring": ((0, 1, 1), (0, 7, 15)),
    "summer": ((0, 5, 1), (0, 9, 15)),
    "fall": ((0, 8, 1), (1, 1, 31)),
    "autumn": ((0, 8, 1), (1, 1, 31)),
}
NO_DATE = re.compile(r"\W*(?:tb[ad]|n/?a|none|dates?|no class|to be (?:announced|determined))?\W*", re.I)
NO_DAYS = re.compile(r"room|place|location|building|weeks?$|hour|time|point", re.I)  # lists of something else
WEEK = re.compile(r"^\W*(?:w(?:ee)?k?|lecture|session|class)\s*\d{1,2}\W+", re.I)  # "W1 0116"
DAY_NAME = re.compile(r"\b(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:\w*day)?\b[.,]?", re.I)


def holds_dates(slots: Slots) -> bool:
    """Whether most entries that say anything read as a day of some year; "0204" in `rooms` is none."""
    if NO_DAYS.search(slots.name):
        return False
    said = [slot for slot in slots if not NO_DATE.fullmatch(slot)]
    days = [slot for slot in said if month_and_day(slot, day_first=False) or month_and_day(slot, day_first=True)]
    return len(said) > 0 and len(days) * 3 >= len(said) * 2


def month_and_day(text: str, *, day_first: bool) -> tuple[int | None, int, int] | None:
    """(year or None, month, day) of "0118", "01/30", "1-30", "Jan 18", "2024-01-18", "Thu 1/18"."""
    text = DAY_NAME.sub(" ", WEEK.sub("", text)).strip(" ,.()")
    short = re.fullmatch(r"(\d{2})(\d{2})|(\d{1,2})[/.-](\d{1,2})", text)
    if short:
        first, second = (int(part) for part in short.groups() if part)
        month, day = (second, first) if day_first else (first, second)
        return (None, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
    if whole := re.fullmatch(r"(20\d\d)(\d\d)(\d\d)", text):
        text = "-".join(whole.groups())
    year = year_in(text)
    meeting = read_meeting(text, 2024)  # a leap year: 29 February is a day
    if meeting.date and not meeting.title:
        return year, meeting.date.month, meeting.date.day
    if written := re.fullmatch(rf"({MONTH})\s*(\d{{1,2}})", text, re.I):
        return None, MONTHS[written[1][:3].lower()], int(written[2])
    return None


def day_in_term(parts: tuple[int | None, int, int] | None, term: str) -> datetime.date | None:
    """The day of the year that the term names, within the term's season; None where there is none."""
    year = year_in(term)
    if parts is None or (year is None and parts[0] is None):
        return None
    season = next((name for name in SEASONS if re.search(rf"{name}|\d{name[:2]}\b", term, re.I)), None)
    years = [parts[0]] if parts[0] else [year, year + 1, year - 1] if season else [year]
    for candidate in years:
        try:
            day = datetime.date(candidate, *parts[1:])
        except ValueError:
            continue
        if season is None or year is None or within_season(day, year, season):
            return day
    return None


def within_season(day: datetime.date, year: int, season: str) -> bool:
    (before, *first), (after, *last) = SEASONS[season]
    return datetime.date(year + before, *first) <= day <= datetime.date(year + after, *last)
