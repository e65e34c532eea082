"""The lines of a reading's entry, taken from the Document: text with its addresses, at a depth."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from readings.markdown import Block, Span

from .structure import Deck, Link

DECK = re.compile(r"\.(pdf|pptx?|key|odp)(?:[?#].*)?$", re.I)
# "– Ann Lee", "+Ann Lee", "-Ann Lee"
GLUED_MARK = re.compile(r"^(?:[–—]\s+|[+-](?=[^\W\d_]))")
GLUED_ARXIV = re.compile(r"(https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/\d{4}\.\d{4,5}(?:v\d+)?)[^\W\d_]{2,}", re.I)
GLUED = re.compile(r"(?<=[^/=:?&])(?=https?://)")  # two addresses without a space between them
# "url", "PDF", "here": words that say there is a link and nothing else.
LINK_WORDS = re.compile(
    r"\b(?:ur[li]|pdf|html|link|links|here|paper|arxiv|openreview|doi|code|github|git|repo"
    r"|repository|website|site|homepage|project|page|web"
    r"|blog|post|blogpost|video|youtube|talk|slides?|deck|demo|dataset|data|leaderboard|poster"
    r"|recording|the|at|and|or|see|full text|version"
    r"|notes?|official|code available|available|online|preprint|download|paper link|abs|abstract|bib"
    r"|(?:tech(?:nical)?\s+)?report|supplement|ssrn|jstor|pubmed|hal|ungated)\b",
    re.I,
)

MISSPELT_OTHERS = re.compile(r"\bet\. al\b")
ZERO_WIDTH = re.compile(r"[\u200b\u200c\u2060\ufeff]")
LINKS = re.compile(r"\[([^\]\n]{1,300})\]\((https?://[^\s)]+)\)|https?://[^\s<>\"|;]+")


@dataclass(frozen=True)
class Line:
    """One visual line of an entry; depth 0 is the entry's own."""

    spans: tuple[Span, ...]
    depth: int
    number: int

    @cached_property
    def text(self) -> str:
        return unmarked(plain("".join(span.text for span in self.spans)))

    @cached_property
    def words(self) -> str:
        """The text without addresses, link words and separators: "" where the line is nothing but links."""
        left = "".join(span.text if not span.href else " " for span in self.spans)
        left = LINK_WORDS.sub(" ", re.sub(r"https?://\S+", " ", unmarked(left.lstrip())))
        return re.sub(r"[\s|/,;:()\[\]–—+*_.&-]+", " ", left).strip()

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(link for link in links_of(self.spans) if not is_deck(link.url))

    @property
    def decks(self) -> tuple[Deck, ...]:
        return tuple(Deck(link.url, link.label) for link in links_of(self.spans) if is_deck(link.url))


def unmarked(text: str) -> str:
    """Without the bullet that no parser took for one, or the picture that stands for it."""
    while text and (text[0] in "•●▪◦‣·\ufe0f\u200d" or unicodedata.category(text[0]) == "So"):
        text = text[1:].lstrip()
    return GLUED_MARK.sub("", text)


def joined(lines: Sequence[Line], between: str = " ") -> Line:
    """Wrapped lines as one."""
    spans = list(lines[0].spans)
    for line in lines[1:]:
        spans += [Span(between), *line.spans]
    return Line(tuple(spans), lines[0].depth, lines[0].number)


def plain(text: str) -> str:
    """One line of text: white space folded, typographic spaces and zero-width characters gone."""
    text = MISSPELT_OTHERS.sub("et al", text) if "et. al" in text else text
    return " ".join((text if text.isascii() else ZERO_WIDTH.sub("", text)).split())


def markdown_of(spans: Iterable[Span]) -> str:
    """The words as Markdown again, links kept."""
    parts = [f"[{s.text}]({s.href})" if s.href and plain(s.text) != s.href else s.text for s in spans]
    return plain("".join(parts))


def spans_of(text: str) -> list[Span]:
    """The spans of text that no parser has read: Markdown's links and bare addresses."""
    spans, position = [], 0
    for match in LINKS.finditer(text):
        url = match[2] or match[0].rstrip(".,)")
        spans += [Span(text[position : match.start()]), Span(match[1] or url, href=url)]
        position = match.end() if match[2] else match.start() + len(url)
    return [span for span in (*spans, Span(text[position:])) if span.text]


def links_of(spans: Iterable[Span]) -> list[Link]:
    """The addresses of some text, once each, with what was written for them ("" for "URL" and the like)."""
    links: dict[str, str] = {}
    for span, href in [(each, href) for each in spans for href in GLUED.split(each.href)]:
        url = clean_url(href)
        if url and not url.startswith(("#", "mailto:")):
            label = plain(span.text)
            bare = not LINK_WORDS.sub("", label).strip(" :.[]()/") or label.startswith(("http", "www."))
            links[url] = links.get(url) or (
                "" if (bare and label.lower() in ("url", "uri", "link", "here")) or label.startswith("http") else label
            )
    return [Link(url, label[:200]) for url, label in links.items()]


def is_link_word(span: Span) -> bool:
    """A link that only says "PDF", or an address."""
    return bool(span.href) and ("://" in span.text or not LINK_WORDS.sub("", span.text).strip(" .,:[]()/|"))


def is_site_name(span: Span) -> bool:
    """ "[Wikipedia](https://en.wikipedia.org/…)": a link that says where it leads, and nothing of what stands there."""
    host = re.match(r"https?://([^/]+)", span.href)
    name = re.sub(r"\W", "", span.text).casefold()
    return bool(host) and len(name) > 2 and name in host[1].casefold().split(".")


def clean_url(url: str) -> str:
    """An address without the bracket, quote, full stop or word ("…/2301.11325and") that was glued to it."""
    url = url.strip().strip("<>").rstrip("\"'”’,;*")
    while url.endswith((")", "]", ".")) and (
        url[-1] == "." or url.count(url[-1]) > url.count("(" if url[-1] == ")" else "[")
    ):
        url = url[:-1]
    return glued[1] if (glued := GLUED_ARXIV.fullmatch(url)) else url


def is_deck(url: str) -> bool:
    """Our own slides: a talk's file on the course's own site."""
    return not re.match(r"[a-z][a-z0-9+.-]*:|//", url, re.I) and bool(DECK.search(url))


def lines_of(blocks: Iterable[Block], depth: int = 0) -> Iterator[Line]:
    """Every line of text below `blocks`, in reading order; items of nested lists are one deeper."""
    for block in blocks:
        if block.spans:
            yield from split_lines(block.spans, depth, block.line)
        elif block.kind == "code":
            yield Line((Span(block.text, code=True),), depth, block.line)
        deeper = depth + 1 if block.kind == "item" else depth
        yield from lines_of(block.blocks, deeper)


def split_lines(spans: Iterable[Span], depth: int, number: int) -> Iterator[Line]:
    """Cut at the line breaks of the text."""
    current: list[Span] = []
    for span in spans:
        pieces = span.text.split("\n") if not span.image else [span.text]
        for index, piece in enumerate(pieces):
            if index:
                yield from _line(current, depth, number)
                current, number = [], number + 1
            if piece or span.image or span.footnote:
                current.append(span.with_text(piece))
    yield from _line(current, depth, number)


def _line(spans: list[Span], depth: int, number: int) -> Iterator[Line]:
    line = Line(tuple(spans), depth, number)
    if line.text or any(span.image or span.footnote or span.href for span in spans):
        yield line


def descendants(block: Block) -> Iterator[Block]:
    """The block and everything in it."""
    yield block
    for child in block.blocks:
        yield from descendants(child)
