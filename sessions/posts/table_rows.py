"""Rows of a table that hold several readings: a row for each."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from readings.markdown import Block, Span

from .clues import only_venue
from .items import BETWEEN
from .lines import Line, is_deck, split_lines
from .people import authors_of_line
from .title_links import title_link

# "1. A title 2. Another"
NUMBERED = re.compile(r"(?:^|\s)\(?(?P<number>\d)[.)]\s+(?=\S)")
FEWEST_OF_TITLE = 3  # words


def rows_of(row: Block, columns: Mapping[str, int]) -> list[Block]:
    """A row for each linked title of its title cell, or for each title that has its own address beside it."""
    place = columns["title"]
    cell = row.blocks[place] if place < len(row.blocks) else None
    lines = list(split_lines(cell.spans, 0, row.line)) if cell and not cell.blocks else []
    if len(lines) > 1 and all(title_link(list(line.spans)) and not line.decks for line in lines):
        return [_with_cells(row, {place: line.spans}) for line in lines]
    if len(lines) == 1 and len(links := _linked_titles(lines[0])) > 1:
        return [_with_cells(row, {place: (span,)}) for span in links]
    titles, beside = _unlinked_titles(lines), columns.get("links", len(row.blocks))
    links = _copies(row.blocks[beside]) if beside < len(row.blocks) else []
    if len(titles) < 2 or len(titles) != len(links):
        return [row]
    pairs = zip(titles, links, strict=True)
    return [_with_cells(row, {place: (Span(title),), beside: (link,)}) for title, link in pairs]


def _with_cells(row: Block, cells: Mapping[int, tuple[Span, ...]]) -> Block:
    """The row, with other words in some of its cells."""
    blocks = (replace(b, spans=cells[n], blocks=()) if n in cells else b for n, b in enumerate(row.blocks))
    return replace(row, blocks=tuple(blocks))


def _linked_titles(line: Line) -> list[Span]:
    """ "Links: [A title](…), [Another title](…)": links that are titles, with nothing but a label around them."""
    links = [span for span in line.spans if span.href]
    around = "".join(span.text for span in line.spans if not span.href)
    titles = all(len(span.text.split()) >= FEWEST_OF_TITLE and not is_deck(span.href) for span in links)
    return links if titles and BETWEEN.fullmatch(re.sub(r"^[^:,]{2,40}:", "", around)) else []


def _unlinked_titles(lines: Sequence[Line]) -> list[str]:
    """ "1. A title 2. Another", or titles on lines of their own."""
    if any(line.links or line.decks for line in lines):
        return []
    texts = [line.text for line in lines]
    marks = list(NUMBERED.finditer(texts[0])) if len(lines) == 1 else []
    if marks and [int(mark["number"]) for mark in marks] == list(range(1, len(marks) + 1)) and not marks[0].start():
        ends = [mark.start() for mark in marks[1:]] + [len(texts[0])]
        texts = [texts[0][mark.end() : end].strip(" ,;/") for mark, end in zip(marks, ends, strict=True)]
    return texts if all(len(text.split()) >= FEWEST_OF_TITLE and not _is_field(text) for text in texts) else []


def _is_field(text: str) -> bool:
    """Is a line of a cell people, and no title?"""
    return bool(authors_of_line(text)) or bool(only_venue(text))


def _copies(cell: Block) -> list[Span]:
    """ "[PDF](…) [PDF](…)", "[PDF1](…), [PDF2](…)": links of one name; [] where they say different things."""
    links = [span for span in cell_spans(cell) if span.href]
    return links if len({re.sub(r"[\s\d]+", "", span.text).casefold() for span in links}) == 1 else []


def cell_spans(cell: Block) -> Iterable[Span]:
    yield from cell.spans
    for block in cell.blocks:
        yield from cell_spans(block)


def cell_text(cell: Block) -> str:
    return "".join(span.text for span in cell_spans(cell))
