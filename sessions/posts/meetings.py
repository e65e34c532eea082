"""Meetings in running text: "Week 3 (Feb 6): Retrieval", "1/18 - Intro", "2024-01-18". US order for 1/18."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .clues import MONTH, MONTHS, YEAR

DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+"
SLASHED = 1  # the place of the form 2/9
UNTIL = rf"(?:\s*[-–—]\s*(?:{MONTH}\s*)?\d{{1,2}}(?!\d|[/-]))?"  # "Feb 5-9", "9/24 – 9/26"
FORMS = (
    rf"(?P<y>{YEAR})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})",
    rf"(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})(?:/(?P<y>{YEAR}|\d{{2}}))?(?!\d|/)(?:\s*[-–—]\s*\d{{1,2}}/\d{{1,2}}(?!\d|/))?",
    rf"(?P<d>\d{{1,2}})\.(?P<m>0\d|1[0-2])\.(?:(?P<y>{YEAR})|(?!\d))",
    rf"(?P<M>{MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{UNTIL}(?:,?\s+(?P<y>{YEAR}))?(?!\d)",
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?P<M>{MONTH})(?:(?:,?\s+|-)(?P<y>{YEAR}))?",
)
WHEN = [re.compile(rf"(?<![\w.])[(\[]?\s*(?:{DAY})?{form}\s*[)\]]?", re.I) for form in FORMS]
MONTHS_OF_A_YEAR = 12
FIRST_MONTH = 8  # of an academic year
_WORDS_OF_TERMS = """
    schedule schedules spring summer fall autumn winter semester term quarter academic year years calendar meetings
    sessions past upcoming previous current archive reading readings group seminar ay ws ss wise sose of the our
"""
WORDS_OF_TERMS = frozenset(_WORDS_OF_TERMS.split())
TERMS = ("term", "semester", "quarter")  # keys that name one
UNIT = re.compile(
    r"\b(?:week|session|lecture|class|meeting|seminar|day|module|unit|part)\s*#?\s*(?P<number>\d{1,3})\b(?!/)", re.I
)
CANCELLED = re.compile(
    r"\b(?:no\s+(?:class|meeting|session|seminar|lecture)|cancell?ed|holiday|spring\s+break|fall\s+break|reading\s+(?:day|week)|recess"
    r"|thanksgiving|university\s+closed|entfällt|feiertag)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a heading or cell says of a meeting: its day, its number, and the words that are left."""

    date: datetime.date | None
    number: int | None
    title: str
    dated: bool  # a day is written, though its year may not be known


def is_day_first(texts: Iterable[str]) -> bool:
    """Are days such as 29/03 written with the day before the month?"""
    pairs = [(int(a), int(b)) for text in texts for a, b in re.findall(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?!\d)", text)]
    return any(first > MONTHS_OF_A_YEAR for first, _ in pairs) and all(
        second <= MONTHS_OF_A_YEAR for _, second in pairs
    )


def read_meeting(text: str, year: int | None, *, day_first: bool = False) -> Meeting:
    """`year` stands in where the text has none; `day_first`: 2/9 is in September."""
    number = None
    if not re.search(r"\d", text):  # as most texts
        return Meeting(None, None, _tidy(text), dated=False)
    if unit := UNIT.search(text):
        number = int(unit["number"])
        text = f"{text[: unit.start()]} {text[unit.end() :]}"
    for place, form in enumerate(WHEN):
        match = form.search(text)
        parts = match.groupdict() if match else {}
        if match and day_first and place == SLASHED:
            parts["d"], parts["m"] = parts["m"], parts["d"]
        if match and (day := _day(parts, year)) is not None:
            title = f"{text[: match.start()]} {text[match.end() :]}"
            return Meeting(None if day == datetime.date.min else day, number, _tidy(title), dated=True)
    return Meeting(None, number, _tidy(text), dated=False)


def _day(parts: dict[str, str | None], year: int | None) -> datetime.date | None:
    """The day; date.min for one whose year is not known; None for what is no day."""
    written = parts.get("y")
    if written and len(written) == 2:
        written = f"20{written}"
    month = MONTHS[parts["M"][:3].lower()] if parts.get("M") else int(parts["m"] or 0)
    turned = isinstance(year, AcademicYear) and month < FIRST_MONTH
    try:
        day = datetime.date(int(written or (year or 2024) + turned), month, int(parts["d"] or 0))
    except ValueError:
        return None
    return day if written or year else datetime.date.min


def _tidy(text: str) -> str:
    text = re.sub(r"\(\s*\)|\[\s*\]", " ", text)
    return re.sub(r"\s+", " ", text).strip(" -–—:|,.;")


class AcademicYear(int):
    """The first of two years, as "2023-2024" names it: days before August are in the second."""


SHORT_SEASON = re.compile(
    r"(?<![^\W_])(?:fa|sp|su|wi|au|fall|spring|summer|winter|autumn)[\s_’'-]{0,2}([0-4]\d)(?![^\W_])", re.I
)


def year_in(*texts: str) -> int | None:
    """The first year that a term, title or path names: 2024 of "Spring 2024", "2024-reading" and "cs101-sp24"."""
    for text in texts:
        if match := re.search(r"(?<!\d)(20\d\d|19[89]\d)(?:\s?[-–/]\s?(?:20)?(?P<next>\d\d)(?![\d-]))?(?!\d)", text):
            year = int(match[1])
            return AcademicYear(year) if match["next"] and int(match["next"]) == (year + 1) % 100 else year
    short = next((match for text in texts if (match := SHORT_SEASON.search(text))), None)
    return 2000 + int(short[1]) if short else None


SEASON = re.compile(
    rf"\b(?:spring|summer|fall|autumn|winter|wise|sose|ws|ss)\b[\s’'/,]*(?:semester|term|quarter)?,?\s*{YEAR}"
    rf"|\b{YEAR},?\s*(?:spring|summer|fall|autumn|winter)\b|\b(?:semester|term|academic year)\W{{1,3}}{YEAR}",
    re.I,
)


def year_of_season(texts: Iterable[str]) -> int | None:
    """The year of the first "Fall 2023" in running text."""
    found = (match for text in texts if (match := SEASON.search(text)))
    return next((year_in(match.string[match.start() : match.end() + 3]) for match in found), None)


def years_of(headings: Iterable[str], year: int | None) -> Iterator[int | None]:
    """The year in force at each heading ("" for what is none): that of the last "Fall 2023" or "Schedule 2023"."""
    for text in headings:
        words = re.findall(r"[^\W\d_]+", text.casefold())
        if text and all(word in WORDS_OF_TERMS for word in words):
            year = year_in(text) or year
        yield year


def term_among(values: Mapping[str, str]) -> str:
    """The term that keys of front matter name; "semester: 2" names none."""
    return values.get("term", "") or next((v for key in TERMS[1:] if year_in(v := values.get(key, ""))), "")
