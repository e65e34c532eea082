"""Inline marks the stock parser does not know: math, bare addresses, struck text, kramdown's escapes."""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import (
    BACKTICK_RE,
    HTML_RE,
    BacktickInlineProcessor,
    HtmlInlineProcessor,
    InlineProcessor,
    SimpleTagInlineProcessor,
)
from markdown.treeprocessors import InlineProcessor as InlineTreeprocessor
from markdown.util import AtomicString, code_escape

from .block_html import is_html

ESCAPED = list("\\`*_{}[]()>#+-.!|:\"'$<=~&")
URL = re.compile(r"https?://[^\s<>\"`\u0002\u0003\ue000\ue001*]+", re.I)
# Money stays text: an opening $ touches its text, a closing one is not followed by a digit.
_DOLLAR = r"(?<![\\$\w])\$(?![\s$])([^$\n\x02\x03]{1,600}?)(?<![\s\\])\$(?![\w$])"
_SPACED = r"(?<![\\$\w])\$(?=[^$\n]{0,300}[\\^_{])([^$\x02\x03]{1,600}?)\$(?![\w$])"
_DOUBLE = r"(?<!\\)\$\$([^$]{1,5000})\$\$"
_PAREN = r"\\\\\(((?:[^\\\n]|\\[^()\[\]\\]|\\\\(?![()\[\]])){1,2000})\\\\\)"
_BRACKET = r"\\\\\[((?:[^\\]|\\[^()\[\]\\]|\\\\(?![()\[\]])){1,4000})\\\\\]"
_TICKS = re.compile("`+")
_LONE = re.compile(r"\s`\s")
# Only an address with a mark in it needs care, and each such match costs the parser a copy of the paragraph.
_BARE = r"(?<![\w/(\[])(?=https?://[^\s<>\"`]*[\[\]_~&$!\\])(" + URL.pattern + ")"


class MathProcessor(InlineProcessor):
    """TeX is kept as typed; the renderer sets it."""

    def __init__(self, pattern: str, md: Markdown, kind: str, mark: tuple[str, str]) -> None:
        super().__init__(pattern, md)
        self.kind = kind
        self.mark = mark

    def handleMatch(self, m: re.Match, data: str) -> tuple[etree.Element, int, int]:
        """The span that holds the TeX."""
        span = etree.Element("span", {"class": self.kind})
        span.text = AtomicString(m[1])
        return span, m.start(0), m.end(0)


class CodeSpan(BacktickInlineProcessor):
    """Code ends at as many backticks as it began with; others, TeX's quotes for one, are text.

    https://kramdown.gettalong.org/syntax.html#code-spans
    """

    def handleMatch(self, m: re.Match, data: str) -> tuple[etree.Element | str | None, int | None, int | None]:
        """The code; one between single backticks keeps its spaces."""
        if m[1]:
            return super().handleMatch(m, data)
        ticks = _TICKS.match(data, m.start(0))[0]
        start = m.start(0) + len(ticks)
        closer = re.compile(f"(?<!`){ticks}(?!`)").search(data, start)
        if closer is None or (ticks == "`" and _LONE.match(data, max(0, m.start(0) - 1))):
            return None, m.start(0), start
        code = etree.Element(self.tag)
        text = data[start : closer.start()]
        code.text = AtomicString(code_escape(text if ticks == "`" else text.strip()))
        return code, m.start(0), closer.end()


class BareAddress(InlineProcessor):
    """Keeps the marks of emphasis in an address from being read; it becomes a link in the tree."""

    def handleMatch(self, m: re.Match, data: str) -> tuple[str, int, int]:
        """The address as text."""
        return AtomicString(m[1]), m.start(1), m.end(1)


class KnownHtml(HtmlInlineProcessor):
    """HTML in a line. What only looks like a tag, a model's <unk> for one, stays text."""

    def handleMatch(self, m: re.Match, data: str) -> tuple[str | None, int | None, int | None]:
        """The tag, kept as it is."""
        name = re.match(r"</?([a-zA-Z][a-zA-Z0-9-]*)", m[1])
        if name and not is_html(name[1]):
            return None, None, None
        return super().handleMatch(m, data)


class HardBreak(SimpleTagInlineProcessor):
    """Two backslashes at the end of a line, or one."""

    def handleMatch(self, m: re.Match, data: str) -> tuple[etree.Element, int, int]:
        """The break."""
        return etree.Element("br"), m.start(0), m.end(0)


