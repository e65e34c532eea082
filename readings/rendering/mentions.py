"""What a text links to and what its sections are called, with the words around: for finding the papers it speaks of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING

from readings.markdown.tree import Element

from .addresses import host_of
from .sanitiser import sanitised

if TYPE_CHECKING:
    from .headings import Heading

MOST = 500  # in one text; what comes after is not looked at
LONGEST = 280  # characters of an excerpt
ENOUGH = 80  # characters beside the link's own that tell something; a shorter block is read on
_ADDRESS = re.compile(r"(?:\b\w+: ?)?https?://\S+")  # "Link: https://example.org" tells nothing
# The sanitiser writes no other "<" or double quote than those of its tags and attributes.
_LINK = re.compile(r'<a href="([^"]*)"((?: [\w-]+="[^"]*")*)>(.*?)</a>', re.S)
# Words of a link that do not tell where it leads.
_VAGUE = frozenset(("here", "click here", "right here", "this", "link", "go", "more", "read more", "see more"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A link to the web, or a heading (`url` is "" then), and the section it stands in ("" before the first)."""

    section_id: str
    section: str
    url: str
    excerpt: str  # plain text


@dataclass(slots=True)
class Mentions:
    """Collects them while a document is written. `place` is that of the outermost block."""

    blocks: tuple[Element | str, ...]
    place: int = 0
    heading: "Heading | None" = None
    found: list[Mentioned] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)  # by place: what is read on
    around: tuple[Element | None, str] = (None, "")  # the block last looked at, and its text

    def title(self, heading: "Heading") -> None:
        """A section begins."""
        self.heading = heading
        if len(self.found) < MOST:
            self.found.append(Mentioned(heading.id, heading.text, "", _cut(self._further())))

    def link(self, url: str, words: str, block: Element | None) -> None:
        """A link to the web, with its own words and the innermost block it stands in."""
        if len(self.found) >= MOST:
            return
        if block is not self.around[0]:
            is_text = block is not None and block.tag not in _HEADINGS
            self.around = (block, _plain(block.text()) if is_text else "")
        words, text = _plain(words), self.around[1]
        if len(text) - len(words) < ENOUGH:
            text = f"{text} {self._further()}".strip()
        section_id, section = (self.heading.id, self.heading.text) if self.heading else ("", "")
        self.found.append(Mentioned(section_id, section, url, _cut(text, text.find(words))))

    def _further(self) -> str:
        """The text after the outermost block up to the next heading; below a heading the first text of its section."""
        if self.place not in self.texts:
            text, own = "", _level(self.blocks[self.place])
            for block in self.blocks[self.place + 1 :]:
                level = _level(block)
                if len(text) > LONGEST or (level and (text or level <= own or not own)):
                    break
                if isinstance(block, Element) and not level and block.tag != "pre":
                    text = f"{text} {_plain(block.text())}".strip()
            self.texts[self.place] = text[: LONGEST + 1]
        return self.texts[self.place]


def _plain(text: str) -> str:
    """On one line, without bare addresses."""
    return " ".join(_ADDRESS.sub("", text).split())


def _level(block: Element | str) -> int:
    """Of a heading; 0 for anything else."""
    return int(block.tag[1]) if isinstance(block, Element) and block.tag in _HEADINGS else 0


def _cut(text: str, near: int = 0) -> str:
    """At most LONGEST characters of a text around a place, whole words, with dots where there is more."""
    start = max(0, min(near - LONGEST // 3, len(text) - LONGEST))
    start = text.find(" ", start) + 1 if start else 0
    end = min(start + LONGEST, len(text))
    if end < len(text) and text.rfind(" ", start, end) > start:
        end = text.rfind(" ", start, end)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def with_paper_links(html: str, paper_links: Mapping[str, str]) -> str:
    """Sanitised HTML whose links to these addresses lead to the pages given for them, the original kept beside.

    What is put in is sanitised as well.
    """

    def linked(match: re.Match) -> str:
        address, attributes, words = unescape(match[1]), match[2].replace(' rel="noopener"', ""), match[3]
        page = paper_links.get(address)
        if page is None:
            return match[0]
        if words.strip().lower() in _VAGUE:
            words += '<span class="visually-hidden"> (the paper)</span>'
        label = escape(f"original on {host_of(address) or 'the web'}")
        original = f'<a class="original" href="{escape(address)}" aria-label="{label}" title="{escape(address)}">↗</a>'
        return sanitised(f'<a href="{escape(page)}"{attributes}>{words}</a> {original}')

    return _LINK.sub(linked, html) if paper_links else html
