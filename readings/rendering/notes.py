"""Footnotes: marks in the text, a list at its end, links both ways."""

import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from readings.markdown.tree import Element

if TYPE_CHECKING:
    from .walk import Page


def note_id(name: str) -> str:
    """The stock parser's `fn:1` and `fnref:1` as ids of ours."""
    kind, _, label = name.lstrip("#").partition(":")
    label = re.sub(r"[^\w-]", "-", label) or "x"
    base, again = ("fnref", kind[5:]) if kind.startswith("fnref") else ("fn", "")
    return f"{base}-{label}-{again}" if again else f"{base}-{label}"


def write_reference(page: "Page", element: Element) -> None:
    """A link between a mark and its note."""
    target = note_id(element.attributes.get("href", ""))
    back = element.attributes["class"] == "footnote-backref"
    label = "↩︎" if back else element.text()
    kind = 'class="footnote-back" aria-label="back to the text"' if back else 'class="footnote-ref"'
    page.out.append(f'<a {kind} href="#{escape(target)}">{escape(label)}</a>')


def write_mark(page: "Page", element: Element, plain: Callable) -> None:
    """A superscript; with an id when it is a footnote's mark."""
    name = element.attributes.get("id", "")
    if not name.startswith("fnref"):
        plain(page, element)
        return
    page.out.append(f'<sup id="{escape(page.ids.take(note_id(name)))}">')
    for child in element.elements():
        if child.tag == "a":
            write_reference(page, child)
    page.out.append("</sup>")


def write_list(page: "Page", element: Element, children: Callable) -> None:
    """The notes, numbered."""
    page.out.append('<section class="footnotes" role="doc-endnotes"><ol>')
    for group in element.elements():
        for item in group.elements():
            page.out.append(f'<li id="{escape(page.ids.take(note_id(item.attributes.get("id", ""))))}">')
            children(page, item)
            page.out.append("</li>")
    page.out.append("</ol></section>")
