"""Reads the blocks under one heading, whose section is known: tables, lists and paragraphs that cite."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from readings.markdown import Block

from .bullets import CALLED, is_group, reading_of_item, reading_of_lines
from .chunks import Chunk
from .decisions import MARK, cites, is_reading_list, is_reference, is_whole_citation, names_reading, parted
from .findings import Findings
from .items import SLIDES, children_of, decks_of_lecture, entries_of, source_of, text_of, with_fields
from .lines import lines_of, links_of, markdown_of, plain, split_lines
from .presenters import with_presenters
from .requirement_marks import marked_requirement
from .session_fields import session_fields
from .structure import UNSPECIFIED, Deck, ParsedReading
from .tables import Context, columns_of, readings_of_table, with_head


class BlockReader:
    """Finds readings in blocks; `sources` are the Markdown that each of them was written as.

    Whoever walks the headings says what section the blocks are in and who presents its papers.
    """

    def __init__(
        self,
        sources: Sequence[str],
        topics: str,
        footnotes: Mapping[str, Block],
        inside: bool = False,
        sure: bool = True,
    ):
        self.sources, self.topics, self.footnotes = sources, topics, footnotes
        # `inside`: the blocks are a reading list's from the first on; `sure`: and a few words may name a reading.
        self.sure = sure
        self.requirement, self.section = UNSPECIFIED if inside else "", ""
        self.section_places: tuple[int, ...] = ()  # of the headings that opened the section
        self.presenter = ""  # whom the last heading named that names nobody's paper
        self.presenter_places: tuple[int, ...] = ()
        self.unread: dict[int, str] = {}  # what says nothing of a reading, perhaps beside what does
        self.found = Findings()

    def _add(self, reading: ParsedReading | None, *places: int) -> bool:
        if reading is None:
            return False
        self.found.readings.append(replace(reading, presenter=reading.presenter or self.presenter[:200]))
        self.found.used.update((*places, *self.presenter_places))
        if self.requirement:
            self.found.used.update(self.section_places)  # the headings are kept as each reading's section
        return True

    def _tables(self, chunk: Chunk) -> bool:
        """Reads the chunk's tables of readings, if it has any."""
        return sum(self._table(block, place) for place, block in chunk.placed if block.kind == "table") > 0

    def _keep(self, chunk: Chunk) -> None:
        """What stands under a label within a block that readings may use."""
        if any(place == chunk.place for place, _ in chunk.placed):
            text = "\n".join([f"**{chunk.title}**", *(markdown_of(line.spans) for line in lines_of(chunk.blocks))])
            self.found.left[chunk.place] = self.found.left.get(chunk.place, "") + f"{text}\n\n"

    def _slides(self, chunk: Chunk) -> None:
        """ "Slides" over nothing but links to decks."""
        lines = list(lines_of(chunk.blocks))
        decks = [Deck(link.url, link.label) for line in lines for link in links_of(line.spans)]
        if SLIDES.match(chunk.title) and decks and not any(line.words for line in lines):
            self.found.slides += decks
            self.found.used.update([chunk.place, *(place for place, _ in chunk.placed)])

    def _table(self, block: Block, place: int) -> bool:
        block = with_head(block)
        columns = columns_of(block, alone=bool(self.requirement))
        used = self.found.used_footnotes
        context = Context(self.requirement or UNSPECIFIED, self.section, self.topics, self.footnotes, used)
        rows = readings_of_table(block, columns, context) if columns else []
        return sum(self._add(reading, place) for reading in rows) > 0

    def _loose(self, chunk: Chunk, *, inside: bool) -> None:
        """Blocks under no reading's heading: tables of readings, lists and paragraphs that cite."""
        leading = self.sure  # nothing but readings so far
        for place, block in chunk.placed:
            if block.kind == "table":
                leading &= self._table(block, place)
            elif block.kind == "list" and is_reading_list(block, inside, leading):
                self._items(block, place, anything=inside and leading)
            elif not self._line(block, place, inside=inside):
                leading = False
                if inside and block.kind == "paragraph" and any(re.match(r"https?:", s.href) for s in block.spans):
                    self.found.unread.append(block)
                self.unread[place] = self.unread.get(place, "") + f"{text_of(block)}\n\n"

    def _line(self, block: Block, place: int, *, inside: bool) -> bool:
        """A paragraph that cites or says something of the session, which it may do within a <div> or as an item too."""
        if block.kind in ("html", "list"):
            return self._session_field(block, place)
        read = self._paragraph if inside else self._reference
        return block.kind == "paragraph" and read(block, place)

    def _paragraph(self, block: Block, place: int) -> bool:
        """A paragraph of a reading list that is one citation, or several behind marks "[1]"."""
        lines = list(split_lines(block.spans, 0, block.line))
        starts = [number for number, line in enumerate(lines) if MARK.match(line.text)] or [0]
        if len(lines) > 1 and all(is_whole_citation(line) for line in lines):
            starts = list(range(len(lines)))
        groups = [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
        if not lines or starts[0] or not all(cites(group) for group in groups):
            return self._session_field(block, place)
        return (
            sum(
                self._add(reading_of_lines(*parted(group), self.requirement, self.section, self.sources[place]), place)
                for group in groups
            )
            > 0
        )

    def _reference(self, block: Block, place: int) -> bool:
        """Outside a reading list: a paragraph that is one full citation with its address or in quotation marks."""
        lines = list(split_lines(block.spans, 0, block.line))
        marked = len(lines) == 1 and any(span.emphasis and not span.strong for span in lines[0].spans[1:])
        linked = len(lines) == 1 and (lines[0].links or CALLED.match(lines[0].text) or marked)
        if not (linked and is_reference(lines[0])):
            return self._session_field(block, place)
        reading = reading_of_lines(lines[0], [], self.requirement or UNSPECIFIED, self.section, self.sources[place])
        return self._add(reading, place)

    def _session_field(self, block: Block, place: int) -> bool:
        """ "Slides: [deck](…)" and "Presenter: Maria & Tom" say something of the session."""
        said, known = session_fields(block), self.found
        if not said or any(
            (one.lead and known.lead_team not in ("", one.lead)) or (one.blog and known.blog_team not in ("", one.blog))
            for one in said
        ):
            return False
        for one in said:
            known.slides += one.decks
            known.lead_team = known.lead_team or one.lead
            known.blog_team = known.blog_team or one.blog
        known.used.add(place)
        return True

    def _items(self, block: Block, place: int, *, anything: bool = False) -> None:
        """Each item that names a reading; "Two papers on ...:" heads those after or below it; others are left."""
        section, left = self.section, []
        for item in (entry for listed in with_fields(with_presenters(block.blocks)) for entry in entries_of(listed)):
            nested = children_of(item)
            if is_group(item) or (plain(item.text).endswith(":") and not nested):
                self.section = f"{section} / {plain(item.text)}"
                own = self.requirement
                self.requirement = marked_requirement(plain(item.text)) or own
                left += [source_of(child) for child in nested if not self._item(child)]
                self.requirement = own
            elif not nested and self._session_field(item, place):
                pass
            elif decks := decks_of_lecture(item):
                self.found.slides += decks
                left.append(source_of(item))
            elif not (names_reading(item, anything) and self._item(item)):
                left.append(source_of(item))
        self.section = section
        self.found.used.add(place)
        if left:
            self.found.left[place] = self.found.left.get(place, "") + "\n".join(left) + "\n\n"

    def _item(self, item: Block) -> bool:
        return self._add(reading_of_item(item, self.requirement or UNSPECIFIED, self.section, source_of(item)))
