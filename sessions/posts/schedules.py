"""Several sessions in one file: the rows of a schedule's table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from readings.markdown import ABOVE, Block

from .bullets import NOTHING
from .clues import find_date, venue_year
from .day_columns import meetings_as_rows
from .headings import requirement_said, section_of
from .lines import is_deck, lines_of, links_of, plain
from .meetings import CANCELLED, Meeting, is_day_first, read_meeting
from .people import split_people
from .schedule_cells import (
    is_papers,
    links_in_cell,
    readings_of_cell,
    readings_of_links,
    readings_under_label,
    source_of_cell,
)
from .schedule_columns import FEWEST, schedule_columns
from .structure import UNSPECIFIED, Deck, Link, Message, ParsedReading, ParsedSession

DETAILS = ("authors", "venue", "code", "year")


# Column kind -> (place, cell) of a row.
Cells = dict[str, list[tuple[int, Block]]]


@dataclass
class Draft:
    """A session while its rows are read."""

    meeting: Meeting
    line: int
    said: tuple[str, ...]  # when, and about what, as written
    title: str = ""
    lead: str = ""
    blog: str = ""
    words: str = ""  # of a cell for readings that names none
    slides: list[Deck] = field(default_factory=list)
    readings: list[ParsedReading] = field(default_factory=list)
    introduction: list[str] = field(default_factory=list)

    def finished(self) -> ParsedSession:
        named = self.readings[0].title if self.readings else self.words
        title = self.title or self.meeting.title or named
        return ParsedSession(
            title=title[:300] or f"Session of {self.meeting.date or self.meeting.number}",
            line=self.line,
            date=self.meeting.date,
            number=self.meeting.number,
            lead_team=self.lead[:200],
            blog_team=self.blog[:200],
            slides=tuple(self.slides),
            readings=tuple(self.readings),
            introduction="\n\n".join(self.introduction),
        )


def sessions_of_table(
    table: Block, year: int | None, warnings: list[Message], *, fewest: int = FEWEST
) -> list[ParsedSession]:
    """The meetings of a schedule, or [] where fewer than `fewest` rows say when."""
    table = meetings_as_rows(table, year)
    columns = schedule_columns(table, fewest)
    if columns is None:
        return []
    header = [plain(cell.text) for cell in table.blocks[0].blocks]
    rows, when = table.blocks[1:], columns["when"]
    day_first = is_day_first(plain(row.blocks[n].text) for row in rows for n in when if n < len(row.blocks))
    drafts: list[Draft] = []
    for whole in rows:
        row = without_above(whole)
        texts = texts_of_row(row)
        filled = [text for text in texts if text]
        meeting = _meeting(columns, texts, year, day_first)
        if not filled or (len(filled) == 1 and not meeting.dated and not (drafts and _goes_on(columns, row))):
            continue  # a row that names a part of the term
        said = tuple(texts[n] for n in (*when, *columns.get("title", ())) if n < len(texts))
        again = bool(drafts) and said == drafts[-1].said
        if not drafts or ((meeting.dated or meeting.number is not None) and not again):
            row, texts = whole, texts_of_row(whole)  # what reaches down is said of this meeting too
        if CANCELLED.search(" ".join(texts)) and not any(links_of(line.spans) for line in lines_of([row])):
            warnings.append(Message(row.line, f"no session: “{' '.join(filled)[:60]}”"))
            continue
        if row is whole:
            drafts.append(Draft(meeting, row.line, said))
        _fill(drafts[-1], row, texts, columns, header)
    told = {draft.said[: len(when)] for draft in drafts if draft.meeting.dated or draft.meeting.number is not None}
    return [draft.finished() for draft in drafts] if len(told) >= fewest else []


def without_above(row: Block) -> Block:
    """The row with what it says itself; the cells of earlier rows that reach down to it are empty."""
    if not any(cell.label == ABOVE for cell in row.blocks):
        return replace(row)
    cells = (Block("cell", cell.line) if cell.label == ABOVE else cell for cell in row.blocks)
    return replace(row, blocks=tuple(cells))


def texts_of_row(row: Block) -> list[str]:
    return [plain(" ".join(line.text for line in lines_of([cell]))) for cell in row.blocks]


def _goes_on(columns: dict[str, list[int]], row: Block) -> bool:
    """Does a row of one cell name one more reading?"""
    cells = [row.blocks[place] for place in columns.get("readings", []) if place < len(row.blocks)]
    return any(readings_of_cell(cell, UNSPECIFIED, []) for cell in cells)


def _meeting(columns: dict[str, list[int]], texts: Sequence[str], year: int | None, day_first: bool) -> Meeting:
    """The day from whichever "when" column has one, the number from another."""
    told = [texts[place] for place in columns["when"] if place < len(texts) and texts[place]]
    found = [read_meeting(text, year, day_first=day_first) for text in told]
    bare = [int(meeting.title) for meeting in found if re.fullmatch(r"\d{1,2}", meeting.title)]
    number = next((meeting.number for meeting in found if meeting.number is not None), bare[0] if bare else None)
    dated = next((meeting for meeting in found if meeting.dated), None)
    title = dated.title if dated and not re.fullmatch(r"\d*|\w{2,9}day|mon|tue|wed|thu|fri", dated.title, re.I) else ""
    return Meeting(dated.date if dated else None, number, title, dated=bool(dated))


def _fill(draft: Draft, row: Block, texts: Sequence[str], columns: dict[str, list[int]], header: Sequence[str]) -> None:
    """Adds a row to its session."""
    cells = {
        kind: [(place, row.blocks[place]) for place in places if place < len(row.blocks)]
        for kind, places in columns.items()
    }
    readings = _row_readings(draft, cells, texts, header)
    others = [cell for _, cell in cells.get("other", [])]
    noted = [] if readings or "readings" in cells else [cell for cell in others if is_papers(cell)]
    readings += [reading for cell in noted for reading in readings_of_cell(cell, UNSPECIFIED, [])]
    for cell in others:
        if found := readings_under_label(cell):
            noted.append(cell)
            readings += found
    _fill_people(draft, cells, texts, readings)
    for place, cell in cells.get("slides", []):
        decks = [Deck(link.url, link.label) for link in links_in_cell(cell)]
        draft.slides += decks or [Deck(name) for name in texts[place].split(", ") if is_deck(name) and " " not in name]
    draft.slides += [Deck(link.url, link.label) for cell in others for link in links_in_cell(cell) if is_deck(link.url)]
    draft.introduction += [
        f"{header[place]}: {source_of_cell(cell)}"
        for place, cell in cells.get("other", [])
        if texts[place] and cell not in noted
    ]


def _row_readings(draft: Draft, cells: Cells, texts: Sequence[str], header: Sequence[str]) -> list[ParsedReading]:
    """The readings a row names; its title's link is one where no column holds readings."""
    readings: list[ParsedReading] = []
    for place, cell in cells.get("title", []):
        draft.title = draft.title or texts[place]
        if "readings" not in cells:
            readings += [reading for reading in readings_of_cell(cell, UNSPECIFIED, []) if reading.links]
    beside = _links_beside(cells, header)
    for place, cell in cells.get("readings", []):
        section = section_of(header[place])
        written = any(texts[other] for other, _ in cells.get("authors", []))
        found = readings_of_cell(cell, section[0] if section else UNSPECIFIED, left := [], sure=written)
        own = links_in_cell(beside[place]) if place in beside and len(found) == 1 else []
        readings += [replace(reading, links=reading.links + tuple(own)) for reading in found]
        draft.introduction += [f"{header[place]}: {text}" for text in left]
        draft.words = draft.words or next(iter(left), "")
    shared = [cell for _, cell in cells.get("links", []) if cell not in beside.values()]
    links = [link for cell in shared for link in links_in_cell(cell)]
    if readings and links:
        readings[-1] = replace(readings[-1], links=readings[-1].links + tuple(links))
    elif links:
        title = next((texts[place] for place, _ in cells.get("title", [])), "")
        readings = readings_of_links(title, links, cells["links"][0][1].line)
        draft.slides += [Deck(link.url, link.label) for link in links if is_deck(link.url)]
    for place, _ in cells.get("requirement", []):
        said = requirement_said(header[place], texts[place]) if texts[place] else ""
        readings = [replace(reading, requirement=said or reading.requirement) for reading in readings]
    return _with_details(draft, readings, cells, texts, header)


