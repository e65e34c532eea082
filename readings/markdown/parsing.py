"""From text to Document, in four steps: limits, structure, stock parser, tree."""

from .block_html import clean
from .blocks import blocks_of
from .document import Block, Document
from .inline import converter
from .limits import MAX_HEADINGS, TooCostly, check
from .linkify import linkify
from .stash import Stash, without_tokens
from .structure import normalise
from .tree import Element, read_tree


def parse(text: str) -> Document:
    """Read a text. Raises TooCostly, and nothing else."""
    check(text)
    try:
        tree = linkify(_tree(text))
        blocks = blocks_of(tree, text)
    except RecursionError:
        raise TooCostly(1, "The text is nested too deeply.") from None
    return Document(text, blocks, _warnings(blocks), tree)


def _tree(text: str) -> Element:
    stash = Stash()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    # half of a surrogate pair cannot be written to a page
    source = without_tokens(lines).encode("utf-8", "replace").decode("utf-8")
    html = converter().convert(normalise(source, stash))
    return read_tree(clean(stash.restore(html)))


def _warnings(blocks: tuple[Block, ...]) -> tuple[tuple[int, str], ...]:
    headings = [block for block in blocks if block.kind == "heading"]
    if len(headings) <= MAX_HEADINGS:
        return ()
    line = headings[MAX_HEADINGS].line
    return ((line, f"More than {MAX_HEADINGS} headings: no contents list is made."),)
