"""Cuts a post's body: the blocks before the session blog with their sources, and the blog itself."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from readings.markdown import Block, Document

from .chunks import LABEL_LEVEL, LONGEST_LABEL
from .decisions import is_reference
from .findings import Findings
from .headings import blog_title, is_never_reading, is_signed, notes_title, section_of
from .lines import Line, lines_of, plain
from .structure import ParsedNote

# Jekyll's excerpt separator, as courses use it: what follows is the blog.
MARK = re.compile(r"[ \t]*<!--\s*(?:excerpt\.start|excerpt|more)\s*-->[ \t]*", re.I)
REFERENCES = re.compile(r"\W*(?:references|bibliography|literature|works cited)\W*", re.I)  # a blog may end with them
BOLD_BLOG = re.compile(r"(?:(?:session|class|seminar|our|the)\s+)?blog(?:\s*post)?\s*(?:[:：–—-].*)?$", re.I)
FEWEST_WORDS = 8  # of prose
BY_NOTES = "under a heading for notes behind the readings"
LEAD_IN = re.compile(r"in this (?:session|class|week|post|blog)\b", re.I)


@dataclass(frozen=True, slots=True)
class Pieces:
    """`front` are the blocks (footnotes too) outside the blog, `sources` what they were written as."""

    lines: tuple[str, ...]
    front: tuple[Block, ...]
    sources: tuple[str, ...]
    behind: tuple[tuple[Block, int], ...]  # (block, line after its last) of the blog
    footnotes: dict[str, Block]

    @classmethod
    def of(cls, document: Document, body: str) -> "Pieces":
        lines = body.split("\n")
        after = len(lines) + 1
        blocks = _with_bold_heading(sorted(document.blocks, key=lambda block: block.line), lines)
        start, end = blog_span(blocks, lines)
        placed = list(_ranges([part for block in blocks for part in _opened(block, start)], after))
        front = [(block, a, min(b, start) if a < start else b) for block, a, b in placed if not start <= a < end]
        behind = [(block, min(b, end)) for block, a, b in placed if start <= a < end]
        return cls(
            lines=tuple(lines),
            front=tuple(block for block, _, _ in front),
            sources=tuple("\n".join(lines[a - 1 : b - 1]) + "\n" for _, a, b in front),
            behind=tuple(behind),
            footnotes={block.label: block for block in blocks if block.kind == "footnote"},
        )

    def introduction(self, found: Findings) -> str:
        """What no reading used, without the excerpt marks."""
        left = "".join(
            found.left.get(place, "") if place in found.used else source
            for place, (block, source) in enumerate(zip(self.front, self.sources, strict=True))
            if not (block.kind == "footnote" and block.label in found.used_footnotes)
        )
        return "\n".join(line for line in left.split("\n") if not MARK.fullmatch(line)).strip()

    def note(self, used_footnotes: Collection[str], body_line: int) -> ParsedNote | None:
        """The blog: its title where its heading has one, its Markdown without that heading."""
        blocks = list(self.behind)
        if not any(block.kind != "footnote" for block, _ in blocks):
            return None
        title, text = "", []
        first = next(block for block, _ in blocks if block.kind != "footnote")
        rule, sure = self._rule_of_note(first)
        title_of = notes_title if rule == BY_NOTES else blog_title
        for place, (block, end) in enumerate(blocks):
            named = title_of(plain(block.text)) if block.kind == "heading" and not title and not any(text) else None
            source = "\n".join(self.lines[block.line - 1 : end - 1])
            if block.kind == "footnote" and block.label in used_footnotes:
                continue
            if named is None:
                text.append(source)
            elif LEAD_IN.match(named):
                text.append(named + "\n")
            else:
                title = named
                following = source.split("\n")[1:]
                text += following if place + 1 < len(blocks) or any(following) else []
        markdown = "\n".join(line for line in "\n".join(text).split("\n") if not MARK.fullmatch(line)).strip("\n")
        if not markdown.strip() and not title:
            return None
        return ParsedNote(title[:300], markdown.rstrip(), first.line + body_line - 1, rule, sure)

    def _rule_of_note(self, first: Block) -> tuple[str, float]:
        """(rule, confidence), as blog_span decides."""
        if any(MARK.fullmatch(line) for line in self.lines):
            return "behind the excerpt mark", 1.0
        if first.kind == "heading" and blog_title(plain(first.text)) is not None:
            return "under a heading that says so", 1.0
        if first.kind == "heading" and notes_title(plain(first.text)) is not None:
            return BY_NOTES, 0.8
        return "under a heading above the readings' own", 0.8


def _opened(block: Block, before: int) -> Iterator[Block]:
    """What a container such as <details> or <div> holds, where it holds more than one thing and is not of the blog."""
    kinds = {part.kind for part in block.blocks}
    if block.kind == "html" and block.line < before and (len(block.blocks) > 1 or kinds & {"html", "list", "table"}):
        for part in block.blocks:
            yield from _opened(part, before)
    else:
        yield block


def _ranges(blocks: Sequence[Block], after: int) -> Iterator[tuple[Block, int, int]]:
    """(block, first line, line after the last): each reaches to the next, the first begins at the top."""
    starts = [block.line for block in blocks]
    for place, block in enumerate(blocks):
        first = starts[place] if place else 1
        yield block, first, starts[place + 1] if place + 1 < len(blocks) else after


def _with_bold_heading(blocks: Sequence[Block], lines: Sequence[str]) -> Sequence[Block]:
    """The blocks, a line "**Blog**" over prose as a heading where nothing else says where the blog begins."""
    if any(MARK.fullmatch(line) for line in lines) or any(
        block.kind == "heading" and blog_title(plain(block.text)) is not None for block in blocks
    ):
        return blocks
    for place, block in enumerate(blocks):
        text, following = plain(block.text), blocks[place + 1 :]
        if block.kind != "paragraph" or not block.spans or not block.spans[0].strong:
            continue
        if not (all(span.strong or not span.text.strip() for span in block.spans) or is_signed(text)):
            continue
        begins = BOLD_BLOG.match(text) or is_signed(text)
        if not (begins and _is_prose(following)) or any(section_of(plain(b.text)) for b in following):
            continue
        return [*blocks[:place], replace(block, kind="heading", level=LABEL_LEVEL), *following]
    return blocks


def _is_prose(blocks: Sequence[Block]) -> bool:
    """Is the first thing, headings aside, a paragraph of more than links?"""
    first = next((block for block in blocks if block.kind != "heading"), None)
    if first is None or first.kind != "paragraph":
        return False
    return len("".join(span.text for span in first.spans if not span.href).split()) >= FEWEST_WORDS


def blog_span(blocks: Sequence[Block], lines: Sequence[str]) -> tuple[int, int]:
    """(first line, line after the last) of the blog; equal where there is none.

    It begins at the excerpt mark, else at a heading "Blog", else at prose under "Notes" behind the readings, else at a
    heading above the reading list's own level.
    """
    after = len(lines) + 1
    mark = next((number for number, line in enumerate(lines, 1) if MARK.fullmatch(line)), None)
    if mark is not None and not any(
        block.kind == "code" and block.line <= mark < block.line + block.text.count("\n") for block in blocks
    ):
        return (mark, after) if _says_something(blocks, mark, after) else (after, after)
    headings = [block for block in blocks if block.kind == "heading"]
    sections = [block for block in headings if section_of(plain(block.text))]
    for block in headings:
        deeper = any(s.line < block.line and s.level < block.level for s in sections)
        if blog_title(plain(block.text)) is not None:
            if deeper and (any(s.line > block.line for s in sections) or _is_address(blocks, block)):
                continue  # a part of the reading list
            following = [s.line for s in sections if s.line > block.line and s.level <= block.level]
            end = following[0] if following and not any(s.line < block.line for s in sections) else after
            return (block.line, end) if _says_something(blocks, block.line, end) else (after, after)
    if notes := _notes_span(blocks, after):
        return notes
    if sections:
        top = min(block.level for block in sections)
        last = [s.line for s in sections if not REFERENCES.fullmatch(plain(s.text))] or [sections[0].line]
        above = [b.line for b in headings if b.line > last[-1] and b.level < top and not section_of(plain(b.text))]
        if above and _says_something(blocks, above[0] + 1, after):
            return above[0], after
    return after, after


def _notes_span(blocks: Sequence[Block], after: int) -> tuple[int, int] | None:
    """The lines of "Notes", "Summary", "Notes by Ann" over prose behind the readings, unless they are one paper's."""
    opened = False  # a reading list's label or links came before
    between: list[int] = []  # levels of headings behind it that may be titles
    for place, block in enumerate(blocks):
        text, following = plain(block.text), blocks[place + 1 :]
        if block.kind != "heading":
            opened |= _lists_readings(block)
        elif section_of(text):
            opened = True
        elif notes_title(text) is None:
            between += [block.level] if opened and not is_never_reading(text) else []
        elif (
            opened
            and not any(level <= block.level for level in between)
            and _tells(following, block.level, is_signed(text))
        ):
            ends = [b.line for b in following if b.kind == "heading" and b.level <= block.level and _opens_list(b)]
            return None if ends and not is_signed(text) else (block.line, ends[0] if ends else after)
    return None


