"""The sessions of one post: usually one, several under dated headings, in a schedule or in a list of data."""

import datetime
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from readings.markdown import Document

from .bullets import NOTHING
from .characters import clean_line
from .clues import split_label
from .field_labels import PRESENTER_LABELS
from .findings import Findings
from .headings import blog_title, section_of
from .lines import lines_of, plain
from .meetings import Meeting, read_meeting, year_in, year_of_season, years_of
from .metadata import Metadata
from .own_names import own_name
from .parts import Part, parts_of, titled
from .pieces import Pieces
from .prose import readings_in_prose, readings_of_links
from .records import is_paper, reading_of_record, readings_of_lists, unread_in_lists
from .schedules import sessions_of_table
from .sections import SectionReader
from .session_leads import with_leads_as_titles, with_leads_in_brackets
from .stars import with_stars
from .structure import UNSPECIFIED, Message, ParsedNote, ParsedReading, ParsedSession
from .timetables import SCHEDULES, is_timetable, sessions_of_records, told_of_keys
from .yaml_events import Items

FIRST_LINES = 4  # blocks in which a post may say its day
TIME = re.compile(
    r"(?:(?:when|class|meeting|due)\s*:)?[\s,|·:–—-]*(?:(?:at|from)\s+)?(?:\d{1,2}(?:[:.]\d\d)?\s*(?:am|pm|h|[ap]\.m\.)?[\s–—-]*(?:to\s+)?){0,2}",
    re.I,
)
BESIDE = re.compile(
    r"\s+[|·•]\s+|\.\s+(?=(?:presenters?|speakers?|discussants?|led by)\b\s*:)", re.I
)  # between a day, a place and who leads, on one line
LONGEST_LINE = 300  # characters of one that says so
FIRST = 8  # blocks of a post that may name its term


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
    hint: str = ""  # words that may name the year

    def sessions(self) -> tuple[ParsedSession, ...]:
        """At least one."""
        pieces = Pieces.of(self.document, self.body)
        single = self._single(pieces)
        if not single.date or single.date == self._meeting.date:
            several = self.several(pieces)
            if several and single.date in (None, several[0].date):  # the first heading is only the first meeting's
                return tuple(
                    replace(session, status=single.status, tags=single.tags, categories=single.categories)
                    for session in several
                )
        return (single,)

    def several(self, pieces: Pieces | None = None) -> list[ParsedSession]:
        """The meetings of a file that holds several; [] for any other."""
        pieces = pieces or Pieces.of(self.document, self.body)
        return self._of_records() or self._of_parts(pieces) or self._of_tables(pieces)

    @property
    def title(self) -> str:
        return self.written or self._meeting.title or self.heading

    @property
    def _meeting(self) -> Meeting:
        """What the heading says of the day: "# Week 2: Trees (Sept 10, 2025)"."""
        return read_meeting(self.heading, self.year)

    @property
    def year(self) -> int | None:
        metadata = self.metadata
        named = year_in(metadata.term(), metadata.text("desc"), self.written, self.heading, self.path)
        return named or year_of_season(self._first_words()) or year_in(self.hint)

    def _first_words(self) -> Iterator[str]:
        """The text before the first things of a list or schedule."""
        for block in self.document.blocks[:FIRST]:
            yield from (plain(line.text) for line in lines_of([block]))

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
        self._tell_unread(found)
        readings = tuple(self._placed(reading) for reading in found.readings)
        introduction = "\n\n".join(filter(None, [metadata.extra(), pieces.introduction(found)]))
        note = pieces.note(found.used_footnotes, self.body_line)
        given = self._of_front_matter(bool(readings))
        if not (given or readings or note):
            named = readings_in_prose(pieces.front, pieces.sources, self.title)
            readings = tuple(map(self._placed, named or readings_of_links(pieces.front, pieces.sources)))
        if given and is_paper(metadata.values) and not note and introduction:
            introduction, note = "", ParsedNote("", introduction, self.body_line, "post about one paper", 0.8)
        numbers = (metadata.number(), self._meeting.number, number_of_path(self.path))
        return ParsedSession(
            title=self.title,
            date=self._date(),
            number=next((n for n in numbers if n is not None), None),
            status=metadata.status(),
            lead_team=metadata.lead() or found.lead_team or self._stated_lead(),
            blog_team=metadata.blog() or found.blog_team,
            tags=tags,
            categories=categories,
            slides=metadata.decks() + tuple(found.slides),
            introduction=introduction,
            readings=tuple(given) + readings,
            note=note,
        )

    def _tell_unread(self, found: Findings) -> None:
        """Says what of a reading list was taken for no reading though it leads somewhere; of a session without any
        reading the empty heading is told already."""
        for block in found.unread if found.readings else ():
            said = f"not recognised as a reading, kept in the introduction: “{plain(block.text)[:60]}”"
            message = Message(block.line + self.body_line - 1, said)
            if message not in self.warnings:
                self.warnings.append(message)

    def _placed(self, reading: ParsedReading) -> ParsedReading:
        return replace(reading, line=reading.line + self.body_line - 1)

    def _of_front_matter(self, has_readings: bool) -> list[ParsedReading]:
        """Readings that the front matter lists, or the one paper it describes."""
        values = self.metadata.values
        listed = readings_of_lists(values)
        for item in unread_in_lists(values):
            self.metadata.warn(item.line, "an entry of the readings has neither title nor address, and is left out")
        if listed or has_readings or not is_paper(values):
            return listed
        own = reading_of_record(values, UNSPECIFIED, is_meeting=True)
        return [replace(own, line=1)] if own else []

    def _of_records(self) -> list[ParsedSession]:
        """The sessions that the front matter lists, under a key that says so or any other."""
        values = self.metadata.values
        for key in (*SCHEDULES, *values):
            records = values.get(key)
            if not isinstance(records, Items) or not (key in SCHEDULES or is_timetable(records, bookish=True)):
                continue
            sessions = sessions_of_records(records, self.year)
            if any(session.date or session.number or session.readings for session in sessions):
                self.warnings.extend(told_of_keys(records))
                around = "" if "{%" in self.body else self.body.strip()  # a template that shows them says nothing more
                introduction = "\n\n".join(filter(None, [around, sessions[0].introduction]))
                return [replace(sessions[0], introduction=introduction), *sessions[1:]]
        return []

    def _of_parts(self, pieces: Pieces) -> list[ParsedSession]:
        """One session for each heading, term or item that names a meeting; what is around them introduces the first."""
        parts, around = parts_of(pieces.front, pieces.sources, self.year)
        sessions = with_leads_as_titles(with_leads_in_brackets([self._part(part, pieces) for part in parts]))
        if not any(session.readings for session in sessions):
            return []
        sessions[0] = replace(sessions[0], introduction=f"{around.strip()}\n\n{sessions[0].introduction}".strip())
        return sessions

    def _part(self, part: Part, pieces: Pieces) -> ParsedSession:
        title, lead, part = titled(part)
        when = plain(part.heading.text)
        title = title or when
        reader = SectionReader(
            part.blocks, part.sources, title, title, pieces.footnotes, inside=True, sure=not part.inside
        )
        found = reader.read()
        found.readings = with_stars(found.readings, pieces.front)  # what a star means is said once for all parts
        left = "".join(found.left.get(n, "") if n in found.used else text for n, text in enumerate(part.sources))
        self._tell_unread(found)
        presenters = {reading.presenter for reading in found.readings}
        bare = part.meeting.dated and part.meeting.number is None and not part.meeting.title and title == when
        if len(found.readings) == 1 and (bare or any(span.href for span in part.heading.spans)):
            title = found.readings[0].title  # "Sep 3: [Title](…)", "Sep 3" over its paper
        return ParsedSession(
            title=title[:300],
            line=part.heading.line + self.body_line - 1,
            date=part.meeting.date,
            number=part.meeting.number,
            lead_team=lead or found.lead_team or (presenters.pop() if len(presenters) == 1 else ""),
            blog_team=found.blog_team,
            slides=tuple(found.slides),
            introduction=left.strip(),
            readings=tuple(self._placed(reading) for reading in found.readings),
        )

    def _of_tables(self, pieces: Pieces) -> list[ParsedSession]:
        """One session for each row of a schedule; what stands around it is the first one's introduction."""
        sessions: list[ParsedSession] = []
        around: list[str] = []
        headings = (plain(block.text) if block.kind == "heading" else "" for block in pieces.front)
        years = years_of(headings, self.year)
        for block, source, year in zip(pieces.front, pieces.sources, years, strict=True):
            rows = sessions_of_table(block, year, self.warnings) if block.kind == "table" else []
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
        if match := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=\D|$)", own_name(self.path)):
            with suppress(ValueError):
                named = datetime.date(*(int(part) for part in match.groups()))
        if written and named and written != named:
            said = f"the date {written} is not that of the file name, {named}; {written} counts"
            self.warnings.append(Message(self.metadata.line("date"), said))
        return written or named or self._meeting.date or self._stated_date()

    def _stated_lead(self) -> str:
        """ "Presenter: Ann Lee" among the first lines."""
        for said, is_alone in self._first_statements():
            label, text = split_label(said)
            if not is_alone and label in PRESENTER_LABELS and not NOTHING.fullmatch(plain(text)):
                return plain(text)[:200].rstrip(".")
        return ""

    def _first_statements(self) -> Iterator[tuple[str, bool]]:
        """(words, whether they are a whole paragraph) of the first lines, cut as in "*Oct 2* · Discussant: Ann Lee"."""
        for block in self.document.blocks[:FIRST_LINES]:
            for line in lines_of([block]) if block.kind == "paragraph" else ():
                cut = len(line.text) <= LONGEST_LINE and not line.links
                said = BESIDE.split(line.text) if cut else [line.text]
                yield from ((words, len(said) == 1 and "\n" not in block.text) for words in said)

    def _stated_date(self) -> datetime.date | None:
        """The day that one of the first lines says and nothing else: "*October 2, 2023*", "Date: Mon, Oct 2, 2 pm"."""
        for said, _ in self._first_statements():
            label, text = split_label(said)
            meeting = read_meeting(text if label == "date" else said, self.year)
            if meeting.date and (label == "date" or TIME.fullmatch(meeting.title)):
                return meeting.date
        return None


def number_of_path(path: str) -> int | None:
    """18 of "S0-L18.md", 2 of "W02.2.agentb.md", 5 of "lecture-5.md"."""
    stem = re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-?", "", own_name(path))
    found = re.findall(
        r"(?:^|[^a-z])(?:session|lecture|week|class|day|unit|module|[slw])[-_ ]?(\d{1,3})(?!\d)", stem, re.I
    )
    return int(found[-1]) if found else None


def first_heading(document: Document) -> str:
    heading = next((block for block in document.blocks if block.kind == "heading"), None)
    title = clean_line(plain(heading.text))[0] if heading and heading.level <= 2 else ""
    return "" if section_of(title) or blog_title(title) is not None else title[:300]


def name_of(path: str) -> str:
    return re.sub(r"[-_]+", " ", own_name(path)).strip() or path
