"""Markdown as course posts write it: `parse(text)` gives a Document of blocks and spans with lines.

The dialect is kramdown's (https://kramdown.gettalong.org/syntax.html) with GitHub's additions. Pure: no
database, no settings, no network.
"""

from .document import Block, Document, Span
from .grids import ABOVE
from .limits import TooCostly
from .parsing import parse, parse_for_rendering

__all__ = ["ABOVE", "Block", "Document", "Span", "TooCostly", "parse", "parse_for_rendering"]
