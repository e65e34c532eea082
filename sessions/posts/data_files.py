"""Reading lists and schedules that are data, not prose: YAML, JSON, CSV, BibTeX, RIS.

A file becomes one session for each dated entry, or one session named after the file that holds its readings.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from .bibliographies import is_csl, record_of, records_of_bibtex, records_of_csl, records_of_ris
from .characters import refuse_unstorable
from .clues import MONTH
from .data_tables import head_of, is_table_of_ours, key_names, rows_of, table_of
from .meetings import CANCELLED, TERMS, read_meeting, term_among, year_in
from .record_values import first_text, text_of, texts_of
from .records import LISTS, reading_of_record, reading_of_text, readings_of_lists
from .schedule_columns import schedule_columns
from .schedules import sessions_of_table
from .structure import UNSPECIFIED, Message, ParsedPost, ParsedReading, ParsedSession, PostError
from .timetables import SCHEDULES, WHEN, is_timetable, says_when, sessions_of_records, told_of_keys
from .yaml_events import Items, Mapping, Scalar, load

SUFFIXES = (".yml", ".yaml", ".json", ".csv", ".tsv", ".bib", ".ris")
BOOKISH = re.compile(
    r"\W*(?:(?:all|course|my)\W*)?(?:papers?|publications?|references?|bibliography|library|bib|readings?(?:\W?list)?)\W*",
    re.I,
)
# What a file's beginning has to hold to be taken for one of ours when nobody has named it.
CLUES = re.compile(
    r"(?im)^[ \t-]*[\"']?(?:authors?|(?:\w+_)?(?:readings?|papers)|must[_-]?reads?|discussants?|presenters?"
    r"|speakers?|leaders?|facilitators?"
    r"|doi|arxiv(?:_id)?|venue|topic|lead_team|required|container-title|issued)[\"']?\s*:"
)
# A day under any key, and the address of a paper.
DATED = re.compile(
    rf"(?im)^[ \t-]*[\"']?\w{{1,20}}[\"']?[ \t]*:[ \t]*[\"']?"
    rf"(?:{MONTH}[ \t]+\d{{1,2}}\b|\d{{1,2}}/\d{{1,2}}\b|20\d\d-\d\d-\d\d)"
)
PAPER_ADDRESS = re.compile(r"//(?:www\.)?(?:arxiv\.org|(?:dx\.)?doi\.org|openreview\.net|aclanthology\.org)/", re.I)
DEEPEST = 20


def is_data(path: str) -> bool:
    return path.lower().endswith(SUFFIXES)


def looks_like_data(path: str, head: str) -> bool:
    """Whether the beginning of a file that nobody has named is that of a reading list or a schedule."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in (".bib", ".ris"):
        return True
    if suffix in (".csv", ".tsv"):
        return is_table_of_ours(head, suffix)
    named = re.sub(r"[{,]\s*(?=\")", "\n", head) if suffix == ".json" else head
    if DATED.search(named) and PAPER_ADDRESS.search(named):
        return True
    return bool(
        CLUES.search(named)
        and re.search(
            r"(?im)^[ \t-]*[\"']?(?:\w+_)?(?:title|topic|subject|theme|papers?|readings?|name|description)[\"']?\s*:",
            named,
        )
    )


def parse_data(text: str, path: str, *, hint: str = "") -> ParsedPost:
    """The sessions of a data file. `hint`: words that may name the year of its days. Raises PostError with the line."""
    suffix, warnings = PurePosixPath(path).suffix.lower(), []
    file = DataFile(path, text, year_in(path, hint), warnings)
    if suffix in (".csv", ".tsv"):
        sessions = file.of_table(suffix)
    elif suffix in (".bib", ".ris"):
        records = records_of_bibtex(text, warnings) if suffix == ".bib" else records_of_ris(text, warnings)
        sessions = file.of_readings(Items(records))
    else:
        sessions = file.of_json() if suffix == ".json" else file.of_value(load_yaml(text, warnings))
    if not any(session.readings or session.date or session.number for session in sessions):
        raise PostError(1, "no sessions or readings are recognised in this file")
    return ParsedPost(
        path=path,
        title=sessions[0].title if len(sessions) == 1 else file.title,
        term=file.term,
        sessions=tuple(sessions),
        warnings=tuple(sorted(warnings, key=lambda warning: warning.line)),
    )


