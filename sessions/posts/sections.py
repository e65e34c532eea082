"""Walks a post's blocks from heading to heading and decides which of them are readings; the rest is introduction."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from readings.markdown import Block

from .bullets import has_identifier, is_group, looks_like_reading, reading_of_item
from .entries import Entry
from .headings import is_gathering, is_never_reading, section_of
from .lines import lines_of, plain
from .structure import UNSPECIFIED, Deck, ParsedReading
from .tables import Context, columns_of, readings_of_table
from .titles import split_title

# What site templates leave at the end of a post.
BOILERPLATE = re.compile(
    r"\W*(?:this (?:site|page|website|blog)|powered by|site|hosted on)\b.{0,40}\b(?:built|powered|generated|hosted|made|by|jekyll|hugo|github pages)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A heading (None before the first) and the blocks up to the next one; places are those in the list of blocks."""

    heading: Block | None
    blocks: tuple[Block, ...]
    place: int

    @property
    def title(self) -> str:
        return plain(self.heading.text) if self.heading else ""

    @property
    def places(self) -> range:
        return range(self.place, self.place + len(self.blocks) + (self.heading is not None))


@dataclass
class Findings:
    """What was recognised; `used` are the places of blocks that need not be introduction."""

    readings: list[ParsedReading] = field(default_factory=list)
    slides: list[Deck] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    used_footnotes: set[str] = field(default_factory=set)
    left: dict[int, str] = field(default_factory=dict)  # what remains of a block that readings used in part


def chunks_of(blocks: Sequence[Block]) -> Iterator[Chunk]:
    start = 0
    for place in range(1, len(blocks) + 1):
        if place == len(blocks) or blocks[place].kind == "heading":
            heading = blocks[start] if blocks[start].kind == "heading" else None
            yield Chunk(heading, tuple(blocks[start + (heading is not None) : place]), start)
            start = place


def source_of(item: Block) -> str:
    """An item as Markdown again, nested ones indented."""
    first = "\n".join(
        "  " * line.depth + ("- " if line.depth or not place else "  ") + line.text
        for place, line in enumerate(lines_of([item]))
    )
    return first


