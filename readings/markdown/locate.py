"""Where in the text a block starts: a cursor that only moves forward looks up the first words of each block."""

import re
from bisect import bisect_left
from collections import defaultdict

_WORD = re.compile(r"\w+")
_NEAR = 60  # words: how far a block of one or two words is looked for
_FAR = 1500  # words: how far a longer beginning is looked for
_TRIES = 40


class Cursor:
    """Finds blocks in the text, in their order."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self.lines: list[int] = []
        self.places: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(text.split("\n"), start=1):
            for match in _WORD.finditer(line):
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
        if not wanted:
            return None
        places = self.places.get(wanted[0], [])
        first = bisect_left(places, self.position)
        reach = self.position + (_FAR if len(wanted) > 2 else _NEAR)
        for place in places[first : first + _TRIES]:
            if place > reach:
                return None
            if self.words[place : place + len(wanted)] == wanted:
                return place
        return None
