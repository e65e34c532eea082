"""Tables of readings: which column is what, and what a row's label says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from readings.markdown import Block, Span
from readings.names import folded

from .bullets import NOTHING
from .citations import read_citation
from .clues import find_date, find_venue, only_venue, venue_year
from .entries import Entry
from .headings import requirement_said, section_of
from .heads import by_word, kind_of_head
from .labels import read_label
from .lines import LINK_WORDS, Line, is_deck, is_link_word, lines_of, links_of, plain, split_lines
from .people import is_name, split_people
from .structure import ParsedReading
from .tails import EMPTY_BRACKETS
from .title_links import title_link
from .titles import Title, split_title

COLUMNS = by_word(
    {
        "slides": "slides slide deck decks presentation",
        "links": "url urls link links pdf pdfs address source sources where",
        "title": (
            "paper papers title titles reading readings article articles publication publications material materials"
            " reference references book read"
        ),
        "authors": "author authors written by",
        "label": (
            "presenter presenters presented team teams group groups speaker speakers who lead leads leader leaders"
            " discussant discussants student students type name instructor"
        ),
        "topic": "tag tags topic topics keyword keywords category categories area theme subject",
        "abstract": "abstract summary description note notes tldr tl;dr comment comments",
        "venue": "venue conference conf journal published",
        "date": "year date when",
        "code": "code github repo repository implementation",
        "index": "# no index id nr week number",
        "requirement": "required optional requirement mandatory priority",
    }
)
# A table that says how to reach people is no reading list.
CONTACT = re.compile(r"\W*(?:e-?mail|office(?: hours)?|phone|contact|affiliation)\W*", re.I)

MOST_WORDS_OF_EXTRAS = 3


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
    return found if "title" in found and (len(found) > 1 or alone) else None


def readings_of_table(table: Block, columns: Mapping[str, int], context: Context) -> list[ParsedReading]:
    """The rows that name something to read, in order."""
    header = [plain(cell.text) for cell in table.blocks[0].blocks]
    rows = [row for row in table.blocks[1:] if not row.level]
    parts = [part for row in rows for part in rows_of(row, columns)]
    return [reading for row in parts if (reading := reading_of_row(row, header, columns, context))]


def rows_of(row: Block, columns: Mapping[str, int]) -> list[Block]:
    """A row for each linked title of its title cell, where each has a line of its own."""
    place = columns["title"]
    cell = row.blocks[place] if place < len(row.blocks) else None
    lines = list(split_lines(cell.spans, 0, row.line)) if cell and not cell.blocks else []
    if len(lines) < 2 or not all(title_link(list(line.spans)) and not line.decks for line in lines):
        return [row]
    cells = [(*row.blocks[:place], replace(cell, spans=line.spans), *row.blocks[place + 1 :]) for line in lines]
    return [replace(row, blocks=blocks) for blocks in cells]


def reading_of_row(row: Block, header: list[str], columns: Mapping[str, int], context: Context) -> ParsedReading | None:
    cells = {kind: row.blocks[place] for kind, place in columns.items() if place < len(row.blocks)}
    lines = list(split_lines(cell_spans(cells["title"]), 0, row.line)) if "title" in cells else []
    if not lines:
        return None
    title = title_of_cell(lines[0])
    if not title.text or NOTHING.fullmatch(title.text):
        return None
    entry = Entry(title.authors, title.published, title.venue)
    for kind in ("title", "links", "code", "slides"):
        if kind in cells:
            collect_links(cell_spans(cells[kind]), entry, own=kind == "slides")
    entry.read(lines[1:])
    read_cells(cells, entry)
    read_footnote([span for line in lines for span in line.spans], title.text, context, entry)
    named = [(header[place], plain(cell_text(cell))) for place, cell in enumerate(row.blocks) if place < len(header)]
    known = set(columns.values())
    entry.remarks += [f"{name}: {text}" for place, (name, text) in enumerate(named) if text and place not in known]
    label = plain(cells["label"].text) if "label" in cells else ""
    requirement = requirement_of_row(header, cells, columns, label) or context.requirement
    presenter, topic, event = read_label(
        "" if section_of(label) else label, title.text, [*entry.slides], context.topics
    )
    entry.presenter, entry.topic, entry.venue = presenter, topic or entry.topic, entry.venue or event
    return entry.reading(
        title.text,
        requirement=requirement,
        section=context.section,
        text="\n".join(f"{name}: {text}" for name, text in named if text),
        line=row.line,
        rule="row of a table",
        confidence=0.7 if label and not presenter and not topic and not event else 1.0,
    )


def title_of_cell(line: Line) -> Title:
    """The title with what stands beside it; a whole citation is read as one."""
    citation = read_citation(line)
    told = citation.authors or (citation.published and title_link(list(line.spans)))
    if citation.certain and told and not citation.rest and any(span.href for span in line.spans):
        return Title(citation.title, citation.authors, citation.venue, citation.published)
    return split_title(EMPTY_BRACKETS.sub(" ", visible_title(line.spans)), author_first=True)


def requirement_of_row(
    header: Sequence[str], cells: Mapping[str, Block], columns: Mapping[str, int], label: str
) -> str:
    """What a column "Required?" or "Type" says; "" where there is none."""
    if "requirement" in cells and (word := plain(cell_text(cells["requirement"]))):
        return requirement_said(header[columns["requirement"]], word)
    section = section_of(label) if label else None
    return section[0] if section else ""


def cell_spans(cell: Block) -> Iterable[Span]:
    yield from cell.spans
    for block in cell.blocks:
        yield from cell_spans(block)


def cell_text(cell: Block) -> str:
    return "".join(span.text for span in cell_spans(cell))


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
        target = entry.slides if own or is_deck(link.url) else entry.links
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


def read_footnote(spans: Iterable[Span], title: str, context: Context, entry: Entry) -> None:
    """The footnote that belongs to the row: by its title where one begins with it, else by its mark."""
    marks = [span.footnote for span in spans if span.footnote]
    if not marks:
        return
    words = folded(title)
    by_title = [
        note
        for note in context.footnotes.values()
        if len(words) > 8 and folded(footnote_text(note))[:60].startswith(words[:40])
    ]
    note = by_title[0] if len(by_title) == 1 else context.footnotes.get(marks[0])
    if note is None:
        return
    context.used_footnotes.add(note.label)
    text = footnote_text(note)
    collect_links([span for block in [note, *note.blocks] for span in cell_spans(block)], entry, own=False)
    head, slash, abstract = text.partition("/ ") if "/ " in text[:400] else ("", "", text)
    entry.description.append(re.sub(r"^\s*[A-Z]{2,8}['’]?\d{2,4}\s*/\s*", "", abstract).strip())
    read_footnote_head(head + " / " + text[len(head) + 2 :][:30] if slash else "", title, entry)


def footnote_text(note: Block) -> str:
    return plain(" ".join(line.text for line in lines_of([note])))


def read_footnote_head(head: str, title: str, entry: Entry) -> None:
    """ "Title, Arxiv 2016, First Last, ... (Submitted on 31 May 2016 ...)/" before the abstract."""
    head = head.strip()
    submitted = re.search(r"\(submitted on[^)]*(?:\([^)]*\)[^)]*)*\)", head, re.I)
    if submitted:
        entry.published = find_date(submitted[0]) or entry.published
        head = head[: submitted.start()]
    venue = find_venue(re.sub(r"\s+", " ", head))
    entry.venue = entry.venue or venue
    entry.published = entry.published or venue_year(venue)
    rest = re.split(r"\s/\s", head[len(title) :] if folded(head).startswith(folded(title)[:30]) else head)[0]
    people = [part for part in split_people(rest.strip(" ,/")) if is_name(part)]
    entry.authors = entry.authors or (tuple(people) if len(people) > 1 else ())