class SectionReader:
    """Reads one session's blocks. `source(block place)` gives the Markdown a block was written as."""

    def __init__(self, blocks: Sequence[Block], sources: Sequence[str], topics: str, footnotes: Mapping[str, Block]):
        self.blocks, self.sources, self.topics, self.footnotes = blocks, sources, topics, footnotes
        self.requirement, self.section, self.section_level, self.section_place = "", "", 0, -1
        self.found = Findings()

    def read(self) -> Findings:
        chunks = list(chunks_of(self.blocks)) if self.blocks else []
        for chunk in chunks:
            self._chunk(chunk)
        return self.found

    def _chunk(self, chunk: Chunk) -> None:
        opened = section_of(chunk.title) if chunk.heading else None
        if opened:
            self.requirement, self.section = opened[0], chunk.title
            if not self.section_level or chunk.heading.level < self.section_level:
                self.section_level = chunk.heading.level
            self.section_place = chunk.place
            self._loose(chunk, inside=True)
            return
        if chunk.heading and self.requirement and chunk.heading.level < self.section_level:
            self.requirement, self.section = "", ""  # a heading above the list's own ends it
        if chunk.heading is None or is_never_reading(chunk.title):
            self._loose(chunk, inside=bool(self.requirement and chunk.heading is None))
        elif self._gathers(chunk):
            self._gathered(chunk)
        elif self.requirement or self._evident(chunk):
            self._entry(chunk)
        else:
            self._loose(chunk, inside=False)

    def _add(self, reading: ParsedReading | None, *places: int) -> bool:
        if reading is None:
            return False
        self.found.readings.append(reading)
        self.found.used.update(places)
        if self.requirement:
            self.found.used.add(self.section_place)  # its heading is kept as each reading's section
        return True

    def _table(self, block: Block, place: int) -> None:
        columns = columns_of(block)
        rows = readings_of_table(block, columns, self._context()) if columns else []
        for reading in rows:
            self._add(reading, place)

    def _context(self) -> Context:
        used = self.found.used_footnotes
        return Context(self.requirement or UNSPECIFIED, self.section, self.topics, self.footnotes, used)

    def _loose(self, chunk: Chunk, *, inside: bool) -> None:
        """Blocks under no reading's heading: tables of readings, and lists whose items are readings."""
        places = chunk.places[chunk.heading is not None :]
        for place, block in zip(places, chunk.blocks, strict=True):
            if block.kind == "table":
                self._table(block, place)
            elif block.kind == "list" and self._is_reading_list(block, inside):
                self._items(block, place)

    def _is_reading_list(self, block: Block, inside: bool) -> bool:
        items = block.blocks
        if inside:
            return any(looks_like_reading(item) for item in items)
        cited = [item for item in items if looks_like_reading(item) and has_identifier(item)]
        return bool(items) and len(cited) * 2 >= len(items)

    def _items(self, block: Block, place: int) -> None:
        """Each item that names a reading; an item "Two papers on ...:" heads those after or below it; others are left."""
        section, left = self.section, []
        for item in block.blocks:
            nested = [child for inner in item.blocks if inner.kind == "list" for child in inner.blocks]
            text = source_of(item)
            if is_group(item) or (plain(item.text).endswith(":") and not nested):
                self.section = f"{section} / {plain(item.text)}"
                left += [source_of(child) for child in nested if not self._item(child)]
            elif not (looks_like_reading(item) and self._item(item)):
                left.append(text)
        self.section = section
        self.found.used.add(place)
        if left:
            self.found.left[place] = "\n".join(left) + "\n\n"

    def _item(self, item: Block) -> bool:
        return self._add(reading_of_item(item, self.requirement or UNSPECIFIED, self.section, source_of(item)))

    def _gathers(self, chunk: Chunk) -> bool:
        """Is this a heading over several readings, rather than a reading's own?"""
        items = [item for block in chunk.blocks if block.kind == "list" for item in block.blocks]
        own = [item for item in items if looks_like_reading(item) or is_group(item)]
        if not own or not (self.requirement or self._evident(chunk)):
            return False
        about_heading = [item for item in items if not looks_like_reading(item) and not is_group(item)]
        if is_gathering(chunk.title):
            return len(own) > len(about_heading) or len(own) >= 3
        return len(own) >= 2 and not about_heading and (chunk.title.endswith(":") or len(own) >= 3)

    def _gathered(self, chunk: Chunk) -> None:
        section, self.section = self.section, " / ".join(part for part in (self.section, chunk.title) if part)
        before = len(self.found.readings)
        for place, block in zip(chunk.places[1:], chunk.blocks, strict=True):
            if block.kind == "list":
                self._items(block, place)
            elif block.kind == "table":
                self._table(block, place)
        if len(self.found.readings) > before:
            self.found.used.add(chunk.place)
        self.section = section

    def _evident(self, chunk: Chunk) -> bool:
        """Outside a section: do the lines under the heading say that it names a paper?"""
        if is_never_reading(chunk.title) or not chunk.blocks or chunk.blocks[0].kind not in ("list", "paragraph"):
            return False
        entry = Entry().read(list(lines_of(chunk.blocks))[:12])
        strong = {"links", "authors", "date", "venue", "paper", "link", "arxiv"}
        return bool(entry.evidence & strong) and bool(entry.links or entry.authors)

    def _entry(self, chunk: Chunk) -> None:
        title = split_title(chunk.title)
        if not title.text:
            return self._loose(chunk, inside=True)
        kinds = ("list", "paragraph", "quote", "html", "definition_list", "code")
        blocks = [block for block in chunk.blocks if block.kind in kinds and not BOILERPLATE.match(block.text)]
        entry = Entry(title.authors, title.published, title.venue)
        entry.take_links(next(lines_of([chunk.heading])))
        entry.read(line for block in blocks for line in lines_of([block], 0))
        places = [
            place
            for place, block in zip(chunk.places[1:], chunk.blocks, strict=True)
            if block in blocks or block.kind == "rule"
        ]
        reading = ParsedReading(
            title=title.text[:300],
            requirement=self.requirement or UNSPECIFIED,
            authors=entry.authors,
            published=entry.published,
            venue=entry.venue,
            abstract=entry.abstract,
            presenter=entry.presenter,
            topic=entry.topic,
            instruction=entry.instruction,
            links=entry.own_links(),
            slides=entry.own_slides(),
            remarks="\n".join(entry.remarks),
            section=self.section,
            text="".join(self.sources[place] for place in [chunk.place, *places]),
            line=chunk.heading.line,
            rule="heading with bullets",
            confidence=1.0 if self.requirement and entry.evidence else 0.7,
        )
        self._add(reading, chunk.place, *places)
        return None
