"""Lists by kramdown's rules: what belongs to an item is decided by the column of its text."""

import re
from dataclasses import dataclass

from . import block_html
from .lines import ATTRIBUTES, BLANK, BULLET, FENCE, HEADING, RULE, interrupts, list_kind
from .structure import Reader

_TOC = re.compile(r"^ {0,3}\{:\s*toc\b")
_TASK = re.compile(r"^\[( |x|X)\] ")


@dataclass(slots=True)
class Item:
    """One item: its marker, its lines relative to its own column, its line in the container."""

    marker: str
    lines: list[str]
    start: int


def take_list(reader: Reader) -> bool:
    """Read a list and write it with four spaces a level."""
    first = reader.position
    kind = list_kind(reader.lines[first])
    items = _items(reader, kind)
    if reader.position < len(reader.lines) and _TOC.match(reader.lines[reader.position]):
        return True  # kramdown puts a contents list in its place; we make our own
    reader.emit(reader.stash.keep(""))  # keeps two lists apart
    for item in items:
        _write_item(reader, item, kind)
    return True


def _write_item(reader: Reader, item: Item, kind: re.Pattern) -> None:
    item.lines[0] = _TASK.sub(lambda match: "☐ " if match[1] == " " else "☑ ", item.lines[0])
    inner = reader.inner(item.lines, reader.line + item.start)
    while inner and not inner[0]:
        inner.pop(0)
    while inner and not inner[-1]:
        inner.pop()
    if not inner or not _is_text(item.lines[0]):
        inner = [reader.stash.keep(""), "", *inner]
    marker = "-   " if kind is BULLET else f"{item.marker} "
    reader.out += ["", marker + inner[0]]
    reader.out += ["    " + line if line else "" for line in inner[1:]]
    reader.out.append("")


def _is_text(line: str) -> bool:
    return bool(line.strip()) and list_kind(line) is None and not RULE.match(line)


def _items(reader: Reader, kind: re.Pattern) -> list[Item]:
    items: list[Item] = []
    indent, start, closed, blank, sublist = 0, kind, False, False, False
    while reader.position < len(reader.lines):
        line = reader.lines[reader.position]
        match = None if (RULE.match(line) and (blank or not _inside(line, indent))) else start.match(line)
        if RULE.match(line) and blank and not _inside(line, indent):
            break
        if match:
            item, indent = _first_line(match, reader.position)
            items.append(item)
            start = _sibling(kind, indent)
            closed = list_kind(item.lines[0]) is not None
            blank = sublist = False
        elif BLANK.match(line):
            items[-1].lines.append("")
            closed = blank = True
        elif _inside(line, indent):
            items[-1].lines.append(line.expandtabs(4)[indent:])
            sublist = sublist or list_kind(items[-1].lines[-1]) is not None
            blank = False
        elif not closed and not _ends_lazily(line, sublist):
            items[-1].lines.append(line.strip(" \t") if list_kind(line) is None else line)
        else:
            break
        reader.position += 1
    return items


def _first_line(match: re.Match, position: int) -> tuple[Item, int]:
    marker, rest = match[1], match[2]
    width = len(marker)
    content = (" " * width + rest).expandtabs(4)[width:]
    text = content.lstrip(" ")
    indent = width + (len(content) - len(text) if text else 1)
    return Item(marker.strip(), [text], position), indent


def _sibling(kind: re.Pattern, indent: int) -> re.Pattern:
    # A sibling may stand up to three columns in, but left of the item's text.
    limit = min(3, indent - 1)
    mark = r"[*+-]" if kind is BULLET else r"\d{1,9}\."
    return re.compile(rf"^( {{0,{limit}}}{mark})([ \t].*|)$")


def _inside(line: str, indent: int) -> bool:
    expanded = line.expandtabs(4)
    return bool(expanded.strip()) and len(expanded) - len(expanded.lstrip(" ")) >= indent


def _ends_lazily(line: str, sublist: bool) -> bool:
    """Does this line, left of the item's text, end the list? After a list inside, only text goes on with it."""
    if sublist and (interrupts(line) or line.lstrip().startswith("|")):
        return True
    return bool(ATTRIBUTES.match(line) or HEADING.match(line) or FENCE.match(line) or block_html.starts(line))
