"""Citation keys as people write them: author2017title."""

import re
from collections.abc import Sequence

from readings.names import folded

from .people import name_parts
from .works import Work

# Words that tell no title from another.
SKIPPED = re.compile(r"an?|and|are|as|at|be|by|can|does?|for|from|how|in|is|it|o[fnr]|the|to|towards?|what")
LONGEST = 40


def base_key(work: Work) -> str:
    """First author's family name, year and first telling word of the title, in ASCII: "blei2003latent".

    Without an author the word comes first; "work" where nothing is left.
    """
    family = _letters(name_parts(work.authors[0]).family) if work.authors else ""
    year = str(work.date_parts[0]) if work.date_parts else ""
    words = [_letters(word) for word in folded(work.title).split()]
    telling = next((word for word in words if len(word) > 1 and not SKIPPED.fullmatch(word)), "")[:LONGEST]
    return (f"{family[:LONGEST]}{year}{telling}" if family else f"{telling}{year}") or "work"


def keys_of(works: Sequence[Work]) -> list[str]:
    """A key for each work, unique within the list: the second of one key gets "b" at its end, the third "c", ..."""
    taken: set[str] = set()
    keys = []
    for work in works:
        base = key = base_key(work)
        number = 1
        while key in taken:
            number += 1
            key = base + (chr(ord("a") + number - 1) if number <= 26 else f"-{number}")
        taken.add(key)
        keys.append(key)
    return keys


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", folded(text))
