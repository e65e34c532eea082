"""People's names, pure: one key for one full name, however it is written."""

import re
import unicodedata
from functools import lru_cache

PARTICLES = {
    *("van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "la", "le", "ter", "ten", "bin", "al", "y"),
}


def folded(text: str) -> str:
    """Letters and digits in lower case without accents, single spaces between words."""
    text = NOT_ASCII.sub(lambda found: plain_letters(found[0]), text).casefold()
    text = text.translate(NO_ASCII_LETTERS) if text.isascii() else NO_LETTERS.sub(" ", text)
    return " ".join(text.split())


@lru_cache(maxsize=10_000)
def plain_letters(letters: str) -> str:
    """Letters beyond ASCII, folded, without their accents."""
    apart = unicodedata.normalize("NFKD", letters.translate(LETTERS)).casefold()
    return "".join(
        letter if letter.isascii() or letter.isalnum() else " " for letter in apart if not unicodedata.combining(letter)
    )


NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
NO_LETTERS = re.compile(r"[\W_]+")
NO_ASCII_LETTERS = {number: " " for number in range(128) if not chr(number).isalnum()}  # the same, much faster
# Letters that have no decomposition but are commonly written without their stroke.
LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "AE"})


def given_first(name: str) -> str:
    """ "Last, First" as "First Last"; generational suffixes are no first names ("Smith, Jr." stays)."""
    name = re.sub(r"\s+", " ", name).strip(" ,;")
    family, comma, given = name.partition(",")
    if not comma or re.fullmatch(r"(jr|sr|i{1,3}|iv|ph\.?d)\.?", given.strip(), re.IGNORECASE):
        return name
    return f"{given.strip(' ,')} {family.strip()}".strip()


def name_key(name: str) -> str:
    """The key under which an author is one record. Initials keep their own key: "J Smith" is not "John Smith"."""
    return folded(given_first(name))


def family_name(name: str) -> str:
    """The last name, with its particles ("Laurens van der Maaten" -> "van der Maaten")."""
    words = given_first(name).split()
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in PARTICLES:
        start -= 1
    return " ".join(words[max(start, 0) :])
