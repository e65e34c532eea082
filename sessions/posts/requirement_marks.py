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
NEEDED = re.compile(r"required|mandatory|must|primary|main|core", re.I)


def marked_requirement(text: str) -> str:
    """REQUIRED or MORE, as the words before an entry or in brackets say; "" where they say nothing of it."""
    marked = BEFORE.match(text) or IN_BRACKETS.search(text)
    return (REQUIRED if NEEDED.match(marked["word"]) else MORE) if marked else ""


def without_requirement(text: str) -> str:
    """The text without such words, unless they are all of it."""
    left = plain(IN_BRACKETS.sub(" ", BEFORE.sub("", text)))
    return left if re.search(r"\w", left) else text
