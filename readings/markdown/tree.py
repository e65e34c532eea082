"""The document's tree: small, immutable, read from well-formed HTML."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from html import unescape

from .limits import VOID

_BLOCKS_NAMES = (
    "address article aside blockquote caption center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 "
    "h6 header hr li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCKS_NAMES.split())


@dataclass(frozen=True, slots=True)
class Element:
    """An HTML element."""

    tag: str
    attributes: Mapping[str, str] = dataclass_field(default_factory=dict)
    children: tuple["Element | str", ...] = ()

    def elements(self) -> Iterator["Element"]:
        """The elements right below this one."""
        return (child for child in self.children if isinstance(child, Element))

    def text(self) -> str:
        """All text below, in order."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


# The sanitiser writes every attribute in double quotes and no bare "<".
_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^\s=>"]+="[^"]*")*)\s*>')
_ATTRIBUTE = re.compile(r'([^\s=>"]+)="([^"]*)"')


def read_tree(html: str) -> Element:
    """The tree of well-formed HTML."""
    stack: list[tuple[str, dict[str, str], list[Element | str]]] = [("root", {}, [])]
    end = 0
    for match in _TAG.finditer(html):
        if match.start() > end:
            stack[-1][2].append(unescape(html[end : match.start()]))
        end = match.end()
        closing, tag, written = match.groups()
        if closing:
            # The input is well-formed, so the top of the stack is the one that ends.
            if len(stack) > 1 and tag not in VOID:
                _close(stack)
            continue
        attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)} if written else {}
        if tag in VOID:
            stack[-1][2].append(Element(tag, attributes))
        else:
            stack.append((tag, attributes, []))
    if end < len(html):
        stack[-1][2].append(unescape(html[end:]))
    while len(stack) > 1:
        _close(stack)
    return Element("root", {}, tuple(stack[0][2]))


def _close(stack: list[tuple[str, dict[str, str], list[Element | str]]]) -> None:
    tag, attributes, children = stack.pop()
    stack[-1][2].append(_tidy(Element(tag, attributes, tuple(children))))


def _tidy(element: Element) -> Element:
    if element.tag in ("ul", "ol"):
        return _tight(element)
    if element.tag == "table":
        return _without_empty_head(element)
    return element


def _tight(element: Element) -> Element:
    """A list in which no item has two paragraphs needs none."""
    items = [child for child in element.elements() if child.tag == "li"]
    if any(sum(child.tag == "p" for child in item.elements()) > 1 for item in items):
        return element
    children = tuple(
        _unwrapped(child) if isinstance(child, Element) and child.tag == "li" else child for child in element.children
    )
    return Element(element.tag, element.attributes, children)


def _unwrapped(item: Element) -> Element:
    first = next((child for child in item.children if isinstance(child, Element) or child.strip()), None)
    if not isinstance(first, Element) or first.tag != "p":
        return item
    children: list[Element | str] = []
    for child in item.children:
        children.extend(child.children if child is first else (child,))
    return Element(item.tag, item.attributes, tuple(children))


def _without_empty_head(table: Element) -> Element:
    children = tuple(
        child
        for child in table.children
        if not (isinstance(child, Element) and child.tag == "thead" and not child.text().strip() and not _images(child))
    )
    return Element(table.tag, table.attributes, children)


def _images(element: Element) -> bool:
    return any(child.tag == "img" or _images(child) for child in element.elements())
