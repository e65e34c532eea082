"""Where a post's blog begins and ends: at its mark, at a heading, behind the readings, or before them."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from readings.markdown import Block

from .chunks import LONGEST_LABEL
from .decisions import is_reference
from .headings import blog_title, is_never_reading, is_signed, notes_title, section_of
from .lines import Line, lines_of, plain
from .session_fields import WRITES

# Jekyll's excerpt separator, as courses use it: what follows is the blog.
MARK = re.compile(r"[ \t]*<!--\s*(?:excerpt\.start|excerpt|more)\s*-->[ \t]*", re.I)
REFERENCES = re.compile(r"\W*(?:references|bibliography|literature|works cited)\W*", re.I)  # a blog may end with them
FEWEST_WORDS = 8  # of prose
FEWEST_OF_BLOG = 40  # words of a blog that no heading names


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
    return _span_before(blocks, headings, sections) or (after, after)


def _span_before(
    blocks: Sequence[Block], headings: Sequence[Block], sections: Sequence[Block]
) -> tuple[int, int] | None:
    """The lines of a blog that stands before the readings, under headings of their level: several parts of prose, or
    fewer where a line says who wrote it."""
    if not sections:
        return None
    first = sections[0]
    parts = [block for block in headings if block.line < first.line and block.level == first.level]
    own = [block for block in blocks if parts and parts[0].line <= block.line < first.line]
    signed = any(WRITES.match(line.text) for block in blocks if block.line < first.line for line in lines_of([block]))
    if len(parts) < (1 if signed else 2) or all(is_never_reading(plain(part.text)) for part in parts):
        return None
    lists = [block for block in _outside_questions(own) if block.kind in ("list", "table")]
    if any(sum(bool(line.links) for line in lines) * 2 >= len(lines) > 0 for lines in map(_lines, lists)):
        return None
    words = sum(len(line.text.split()) for block in own if block.kind == "paragraph" for line in lines_of([block]))
    return (parts[0].line, first.line) if words >= (FEWEST_WORDS if signed else FEWEST_OF_BLOG) else None


def _outside_questions(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks that stand under no heading such as "Questions for discussion", which may link to what was read."""
    asked = False
    for block in blocks:
        asked = is_never_reading(plain(block.text)) if block.kind == "heading" else asked
        if not asked:
            yield block


def _lines(block: Block) -> list[Line]:
    return list(lines_of([block]))


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
