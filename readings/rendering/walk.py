"""From the document's tree to the HTML of a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import escape

from readings.markdown import Document
from readings.markdown.limits import MAX_HEADINGS, VOID
from readings.markdown.tree import Element

from . import notes, pictures
from .addresses import is_web, safe_link
from .findings import Finding, Kind
from .headings import Heading, Ids, Levels, slug
from .highlighting import highlighted
from .mathematics import mathml
from .mentions import Mentions
from .pictures import ImageInfo
from .typography import typeset

MAX_FORMULAS = 2_000
MAX_FINDINGS = 100
_VERBATIM = frozenset(("code", "pre", "kbd", "samp", "tt"))
_RENAMED = {"strike": "s", "tt": "code", "center": "div", "header": "div", "footer": "div", "main": "div"}
_KEPT = {
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "ol": ("start", "type"),
    "li": ("value",),
    "abbr": ("title",),
    "details": ("open",),
}
_CELLS = frozenset(("td", "th"))
_ALIGNED = frozenset(("center", "right"))
_BLOCK_NAMES = "p li td th h1 h2 h3 h4 h5 h6 dt dd div figcaption caption blockquote summary br"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_TEXT_BLOCKS = frozenset(("p", "li", "td", "th", "dt", "dd", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(slots=True)
class Page:
    """What is known while a document is written."""

    document: Document
    images: Mapping[str, ImageInfo] | None
    levels: Levels
    mentions: Mentions
    ids: Ids = field(default_factory=Ids)
    out: list[str] = field(default_factory=list)
    contents: list[Heading] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    position: int = 0  # in the text, up to where findings have their lines
    before: str = ""  # the character before the next text
    caption: str = ""
    images_without_alt: int = 0
    formulas: int = 0
    in_link: bool = False
    verbatim: bool = False
    block: Element | None = None  # the innermost one with text of its own

    def warn(self, kind: Kind, sentence: str, near: str = "") -> None:
        """Note something a person should look at, with its line."""
        if len(self.findings) >= MAX_FINDINGS:
            return
        found = self.document.text.find(near, self.position) if near else -1
        line = self.document.text.count("\n", 0, found if found >= 0 else self.position) + 1
        if found >= 0:
            self.position = found + len(near)
        self.findings.append(Finding(line, sentence, kind))


def write(page: Page) -> str:
    """The page's HTML, not yet sanitised."""
    before = None
    for place, child in enumerate(page.document.tree.children):
        page.mentions.place = place
        _node(page, replace(child, attributes={"class": "caption"}) if _is_caption(child, before) else child)
        before = child if isinstance(child, Element) else before
    if len(page.contents) > MAX_HEADINGS:
        page.contents.clear()
    return "".join(page.out)


def _is_caption(block: Element | str, before: Element | None) -> bool:
    """Whether it is a paragraph in italics as a whole, right below one of pictures alone."""
    both = isinstance(block, Element) and before is not None and before.tag == block.tag == "p"
    return both and _kinds(before) == {"img"} and _kinds(block) == {"em"}


def _kinds(paragraph: Element) -> set[str]:
    """The tags right below it; "" for words."""
    return {
        child.tag if isinstance(child, Element) else ""
        for child in paragraph.children
        if isinstance(child, Element) or child.strip()
    }


def _node(page: Page, node: Element | str) -> None:
    if isinstance(node, str):
        _text(page, node)
    elif node.attributes.get("class") in ("math-inline", "math-display"):
        _formula(page, node)
    else:
        if node.tag in _BLOCKS:
            page.before = ""
        outer, page.block = page.block, node if node.tag in _TEXT_BLOCKS else page.block
        _WRITERS.get(node.tag, _plain)(page, node)
        page.block = outer
        if node.tag in _BLOCKS:
            page.before = ""


def _children(page: Page, element: Element) -> None:
    for child in element.children:
        _node(page, child)


def _text(page: Page, text: str) -> None:
    shown = text if page.verbatim else typeset(text, page.before)
    page.out.append(escape(shown, quote=False))
    page.before = text[-1:] or page.before


