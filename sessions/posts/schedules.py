"""Several sessions in one file: the rows of a schedule's table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from readings.identifiers import identifiers_of_url
from readings.markdown import Block

from .bullets import NOTHING, is_bare_address, looks_like_reading, names_something, reading_of_item
from .clues import find_date, venue_year
from .headings import requirement_said, section_of
from .heads import by_word, kind_of_head
from .items import split_links
from .lines import Line, is_deck, lines_of, links_of, markdown_of, plain
from .meetings import CANCELLED, Meeting, is_day_first, read_meeting
from .people import split_people
from .structure import MORE, REQUIRED, UNSPECIFIED, Deck, Link, Message, ParsedReading, ParsedSession

FEWEST = 2  # sessions: fewer are no schedule
COLUMNS = by_word(
    {
        "when": "date dates day days when week weeks session class lecture meeting wk # no termin datum woche sitzung",
        "title": "topic topics title titles theme themes subject subjects content contents description what thema"
        " titel",
        "readings": (
            "reading readings paper papers material materials references article articles literature read"
            " required optional literatur lektüre"
        ),
        "lead": (
            "presenter presenters presented speaker speakers lead leads leader leaders team teams group groups"
            " discussant discussants who student students instructor facilitator facilitators referent referenten"
        ),
        "slides": "slides slide deck decks presentation",
        "links": "link links url urls pdf",
        "authors": "author authors autor autoren",
        "venue": "venue conference conf journal",
        "code": "code github repo repository",
        "year": "year jahr published",
    }
)
DETAILS = ("authors", "venue", "code", "year")
NOTE_TAKERS = re.compile(r"notes? by|scribes?|bloggers?|blog(?:ging)? teams?|note[ -]?takers?", re.I)
FLAG = re.compile(r"yes|no|y|n|x|✓|✔|✗|✘|[-–]|true|false|required|optional|mandatory|recommended|core|extra", re.I)
OTHER = re.compile(r"\b(?:due|deadlines?|assignments?|homework|notes?|blogs?)\b", re.I)


# Column kind -> (place, cell) of a row.
Cells = dict[str, list[tuple[int, Block]]]


@dataclass
class Draft:
    """A session while its rows are read."""

    meeting: Meeting
    line: int
    when: tuple[str, ...]  # as written
    title: str = ""
    lead: str = ""
    blog: str = ""
    slides: list[Deck] = field(default_factory=list)
    readings: list[ParsedReading] = field(default_factory=list)
    introduction: list[str] = field(default_factory=list)

    def finished(self) -> ParsedSession:
        title = self.title or self.meeting.title or (self.readings[0].title if self.readings else "")
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


def schedule_columns(table: Block, fewest: int = FEWEST) -> dict[str, list[int]] | None:
    """Column kind -> places, for a table of meetings with their topics or readings; None for any other."""
    if len(table.blocks) <= fewest:
        return None
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(table.blocks[0].blocks):
        found.setdefault(_kind_of_column(plain(cell.text)), []).append(place)
    if "title" not in found and all(
        re.search(r"#|\bno\b", plain(table.blocks[0].blocks[n].text), re.I) for n in found.get("when", [])
    ):
        return None  # numbered rows of readings
    titles = found.get("title", [])
    if "authors" in found and "readings" not in found and titles:
        paper = max((n for n in titles if n < found["authors"][0]), default=titles[-1])  # the title that people wrote
        found["readings"] = [paper]
        found["title"] = [n for n in titles if n != paper]
    return found if "when" in found and ("title" in found or "readings" in found) else None


def _kind_of_column(head: str) -> str:
    if NOTE_TAKERS.fullmatch(head.strip(" :")):
        return "blog"
    kind = "" if OTHER.search(head) else kind_of_head(head, COLUMNS)
    if kind == "when" and re.search(r"\b(?:title|name)s?\b", head, re.I):
        return "title"  # "Session title"
    return kind or "other"


def sessions_of_table(
    table: Block, year: int | None, warnings: list[Message], *, fewest: int = FEWEST
) -> list[ParsedSession]:
    """The meetings of a schedule, or [] where fewer than `fewest` rows say when."""
    columns = schedule_columns(table, fewest)
    if columns is None:
        return []
    _set_flags_apart(columns, table)
    header = [plain(cell.text) for cell in table.blocks[0].blocks]
    days = [
        plain(row.blocks[place].text)
        for row in table.blocks[1:]
        for place in columns["when"]
        if place < len(row.blocks)
    ]
    day_first = is_day_first(days)
    drafts: list[Draft] = []
    for row in table.blocks[1:]:
        texts = [plain(" ".join(line.text for line in lines_of([cell]))) for cell in row.blocks]
        filled = [text for text in texts if text]
        meeting = _meeting(columns, texts, year, day_first)
        if not filled or (len(filled) == 1 and not meeting.dated and not (drafts and _goes_on(columns, row))):
            continue  # a row that names a part of the term
        if CANCELLED.search(" ".join(texts)) and not any(links_of(line.spans) for line in lines_of([row])):
            warnings.append(Message(row.line, f"no session: “{' '.join(filled)[:60]}”"))
            continue
        if meeting.dated or meeting.number is not None or not drafts:
            drafts.append(
                Draft(meeting, row.line, tuple(texts[place] for place in columns["when"] if place < len(texts)))
            )
        _fill(drafts[-1], row, texts, columns, header)
    told = {draft.when for draft in drafts if draft.meeting.dated or draft.meeting.number is not None}
    return [draft.finished() for draft in drafts] if len(told) >= fewest else []


def _set_flags_apart(columns: dict[str, list[int]], table: Block) -> None:
    """ "Required?" over yes and no says something of a row's readings, and holds none."""
    for kind in ("readings", "other"):
        for place in list(columns.get(kind, [])):
            said = {plain(row.blocks[place].text) for row in table.blocks[1:] if place < len(row.blocks)} - {""}
            if said and all(FLAG.fullmatch(word) for word in said):
                columns[kind].remove(place)
                columns.setdefault("requirement", []).append(place)
    if not columns.get("readings", True):
        del columns["readings"]


