"""Static limits: what is refused before any parser sees it, so that no text takes long.

The bounds count what makes parsing quadratic (openers without closers, nesting, wide tables); posts that
people write stay far below them.
"""

import re

MAX_SOURCE = 1024 * 1024  # characters
MAX_NESTING = 200  # lists and quotes in each other
MAX_TAG_DEPTH = 200  # HTML elements open at once
MAX_HEADINGS = 500  # beyond: no contents list
MAX_LINES = 50_000  # lines that are not blank
MAX_CELLS = 50_000  # of one table
MAX_TAGS = 20_000
MAX_DEFINITIONS = 2_000  # link references, abbreviations and footnotes
MAX_MARKS = 4_000  # brackets, emphasis marks and so on in one paragraph

_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
VOID = frozenset(_VOID_NAMES.split())
# Many of these unclosed are no nesting: the next one closes the last.
_SELF_CLOSING = frozenset(("p", "li", "option", "dt", "dd"))
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_DEFINITION = re.compile(r"^ {0,3}(?:\*?\[[^\]\n]{1,200}\]:)", re.M)
_MARKS = re.compile(r"[\[\]*_`~<>&$!\\]")


class TooCostly(ValueError):
    """The text is past a limit: says where, and why in a sentence."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


def check(text: str) -> None:
    """Raise TooCostly when the text is larger than anything that is worth parsing."""
    if len(text) > MAX_SOURCE:
        raise TooCostly(1, f"The text is too large: {len(text):,} characters, at most {MAX_SOURCE:,}.")
    _check_lines(text)
    _check_definitions(text)
    _check_tags(text)


def check_paragraph(lines: list[str], line: int) -> None:
    """Raise TooCostly when one paragraph holds more marks than the inline parser can take."""
    marks = sum(len(_MARKS.findall(text)) for text in lines)
    if marks > MAX_MARKS:
        raise TooCostly(line, f"One paragraph has {marks:,} marks such as brackets and stars, at most {MAX_MARKS:,}.")


def line_at(text: str, position: int) -> int:
    """The 1-based line of a position."""
    return text.count("\n", 0, position) + 1


def _check_lines(text: str) -> None:
    count = 0
    for number, line in enumerate(text.split("\n"), start=1):
        count += bool(line.strip())
        if count > MAX_LINES:
            raise TooCostly(number, f"The text has too many lines, at most {MAX_LINES:,}.")


def _check_definitions(text: str) -> None:
    for count, match in enumerate(_DEFINITION.finditer(text)):
        if count >= MAX_DEFINITIONS:
            line = line_at(text, match.start())
            raise TooCostly(line, f"Too many definitions of links and footnotes, at most {MAX_DEFINITIONS:,}.")


def _check_tags(text: str) -> None:
    # Depth is counted as a browser would at worst: a closing tag only closes what is open.
    open_tags: dict[str, int] = {}
    depth = 0
    for count, match in enumerate(_TAG.finditer(text)):
        closing, name = match[1], match[2].lower()
        if closing:
            if open_tags.get(name):
                open_tags[name] -= 1
                depth -= 1
        elif name not in VOID and name not in _SELF_CLOSING:
            open_tags[name] = open_tags.get(name, 0) + 1
            depth += 1
        if depth > MAX_TAG_DEPTH:
            raise TooCostly(line_at(text, match.start()), f"HTML is nested too deeply, at most {MAX_TAG_DEPTH} levels.")
        if count >= MAX_TAGS:
            raise TooCostly(line_at(text, match.start()), f"Too many HTML tags, at most {MAX_TAGS:,}.")
