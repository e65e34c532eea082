"""Cuts a post's body: the blocks before the session blog with their sources, and the blog itself."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from readings.markdown import Block, Document

from .blog_span import FEWEST_WORDS, MARK, blog_span
from .chunks import LABEL_LEVEL
from .findings import Findings
from .headings import blog_title, is_signed, notes_title, section_of
from .lines import plain
from .structure import ParsedNote

BOLD_BLOG = re.compile(r"(?:(?:session|class|seminar|our|the)\s+)?blog(?:\s*post)?\s*(?:[:：–—-].*)?$", re.I)
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
        if any(block.line > first.line for block in self.front):
            return "in parts before the readings", 0.7
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
