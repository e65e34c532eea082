"""The cells of a schedule's table: what they name to read, what they link to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from readings.identifiers import identifiers_of_url
from readings.markdown import Block, Span

from .bullets import NO_READING, NOTHING, is_bare_address, looks_like_reading, names_something, reading_of_item
from .citations import before_venue, read_citation
from .headings import section_of
from .items import split_links
from .lines import Line, is_deck, lines_of, links_of, markdown_of, plain
from .structure import MORE, REQUIRED, Link, ParsedReading

BULLET = re.compile(r"\s*(?:[•●▪◦‣·]\s*|[-–*]\s+)")


def source_of_cell(cell: Block) -> str:
    """The cell as Markdown again: its words, links kept."""
    return " ".join(markdown_of(line.spans) for line in lines_of([cell]))


def readings_of_cell(cell: Block, requirement: str, left: list[str], *, sure: bool = False) -> list[ParsedReading]:
    """A cell's entries: its lines, list items, or links between commas and semicolons; `left` gets the other lines."""
    found: list[ParsedReading] = []
    for item in _entries(cell):
        text = plain(item.text)
        label = re.match(r"[*_]*(required|optional)[*_]*\s*:?\s*$", text, re.I)
        if label:
            requirement = REQUIRED if label[1].lower() == "required" else MORE
        elif NO_READING.search(text) and not links_of(item.spans):
            left.append(source_of_cell(item))
        elif looks_like_reading(item) or names_something(item) or is_bare_address(item) or (sure and text):
            reading = reading_of_item(item, requirement, "", text)
            found += [replace(reading, rule="row of a schedule")] if reading else []
        elif not NOTHING.fullmatch(text.strip(" .*")):
            left.append(source_of_cell(item))
    return found


def _entries(cell: Block) -> Iterator[Block]:
    lines = [without_bullet(line) for line in lines_of([cell]) if line.text]
    if len(lines) == 1 and (parts := _at_semicolons(lines[0])):
        lines = parts
    elif len(lines) == 1 and len([link for link in links_of(lines[0].spans) if not is_deck(link.url)]) > 1:
        lines = list(split_links(lines[0]))
    lines = [part for line in lines for each in _citations(line) for part in _addresses(each)]
    yield from (Block("item", cell.line, spans=line.spans) for line in lines)


def _at_semicolons(line: Line) -> list[Line]:
    """ "*Title*, [PRA 86, 032324](…); *Title*, [quant-ph/9707021](…)" as two lines; [] for any other."""
    parts: list[list[Span]] = [[]]
    for span in line.spans:
        first, *others = [span.text] if span.href else span.text.split(";")
        parts[-1].append(span.with_text(first))
        parts += [[span.with_text(text.lstrip())] for text in others]
    cited = len(parts) > 1 and all(map(before_venue, parts))
    return [Line(tuple(part), line.depth, line.number) for part in parts] if cited else []


def without_bullet(line: Line) -> Line:
    """The line without the mark that a list in a cell is written with: "• Title"."""
    first = line.spans[0] if line.spans else None
    bullet = BULLET.match(first.text) if first and not first.href else None
    return replace(line, spans=(first.with_text(first.text[bullet.end() :]), *line.spans[1:])) if bullet else line


def _citations(line: Line) -> list[Line]:
    """ "Lee (1983). “Roots.” Trees 48: 147; Chen (1977). “Leaves.” Trees 83: 340" as two lines; any other as it is."""
    parts = [] if line.links else re.split(r"\s*;\s+(?=[^\W\d_])", line.text)
    cited = [read_citation(Line((Span(part),), line.depth, line.number)) for part in parts]
    if len(parts) < 2 or not all(one.certain and one.authors and one.published for one in cited):
        return [line]
    return [Line((Span(part),), line.depth, line.number) for part in parts]


def _addresses(line: Line) -> list[Line]:
    """ "https://a.org, https://b.org" as two lines; any other as it is."""
    bare = [span for span in line.spans if span.href and "://" in span.text]
    if line.words or len(bare) < 2 or len(bare) < len(links_of(line.spans)):
        return [line]
    return [Line((span,), line.depth, line.number) for span in bare]


def is_papers(cell: Block) -> bool:
    """Is a cell, under whatever head, nothing but links to papers by their identifiers?"""
    lines = list(lines_of([cell]))
    links = [link for line in lines for link in links_of(line.spans)]
    return bool(links) and all(identifiers_of_url(link.url) for link in links) and not any(map(_beside_links, lines))


def _beside_links(line: Line) -> str:
    return re.sub(r"\W", "", "".join(span.text for span in line.spans if not span.href))


def readings_of_links(title: str, links: Sequence[Link], line: int) -> list[ParsedReading]:
    """A row that names no reading but links to some: its topic is the title of a single one."""
    papers = [link for link in links if not is_deck(link.url)]
    names = [title] if len(papers) == 1 else [link.label or link.url for link in papers]
    return [
        ParsedReading(
            title=(name or link.url)[:300], links=(link,), line=line, rule="link of a schedule", confidence=0.7
        )
        for name, link in zip(names, papers, strict=True)
    ]


def readings_under_label(cell: Block) -> list[ParsedReading]:
    """Of "Background: [Title](…)", in a column of remarks, what the label says is to be read."""
    found: list[ParsedReading] = []
    for line in lines_of([cell]):
        label, colon, _ = "".join(span.text for span in line.spans).partition(":")
        section = section_of(label) if colon else None
        if section is None or not line.links:
            return []
        spans = without_beginning(line.spans, len(label) + 1)
        found += readings_of_cell(Block("cell", cell.line, spans=tuple(spans)), section[0], [])
    return found


def without_beginning(spans: Iterable[Span], length: int) -> Iterator[Span]:
    """The spans of a line without its first characters."""
    for span in spans:
        if length < len(span.text):
            yield span.with_text(span.text[length:].lstrip() if length else span.text)
        length = max(length - len(span.text), 0)


def links_in_cell(cell: Block) -> list[Link]:
    return [link for line in lines_of([cell]) for link in links_of(line.spans)]
