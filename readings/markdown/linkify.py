"""Bare addresses in text become links."""

from .inline import URL
from .tree import Element

_KEEP = frozenset(("a", "code", "pre", "tt", "kbd", "samp"))
_TAIL = ".,;:!?'\"’”"


def linkify(element: Element) -> Element:
    """The tree with every bare http(s) address linked."""
    if element.tag in _KEEP or element.attributes.get("class", "").startswith("math-"):
        return element
    children: list[Element | str] = []
    for child in element.children:
        children.extend(_pieces(child) if isinstance(child, str) else (linkify(child),))
    return Element(element.tag, element.attributes, tuple(children))


def _pieces(text: str) -> list[Element | str]:
    if "://" not in text:
        return [text] if text else []
    pieces: list[Element | str] = []
    end = 0
    for match in URL.finditer(text):
        address = _trimmed(match[0])
        if len(address) < 11:
            continue
        if match.start() > end:
            pieces.append(text[end : match.start()])
        pieces.append(Element("a", {"href": address}, (address,)))
        end = match.start() + len(address)
    if end < len(text):
        pieces.append(text[end:])
    return pieces


def _trimmed(address: str) -> str:
    """Without the sentence's own punctuation, and without a bracket that was opened before it."""
    excess = {closing: address.count(closing) - address.count(opening) for opening, closing in ("()", "[]", "{}")}
    end = len(address)
    while end and (address[end - 1] in _TAIL or excess.get(address[end - 1], 0) > 0):
        end -= 1
        if address[end] in excess:
            excess[address[end]] -= 1
    return address[:end]