def _goes_on(columns: dict[str, list[int]], row: Block) -> bool:
    """Does a row of one cell name one more reading?"""
    cells = [row.blocks[place] for place in columns.get("readings", []) if place < len(row.blocks)]
    return any(_readings(cell, UNSPECIFIED, []) for cell in cells)


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
    noted = [] if readings or "readings" in cells else [cell for _, cell in cells.get("other", []) if _is_papers(cell)]
    readings += [reading for cell in noted for reading in _readings(cell, UNSPECIFIED, [])]
    _fill_people(draft, cells, texts, readings)
    for _, cell in cells.get("slides", []):
        draft.slides += [Deck(link.url, link.label) for line in lines_of([cell]) for link in links_of(line.spans)]
    draft.introduction += [
        f"{header[place]}: {source_of_cell(cell)}"
        for place, cell in cells.get("other", [])
        if texts[place] and cell not in noted
    ]


def _is_papers(cell: Block) -> bool:
    """Is a cell, under whatever head, nothing but links to papers by their identifiers?"""
    lines = list(lines_of([cell]))
    links = [link for line in lines for link in links_of(line.spans)]
    return bool(links) and all(identifiers_of_url(link.url) for link in links) and not any(map(_beside_links, lines))


def _beside_links(line: Line) -> str:
    return re.sub(r"\W", "", "".join(span.text for span in line.spans if not span.href))


