"""The words of a query in a text, and the place of a text that shows them. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from .terms import stem, words_of

BEFORE, AFTER = 80, 160
LONGEST = 100_000  # characters of a text that are looked through
WORD = re.compile(r"[^\W_]+")

Piece = tuple[str, bool]  # (text, whether it is one of the words)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked: words by their stems, and words that begin so."""

    stems: frozenset[str] = frozenset()
    beginning: str = ""

    def __bool__(self) -> bool:
        return bool(self.stems or self.beginning)

    def met_by(self, word: str) -> str:
        """The first of these that a word of a text is; "" for none. `word`: as written."""
        for part in words_of(word):
            if (stemmed := stem(part)) in self.stems:
                return stemmed
            if self.beginning and part.startswith(self.beginning):
                return self.beginning
        return ""


class Place(NamedTuple):
    """Where a word to be marked stands, and which it is."""

    start: int
    end: int
    mark: str


@lru_cache(maxsize=64)
def pattern_of(marks: Marks) -> re.Pattern[str]:
    """Words that may be meant, in lower-case ASCII: a stem is the beginning of its words but for its last letter."""
    beginnings = {stem[: max(2, len(stem) - 1)] for stem in marks.stems} | ({marks.beginning} - {""})
    return re.compile(rf"(?:{'|'.join(sorted(beginnings))})[a-z0-9]*")


def places_of(text: str, marks: Marks) -> list[Place]:
    """Each word to be marked."""
    if not marks:
        return []
    if text.isascii():
        matches = pattern_of(marks).finditer(text.lower())
        spans = (match.span() for match in matches if not text[match.start() - 1 : match.start()].isalnum())
    else:
        spans = (match.span() for match in WORD.finditer(text))
    known: dict[str, str] = {}
    found = []
    for start, end in spans:
        word = text[start:end]
        if word not in known:
            known[word] = marks.met_by(word)
        if known[word]:
            found.append(Place(start, end, known[word]))
    return found


def highlighted(text: str, marks: Marks) -> list[Piece]:
    """The whole text in pieces: [("a ", False), ("word", True), ...]."""
    return in_pieces(text, places_of(text, marks))


def in_pieces(text: str, places: Iterable[Place]) -> list[Piece]:
    pieces, end = [], 0
    for start, stop, _ in places:
        pieces += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def snippet(text: str, marks: Marks) -> list[Piece]:
    """A line or two where most of the words stand together, or the beginning; [] for no text."""
    text = text[:LONGEST]
    places = places_of(text, marks)
    first = densest(places)
    start = max(0, first.start - BEFORE) if first else 0
    end = min(len(text), (first.end if first else 0) + AFTER)
    if start:  # begin and end at a space, not within a word
        start = text.find(" ", start, start + 30) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", end - 30, end), first.end if first else 0)
    shift = 2 if start else 0
    cut = ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
    moved = shift - start
    return in_pieces(cut, (Place(a + moved, b + moved, mark) for a, b, mark in places if start <= a and b <= end))


def densest(places: list[Place]) -> Place | None:
    """The place after which most different words follow closely; the first among equals."""
    starts = [place.start for place in places]
    best, most = None, 0
    for number, place in enumerate(places[:200]):
        different = len({near.mark for near in places[number : bisect_left(starts, place.start + AFTER)]})
        if different > most:
            best, most = place, different
    return best