def _links_beside(cells: Cells, header: Sequence[str]) -> dict[int, Block]:
    """Of "Paper 1 | Paper 1 link | Paper 2 | Paper 2 link": the place of each column of readings with its addresses."""
    addresses = dict(cells.get("links", []))
    places = [place for place, _ in cells.get("readings", [])]
    if len(places) < 2 or len(addresses) < 2:
        return {}
    named = {place: [n for n in addresses if header[n].startswith(header[place])] for place in places}
    if any(len(found) != 1 for found in named.values()):
        named = {place: [place + 1] if place + 1 in addresses else [] for place in places}
    return {place: addresses[found[0]] for place, found in named.items() if found}


def _with_details(
    draft: Draft, readings: list[ParsedReading], cells: Cells, texts: Sequence[str], header: Sequence[str]
) -> list[ParsedReading]:
    """Columns about a row's only reading; of a row with several they are kept as introduction."""
    details = [(kind, place, cell) for kind in DETAILS for place, cell in cells.get(kind, []) if texts[place]]
    if len(readings) != 1:
        draft.introduction += [f"{header[place]}: {source_of_cell(cell)}" for _, place, cell in details]
        return readings
    [reading] = readings
    for kind, place, cell in details:
        if kind == "authors":
            reading = replace(reading, authors=reading.authors or tuple(split_people(texts[place])))
        elif kind == "venue":
            venue = reading.venue or texts[place][:200]
            reading = replace(reading, venue=venue, published=reading.published or venue_year(venue))
        elif kind == "year":
            reading = replace(reading, published=reading.published or find_date(texts[place]))
        else:
            links = [Link(link.url, link.label or "code") for line in lines_of([cell]) for link in links_of(line.spans)]
            reading = replace(reading, links=reading.links + tuple(links))
    return [reading]


def _fill_people(draft: Draft, cells: Cells, texts: Sequence[str], readings: list[ParsedReading]) -> None:
    """Who leads the session presents the row's readings, and those of a row that continues it."""
    leads = [texts[place] for place, _ in cells.get("lead", []) if not NOTHING.fullmatch(texts[place] or "none")]
    draft.lead = draft.lead or next(iter(leads), "")
    lead = next(iter(leads), draft.lead)
    draft.readings += [replace(reading, presenter=lead[:200]) for reading in readings]
    draft.blog = draft.blog or next((texts[place] for place, _ in cells.get("blog", []) if texts[place]), "")
