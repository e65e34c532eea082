"""From text to Document, in four steps: limits, structure, stock parser, tree."""

import re
from collections import Counter
from functools import lru_cache

from .block_html import clean
from .blocks import blocks_of
from .document import Block, Document
from .inline import converted
from .limits import MAX_HEADINGS, VOID, TooCostly, check
from .linkify import linkify
from .stash import Stash, without_tokens
from .structure import normalise
from .tree import Element, read_tree

REMEMBERED = 256  # parts of pages: a post is read, and a little later the parts of it are rendered
LONG = 10_000  # characters: a longer part is not remembered
_REACH_OVER = ("]:", "[^")  # definitions of links, abbreviations and footnotes, and their marks
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])")
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


def parse(text: str) -> Document:
    """Read a text. Raises TooCostly, and nothing else."""
    tree = tree_of(text)
    try:
        blocks = blocks_of(tree, text)
    except RecursionError:
        raise TooCostly(1, "The text is nested too deeply.") from None
    return Document(text, blocks, _warnings(blocks), tree)


def parse_for_rendering(text: str) -> Document:
    """The same without blocks, which take a third of the time; raises TooCostly."""
    tree = tree_of(text)
    return parse(text) if _headings(tree) > MAX_HEADINGS else Document(text, (), (), tree)


def tree_of(text: str) -> Element:
    """The tree alone. Raises TooCostly."""
    check(text)
    try:
        return _tree(text)
    except RecursionError:
        raise TooCostly(1, "The text is nested too deeply.") from None


def _headings(element: Element) -> int:
    return sum(1 if child.tag in HEADINGS else _headings(child) for child in element.elements())


def _tree(text: str) -> Element:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    # half of a surrogate pair cannot be written to a page
    source = without_tokens(lines).encode("utf-8", "replace").decode("utf-8")
    whole = any(mark in source for mark in _REACH_OVER)
    parts = normalise(source, whole=whole)
    if not (whole or all(_closes(part) for part, _ in parts)):
        parts = normalise(source, whole=True)
    children: list[Element | str] = []
    for part, stash in parts:
        read = _remembered if len(part) + sum(map(len, stash.pieces)) < LONG else _children
        if found := read(part, tuple(stash.pieces)):
            children += ("\n", *found) if children else found
    return Element("root", {}, tuple(children))


def _closes(part: str) -> bool:
    """Does HTML in these lines end where it began, so that it means nothing for those below?"""
    open_tags = Counter()
    for closing, written in _TAG.findall(part):
        name = written.lower()
        open_tags[name] += 0 if name in VOID else -1 if closing else 1
        if open_tags[name] < 0:
            return False
    return not any(open_tags.values())


def _children(source: str, pieces: tuple[str, ...]) -> tuple[Element | str, ...]:
    """What is read from a part of a page in the stricter dialect."""
    html = Stash(list(pieces)).restore(converted(source))
    return linkify(read_tree(clean(html))).children


_remembered = lru_cache(REMEMBERED)(_children)


def _warnings(blocks: tuple[Block, ...]) -> tuple[tuple[int, str], ...]:
    headings = [block for block in blocks if block.kind == "heading"]
    if len(headings) <= MAX_HEADINGS:
        return ()
    line = headings[MAX_HEADINGS].line
    return ((line, f"More than {MAX_HEADINGS} headings: no contents list is made."),)