def _row_readings(draft: Draft, cells: Cells, texts: Sequence[str], header: Sequence[str]) -> list[ParsedReading]:
    """The readings a row names; its title's link is one where no column holds readings."""
    readings: list[ParsedReading] = []
    for place, cell in cells.get("title", []):
        draft.title = draft.title or texts[place]
        if "readings" not in cells:
            readings += [reading for reading in _readings(cell, UNSPECIFIED, []) if reading.links]
    for place, cell in cells.get("readings", []):
        section = section_of(header[place])
        written = any(texts[other] for other, _ in cells.get("authors", []))
        readings += _readings(cell, section[0] if section else UNSPECIFIED, left := [], sure=written)
        draft.introduction += [f"{header[place]}: {text}" for text in left]
    links = [link for _, cell in cells.get("links", []) for line in lines_of([cell]) for link in links_of(line.spans)]
    if readings and links:
        readings[-1] = replace(readings[-1], links=readings[-1].links + tuple(links))
    elif links:
        title = next((texts[place] for place, _ in cells.get("title", [])), "")
        readings = _of_links(title, links, cells["links"][0][1].line)
        draft.slides += [Deck(link.url, link.label) for link in links if is_deck(link.url)]
    for place, _ in cells.get("requirement", []):
        said = requirement_said(header[place], texts[place]) if texts[place] else ""
        readings = [replace(reading, requirement=said or reading.requirement) for reading in readings]
    return _with_details(draft, readings, cells, texts, header)


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


def _of_links(title: str, links: Sequence[Link], line: int) -> list[ParsedReading]:
    """A row that names no reading but links to some: its topic is the title of a single one."""
    papers = [link for link in links if not is_deck(link.url)]
    names = [title] if len(papers) == 1 else [link.label or link.url for link in papers]
    return [
        ParsedReading(
            title=(name or link.url)[:300], links=(link,), line=line, rule="link of a schedule", confidence=0.7
        )
        for name, link in zip(names, papers, strict=True)
    ]


def _fill_people(draft: Draft, cells: Cells, texts: Sequence[str], readings: list[ParsedReading]) -> None:
    """Who leads the session presents the row's readings, and those of a row that continues it."""
    leads = [texts[place] for place, _ in cells.get("lead", []) if not NOTHING.fullmatch(texts[place] or "none")]
    draft.lead = draft.lead or next(iter(leads), "")
    lead = next(iter(leads), draft.lead)
    draft.readings += [replace(reading, presenter=lead[:200]) for reading in readings]
    draft.blog = draft.blog or next((texts[place] for place, _ in cells.get("blog", []) if texts[place]), "")


def source_of_cell(cell: Block) -> str:
    """The cell as Markdown again: its words, links kept."""
    return " ".join(markdown_of(line.spans) for line in lines_of([cell]))


def _readings(cell: Block, requirement: str, left: list[str], *, sure: bool = False) -> list[ParsedReading]:
    """A cell's entries: its lines, list items, or links between commas and semicolons; `left` gets the other lines."""
    found: list[ParsedReading] = []
    for item in _entries(cell):
        text = plain(item.text)
        label = re.match(r"[*_]*(required|optional)[*_]*\s*:?\s*$", text, re.I)
        if label:
            requirement = REQUIRED if label[1].lower() == "required" else MORE
        elif looks_like_reading(item) or names_something(item) or is_bare_address(item) or (sure and text):
            reading = reading_of_item(item, requirement, "", text)
            found += [replace(reading, rule="row of a schedule")] if reading else []
        elif not NOTHING.fullmatch(text.strip(" .*")):
            left.append(source_of_cell(item))
    return found


def _entries(cell: Block) -> Iterator[Block]:
    lines = [line for line in lines_of([cell]) if line.text]
    if len(lines) == 1 and len([link for link in links_of(lines[0].spans) if not is_deck(link.url)]) > 1:
        lines = list(split_links(lines[0]))
    lines = [part for line in lines for part in _addresses(line)]
    yield from (Block("item", cell.line, spans=line.spans) for line in lines)


def _addresses(line: Line) -> list[Line]:
    """ "https://a.org, https://b.org" as two lines; any other as it is."""
    bare = [span for span in line.spans if span.href and "://" in span.text]
    if line.words or len(bare) < 2 or len(bare) < len(links_of(line.spans)):
        return [line]
    return [Line((span,), line.depth, line.number) for span in bare]