class Dialect(Extension):
    """The inline side of kramdown's dialect."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Add the marks; take away block HTML, which never gets here."""
        md.ESCAPED_CHARS = ESCAPED
        md.preprocessors.deregister("html_block")
        for name in ("code", "quote"):
            md.parser.blockprocessors.deregister(name)
        dollars = ("$", "$")
        patterns = md.inlinePatterns
        patterns.register(CodeSpan(BACKTICK_RE), "backtick", 190)
        patterns.register(MathProcessor(_DOUBLE, md, "math-inline", ("$$", "$$")), "math_double", 188)
        patterns.register(MathProcessor(_DOLLAR, md, "math-inline", dollars), "math_dollar", 187)
        patterns.register(MathProcessor(_SPACED, md, "math-inline", dollars), "math_spaced", 186.5)
        patterns.register(MathProcessor(_PAREN, md, "math-inline", ("\\(", "\\)")), "math_paren", 186)
        patterns.register(MathProcessor(_BRACKET, md, "math-display", ("\\[", "\\]")), "math_bracket", 185)
        patterns.register(SimpleTagInlineProcessor(r"(~~)(?=\S)([^~]{1,2000})(~~)", "del"), "strike", 65)
        patterns.register(HardBreak(r"\\{1,2}\n", md), "backslash_break", 184)
        patterns.register(KnownHtml(HTML_RE, md), "html", 90)
        patterns.register(BareAddress(_BARE, md), "bare_address", 95)


# What a text must hold for a pattern to match anywhere in it.
_NEEDS = {
    **dict.fromkeys(("math_double", "math_dollar", "math_spaced"), "$"),
    **dict.fromkeys(("math_paren", "math_bracket", "backslash_break", "escape"), "\\"),
    **dict.fromkeys(("footnote", "reference", "link", "short_reference"), "["),
    **dict.fromkeys(("image_link", "image_reference", "short_image_ref"), "!["),
    **dict.fromkeys(("autolink", "automail", "html"), "<"),
    **{"backtick": "`", "linebreak": "  \n", "bare_address": "://", "entity": "&", "strike": "~~"},
}


class Sparing(InlineTreeprocessor):
    """Tries only those patterns on a run of text that can match in it; most runs have none of their marks."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        names = [item.name for item in sorted(md.inlinePatterns._priority, key=lambda item: -item.priority)]
        self.needed = [(md.inlinePatterns[name], _NEEDS.get(name, "")) for name in names]

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        """As the method that it takes the place of, private as that is."""
        if isinstance(data, AtomicString):
            return data
        for index in range(patternIndex, len(self.needed)):
            pattern, needs = self.needed[index]
            start, matched = 0, needs in data
            while matched:
                data, matched, start = self._InlineProcessor__applyPattern(pattern, data, index, start)
        return data


# And for the readers of blocks; those that are not named here are always asked.
_BLOCK_NEEDS = {
    **{"hashheader": "#", "setextheader": "\n", "table": "|", "deflist": ":"},
    **{"footnote": "[^", "reference": "]:", "abbr": "*["},
}
_idle: list[Markdown] = []  # parsers between two texts


def converted(text: str) -> str:
    """Stock Markdown's HTML of a text in the stricter dialect."""
    try:
        md = _idle.pop().reset()
    except IndexError:
        md = converter()
    html = md.convert(text)
    _idle.append(md)  # one that raised is not used again: it may have kept some of its text
    return html


def converter() -> Markdown:
    """A new parser; it takes as long to build as a page takes to parse."""
    md = Markdown(
        extensions=["tables", "footnotes", "attr_list", "def_list", "abbr", "sane_lists", Dialect()],
        extension_configs={"tables": {"use_align_attribute": True}, "footnotes": {"UNIQUE_IDS": False}},
        output_format="html",
    )
    md.treeprocessors.register(Sparing(md), "inline", 20)
    for name, needs in _BLOCK_NEEDS.items():
        _ask_sparingly(md.parser.blockprocessors[name], needs)
    md.parser.blockprocessors = tuple(md.parser.blockprocessors)  # a registry sorts itself for every block
    return md


def _ask_sparingly(reader: BlockProcessor, needs: str) -> None:
    """Have a block tested only where it holds what it needs."""
    test = reader.test
    reader.test = lambda parent, block: needs in block and test(parent, block)
