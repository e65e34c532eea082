"""Lines of the text that look like the beginning of something: what lines of blocks are found by."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from html import unescape

FENCE_LINE = re.compile(r"^[ \t>]*(?:`{3,}|~{3,})")
ITEM_LINE = re.compile(
    r"^[ \t>]*(?:(?:[*+-]|\d{1,9}\.)[ \t]+)+(?:\[[ xX]\] )?|^[ \t]*(?:<[ou]l[^>]*>\s*)?<li[^>]*>", re.I
)
RULE_LINE = re.compile(r"^[ \t>]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|.{0,200}?<hr\b.*)$", re.I)
UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_ATX = re.compile(r"^[ \t]*(?:(?:[*+-]|\d{1,9}\.|>)[ \t]*)*(#{1,6})[ \t]+\S")
_HTML = re.compile(r"<h([1-6])\b[^>]*>", re.I)
_UNSEEN = re.compile(r"<[a-zA-Z/!][^<>]*>|\]\([^()\s]*\)")  # tags, and where links lead
_LETTERS = re.compile(r"[^\W_]+")
_TRIES = 300  # headings of one level that are looked at for one
_NEAR = 20  # and those it may be only like
_LENGTH = 80  # letters of a heading that are compared
_WIDTH = 160  # with so many of a line


def letters(text: str) -> str:
    """Letters and digits alone, without tags and links' addresses: what markup in a line does not change."""
    return "".join(_LETTERS.findall(unescape(_UNSEEN.sub("", text))))


def heading_lines(lines: list[str], headings: Iterable[tuple[int, str]]) -> list[int]:
    """The line of each heading (level, text), in their order; 0 where none looks like it."""
    candidates = _candidates(lines)
    found: list[int] = []
    last = 0
    for level, text in headings:
        ahead = candidates[level]
        first = bisect_right(ahead, last, key=lambda candidate: candidate[0])
        found.append(_alike(letters(text)[:_LENGTH], ahead[first : first + _TRIES]))
        last = found[-1] or last
    return found


def _candidates(lines: list[str]) -> dict[int, list[tuple[int, str]]]:
    """By level: line and letters of whatever may be a heading."""
    candidates: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for number, line in enumerate(lines, start=1):
        mark = _ATX.match(line)
        below = lines[number] if number < len(lines) else ""
        if mark:
            candidates[len(mark[1])].append((number, letters(line[mark.start(1) :])[:_WIDTH]))
        elif line.strip() and UNDERLINE.match(below):
            candidates[1 if "=" in below else 2].append((number, letters(line)[:_WIDTH]))
        for tag in _HTML.finditer(line):
            # the words may stand on the lines below the tag
            text = " ".join([line[tag.start() :], *lines[number : number + 2]])
            candidates[int(tag[1])].append((number, letters(text)[:_WIDTH]))
    return candidates


def _alike(wanted: str, candidates: list[tuple[int, str]]) -> int:
    """The first that begins so, else the first in which the letters come in this order."""
    for line, found in candidates:
        if found.startswith(wanted):
            return line
    for line, found in candidates[:_NEAR]:
        rest = iter(found)
        if all(letter in rest for letter in wanted):
            return line
    return 0
