"""What an entry says of itself: "Optional: A title", "A title (required)", "Paper 2 (optional): A title"."""

import re

from .lines import plain
from .structure import MORE, REQUIRED

BEFORE = re.compile(
    r"^[\W_]*(?P<word>required|mandatory|must[\s-]reads?|primary|main|core|secondary|alt(?:ernative)?|(?:for\s+)?fun|optional|recommended"
    r"|suggested|bonus|background|additional|extra|further|also(?=\s+(?:read|see)))"
    r"(?:\s+(?:paper|reading|article|text|read|see))?(?:\s*[^\w\s–—-]*(?:[:)\]*]|\s*[–—]|\s+-(?!\w))|[*_]+\s*-)[\W_]*",
    re.I,
)
# "(blog post, optional)"
IN_BRACKETS = re.compile(
    r"[(\[](?:[^()\[\]]{1,30},\s*)?(?P<word>required|mandatory|optional|recommended|extra|bonus|background)(?:,[^()\[\]]{1,40})?[)\]]",
    re.I,
)
# "Venue 2023. *optional*"
BEHIND = re.compile(r"(?:(?P<before>.*)[.,;:–—-]\s+)?(?P<word>required|mandatory|optional|recommended)", re.I)
NEEDED = re.compile(r"required|mandatory|must|primary|main|core", re.I)


def marked_requirement(text: str) -> str:
    """REQUIRED or MORE, as the words before an entry or in brackets say; "" where they say nothing of it."""
    marked = BEFORE.match(text) or IN_BRACKETS.search(text)
    return _meant(marked) if marked else ""


def requirement_behind(rest: str) -> tuple[str, str]:
    """(requirement or "", the rest without it) of what stands at the end of an entry."""
    marked = BEHIND.fullmatch(rest)
    return (_meant(marked), marked["before"] or "") if marked else ("", rest)


def _meant(marked: re.Match) -> str:
    return REQUIRED if NEEDED.match(marked["word"]) else MORE


def without_requirement(text: str) -> str:
    """The text without such words, unless they are all of it."""
    left = plain(IN_BRACKETS.sub(" ", BEFORE.sub("", text)))
    return left if re.search(r"\w", left) else text