def load_yaml(text: str, warnings: list[Message]) -> Any:
    """The file's one document; its complaints are those of front matter, in a file's words."""
    said: list[Message] = []
    try:
        value = load(text, 1, said)
    except PostError as error:
        words = error.text.replace("the front matter", "the file").replace("in front matter", "in a data file")
        raise PostError(error.line, words) from None
    warnings += said
    return value


@dataclass
class DataFile:
    """One file while its sessions are read; `warnings` and `left` grow."""

    path: str
    text: str
    year: int | None
    warnings: list[Message]
    title: str = ""
    term: str = ""
    left: list[str] = field(default_factory=list)  # what is not recognised, as lines of the introduction

    def __post_init__(self):
        self.title = re.sub(r"[-_]+", " ", PurePosixPath(self.path).stem).strip() or self.path

    def keep(self, value: Any, line: int) -> None:
        """What is not recognised goes to the introduction."""
        if words := ", ".join(texts_of(value)):
            self.left.append(words)
            self.warnings.append(Message(line, f"not recognised, kept in the introduction: “{words[:60]}”"))

    def of_json(self) -> list[ParsedSession]:
        try:
            data = json.loads(self.text)
        except json.JSONDecodeError as error:
            raise PostError(error.lineno, f"not JSON: {error.msg} (column {error.colno})") from None
        except (RecursionError, ValueError):
            raise PostError(
                1, "not JSON that can be read: it is nested too deeply or holds too long a number"
            ) from None
        if is_csl(data):
            return self.of_readings(Items(records_of_csl(data, self.text)))
        return self.of_value(Marker(self.text).marked(data))

    def of_value(self, value: Any) -> list[ParsedSession]:
        """The sessions of a YAML or JSON value: a list of sessions or readings, or a mapping that holds one."""
        self.warnings += told_of_keys(value)
        if isinstance(value, Items):
            return self.of_list(value)
        if not isinstance(value, Mapping):
            raise PostError(1, "the file holds no list of sessions or readings")
        values = {str(key).lower(): item for key, item in value.items()}
        self.term = term_among({key: text_of(values.get(key)) for key in TERMS})
        self.year = year_in(self.term) or self.year
        key = next((key for key in SCHEDULES if isinstance(values.get(key), Items | Mapping)), "")
        if key:
            inner = values.pop(key)
            self.title = text_of(values.pop("title", None)) or self.title
            self._keep_others(values)
            return self.of_list(inner if isinstance(inner, Items) else named_records(inner))
        if any(isinstance(values.get(key), Items | Mapping) for key in LISTS):
            if not any(key in values for key in WHEN):
                self.title = text_of(values.pop("title", None)) or self.title
                self._keep_others({key: item for key, item in values.items() if key not in LISTS})
                return self._one(readings_of_lists(values))
            return self.of_sessions(Items([value]))
        tables = {key for key, item in values.items() if isinstance(item, Items) and is_timetable(item, bookish=False)}
        if tables and all(key in tables or isinstance(item, Scalar) for key, item in values.items()):
            self._keep_others({key: item for key, item in values.items() if key not in tables})
            return self.of_list(
                Items(record for key in values if key in tables for record in values[key])
            )  # "spring: [...]"
        return self.of_list(named_records(value))

    def _keep_others(self, values: dict[str, Any]) -> None:
        for key, item in values.items():
            if key not in TERMS and texts_of(item):
                self.left.append(f"{key}: {', '.join(texts_of(item))}")

    def of_list(self, records: Items) -> list[ParsedSession]:
        bookish = bool(BOOKISH.fullmatch(self.title))
        return self.of_sessions(records) if is_timetable(records, bookish=bookish) else self.of_readings(records)

    def of_sessions(self, records: Items) -> list[ParsedSession]:
        sessions: list[ParsedSession] = []
        for record in records:
            line = getattr(record, "line", 1)
            found = sessions_of_records(Items([record]), self.year)
            sessions += found
            if not found and isinstance(record, Mapping) and CANCELLED.search(" ".join(texts_of(record))):
                self.warnings.append(Message(line, f"no session: “{' '.join(texts_of(record))[:60]}”"))
            elif not found:
                self.keep(record, line)
        return self._introduced(sessions)

    def of_readings(self, records: Items) -> list[ParsedSession]:
        meetings: dict[str, list[ParsedReading]] = {}
        for record in records:
            is_record = isinstance(record, Mapping)
            read = reading_of_record if is_record else reading_of_text
            reading = read(record, UNSPECIFIED)
            if reading is None:
                self.keep(record, getattr(record, "line", 1))
                continue
            remarks = first_text(record, ("remarks", "note", "comment")) if is_record else reading.remarks
            meeting = first_text(record, ("meeting",)) if is_record else ""
            meetings.setdefault(meeting, []).append(replace(reading, remarks=remarks))
        return self._introduced([self._meeting(*pair) for pair in meetings.items()] or [self._meeting("", [])])

    def _meeting(self, said: str, readings: Sequence[ParsedReading]) -> ParsedSession:
        """The session of what is read at a meeting that is named so, or ("") at none that is named."""
        meeting = read_meeting(said, self.year)
        return ParsedSession(
            title=(meeting.title or said or self.title)[:300],
            line=readings[0].line if said else 1,
            date=meeting.date,
            number=meeting.number,
            readings=tuple(readings),
        )

    def _one(self, readings: Sequence[ParsedReading]) -> list[ParsedSession]:
        return self._introduced([self._meeting("", readings)])

    def _introduced(self, sessions: list[ParsedSession]) -> list[ParsedSession]:
        if not sessions:
            raise PostError(1, "no sessions or readings are recognised in this file")
        words = "\n\n".join(filter(None, [*self.left, sessions[0].introduction]))
        return [replace(sessions[0], introduction=words), *sessions[1:]]

    def of_table(self, suffix: str) -> list[ParsedSession]:
        rows = rows_of(self.text, suffix)
        top = head_of(rows)
        self.left += [" ".join(filter(None, cells)) for _, cells in rows[:top]]
        self.year = year_in(*self.left) or self.year
        rows = rows[top:]
        widest = max(len(cells) for _, cells in rows)
        head = [name.strip() or "More" for name in rows[0][1]] + ["More"] * (widest - len(rows[0][1]))
        for line, cells in rows[1:]:
            if len(cells) > len(rows[0][1]):
                self.warnings.append(Message(line, "the row has more cells than the first line has columns"))
        table = table_of([(1, head), *rows[1:]])
        if schedule_columns(table, fewest=1) and (
            sessions := sessions_of_table(table, self.year, self.warnings, fewest=1)
        ):
            return self._introduced(sessions)
        names = key_names(head)
        records = [record_of(line, dict(zip(names, cells, strict=False))) for line, cells in rows[1:]]
        return self.of_readings(Items(records))


