"""Tables of readings: which column is what, and what a row's label says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from readings.markdown import ABOVE, Block, Span

from .bullets import ACTIVITY, NO_READING, NOTHING
from .citations import read_citation
from .clues import find_date, only_venue, split_label, venue_year
from .entries import Entry
from .field_labels import PRESENTER_LABELS
from .footnotes import read_footnote
from .headings import requirement_said, section_of
from .heads import by_word, kind_of_head
from .labels import read_label
from .lines import DECK, LINK_WORDS, Line, is_deck, is_link_word, links_of, plain, split_lines
from .people import split_people
from .structure import ParsedReading
from .table_rows import cell_spans, cell_text, rows_of
from .tails import EMPTY_BRACKETS
from .title_links import title_link
from .titles import Title, split_title

COLUMNS = by_word(
    {
        "slides": "slides slide deck decks presentation",
        "links": "url urls link links pdf pdfs address source sources where",
        "title": (
            "paper papers title titles reading readings article articles publication publications material materials"
            " reference references book read what item items text texts resource resources"
        ),
        "authors": "author authors written by",
        "label": (
            "presenter presenters presented team teams group groups speaker speakers who lead leads leader leaders"
            " discussant discussants student students type name instructor"
        ),
        "topic": "tag tags topic topics keyword keywords category categories area theme subject",
        "abstract": (
            "abstract summary description note notes tldr tl;dr comment comments why takeaway takeaways contribution"
        ),
        "venue": "venue conference conf journal published",
        "date": "year date when",
        "code": "code github repo repository implementation",
        "index": "# no index id nr week number",
        "requirement": "required optional requirement mandatory priority role roles",
    }
)
# A table that says how to reach people is no reading list.
CONTACT = re.compile(r"\W*(?:e-?mail|office(?: hours)?|phone|contact|affiliation)\W*", re.I)

# A link among a row's slides that leads to code.
CODE = re.compile(
    r"(?:our |official |the )?(?:code|github|git|repo|repository|implementation|notebook|colab|demo)", re.I
)
# Heads of columns whose teams present, so that an empty cell goes on with the team above.
TEAMS = re.compile(r"(?:presenting\s+)?(?:team|group)s?", re.I)
MOST_WORDS_OF_EXTRAS = 3
CITED = re.compile(r"[(.]\s?(?:19|20)\d\d[a-z]?[).]|[“\"]")  # as citations have the year, or a title
# A row that goes on with the reading of the row above.
PART = re.compile(
    r"\W*(?:(?:part|session|lecture|continued|cont(?:['’]?d)?\.?|ctd\.?|slides?|same(?: as above)?|\"|″|〃)[\s:.-]*"
    r"(?:(?:\d{1,2}|[IVX]{1,4}|[ab]|two|three|four)\b)?(?:\s+of\s+\d)?)(?:\s+slides?)?\W*",
    re.I,
)


@dataclass(frozen=True)
class Context:
    """What a table may borrow from around it."""

    requirement: str
    section: str
    topics: str  # the session's title and tags, in words
    footnotes: Mapping[str, Block]
    used_footnotes: set[str]  # labels of those that a reading took; grows


def columns_of(table: Block, *, alone: bool = False) -> dict[str, int] | None:
    """Column -> place, for a table with titles and more (`alone`: with titles); None for any other table."""
    if not table.blocks:
        return None
    found: dict[str, int] = {}
    for place, cell in enumerate(table.blocks[0].blocks):
        name = plain(cell_text(cell))
        if CONTACT.fullmatch(name):
            return None
        if kind := kind_of_head(name, COLUMNS):
            found.setdefault(kind, place)
        elif not name and "links" not in found and holds_links(table, place):
            found["links"] = place
    if "title" in found and "links" not in found and holds_links(table, found["title"]):
        found = _with_title_beside(table, found)
    return found if "title" in found and (len(found) > 1 or alone) else None


def _with_title_beside(table: Block, columns: dict[str, int]) -> dict[str, int]:
    """The columns, "Pick" as the title where "Paper / Link" holds nothing but addresses."""
    row, known = table.blocks[1], set(columns.values())
    free = (n for n in range(len(row.blocks)) if n not in known and not holds_links(table, n))
    place = next((n for n in free if re.search(r"\w", text_in(row, n))), None)
    return columns if place is None else columns | {"title": place, "links": columns["title"]}


def with_head(table: Block) -> Block:
    """The table, a head over two columns whose first row is a reading itself, as the others are."""
    rows = table.blocks
    linked = [len(row.blocks) == 2 and any(span.href for span in cell_spans(row.blocks[1])) for row in rows]
    if len(rows) < 2 or not all(linked) or any(span.href for row in rows for span in cell_spans(row.blocks[0])):
        return table
    head = tuple(Block("cell", table.line, spans=(Span(name),)) for name in ("Who", "Reading"))
    return replace(table, blocks=(Block("row", table.line, blocks=head), *(replace(row, level=0) for row in rows)))


def holds_links(table: Block, place: int) -> bool:
    """Does a column without a head hold addresses and nothing else?"""
    cells = [list(cell_spans(row.blocks[place])) for row in table.blocks[1:] if place < len(row.blocks)]
    told = [span for spans in cells for span in spans if span.text.strip(" ,|/;")]
    return bool(told) and all(map(is_link_word, told))


def readings_of_table(table: Block, columns: Mapping[str, int], context: Context) -> list[ParsedReading]:
    """The rows that name something to read, in order."""
    header = [plain(cell.text) for cell in table.blocks[0].blocks]
    rows = [row for row in table.blocks[1:] if not row.level]
    parts = [part for row in rows for part in rows_of(row, columns)]
    readings: list[ParsedReading] = []
    above = ""  # what the label of the last reading says
    for row in parts:
        reading = reading_of_row(row, header, columns, context)
        label = text_in(row, columns["label"]) if "label" in columns else ""
        others = bool(reading and reading.presenter) and label != above  # a part that somebody else presents
        above = label if reading and re.search(r"\w", label) else above
        if reading and readings and PART.fullmatch(reading.title) and not others:
            readings[-1] = with_part(readings[-1], reading)
        elif reading:
            goes_on = bool(readings) and is_presenter(header, columns) and not text_in(row, columns["label"])
            readings.append(replace(reading, presenter=readings[-1].presenter) if goes_on else reading)
    return readings


def is_presenter(header: Sequence[str], columns: Mapping[str, int]) -> bool:
    """Does a column say, by its head, who presents?"""
    head = header[columns["label"]] if "label" in columns else ""
    return split_label(f"{head}: ")[0] in PRESENTER_LABELS or TEAMS.fullmatch(head) is not None


def text_in(row: Block, place: int) -> str:
    return plain(cell_text(row.blocks[place])) if place < len(row.blocks) else ""


def with_part(reading: ParsedReading, part: ParsedReading) -> ParsedReading:
    """The reading with what a row "Part 2" below it adds."""
    known = {link.url for link in reading.links}
    links = tuple(link for link in part.links if link.url not in known)
    decks = tuple(deck for deck in part.slides if deck not in reading.slides)
    return replace(
        reading,
        links=reading.links + links,
        slides=reading.slides + decks,
        text=f"{reading.text}\n{part.text}",
        remarks="\n".join(filter(None, [reading.remarks, part.title])),
    )


def reading_of_row(row: Block, header: list[str], columns: Mapping[str, int], context: Context) -> ParsedReading | None:
    cells = {kind: row.blocks[place] for kind, place in columns.items() if place < len(row.blocks)}
    lines = list(split_lines(cell_spans(cells["title"]), 0, row.line)) if "title" in cells else []
    if not lines or cells["title"].label == ABOVE:
        return None
    title, part = title_of_cell(lines[0])
    if not title.text or NOTHING.fullmatch(title.text) or is_aside(row, lines[0]):
        return None
    entry = Entry(title.authors, title.published, title.venue, instruction=part)
    for kind in ("title", "links", "code", "slides"):
        if kind in cells:
            collect_links(cell_spans(cells[kind]), entry, own=kind == "slides")
    entry.read(lines[1:])
    read_cells(cells, entry)
    marks = [span.footnote for line in lines for span in line.spans if span.footnote]
    name = read_footnote(marks, title.text, context.footnotes, context.used_footnotes, entry)
    entry.remarks += [title.text] if name != title.text else []
    named = [(header[place], plain(cell_text(cell))) for place, cell in enumerate(row.blocks) if place < len(header)]
    known = set(columns.values())
    entry.remarks += [f"{name}: {text}" for place, (name, text) in enumerate(named) if text and place not in known]
    label = plain(cells["label"].text) if "label" in cells else ""
    label = label if re.search(r"\w", label) else ""  # "–": nobody
    requirement = requirement_of_row(header, cells, columns, label) or context.requirement
    presenter, topic, event = read_label(
        "" if section_of(label) else label, title.text, [*entry.slides], context.topics
    )
    entry.presenter, entry.topic, entry.venue = presenter, topic or entry.topic, entry.venue or event
    return entry.reading(
        name,
        requirement=requirement,
        section=context.section,
        text="\n".join(f"{name}: {text}" for name, text in named if text),
        line=row.line,
        rule="row of a table",
        confidence=0.7 if label and not presenter and not topic and not event else 1.0,
    )


def is_aside(row: Block, line: Line) -> bool:
    """ "Guest talk, no reading" as all that a row says."""
    filled = [cell for cell in row.blocks if plain(cell_text(cell))]
    return len(filled) == 1 and not line.links and bool(ACTIVITY.match(line.text) or NO_READING.search(line.text))


def title_of_cell(line: Line) -> tuple[Title, str]:
    """(the title with what stands beside it, what of it is to be read); a whole citation is read as one."""
    citation = read_citation(line)
    marked = bool(citation.venue) and any(span.emphasis for span in line.spans)
    told = citation.authors or (citation.published and (marked or title_link(list(line.spans))))
    dated = bool(citation.authors and citation.published) and CITED.search(line.text) is not None
    if citation.certain and told and not citation.rest and (dated or marked or any(span.href for span in line.spans)):
        return Title(citation.title, citation.authors, citation.venue, citation.published), citation.part
    return split_title(EMPTY_BRACKETS.sub(" ", visible_title(line.spans)), author_first=True), ""


def requirement_of_row(
    header: Sequence[str], cells: Mapping[str, Block], columns: Mapping[str, int], label: str
) -> str:
    """What a column "Required?" or "Type" says; "" where there is none."""
    if "requirement" in cells and (word := plain(cell_text(cells["requirement"]))):
        return requirement_said(header[columns["requirement"]], word)
    section = section_of(label) if label else None
    return section[0] if section else ""


def visible_title(spans: Iterable[Span]) -> str:
    """The cell's words; a link's text counts unless it only says "PDF", or names a little more behind a title."""
    return "".join(
        span.text
        for span in _without_extras(list(spans))
        if not span.href or (LINK_WORDS.sub("", span.text).strip(" .[]()") and "://" not in span.text)
    )


def _without_extras(spans: list[Span]) -> list[Span]:
    """ "[A title of many words](…) + [DGL tutorial](…)" without what stands behind the title's link."""
    titles = [place for place, span in enumerate(spans) if span.href and len(span.text.split()) > MOST_WORDS_OF_EXTRAS]
    behind = spans[titles[0] + 1 :] if len(titles) == 1 else []
    joins = not re.search(r"\w", "".join(span.text for span in behind if not span.href))
    return spans[: titles[0] + 1] if joins and any(span.href for span in behind) else spans


