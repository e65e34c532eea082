"""Walks a post's blocks from heading to heading and decides which of them are readings; the rest is introduction."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from readings.markdown import Block

from .block_reading import BlockReader
from .chunks import LABEL_LEVEL, TITLE_LEVEL, Chunk, chunks_of
from .decisions import (
    cites,
    gathers,
    headed_by_first_line,
    holds_readings,
    is_described,
    is_evident,
    is_prose,
    is_reference,
    is_related,
    names_paper,
    presenter_of_heading,
    with_abstracts,
)
from .findings import Findings
from .heading_entries import is_of_entry, reading_of_heading
from .headings import is_kind, is_never_reading, is_resources, is_tools, section_of
from .lines import lines_of, plain
from .listings import apart
from .stars import with_stars
from .structure import UNSPECIFIED

# What site templates leave at the end of a post.
BOILERPLATE = re.compile(
    (
        r"\W*(?:this (?:site|page|website|blog)|powered by|site|hosted on)\b.{0,40}\b(?:built"
        r"|powered|generated|hosted|made|by|jekyll|hugo|github pages)\b"
    ),
    re.I,
)

LEAD_IN = re.compile(r"\b(?:readings|papers)\s+(?:cover|are|include|were)\b[^.]{0,40}:$", re.I)
FEWEST_PAPERS = 2  # under headings of one level
EVERYONE = re.compile(r"(?:everyone|all)\b", re.I)  # as opposed to one team


class SectionReader(BlockReader):
    """Reads one session's blocks, of which `sources` are the Markdown."""

    def __init__(
        self,
        blocks: Sequence[Block],
        sources: Sequence[str],
        title: str,
        topics: str,
        footnotes: Mapping[str, Block],
        inside: bool = False,
        sure: bool = True,
    ):
        super().__init__(sources, topics, footnotes, inside, sure)
        self.blocks, self.title = blocks, title
        self.chunks: list[Chunk] = []
        self.section_level, self.presenter_level = 0, 0
        self.heading = ""  # that opened the section, where a label below it renames it

    def read(self) -> Findings:
        chunks = self.chunks = with_abstracts(list(chunks_of(self.blocks)))
        for number, chunk in enumerate(chunks):
            following = chunks[number + 1].heading if number + 1 < len(chunks) else None
            has_parts = bool(following and chunk.heading and following.level > chunk.heading.level)
            if chunk.heading and chunk.heading.level <= self.presenter_level:
                self.presenter, self.presenter_level, self.presenter_places = "", 0, ()
            if self._names_presenter(chunk, has_parts):
                self._presented(chunk)
            else:
                self._chunk(chunk, has_parts)
        self.found.readings = with_stars(self.found.readings, self.blocks)
        for place, text in self.unread.items():
            if place in self.found.used:
                self.found.left[place] = text + self.found.left.get(place, "")
        for chunk in chunks:
            if chunk.heading and section_of(chunk.title) and chunk.place not in self.found.used:
                self.found.empty.append(chunk.heading)
        return self.found

    def _chunk(self, chunk: Chunk, has_parts: bool) -> None:
        if chunk.heading and chunk.heading.level == TITLE_LEVEL:
            self._titled(chunk)
            return
        if opened := self._opens(chunk):
            self._open(chunk, opened)
            return
        if chunk.heading and self.requirement and chunk.heading.level < self.section_level:
            self.requirement, self.section, self.heading = "", "", ""  # a heading above the list's own ends it
        if self._leaves(chunk):
            self.requirement, self.section, self.heading = "", "", ""
            self._loose(chunk, inside=False)
        elif chunk.heading and is_never_reading(chunk.title):
            self._tables(chunk)
            self._slides(chunk)
            self._keep(chunk)
            if chunk.heading.level <= (self.section_level or LABEL_LEVEL - 1):
                self.requirement, self.section, self.heading = "", "", ""
        elif chunk.heading is None or chunk.title == self.title:
            self._loose(chunk, inside=bool(self.requirement))
        elif self._tables(chunk):
            pass
        elif not self.requirement and (is_resources(chunk.title) or is_tools(chunk.title)):
            self._loose(chunk, inside=False)
        elif ((self.requirement or is_evident(chunk) or self._is_beside_list(chunk)) and gathers(chunk)) or (
            has_parts and not chunk.placed
        ):
            self._gathered(chunk)
        elif (self.requirement and not is_prose(chunk)) or names_paper(chunk) or self._is_among_papers(chunk):
            self._entry(chunk)
        else:
            self._loose(chunk, inside=False)

    def _names_presenter(self, chunk: Chunk, has_parts: bool) -> bool:
        """Does a heading over papers only say who presents them?"""
        if not chunk.heading or chunk.title == self.title or not presenter_of_heading(chunk.title):
            return False
        papers = chunk.placed and (self.requirement or names_paper(chunk))
        return bool(papers) or (has_parts and chunk.heading.level < LABEL_LEVEL)

    def _presented(self, chunk: Chunk) -> None:
        """The papers of one presenter: a list of them, or one whose title stands on the first line."""
        self.presenter, self.presenter_level = presenter_of_heading(chunk.title), chunk.heading.level
        if chunk.heading.level == self.section_level and EVERYONE.match(self.heading):
            self.requirement, self.section, self.heading = UNSPECIFIED, "", ""
        self.presenter_places = (chunk.place,)
        if chunk.placed and (paper := headed_by_first_line(chunk)):
            self._entry(paper)
        else:
            self._loose(chunk, inside=bool(self.requirement))

    def _opens(self, chunk: Chunk) -> str:
        """The requirement of the section that a heading opens, "" where it opens none."""
        requirement, subtitle = (section_of(chunk.title) if chunk.heading else None) or ("", "")
        return "" if subtitle and self.requirement and is_related(chunk, subtitle) else requirement

    def _leaves(self, chunk: Chunk) -> bool:
        """Does a heading of the list's own level turn to something else?"""
        if not chunk.heading or not self.requirement:
            return False
        if chunk.heading.level != (self.section_level or min(chunk.heading.level, LABEL_LEVEL - 1)):
            return False  # any heading stands above a label that opened the list
        return is_resources(chunk.title) or not (is_never_reading(chunk.title) or holds_readings(chunk))

    def _is_beside_list(self, chunk: Chunk) -> bool:
        """ "Blogs" above "Papers": another kind of thing to read, under a heading of the same level."""
        headings = (block for block in self.blocks if block.kind == "heading" and block.level == chunk.heading.level)
        return is_kind(chunk.title) and any(section_of(plain(heading.text)) for heading in headings)

    def _is_among_papers(self, chunk: Chunk) -> bool:
        """Outside a section: is it something with an address between headings that name papers?"""
        if self.requirement or not is_evident(chunk):
            return False
        level = chunk.heading.level
        beside = [other for other in self.chunks if other.heading and other.heading.level == level]
        papers = sum(map(names_paper, beside))
        return self._is_led_in(chunk) or (papers >= FEWEST_PAPERS and papers * 2 >= len(beside))

    def _is_led_in(self, chunk: Chunk) -> bool:
        """Does a line "our readings are:" stand above?"""
        above = (block for block in self.blocks[: max(chunk.place, 0)] if block.kind == "paragraph")
        return any(LEAD_IN.search(plain(block.text)) for block in above)

    def _titled(self, chunk: Chunk) -> None:
        """A bold line or a term: of a reading list where what is below it says so."""
        line = next(lines_of([chunk.heading]), None)
        if line is None:  # a mark and nothing else
            self._loose(chunk, inside=bool(self.requirement))
            return
        own = 1 if is_described(chunk) else 0  # blocks of the entry outside a reading list
        if not self.requirement and (own or (line.links and is_reference(line))):
            self._entry(replace(chunk, placed=chunk.placed[:own]))
            self._loose(replace(chunk, placed=chunk.placed[own:]), inside=False)
        elif self.requirement and gathers(chunk):
            self._gathered(chunk)
        elif self.requirement and (is_evident(chunk) or cites([line])):
            self._entry(chunk)
        else:
            self._loose(chunk, inside=bool(self.requirement))

    def _open(self, chunk: Chunk, requirement: str) -> None:
        level = chunk.heading.level
        nested = level == LABEL_LEVEL or level > self.section_level > 0
        if requirement == UNSPECIFIED and nested and self.requirement:
            requirement = self.requirement
        inherits = nested and requirement == self.requirement
        if level < LABEL_LEVEL and not inherits:
            self.heading, self.section_places = chunk.title, (chunk.place,)
        else:
            self.heading = self.heading or chunk.title
            self.section_places = (*self.section_places[:1], chunk.place)
        self.requirement = requirement
        self.section = " / ".join(dict.fromkeys(part for part in (self.heading, chunk.title) if part))
        if level < LABEL_LEVEL and (not self.section_level or level < self.section_level):
            self.section_level = level
        self._loose(chunk, inside=True)

    def _gathered(self, chunk: Chunk) -> None:
        section = self.section
        self.section = " / ".join(part for part in (section, chunk.title) if part)
        before = len(self.found.readings)
        for place, block in chunk.placed:
            if block.kind == "list":
                self._items(block, place)
        if len(self.found.readings) > before:
            self.found.used.add(chunk.place)
            self.section = section

    def _entry(self, chunk: Chunk) -> None:
        parts = [(place, *apart(block, chunk.title)) for place, block in chunk.placed]
        behind = [(place, replace(block, blocks=others)) for place, block, others in parts if others]
        own = tuple((place, block) for place, block, others in parts if block.blocks or not others)
        if behind and not own:
            self._gathered(replace(chunk, placed=tuple(behind)))
            return
        chunk = replace(chunk, placed=own)
        used = [
            (place, block) for place, block in chunk.placed if is_of_entry(block) and not BOILERPLATE.match(block.text)
        ]
        rules = [place for place, block in chunk.placed if block.kind == "rule"]
        places = [chunk.place, *(place for place, _ in used), *rules]
        reading = reading_of_heading(
            chunk.heading,
            [block for _, block in used],
            requirement=self.requirement or UNSPECIFIED,
            section=self.section,
            text="".join(self.sources[place] for place in sorted(set(places))),
            sure=bool(self.requirement),
        )
        if not self._add(reading, *places):
            self._loose(chunk, inside=bool(self.requirement))
        for place, block in behind:
            self._items(block, place)