def _plain(page: Page, element: Element) -> None:
    tag = _RENAMED.get(element.tag, element.tag)
    if tag == "th" and not element.children:
        tag = "td"  # an empty cell heads nothing
    kept = _KEPT.get(element.tag, ())
    attributes = {name: element.attributes[name] for name in kept if name in element.attributes}
    if element.attributes.get("class") == "caption":
        attributes["class"] = "caption"
    align = element.attributes.get("align", "").lower()
    if tag in _CELLS and align in _ALIGNED:
        attributes["class"] = f"align-{align}"  # HTML has no "align" any more
    if tag in VOID:
        page.out.append(f"<{tag}>")
        return
    page.out.append(tag_with(tag, attributes))
    outer, page.verbatim = page.verbatim, page.verbatim or element.tag in _VERBATIM
    _children(page, element)
    page.verbatim = outer
    page.out.append(f"</{tag}>")


def tag_with(tag: str, attributes: Mapping[str, str]) -> str:
    """A start tag."""
    return f"<{tag}" + "".join(f' {name}="{escape(value)}"' for name, value in attributes.items()) + ">"


def _heading(page: Page, element: Element) -> None:
    text = " ".join(element.text().split())
    if not text and not any(element.elements()):
        return
    level = page.levels.shown(int(element.tag[1]))
    name = page.ids.take("h-" + slug(element.attributes.get("id") or text))
    if text:
        page.contents.append(Heading(name, typeset(text).rstrip(" :"), level))
        page.mentions.title(page.contents[-1])
        page.caption = text
    page.out.append(f'<h{level} id="{escape(name)}">')
    _children(page, element)
    page.out.append(f"</h{level}>")


def _link(page: Page, element: Element) -> None:
    if element.attributes.get("class") in ("footnote-ref", "footnote-backref"):
        notes.write_reference(page, element)
        return
    address = safe_link(element.attributes.get("href", ""))
    if not address or page.in_link:
        _children(page, element)
        return
    if address.startswith("#"):
        address = "#h-" + slug(address[1:])
    elif is_web(address):
        page.mentions.link(address, element.text(), page.block)
    title = element.attributes.get("title")
    page.out.append(tag_with("a", {"href": address, **({"title": title} if title else {})}))
    page.in_link = True
    _children(page, element)
    page.in_link = False
    page.out.append("</a>")


def scrolls(name: str) -> str:
    """The attributes of what may be wider than the column, so that a keyboard can scroll it."""
    return f'tabindex="0" role="group" aria-label="{name}"'


def _formula(page: Page, element: Element) -> None:
    tex = element.text()
    display = element.attributes["class"] == "math-display"
    page.formulas += 1
    result = mathml(tex, display=display) if page.formulas <= MAX_FORMULAS else None
    if result is None:
        page.warn(Kind.TEX, "This TeX could not be set; it is shown as code.", tex)
        page.out.append(f'<code class="tex">{escape(tex.strip(), quote=False)}</code>')
    elif display:
        page.out.append(f'<span class="math-display" {scrolls("Formula")}>{result}</span>')
    else:
        page.out.append(result)
    page.before = "x"


def _code(page: Page, element: Element) -> None:
    inner = next(element.elements(), element)
    language = inner.attributes.get("class", "").removeprefix("language-")
    lines = (line.rstrip() for line in element.text().split("\n"))
    body = highlighted("\n".join(lines), language)
    page.out.append(f'<pre class="highlight" {scrolls("Code")}><code>{body}</code></pre>')


def _table(page: Page, element: Element) -> None:
    page.out.append(f'<div class="table-wrap" {scrolls("Table")}>')
    _plain(page, element)
    page.out.append("</div>")


def _row(page: Page, element: Element) -> None:
    """Its heads are those of the row where it has data too, else of the columns."""
    scope = "row" if any(cell.tag == "td" for cell in element.elements()) else "col"
    children = (
        replace(cell, attributes={"scope": scope, **cell.attributes})
        if isinstance(cell, Element) and cell.tag == "th"
        else cell
        for cell in element.children
    )
    _plain(page, replace(element, children=tuple(children)))


def _figure(page: Page, element: Element) -> None:
    captions = [child.text() for child in element.elements() if child.tag == "figcaption"]
    outer, page.caption = page.caption, " ".join(" ".join(captions).split()) or page.caption
    _plain(page, element)
    page.caption = outer


def _division(page: Page, element: Element) -> None:
    if element.attributes.get("class") == "footnote":
        notes.write_list(page, element, _children)
    else:
        _plain(page, element)


_WRITERS: dict[str, Callable[[Page, Element], None]] = {
    **{f"h{level}": _heading for level in range(1, 7)},
    "a": _link,
    "pre": _code,
    "table": _table,
    "tr": _row,
    "figure": _figure,
    "div": _division,
    "img": pictures.write,
    "sup": lambda page, element: notes.write_mark(page, element, _plain),
}
