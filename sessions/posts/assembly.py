"""The sessions of one post: usually one, several under dated headings, in a schedule or in a list of data."""

import datetime
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from readings.markdown import Document

from .characters import clean_line
from .headings import blog_title, section_of
from .lines import plain
from .meetings import Meeting, read_meeting, year_in
from .metadata import Metadata
from .pieces import Pieces
from .records import SCHEDULES, is_paper, reading_of_record, readings_of_lists, sessions_of_records
from .schedules import dated_parts, sessions_of_table
from .sections import SectionReader
from .structure import UNSPECIFIED, Message, ParsedNote, ParsedReading, ParsedSession


@dataclass(frozen=True)
class Assembly:
    """One post, read as far as its Document; `warnings` grows."""

    metadata: Metadata
    path: str
    written: str  # the front matter's title, or ""
    heading: str  # the first heading, where it stands in for a title, or ""
    document: Document
    body: str
    body_line: int
    warnings: list[Message]

    def sessions(self) -> tuple[ParsedSession, ...]:
        """At least one."""
        pieces = Pieces.of(self.document, self.body)
        single = self._single(pieces)
        if not single.date:
            several = self._of_records() or self._of_parts(pieces) or self._of_tables(pieces)
            if several:
                return tuple(
                    replace(session, status=single.status, tags=single.tags, categories=single.categories)
                    for session in several
                )
        return (single,)

    @property
    def title(self) -> str:
        return self.written or self._meeting.title or self.heading

    @property
    def _meeting(self) -> Meeting:
        """What the heading says of the day: "# Week 2: Trees (Sept 10, 2025)"."""
        return read_meeting(self.heading, year_in(self.metadata.text("term"), self.heading, self.path))

    @property
    def year(self) -> int | None:
        return year_in(self.metadata.text("term"), self.metadata.text("desc"), self.written, self.heading, self.path)

    def _single(self, pieces: Pieces) -> ParsedSession:
        metadata = self.metadata
        tags, categories = metadata.names("tags", "tag"), metadata.names("categories", "category")
        topics = f"{self.title}; {'; '.join(tags)}"
        found = SectionReader(pieces.front, pieces.sources, self.title, topics, pieces.footnotes).read()
        if self.heading and pieces.front and plain(pieces.front[0].text) == self.heading:
            found.used.add(0)  # the heading is the session's title
        for heading in found.empty:
            said = f"no reading was recognised under “{plain(heading.text)[:60]}”; its text is kept as introduction"
            self.warnings.append(Message(heading.line + self.body_line - 1, said))
        readings = tuple(self._placed(reading) for reading in found.readings)
        introduction = "\n\n".join(filter(None, [metadata.extra(), pieces.introduction(found)]))
        note = pieces.note(found.used_footnotes, self.body_line)
        given = self._of_front_matter(bool(readings))
        if given and is_paper(metadata.values) and not note and introduction:
            introduction, note = "", ParsedNote("", introduction, self.body_line, "post about one paper", 0.8)
        numbers = (metadata.number(), self._meeting.number, number_of_path(self.path))
        return ParsedSession(
            title=self.title,
            date=self._date(),
            number=next((n for n in numbers if n is not None), None),
            status=metadata.status(),
            lead_team=metadata.text("video") or metadata.text("presenter") or found.lead_team,
            blog_team=metadata.text("notes"),
            tags=tags,
            categories=categories,
            slides=metadata.decks() + tuple(found.slides),
            introduction=introduction,
            readings=tuple(given) + readings,
            note=note,
        )

    def _placed(self, reading: ParsedReading) -> ParsedReading:
        return replace(reading, line=reading.line + self.body_line - 1)

    def _of_front_matter(self, has_readings: bool) -> list[ParsedReading]:
        """Readings that the front matter lists, or the one paper it describes."""
        values = self.metadata.values
        listed = readings_of_lists(values)
        if listed or has_readings or not is_paper(values):
            return listed
        own = reading_of_record(values, UNSPECIFIED, is_post=True)
        return [replace(own, line=1)] if own else []

    def _of_records(self) -> list[ParsedSession]:
        for key in SCHEDULES:
            sessions = sessions_of_records(self.metadata.values.get(key), self.year)
            if len(sessions) > 1:
                return sessions
        return []

    def _of_parts(self, pieces: Pieces) -> list[ParsedSession]:
        """One session for each dated heading; what stands before the first is its introduction."""
        sessions = []
        parts = dated_parts(pieces.front, self.year)
        for start, end, meeting in parts:
            sessions.append(self._part(pieces, start, end, meeting))
        if sessions and any(session.readings for session in sessions):
            taken = {place for start, end, _ in parts for place in range(start, end)}
            around = "".join(source for place, source in enumerate(pieces.sources) if place not in taken).strip()
            sessions[0] = replace(sessions[0], introduction=f"{around}\n\n{sessions[0].introduction}".strip())
            return sessions
        return []

    def _part(self, pieces: Pieces, start: int, end: int, meeting: Meeting) -> ParsedSession:
        heading, blocks = pieces.front[start], pieces.front[start + 1 : end]
        sources = pieces.sources[start + 1 : end]
        title = meeting.title or plain(heading.text)
        found = SectionReader(blocks, sources, title, title, pieces.footnotes, inside=True).read()
        left = "".join(found.left.get(n, "") if n in found.used else source for n, source in enumerate(sources))
        return ParsedSession(
            title=title[:300],
            line=heading.line + self.body_line - 1,
            date=meeting.date,
            number=meeting.number,
            lead_team=found.lead_team,
            slides=tuple(found.slides),
            introduction=left.strip(),
            readings=tuple(self._placed(reading) for reading in found.readings),
        )

    def _of_tables(self, pieces: Pieces) -> list[ParsedSession]:
        """One session for each row of a schedule; what stands around it is the first one's introduction."""
        sessions: list[ParsedSession] = []
        around: list[str] = []
        for block, source in zip(pieces.front, pieces.sources, strict=True):
            rows = sessions_of_table(block, self.year, self.warnings) if block.kind == "table" else []
            sessions += [
                replace(row, line=row.line + self.body_line - 1, readings=tuple(self._placed(r) for r in row.readings))
                for row in rows
            ]
            around += [] if rows else [source]
        if sessions:
            introduction = "".join(around).strip()
            sessions[0] = replace(
                sessions[0], introduction="\n\n".join(filter(None, [introduction, sessions[0].introduction]))
            )
        return sessions

    def _date(self) -> datetime.date | None:
        """The front matter's date, else the file name's."""
        written, named = self.metadata.date(), None
        if match := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=\D|$)", PurePosixPath(self.path).name):
            with suppress(ValueError):
                named = datetime.date(*(int(part) for part in match.groups()))
        if written and named and written != named:
            said = f"the date {written} is not that of the file name, {named}; {written} counts"
            self.warnings.append(Message(self.metadata.line("date"), said))
        return written or named or self._meeting.date


def number_of_path(path: str) -> int | None:
    """18 of "S0-L18.md", 2 of "W02.2.agentb.md", 5 of "lecture-5.md"."""
    stem = re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-?", "", PurePosixPath(path).stem)
    found = re.findall(
        r"(?:^|[^a-z])(?:session|lecture|week|class|day|unit|module|[slw])[-_ ]?(\d{1,3})(?!\d)", stem, re.I
    )
    return int(found[-1]) if found else None


def first_heading(document: Document) -> str:
    heading = next((block for block in document.blocks if block.kind == "heading"), None)
    title = clean_line(plain(heading.text))[0] if heading and heading.level <= 2 else ""
    return "" if section_of(title) or blog_title(title) is not None else title[:300]


def name_of(path: str) -> str:
    return re.sub(r"[-_]+", " ", PurePosixPath(path).stem).strip() or path
