"""Text -> the terms that are indexed and looked for: folded words, stemmed. Pure; the same for both databases.

The stems are those of Porter's second stemmer: https://snowballstem.org/algorithms/english/stemmer.html
"""

import re
import threading
from functools import lru_cache

import Stemmer

from readings.names import folded

LONGEST_WORD = 40
# Words that say too little to be looked for beside others; in phrases they count.
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by can did do does for from has have how i in is it its of on or should that the their"
        " this to vs was we were what when where which who why will with",
    )
)

_stemmers = threading.local()  # a stemmer keeps the word it works on


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one folded word."""
    if not hasattr(_stemmers, "english"):
        _stemmers.english = Stemmer.Stemmer("english")
    return _stemmers.english.stemWord(word)


def words_of(text: str) -> list[str]:
    """The words, folded: lower case, no accents, letters and digits only, none longer than 40 characters."""
    return [word[:LONGEST_WORD] for word in folded(text).split()]


def terms_of(text: str) -> list[str]:
    """The stems of all words, in order."""
    return [stem(word) for word in words_of(text)]


def slug_like(text: str) -> str:
    """A tag's or course's name as its slug may be written: "Red Teaming" -> "red-teaming"."""
    return re.sub(r"[^\w-]+", "-", text.casefold()).strip("-")[:100]
