"""Static limits: what is refused before any parser sees it, so that no text takes long.

The bounds count what makes parsing quadratic (openers without closers, nesting, wide tables); posts that
people write stay far below them.
"""

import re
from dataclasses import dataclass

MAX_SOURCE = 1024 * 1024  # characters
MAX_NESTING = 100  # lists and quotes in each other
MAX_TAG_DEPTH = 200  # HTML elements open at once
MAX_HEADINGS = 500  # beyond: no contents list
MAX_LINES = 12_000  # lines that are not blank
MAX_CELLS = 50_000  # of one table
MAX_TAGS = 20_000
MAX_DEFINITIONS = 2_000  # link references, abbreviations and footnotes
MAX_COST = 1_000_000  # characters the inline parser may read again and again
MAX_TOTAL_MARKS = 40_000
MAX_MARKS = 1_000  # brackets, emphasis marks and so on in one paragraph

_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
VOID = frozenset(_VOID_NAMES.split())
# Many of these unclosed are no nesting: the next one closes the last.
_SELF_CLOSING = frozenset(("p", "li", "option", "dt", "dd"))
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_DEFINITION = re.compile(r"^ {0,3}(?:\*?\[[^\]\n]{1,200}\]:)", re.M)
_BRACKETS = re.compile(r"\]\(|[\[\])]")
_MARKS = re.compile(r"[\[\]*_`~<>&$!\\]|://")


class TooCostly(ValueError):
    """The text is past a limit: says where, and why in a sentence."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason

    def __reduce__(self) -> tuple:  # it travels between processes
        return type(self), (self.line, self.reason)


def check(text: str) -> None:
    """Raise TooCostly when the text is larger than anything that is worth parsing."""
    if len(text) > MAX_SOURCE:
        raise TooCostly(1, f"The text is too large: {len(text):,} characters, at most {MAX_SOURCE:,}.")
    _check_lines(text)
    _check_definitions(text)
    _check_tags(text)


@dataclass(slots=True)
class Budget:
    """What the inline parser may cost in one text, in characters looked at by its slow loops."""

    left: int = MAX_COST
    marks: int = MAX_TOTAL_MARKS

    def take(self, text: str, line: int) -> None:
        """Pay for one paragraph; raise TooCostly when it is too dear."""
        marks = len(_MARKS.findall(text))
        if marks > MAX_MARKS:
            reason = f"One paragraph has {marks:,} marks such as brackets and stars, at most {MAX_MARKS:,}."
            raise TooCostly(line, reason)
        self.marks -= marks
        # The parser writes ten characters for each mark it has dealt with, and reads those again.
        self.left -= _bracket_cost(text) + marks * (len(text) + 10 * marks) // 50
        self.left -= text.count("{") * len(text) // 100  # each may begin a list of attributes that ends the text
        if self.left < 0 or self.marks < 0:
            raise TooCostly(line, "Too many brackets, stars and other marks for one text.")


def _bracket_cost(text: str) -> int:
    """For every opening bracket the parser reads on to the closing one, or to the end of the paragraph."""
    if "[" not in text and "](" not in text:
        return 0
    cost = 0
    opened: dict[str, list[int]] = {"]": [], ")": []}
    for match in _BRACKETS.finditer(text):
        if match[0] == "[" or match[0] == "](":
            if match[0] == "](" and opened["]"]:
                cost += match.start() - opened["]"].pop()
            opened["]" if match[0] == "[" else ")"].append(match.start())
        elif opened[match[0]]:
            cost += match.start() - opened[match[0]].pop()
    return cost + sum(len(text) - start for starts in opened.values() for start in starts)


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
