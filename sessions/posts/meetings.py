"""Meetings in running text: "Week 3 (Feb 6): Retrieval", "1/18 - Intro", "2024-01-18". US order for 1/18."""

import datetime
import re
from dataclasses import dataclass

from .clues import MONTH, MONTHS, YEAR

DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+"
FORMS = (
    rf"(?P<y>{YEAR})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})",
    rf"(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})(?:/(?P<y>{YEAR}|\d{{2}}))?(?!\d|/)",
    rf"(?P<M>{MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y>{YEAR}))?(?!\d)",
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<M>{MONTH})(?:,?\s+(?P<y>{YEAR}))?",
)
WHEN = [re.compile(rf"[(\[]?\s*(?:{DAY})?{form}\s*[)\]]?", re.I) for form in FORMS]
UNIT = re.compile(
    r"\b(?:week|session|lecture|class|meeting|seminar|day|module|unit|part)\s*#?\s*(?P<number>\d{1,3})\b", re.I
)
CANCELLED = re.compile(
    r"\b(?:no\s+(?:class|meeting|session|seminar|lecture)|cancell?ed|holiday|spring\s+break|fall\s+break|reading\s+(?:day|week)|recess"
    r"|thanksgiving|university\s+closed)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a heading or cell says of a meeting: its day, its number, and the words that are left."""

    date: datetime.date | None
    number: int | None
    title: str
    dated: bool  # a day is written, though its year may not be known


def read_meeting(text: str, year: int | None) -> Meeting:
    """`year` stands in where the text has none."""
    number = None
    if unit := UNIT.search(text):
        number = int(unit["number"])
        text = f"{text[: unit.start()]} {text[unit.end() :]}"
    for form in WHEN:
        match = form.search(text)
        if match and (day := _day(match.groupdict(), year)) is not None:
            title = f"{text[: match.start()]} {text[match.end() :]}"
            return Meeting(None if day == datetime.date.min else day, number, _tidy(title), dated=True)
    return Meeting(None, number, _tidy(text), dated=False)


def _day(parts: dict[str, str | None], year: int | None) -> datetime.date | None:
    """The day; date.min for one whose year is not known; None for what is no day."""
    written = parts.get("y")
    if written and len(written) == 2:
        written = f"20{written}"
    month = MONTHS[parts["M"][:3].lower()] if parts.get("M") else int(parts["m"] or 0)
    try:
        day = datetime.date(int(written or year or 2024), month, int(parts["d"] or 0))
    except ValueError:
        return None
    return day if written or year else datetime.date.min


def _tidy(text: str) -> str:
    text = re.sub(r"\(\s*\)|\[\s*\]", " ", text)
    return re.sub(r"\s+", " ", text).strip(" -–—:|,.;")


def year_in(*texts: str) -> int | None:
    """The first year that a term, title or path names: 2024 of "Spring 2024" and "2024-reading"."""
    for text in texts:
        if match := re.search(r"(?<!\d)(20\d\d|19[89]\d)(?!\d)", text):
            return int(match[1])
    return None
