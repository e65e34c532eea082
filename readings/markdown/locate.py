"""Where in the text a block starts: a cursor that only moves forward looks up the first words of each block."""

import re
from bisect import bisect_left
from collections import defaultdict
from html import unescape

_WORD = re.compile(r"[^\W_]+")
_REACH = {1: 60, 2: 200}  # words: how far a beginning of one word or two is looked for
_FAR = 1500  # and a longer one
_TRIES = 200


class Cursor:
    """Finds blocks in the text, in their order."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self.lines: list[int] = []
        self.places: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(text.split("\n"), start=1):
            for match in _WORD.finditer(unescape(line)):
                self.places[match[0]].append(len(self.words))
                self.words.append(match[0])
                self.lines.append(number)
        self.position = 0
        self.line = 1

    def find(self, text: str) -> int:
        """The line where this text begins; the line of the last found one where it cannot tell."""
        words = _WORD.findall(text)
        place = self._place(words[:5])
        if place is not None:
            # Markup adds words to the source and takes none away, so that many are behind us.
            self.position = place + max(1, len(words))
            self.line = self.lines[place]
        return self.line

    def _place(self, wanted: list[str]) -> int | None:
        # An address or a mark may stand between the words: fewer words tell as well, if they are near.
        for length in sorted({len(wanted), min(3, len(wanted)), min(2, len(wanted))}, reverse=True):
            place = self._next(wanted[:length]) if length else None
            if place is not None:
                return place
        return None

    def _next(self, wanted: list[str]) -> int | None:
        places = self.places.get(wanted[0], [])
        first = bisect_left(places, self.position)
        reach = self.position + _REACH.get(len(wanted), _FAR)
        for place in places[first : first + _TRIES]:
            if place > reach:
                return None
            if self.words[place : place + len(wanted)] == wanted:
                return place
        return None