def collect_links(spans: Iterable[Span], entry: Entry, *, own: bool) -> None:
    for link in links_of(spans):
        code = own and "://" in link.url and not DECK.search(link.url) and CODE.fullmatch(link.label.strip(" []()"))
        target = entry.slides if (own and not code) or is_deck(link.url) else entry.links
        target[link.url] = target.get(link.url) or link.label


def read_cells(cells: Mapping[str, Block], entry: Entry) -> None:
    """Columns that hold one field each."""
    texts = {kind: plain(cell_text(cell)) for kind, cell in cells.items()}
    if texts.get("authors"):
        entry.authors = tuple(split_people(texts["authors"]))
    entry.venue = (
        texts.get("venue") or entry.venue or only_venue(beside_links(cells["links"]) if "links" in cells else "")
    )
    meeting = "label" in texts  # beside a presenter, the date is that of the meeting
    entry.published = (
        ("" if meeting else find_date(texts.get("date", ""))) or entry.published or venue_year(entry.venue)
    )
    entry.topic = texts.get("topic", "")
    if texts.get("abstract"):
        if re.search(r"\w", beside_links(cells["abstract"])):
            entry.description.append(texts["abstract"])
        collect_links(cell_spans(cells["abstract"]), entry, own=False)


def beside_links(cell: Block) -> str:
    """A cell's words that are no link's: "ICLR 2019" of "[PDF](…) / ICLR 2019"."""
    return plain("".join(span.text for span in cell_spans(cell) if not is_link_word(span))).strip(" /|,;-+()")
