"""Where in the text a block starts.

Headings are found first, all of them; between two of them a cursor that only moves forward looks up the marks
and the first words of each block.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from html import escape, unescape

from .marks import FENCE_LINE, ITEM_LINE, RULE_LINE, UNDERLINE, heading_lines, letters

_WORD = re.compile(r"[^\W_]+")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:")
_REACH = {1: 60, 2: 200}  # words: how far a beginning of one word or two is looked for
_FAR = 1500  # and a longer one
_TRIES = 200
_WINDOW = 50  # lines: how far marks and addresses are looked for
_WIDTH = 2_000  # characters of a line that are looked at for them
_BEGINNING = 24  # letters that tell one item from the next


class Cursor:
    """Finds blocks in the text, in their order."""

    def __init__(self, text: str, headings: Sequence[tuple[int, int, str]]) -> None:
        """`headings`: a name of the caller's, level and text, in their order; equal ones may have one name."""
        lines = text.split("\n")
        self.source = [line[:_WIDTH].rstrip("\r") for line in lines]
        self.words: list[str] = []
        self.lines: list[int] = []
        for number, line in enumerate(lines, start=1):
            words = _WORD.findall(unescape(line))
            self.words += words
            self.lines += [number] * len(words)
        found = heading_lines(self.source, [(level, words) for _, level, words in headings])
        self.limits = sorted({line for line in found if line})
        self.headings: dict[int, deque[int]] = defaultdict(deque)
        for (name, _, _), line in zip(headings, found, strict=True):
            self.headings[name].append(line)
        self.letters: dict[int, str] = {}
        self.position = 0
        self.line = 1
        self.taken = (0, 0)  # line and column up to where marks are known to be another block's

    def find(self, text: str) -> int:
        """The line where this text begins; the line of the last found one where it cannot tell."""
        words = _WORD.findall(text)
        place = self._place(words[:5])
        if place is not None:
            # Markup adds words to the source and takes none away, so that many are behind us.
            self.position = min(len(self.words), place + max(1, len(words)))
            self.line = self.lines[place]
        elif not words and text.strip():
            self._address(text.split()[0])
        return self.line

    def heading(self, name: int, text: str) -> int:
        """The line of a heading."""
        known = self.headings[name]
        line = known.popleft() if known else 0
        if line < self.line:
            return self.find(text)
        if UNDERLINE.match(self._source(line + 1)):
            self.taken = (line + 1, _WIDTH)  # no rule
        return self._move(line, text)

    def item(self, text: str) -> int:
        """The line of a list's item."""
        beginning = letters(text.strip().split("\n")[0])[:_BEGINNING]
        if beginning and self._mark(lambda number, column: self._begins(number, column, beginning)):
            return self._move(self.line, text)
        return self.find(text)

    def image(self, address: str, text: str) -> int:
        """The line of what begins with an image."""
        line = self._address(address) or self._address(escape(address))
        below = self.find(text) if _WORD.search(text) or not line else line
        return line or below

    def rule(self) -> int:
        """The line of a rule."""
        self._mark(lambda number, column: -1 if column else _end(RULE_LINE.match(self._source(number))), fresh=True)
        return self.line

    def code(self, code: str) -> int:
        """The line of a block of code, its fence's when it has one."""
        lines = code.split("\n")
        blank = next((number for number, line in enumerate(lines) if line.strip()), 0)
        first = lines[blank].strip() or "```"
        before = self.reached()
        line = self._mark(lambda number, _: _WIDTH if self._source(number).strip().endswith(first) else -1, fresh=True)
        if not line:
            return self.find(code)
        self._move(line, code)
        fence = line - blank - 1
        return fence if fence > before and FENCE_LINE.match(self._source(fence)) else line

    def above(self, line: int, before: int) -> int:
        """Where what holds the block at this line begins: its tags or quote marks may stand on lines above."""
        while line - 1 > before and self._source(line - 1).lstrip().startswith(("<", ">")):
            line -= 1
        return line

    def reached(self) -> int:
        """The line of the last word or mark of the block before; 0 when there is none."""
        line = self.line if self.position or self.taken[0] else 0
        return max(line, self.lines[self.position - 1] if self.position else 0)

    def _begins(self, number: int, column: int, beginning: str) -> int:
        mark = None if column else ITEM_LINE.match(self._source(number))
        if not mark:
            return -1
        if number not in self.letters:
            self.letters[number] = letters(self._source(number)[mark.end() :][:400])
        return mark.end() if self.letters[number].startswith(beginning) else -1

    def _address(self, address: str) -> int:
        def end(number: int, column: int) -> int:
            line = self._source(number)
            at = -1 if _DEFINITION.match(line) else line.find(address, column)
            return at + len(address) if at >= 0 else -1

        return self._mark(end) if address else 0

    def _mark(self, end: Callable[[int, int], int], *, fresh: bool = False) -> int:
        """Move to the next line where `end` of line and column gives the column after a mark; 0 when there is none.

        A fresh line is one where nothing has been found yet.
        """
        first = max(1, self.reached() + fresh)
        for number in range(first, min(first + _WINDOW, self._limit())):
            column = end(number, self.taken[1] if number == self.taken[0] else 0)
            if column >= 0:
                self.taken = (number, max(1, column))
                return self._move(number, "")
        return 0

    def _move(self, line: int, text: str) -> int:
        place = bisect_left(self.lines, line) + len(_WORD.findall(text))
        self.position = max(self.position, min(place, len(self.words)))
        self.line = line
        return line

    def _source(self, line: int) -> str:
        return self.source[line - 1] if 1 <= line <= len(self.source) else ""

    def _limit(self) -> int:
        """The line of the next heading, or the one after the last."""
        place = bisect_right(self.limits, self.line)
        return self.limits[place] if place < len(self.limits) else len(self.source) + 1

    def _place(self, wanted: list[str]) -> int | None:
        # An address or a mark may stand between the words: fewer words tell as well, if they are near.
        for length in sorted({len(wanted), min(3, len(wanted)), min(2, len(wanted))}, reverse=True):
            place = self._next(wanted[:length]) if length else None
            if place is not None:
                return place
        return None

    def _next(self, wanted: list[str]) -> int | None:
        start = self.position
        end = min(start + _REACH.get(len(wanted), _FAR) + 1, bisect_left(self.lines, self._limit()))
        for _ in range(_TRIES):
            try:
                place = self.words.index(wanted[0], start, end)
            except ValueError:
                return None
            if self.words[place : place + len(wanted)] == wanted:
                return place
            start = place + 1
        return None


def _end(match: re.Match | None) -> int:
    return match.end() if match else -1