def named_records(value: Mapping) -> Items:
    """ "2024-01-18: {...}" or "Week 1: [readings]" as records with their key as date, else as title."""
    records = Items()
    for key, item in value.items():
        record = Mapping(item) if isinstance(item, Mapping) else Mapping()
        record.line = key.line
        if isinstance(item, Items):
            record[Scalar("readings", "readings", key.line)] = item
        elif not isinstance(item, Mapping):
            records.append(Scalar(f"{key}: {item}", str(item), key.line) if texts_of(item) else item)
            continue
        if says_when({"date": key}):
            record.setdefault("date", key)
        elif isinstance(item, Items):
            record.setdefault("title", key)
        records.append(record)
    return records


@dataclass
class Marker:
    """JSON's values as the kinds that YAML gives, with lines looked up by a cursor that only moves forward."""

    text: str
    position: int = 0
    line: int = 1

    def marked(self, value: Any, depth: int = 0) -> Any:
        if depth > DEEPEST:
            raise PostError(self.line, f"the file is nested deeper than {DEEPEST} levels")
        if isinstance(value, dict):
            mapping = Mapping()
            for number, (key, item) in enumerate(value.items()):
                self._move_to(key)
                if not number:
                    mapping.line = self.line
                name = Scalar(key, key, self.line)
                refuse_unstorable(name, "a key")
                mapping[name] = self.marked(item, depth + 1)
            return mapping
        if isinstance(value, list):
            items = Items()
            items.line = self.line
            items += [self.marked(item, depth + 1) for item in value]
            return items
        return Scalar(value if isinstance(value, str) else str(value), value, self.line)

    def _move_to(self, key: str) -> None:
        found = self.text.find(f'"{key}"', self.position)
        if found >= 0:
            self.line += self.text.count("\n", self.position, found)
            self.position = found
