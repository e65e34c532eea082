"""From text to Document, in four steps: limits, structure, stock parser, tree."""

from .block_html import clean
from .blocks import blocks_of
from .document import Block, Document
from .inline import converted
from .limits import MAX_HEADINGS, TooCostly, check
from .linkify import linkify
from .stash import Stash, without_tokens
from .structure import normalise
from .tree import Element, read_tree

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
        return linkify(_tree(text))
    except RecursionError:
        raise TooCostly(1, "The text is nested too deeply.") from None


def _headings(element: Element) -> int:
    return sum(1 if child.tag in HEADINGS else _headings(child) for child in element.elements())


def _tree(text: str) -> Element:
    stash = Stash()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    # half of a surrogate pair cannot be written to a page
    source = without_tokens(lines).encode("utf-8", "replace").decode("utf-8")
    html = converted(normalise(source, stash))
    return read_tree(clean(stash.restore(html)))


def _warnings(blocks: tuple[Block, ...]) -> tuple[tuple[int, str], ...]:
    headings = [block for block in blocks if block.kind == "heading"]
    if len(headings) <= MAX_HEADINGS:
        return ()
    line = headings[MAX_HEADINGS].line
    return ((line, f"More than {MAX_HEADINGS} headings: no contents list is made."),)
