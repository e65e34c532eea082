"""Headings no parser takes for such: "##Title" without its space, a title on a line of its own over its address."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from readings.markdown import Block, Span

from .bullets import is_paper_address
from .lines import Line, split_lines
from .people import authors_of_line

HASHES = re.compile(r"\s*#{2,6}(?=[^\W_])")
LONG_WORD = 4  # letters: a shorter one is seldom written with a capital
FEWEST = 3  # words of a title
LONGEST = 30  # words


def split_hashed(block: Block) -> Iterator[Block]:
    """The block; a paragraph cut at its lines such as "##Readings" and "###A title", which become headings."""
    lines = list(split_lines(block.spans, 0, block.line)) if block.kind == "paragraph" else []
    if not any(map(_is_hashed, lines)):
        yield block
        return
    behind: list[Line] = []
    for line in lines:
        if not _is_hashed(line):
            behind.append(line)
            continue
        if behind:
            yield _paragraph(block, behind)
        first, behind = line.spans[0], []
        hashes = HASHES.match(first.text)[0].strip()
        spans = (first.with_text(HASHES.sub("", first.text)), *line.spans[1:])
        yield Block("heading", line.number, level=len(hashes), spans=spans)
    if behind:
        yield _paragraph(block, behind)


def _is_hashed(line: Line) -> bool:
    first = line.spans[0]
    return not first.code and HASHES.match(first.text) is not None


def _paragraph(block: Block, lines: Sequence[Line]) -> Block:
    spans = tuple(span for n, line in enumerate(lines) for span in ((Span("\n"),) if n else ()) + line.spans)
    return replace(block, line=lines[0].number, spans=spans)


def over_address(block: Block, below: Block) -> bool:
    """ "A Title In Capitals", no heading, over a list that begins with the address of this one paper."""
    lines = list(split_lines(block.spans, 0, block.line)) if block.kind == "paragraph" else []
    return len(lines) == 1 and _is_title(lines[0]) and _is_of_one_paper(below)


def _is_title(line: Line) -> bool:
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", line.text) if len(word) >= LONG_WORD]
    capitals = len(words) > 1 and sum(word[0].isupper() for word in words) * 3 >= len(words) * 2
    ended = line.text.endswith((":", ".")) or len(line.text.split()) > LONGEST
    people = authors_of_line(line.text) or " et al" in line.text
    return len(line.text.split()) >= FEWEST and capitals and not (line.links or ended or people)


def _is_of_one_paper(block: Block) -> bool:
    """Does a list begin with the address of a paper, or with its people, and hold no other paper's address?"""
    own = [list(split_lines(item.spans, 0, item.line)) for item in block.blocks]
    heads = [lines[0] for lines in own if lines]
    papers = [line for line in heads if not line.words and any(is_paper_address(link.url) for link in line.links)]
    return len(papers) == 1 and (heads[0] is papers[0] or bool(authors_of_line(heads[0].text)))
