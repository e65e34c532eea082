"""Block HTML in Markdown: an element that starts a line is taken whole, as its author wrote it."""

import html
import re
from dataclasses import dataclass, field

import nh3

from .allowed import ATTRIBUTES, TAGS
from .limits import VOID

_SPAN_NAMES = (
    "a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark option q rb rbc rp rt "
    "rtc ruby samp select small span strike strong sub sup textarea tt u var math"
)
SPAN = frozenset(_SPAN_NAMES.split())
_OTHER_NAMES = (
    "html head body title base link meta script style template noscript iframe frame frameset noframes object embed "
    "applet param audio video source track canvas svg form fieldset legend input output datalist optgroup progress "
    "meter dialog menu nav hgroup search slot area map picture wbr time data font marquee blink plaintext xmp listing "
    "noembed dir bgsound animate set use foreignobject portal rect path circle line g text defs image"
)
_KNOWN = SPAN | TAGS | frozenset(_OTHER_NAMES.split())
_OPENING = re.compile(r"^ {0,3}<([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_NAME = re.compile(r"^ {0,3}<(/?)([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>]|$)")
_MARKDOWN = re.compile(r"""\bmarkdown\s*=\s*["']?(?:1|block|span)\b""")

_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    clean_content_tags={"script", "style"},
    link_rel=None,
    url_schemes={"http", "https", "mailto"},
)


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of block HTML and the line after it."""

    end: int
    html: str = ""
    markdown: bool = False
    opening: str = ""
    closing: str = ""
    inner: list[str] = field(default_factory=list)


def starts(line: str) -> bool:
    """Does this line begin with block HTML or a comment?"""
    if re.match(r"^ {0,3}<!--", line):
        return True
    match = _NAME.match(line)
    return bool(match and match[2].lower() not in SPAN and is_html(match[2]))


def is_html(name: str) -> bool:
    """Is this the name of an element of HTML or SVG?"""
    return name.lower() in _KNOWN


def read(lines: list[str], position: int, no_end: set[str]) -> Found | None:
    """The block HTML at this position. `no_end` remembers closers that do not come, so that nobody looks twice."""
    if "<!--" in lines[position][:7]:
        return _comment(lines, position, no_end)
    closing, name = _NAME.match(lines[position]).group(1, 2)
    name = name.lower()
    if closing or name in VOID:
        return Found(position + 1, clean(lines[position]))
    end = _end(lines, position, name, no_end)
    if end is None:
        return Found(*_until_blank(lines, position))
    row, column = end
    rest = lines[row][column:]
    taken = [*lines[position:row], lines[row][:column]]
    opening = _OPENING.match("\n".join(taken))
    if opening and _MARKDOWN.search(opening[2]) and name in TAGS:
        return _with_markdown(taken, opening, name, row, rest)
    return Found(row + 1, clean("\n".join(taken) + rest))


def clean(source: str) -> str:
    """Well-formed HTML on its own, so that it cannot close what stands around it."""
    return _CLEANER.clean(source)


def _comment(lines: list[str], position: int, no_end: set[str]) -> Found | None:
    if "-->" in no_end:
        return None
    for end in range(position, len(lines)):
        if "-->" in lines[end]:
            rest = lines[end].split("-->", 1)[1]
            return Found(end + 1, clean(rest) if rest.strip() else "")
    no_end.add("-->")
    return None


def _end(lines: list[str], position: int, name: str, no_end: set[str]) -> tuple[int, int] | None:
    if name in no_end:
        return None
    tag = re.compile(rf"<(/?){re.escape(name)}(?=[\s/>])[^<>]*>", re.I)
    depth = 0
    for row in range(position, len(lines)):
        for match in tag.finditer(lines[row]):
            depth += -1 if match[1] else not match[0].endswith("/>")
            if depth <= 0:
                return row, match.end()
    no_end.add(name)
    return None


def _until_blank(lines: list[str], position: int) -> tuple[int, str]:
    end = position
    while end < len(lines) and lines[end].strip():
        end += 1
    return end, clean("\n".join(lines[position:end]))


def _with_markdown(taken: list[str], opening: re.Match, name: str, row: int, rest: str) -> Found:
    text = "\n".join(taken)[opening.end() :]
    inner = text[: text.lower().rfind(f"</{name}")]
    shell = clean(f"<{name}{opening[2]}></{name}>")
    start = shell[: shell.rfind("</")] or f"<{name}>"
    after = clean(rest) if rest.strip() else ""
    return Found(row + 1, "", True, start, f"</{html.escape(name)}>{after}", inner.split("\n"))