def _opens_list(block: Block) -> bool:
    text = plain(block.text)
    return bool(section_of(text)) and not REFERENCES.fullmatch(text)


def _lists_readings(block: Block) -> bool:
    """Is this a label such as "**Required:**", or a list or table that links to something?"""
    if block.kind == "paragraph":
        line = next(lines_of([block]), None)
        label = len(block.text) < LONGEST_LABEL and section_of(plain(block.text)) is not None
        return label or (line is not None and bool(line.links) and is_reference(line))
    return block.kind in ("list", "table") and any(line.links for line in lines_of([block]))


def _tells(blocks: Sequence[Block], level: int, signed: bool) -> bool:
    """Is what stands below a heading prose, first and for the most part? Bullets are, where they are `signed`."""
    own = list(takewhile(lambda block: block.kind != "heading" or block.level > level, blocks))
    first = next((block for block in own if block.kind not in ("heading", "image", "html")), None)
    if first is None or first.kind not in ("paragraph", "quote", *(["list"] if signed else [])):
        return False
    lines = [line for line in lines_of([first]) if not _is_link(line)]
    if first.kind == "list" and len(lines) * 2 < len(list(lines_of([first]))):
        return False
    words = [word for line in lines_of(own) for span in line.spans if not span.href for word in span.text.split()]
    return bool(lines) and len(words) >= FEWEST_WORDS


def _is_link(line: Line) -> bool:
    """Is a line little more than a link: "See [the nets](…)."?"""
    return bool(line.links) and len("".join(span.text for span in line.spans if not span.href).split()) <= 3


def _is_address(blocks: Sequence[Block], heading: Block) -> bool:
    """Is there nothing but a link under "Blog - A title", until the next heading?"""
    below = [block for block in blocks if block.line > heading.line]
    own = list(takewhile(lambda block: block.kind != "heading", below))
    return 0 < len(own) <= 2 and all(not line.words and line.links for line in lines_of(own))


def _says_something(blocks: Sequence[Block], start: int, end: int) -> bool:
    """Is there more than footnotes and a bare heading "Blog"?"""
    return any(
        start <= block.line < end
        and block.kind not in ("footnote", "rule")
        and not (block.kind == "heading" and blog_title(plain(block.text)) == "")
        for block in blocks
    )
