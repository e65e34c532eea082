"""The document's tree: small, immutable, read from well-formed HTML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from html.parser import HTMLParser

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


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, dict[str, str], list]] = [("root", {}, [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in VOID:
            self.stack[-1][2].append(Element(tag, attributes))
        else:
            self.stack.append((tag, attributes, []))

    def handle_endtag(self, tag: str) -> None:
        # The input is well-formed, so the top of the stack is the one that ends.
        if len(self.stack) > 1 and tag not in VOID:
            self._close()

    def handle_data(self, data: str) -> None:
        self.stack[-1][2].append(data)

    def finish(self) -> Element:
        """The whole tree."""
        self.close()
        while len(self.stack) > 1:
            self._close()
        return Element("root", {}, tuple(self.stack[0][2]))

    def _close(self) -> None:
        tag, attributes, children = self.stack.pop()
        self.stack[-1][2].append(_tidy(Element(tag, attributes, tuple(children))))


def read_tree(html: str) -> Element:
    """The tree of well-formed HTML."""
    builder = _Builder()
    builder.feed(html)
    return builder.finish()


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
