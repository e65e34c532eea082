"""From the tree to blocks and spans."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .document import Block, Span
from .grids import extent, in_places
from .locate import Cursor
from .tree import BLOCKS, Element

_HEADING = re.compile(r"h([1-6])$")
# Of an image without an address, or with one that no reader may open (file:, gopher:).
NO_ADDRESS = "(no address)"
_INDENT = re.compile(r"\n[ \t]+")
_SIMPLE = {"p": "paragraph", "dt": "term", "caption": "paragraph", "figcaption": "paragraph", "summary": "paragraph"}
_MARKS = {"math-inline": ("$", "$"), "math-display": ("$$", "$$")}


@dataclass(frozen=True, slots=True)
class _Style:
    href: str = ""
    strong: bool = False
    emphasis: bool = False
    code: bool = False


_PLAIN = _Style()


def blocks_of(tree: Element, text: str) -> tuple[Block, ...]:
    """The top-level blocks, footnotes last."""
    cursor = Cursor(text, list(_headings(tree)))
    blocks = _children(tree, cursor)
    notes = tuple(block for block in blocks if block.kind == "footnote")
    return tuple(block for block in blocks if block.kind != "footnote") + notes


def _headings(parent: Element) -> Iterator[tuple[int, int, str]]:
    for element in parent.elements():
        heading = _HEADING.match(element.tag)
        if heading:
            yield id(element), int(heading[1]), element.text()
        else:
            yield from _headings(element)


def _children(parent: Element, cursor: Cursor) -> tuple[Block, ...]:
    """Blocks below an element; loose text between them becomes paragraphs."""
    blocks: list[Block] = []
    loose: list[Element | str] = []
    for child in (*parent.children, None):
        if isinstance(child, str) and not loose and not child.strip(" \n"):
            continue  # the white space between two blocks
        if child is not None and not _is_block(child):
            loose.append(child)
            continue
        if loose:
            spans = _spans(loose)
            loose = []
            if _visible(spans):
                blocks.append(Block("paragraph", _line(spans, cursor), spans=spans))
        if child is not None:
            blocks.extend(_block(child, cursor))
    return tuple(blocks)


def _is_block(child: Element | str) -> bool:
    if isinstance(child, str):
        return False
    return child.tag in BLOCKS or any(_is_block(inner) for inner in child.children)


def _block(element: Element, cursor: Cursor) -> tuple[Block, ...]:
    heading = _HEADING.match(element.tag)
    if heading or element.tag in _SIMPLE:
        return _flat(element, cursor, int(heading[1]) if heading else 0)
    if element.tag in ("ul", "ol"):
        return (_container("list", element, cursor, level=int(element.tag == "ol")),)
    if element.tag == "li":
        return (_item("item", element, cursor),)
    if element.tag == "table":
        return (_table(element, cursor),)
    if element.tag == "hr":
        return (Block("rule", cursor.rule()),)
    if element.tag == "pre":
        return (_code(element, cursor),)
    if element.tag == "dd":
        return (_item("definition", element, cursor),)
    if element.tag == "div" and element.attributes.get("class") == "footnote":
        return _footnotes(element, cursor)
    if element.tag in ("td", "th"):
        return (_item("cell", element, cursor),)
    kind = {"blockquote": "quote", "dl": "definition_list", "tr": "row"}.get(element.tag, "html")
    return (_container(kind, element, cursor),)


def _flat(element: Element, cursor: Cursor, level: int) -> tuple[Block, ...]:
    if any(_is_block(child) for child in element.children):
        return _children(element, cursor)
    spans = _spans(element.children)
    if not _visible(spans):
        return ()
    if level:
        return (Block("heading", cursor.heading(id(element), _words(spans)), level=level, spans=spans),)
    return (Block(_SIMPLE[element.tag], _line(spans, cursor), spans=spans),)


def _container(kind: str, element: Element, cursor: Cursor, level: int = 0) -> Block:
    before = cursor.reached()
    blocks = _children(element, cursor)
    line = cursor.above(blocks[0].line, before) if blocks else cursor.line
    return Block(kind, line, level=level, blocks=blocks)


def _item(kind: str, element: Element, cursor: Cursor) -> Block:
    """An item, a cell or a definition: text up to the first block is its own."""
    children = list(element.children)
    own: list[Element | str] = []
    while children and not _is_block(children[0]):
        own.append(children.pop(0))
    spans = _spans(own)
    if not _visible(spans) and children and isinstance(children[0], Element) and children[0].tag == "p":
        spans = _spans(children.pop(0).children)
    before = cursor.line
    line = _line(spans, cursor, item=kind == "item") if _visible(spans) else 0
    blocks = _children(Element(element.tag, {}, tuple(children)), cursor)
    return Block(kind, line or (blocks[0].line if blocks else before), spans=spans, blocks=blocks)


def _table(element: Element, cursor: Cursor) -> Block:
    before = cursor.reached()
    caption: list[Block] = []
    rows: list[tuple[Block, list[tuple[int, int]]]] = []
    for part in element.elements():
        if part.tag == "caption":
            caption += _flat(part, cursor, 0)
        for row in [part] if part.tag == "tr" else [inner for inner in part.elements() if inner.tag == "tr"]:
            head = part.tag == "thead"
            own = [cell for cell in row.elements() if cell.tag in ("td", "th")]
            cells = [_item("cell", cell, cursor) for cell in own]
            start = next((cell.line for cell in cells if cell.spans or cell.blocks), cursor.line)
            rows.append((Block("row", start, level=int(head), blocks=tuple(cells)), [extent(cell) for cell in own]))
    blocks = (*caption, *in_places(rows))
    return Block("table", cursor.above(blocks[0].line, before) if blocks else cursor.line, blocks=blocks)


def _code(element: Element, cursor: Cursor) -> Block:
    code = element.text()
    inner = next(iter(element.elements()), element)
    language = inner.attributes.get("class", "").removeprefix("language-")
    return Block("code", cursor.code(code), label=language, spans=(Span(code, code=True),))


def _footnotes(element: Element, cursor: Cursor) -> tuple[Block, ...]:
    notes = []
    for group in element.elements():
        for item in group.elements():
            label = item.attributes.get("id", "").removeprefix("fn:")
            block = _item("footnote", item, cursor)
            if block.spans or block.blocks:
                notes.append(replace(block, label=label))
    return tuple(notes)


def _spans(children: list[Element | str] | tuple[Element | str, ...]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for child in children:
        _collect(child, _PLAIN, spans)
    if spans and not spans[0].code:
        spans[0] = spans[0].with_text(spans[0].text.lstrip(" \n"))
    if spans and not spans[-1].code:
        spans[-1] = spans[-1].with_text(spans[-1].text.rstrip(" \n\xa0"))
    return tuple(span for span in spans if span.text or span.image or span.footnote)


def _collect(node: Element | str, style: _Style, spans: list[Span]) -> None:
    if isinstance(node, str):
        text = node if style.code else _INDENT.sub("\n", node)
        _add(Span(text, href=style.href, strong=style.strong, emphasis=style.emphasis, code=style.code), spans)
    elif node.tag == "br":
        _add(Span("\n", href=style.href, strong=style.strong), spans)
    elif node.tag == "img":
        attributes = node.attributes
        spans.append(
            Span(
                attributes.get("alt", ""),
                href=style.href,
                image=attributes.get("src") or NO_ADDRESS,
                strong=style.strong,
            )
        )
    elif node.attributes.get("class") == "footnote-ref":
        spans.append(Span("", footnote=node.attributes.get("href", "").removeprefix("#fn:")))
    elif node.attributes.get("class") == "footnote-backref":
        return
    elif node.tag == "span" and node.attributes.get("class") in _MARKS:
        before, after = _MARKS[node.attributes["class"]]
        _add(Span(before + node.text() + after, href=style.href, strong=style.strong), spans)
    else:
        inner = _styled(node, style)
        for child in node.children:
            _collect(child, inner, spans)


def _styled(node: Element, style: _Style) -> _Style:
    if node.tag == "a":
        return replace(style, href=node.attributes.get("href", "") or style.href)
    if node.tag in ("strong", "b"):
        return replace(style, strong=True)
    if node.tag in ("em", "i"):
        return replace(style, emphasis=True)
    return replace(style, code=True) if node.tag in ("code", "tt", "kbd", "samp") else style


def _add(span: Span, spans: list[Span]) -> None:
    """Runs of one style are one span."""
    last = spans[-1] if spans else None
    if last and last.text.endswith("\n") and not span.code:
        # a hard break stands for the line's end too
        span = span.with_text(span.text.removeprefix("\n"))
    if last and not last.image and not last.footnote and _look(last) == _look(span):
        spans[-1] = last.with_text(last.text + span.text)
    else:
        spans.append(span)


def _look(span: Span) -> tuple[str, bool, bool, bool]:
    return span.href, span.strong, span.emphasis, span.code


def _visible(spans: tuple[Span, ...]) -> bool:
    return any(span.image or span.footnote or span.text.strip() for span in spans)


def _line(spans: tuple[Span, ...], cursor: Cursor, *, item: bool = False) -> int:
    first = next(span for span in spans if span.image or span.footnote or span.text.strip())
    if first.image:
        return cursor.image(first.image, _words(spans))
    return cursor.item(_words(spans)) if item else cursor.find(_words(spans))


def _words(spans: tuple[Span, ...]) -> str:
    return " ".join(span.text for span in spans)
