"""Sessions given as data: a list of meetings in front matter or in a data file, each with its day and its readings."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from typing import Any

from .headings import section_of
from .meetings import CANCELLED, read_meeting
from .other_keys import are_people, is_day, is_title, is_unknown, renamed
from .record_values import first_text, keyed, names_in, texts_of
from .records import (
    LINKS,
    LISTS,
    PAPER,
    PRESENTER,
    keys_of_lists,
    links_of_record,
    reading_of_record,
    readings_of_lists,
    title_of_record,
    unread_of,
)
from .structure import UNSPECIFIED, Deck, Message, ParsedSession
from .yaml_events import Items, Mapping, Scalar

SCHEDULES = ("sessions", "schedule", "meetings", "classes", "lectures", "weeks")
WHEN = ("date", "day", "when", "week", "meeting", "number")
TOPICS = ("topic", "theme", "subject", "session", "title", "name", "what")
CONTENTS = ("content", "contents", "topics")  # of a meeting: its parts, each with a title
LEAD = (
    *(*PRESENTER, "lead_team", "team", "teams", "discussant", "discussants", "host", "video"),
    *("led_by", "person", "people", "who", "moderator", "moderators", "student", "students"),
)
BLOG = ("scribe", "scribes", "blog_team", "notes_by", "notes")
WORDS = ("description", "summary", "introduction")
MEETING = PAPER | {*WHEN, *TOPICS, *CONTENTS, *LEAD, *BLOG, *LISTS, *WORDS}
NAMED = MEETING | {*SCHEDULES, *LINKS, "given", "family", "first", "last"}
TESTS = {"date": is_day, "presenters": are_people, "topic": is_title}
LONGEST_NAMES = 200
DAYS_OF_A_YEAR = 366


def sessions_of_records(records: Any, year: int | None) -> list[ParsedSession]:
    """The sessions of a list of mappings with a date or a list of readings; others are left out."""
    found: list[ParsedSession] = []
    for record in records if isinstance(records, Items) else ():
        days = _days_of(record) if isinstance(record, Mapping) else None
        if days is not None:
            found += _with_words(sessions_of_records(days, year), record)
        elif isinstance(record, Mapping) and (session := _session_of_record(record, year)):
            found.append(session)
    return found


def _days_of(record: AnyMapping[str, Any]) -> Items | None:
    """The meetings that a week or a part of the term lists, each with its day."""
    for value in record.values():
        days = [of_meeting(day) for day in value if isinstance(day, Mapping)] if isinstance(value, Items) else []
        if days and len(days) == len(value) and all(read_meeting(said_when(day), 2024).dated for day in days):
            return value if any(key in day for day in days for key in (*TOPICS[:3], *LEAD, *LISTS)) else None
    return None


def _with_words(sessions: list[ParsedSession], record: Mapping) -> list[ParsedSession]:
    """The sessions; what is said of their week or part itself introduces the first."""
    words = [f"{key}: {', '.join(texts_of(value))}" for key, value in record.items() if isinstance(value, Scalar)]
    if not sessions or not words:
        return sessions
    introduction = "\n\n".join(filter(None, [*words, sessions[0].introduction]))
    return [replace(sessions[0], introduction=introduction), *sessions[1:]]


def _session_of_record(record: Mapping, year: int | None) -> ParsedSession | None:
    values = of_meeting(record)
    when = said_when(values)
    meeting = read_meeting(when, year)
    title = first_text(values, TOPICS) or ", ".join(_titles_of(values))
    if CANCELLED.search(title):
        return None
    readings = readings_of_lists(values)
    if not readings and (texts_of(values.get("authors")) or links_of_record(values)):
        own = reading_of_record(record, UNSPECIFIED, is_meeting=True)
        readings = [own] if own else []
    title = title or (readings[0].title if readings else title_of_record(values, is_linked=True))
    if not title and not readings:
        return None
    number = int(when) if re.fullmatch(r"\d{1,2}", when) else meeting.number
    words = first_text(values, WORDS)
    words = "" if words == title or any(reading.title == words for reading in readings) else words
    return ParsedSession(
        title=title[:300],
        line=record.line,
        date=meeting.date,
        number=number,
        lead_team=_people(values, LEAD),
        blog_team=_people(values, BLOG),
        slides=tuple(Deck(address) for address in _slides_of(values)),
        introduction="\n\n".join(filter(None, [words, *unread_of(values, MEETING)])),
        readings=tuple(readings),
    )


def of_meeting(record: AnyMapping[str, Any]) -> dict[str, Any]:
    """The record under plain names, what it says of a meeting under other keys than ours by what its values are."""
    values = keyed(record)
    told = {"date": read_meeting(said_when(values), 2024).dated, "topic": first_text(values, TOPICS)}
    told["presenters"] = first_text(values, LEAD)
    return renamed(values, MEETING, {key: TESTS[key] for key, found in told.items() if not found})


def said_when(values: AnyMapping[str, Any]) -> str:
    """The words of the first key that says a day, else of the first that says anything of when."""
    said = [text for key in WHEN if (text := first_text(values, (key,)))]
    return next((text for text in said if read_meeting(text, 2024).dated), next(iter(said), ""))


def unknown_keys(value: Any, *, listed: bool = False) -> Iterator[tuple[str, int]]:
    """(key, line) of what the mappings of a list say under keys that no rule here knows by name."""
    for key, item in value.items() if isinstance(value, Mapping) else ():
        name = next(iter(keyed({key: ""})))
        named = not is_unknown(name, NAMED) or section_of(name.replace("_", " ")) is not None
        if listed and not named and texts_of(item):
            yield str(key), getattr(key, "line", 1)
        yield from unknown_keys(item, listed=listed)
    for item in value if isinstance(value, Items) else ():
        yield from unknown_keys(item, listed=True)


def told_of_keys(value: Any) -> list[Message]:
    """A sentence for each such key, once."""
    lines = dict(reversed(list(unknown_keys(value))))
    said = "the key “{}” is not known by its name: it is taken for what it holds, or kept as text"
    return [Message(line, said.format(key[:60])) for key, line in lines.items()]


def _people(values: AnyMapping[str, Any], keys: Iterable[str]) -> str:
    """Who is named first, unless it is an address or prose."""
    said = (names_in(values[key]) for key in keys if key in values)
    return next((text for text in said if text and "://" not in text and len(text) <= LONGEST_NAMES), "")


def _parts_of(values: AnyMapping[str, Any]) -> list[dict[str, Any]]:
    return [keyed(part) for key in CONTENTS for part in values.get(key) or () if isinstance(part, Mapping)]


def _titles_of(values: AnyMapping[str, Any]) -> list[str]:
    return [title for part in _parts_of(values) if (title := title_of_record(part, is_linked=False))]


def _slides_of(values: AnyMapping[str, Any]) -> list[str]:
    return [address for part in (values, *_parts_of(values)) for address in texts_of(part.get("slides"))]


def says_when(row: AnyMapping[str, Any]) -> bool:
    """Does a record name its day, its week or its number?"""
    when = said_when(row)
    meeting = read_meeting(when, 2024)
    return meeting.dated or meeting.number is not None or bool(re.fullmatch(r"\d{1,2}", when))


def is_timetable(records: Items, *, bookish: bool) -> bool:
    """Whether most entries say when they were read; `bookish`: unless they may be publications with their dates."""
    rows = [of_meeting(row) for row in records if isinstance(row, Mapping)]
    told = [
        row
        for row in rows
        if says_when(row)
        or _days_of(row) is not None
        or any(isinstance(row.get(key), Items) for key in keys_of_lists(row))
    ]
    people = any(key in row for row in rows for key in (*LEAD, *BLOG, *LISTS, "topic", "slides"))
    return len(told) * 2 >= max(len(records), 1) and (not bookish or (people and _within_a_year(rows)))


def _within_a_year(rows: Iterable[AnyMapping[str, Any]]) -> bool:
    """Papers are of many years, a course's days of one."""
    days = [day for row in rows if (day := read_meeting(said_when(row), 2024).date)]
    return not days or (max(days) - min(days)).days <= DAYS_OF_A_YEAR
