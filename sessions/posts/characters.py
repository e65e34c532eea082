"""Characters that are not text: removed from names and titles, told in bodies."""

import re
import unicodedata

from .structure import Message, PostError

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
NONCHARACTERS = re.compile(r"[\ufdd0-\ufdef\ufffe\uffff]|[\U0001fffe\U0001ffff\U0010fffe\U0010ffff]")
ODD = re.compile("|".join(pattern.pattern for pattern in (CONTROL, BIDI, NONCHARACTERS)))


def clean_body(text: str, first_line: int = 1) -> tuple[str, list[Message]]:
    """The text without control characters and noncharacters; bidirectional controls stay, but are told."""
    if not ODD.search(text):
        return text, []
    warnings = []
    for pattern, what in (
        (CONTROL, "control characters were removed"),
        (NONCHARACTERS, "characters that are none (U+FFFE and the like) were removed"),
        (BIDI, "invisible characters change the direction of the text here"),
    ):
        found = pattern.search(text)
        if found and not (pattern is CONTROL and not CONTROL.search(re.sub(r"[\x0b\x0c]", "", text))):
            warnings.append(Message(first_line + text.count("\n", 0, found.start()), what))
    text = re.sub(r"[\x0b\x0c]", " ", text)
    return NONCHARACTERS.sub("", CONTROL.sub("", text)), warnings


def clean_line(text: str) -> tuple[str, str]:
    """(one line of plain text, what was removed from it or "")."""
    plain = BIDI.sub(
        "", NONCHARACTERS.sub("", CONTROL.sub("", re.sub(r"[\r\n\t\x0b\x0c\u2028\u2029\x85]+", " ", text)))
    )
    plain = re.sub(r"(\S)([\u0300-\u036f]{4})[\u0300-\u036f]+", r"\1\2", plain)  # letters under towers of accents
    removed = "line breaks or invisible characters" if plain != text else ""
    return re.sub(r"\s+", " ", plain).strip(), removed


def refuse_unstorable(value: str, key: str) -> None:
    """NUL and lone surrogates cannot be stored by PostgreSQL, nor written to a file; only escapes bring them in."""
    if UNSTORABLE.search(value):
        raise PostError(
            getattr(value, "line", 1), f"{key} holds a character that cannot be stored (NUL or half a character)"
        )


def is_visible(text: str) -> bool:
    """Is there anything a reader would see?"""
    return any(unicodedata.category(character)[0] not in "ZC" for character in text)
