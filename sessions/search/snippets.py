"""The words of a query, and the place of a text that shows them. Pure."""

import html
import re

from django.utils.html import strip_tags

LONGEST_WORD, MOST_WORDS = 60, 8
BEFORE, AFTER = 80, 160

Piece = tuple[str, bool]  # (text, whether it is one of the words)


def words_of(query: str) -> list[str]:
    """At most eight distinct words, quotation marks dropped: what lies beyond finds nothing more."""
    words = dict.fromkeys(re.findall(r"[^\s\"“”\0]+", query[:1000]))
    return [word[:LONGEST_WORD] for word in words][:MOST_WORDS]


def plain(markup: str) -> str:
    """The text of stored HTML."""
    return html.unescape(strip_tags(markup))


def pattern_of(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)


def highlighted(text: str, words: list[str]) -> list[Piece]:
    """The whole text in pieces: [("a ", False), ("word", True), ...]."""
    pieces, end = [], 0
    for match in pattern_of(words).finditer(text) if words else ():
        pieces += [(text[end : match.start()], False), (match[0], True)]
        end = match.end()
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def snippet(text: str, words: list[str]) -> list[Piece]:
    """A line or two around the first word that occurs, or the beginning; [] for no text."""
    text = re.sub(r"\s+", " ", text).strip()
    match = pattern_of(words).search(text) if words else None
    start = max(0, match.start() - BEFORE) if match else 0
    end = min(len(text), (match.end() if match else 0) + AFTER)
    if start:  # begin and end at a space, not within a word
        start = text.find(" ", start, start + 30) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", end - 30, end), match.end() if match else 0)
    cut = ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
    return highlighted(cut, words)
