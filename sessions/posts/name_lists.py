"""Lists of people as citations begin with them, in any of the usual styles; full names, initials or surnames."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readings.names import PARTICLES

from .people import is_name, is_surname
from .vocabulary import NOT_NAMES, ORGANISATIONS

EDITORS = re.compile(r"[\s,]*[(\[]?\b(?:eds?|editors?|trans|hrsg)\b\.?[)\]]?\s*$", re.I)
OTHERS = re.compile(r"[\s,;]*(?:\b(?:and|&)\s+)?(?:\bet al\b\.?|\bothers\b|\bcolleagues\b|…|\.\.\.)\s*$", re.I)
SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
INITIALS = re.compile(r"[A-Z](?:\.(?:[\s-]*[A-Z]\.)*)?|[A-Z]\.?(?:[\s-][A-Z]\.?){1,3}")
GLUED = re.compile(r"[A-Z]{1,3}|[A-Z]-[A-Z]")  # of "Esvelt KM"
GIVEN = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:[-’'][^\W\d_]+)*(?:\s+(?:[A-Z]\.?|[^\W\d_a-z][\w’'-]+)){0,2}\.?")
MOST_WORDS = 3  # of a family name, particles aside
PROSE = re.compile(r"(?:\b[a-z]{2,}\s+){4}")  # so many small words in a row are in no list of people
LONGEST = 1_500


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two commas or "and"s."""

    text: str
    joined: bool  # by "and" with what stands before it


def listed_people(text: str) -> tuple[str, ...]:
    """The people, given name first, where the text is a list of them and nothing else; () otherwise."""
    if not text or len(text) > LONGEST or PROSE.search(text) or re.search(r"[?!“”\"]|https?://", text):
        return ()
    text = EDITORS.sub("", text.strip(" ,;:"))
    some = OTHERS.search(text)
    text = (text[: some.start()] if some else text).strip(" ,;")
    pieces = _pieces(EDITORS.sub("", text))
    if not pieces:
        return ()
    return _in_pairs(pieces) or _in_order(pieces) or _surnames(pieces, bool(some))


def _pieces(text: str) -> list[Piece]:
    found: list[Piece] = []
    for group in re.split(r"[,;]", text):
        for place, part in enumerate(re.split(r"\s*(?:\b(?:and|und|et|y(?=\s+\S+\s+\S))\b|&)\s+", group)):
            part = part.strip() if re.search(r"\b[A-Z]\.\s*$", part) else part.strip(" .")
            if part:
                found.append(Piece(part, place > 0))
    return found


def _in_pairs(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """ "Cardelli, Luca & Wegner, Peter": each family name but the first behind an "and"."""
    families, given = pieces[::2], pieces[1::2]
    paired = len(families) == len(given) > 1 and all(piece.joined for piece in families[1:])
    if not paired or any(piece.joined or not GIVEN.fullmatch(piece.text) or _is_place(piece.text) for piece in given):
        return ()
    if not all(_is_family(piece.text) for piece in families):
        return ()
    return tuple(f"{_trimmed(first.text)} {last.text}" for last, first in zip(families, given, strict=True))


def _in_order(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Whole names: "Dube, O. and J. Vargas", "Pires, Telmo, and Dan Garrette", "Esvelt KM, Church GM"."""
    people: list[str] = []
    lone = place = 0
    while place < len(pieces):
        text = pieces[place].text
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        after = following.text if following and not following.joined else ""
        if people and SUFFIX.fullmatch(text):
            people[-1] += f" {text}"
        elif _is_family(text) and INITIALS.fullmatch(after):
            people.append(f"{_dotted(after)} {text}")
            place += 1
        elif name := _natural(text):
            people.append(name)
        elif not place and _is_family(text) and GIVEN.fullmatch(after) and not _is_place(after):
            people.append(f"{_trimmed(after)} {text}")
            place += 1
        elif people and len(text.split()) == 1 and is_surname(text):
            people.append(text)
            lone += 1
        else:
            return ()
        place += 1
    return tuple(people) if lone * 2 <= len(people) - lone else ()


def _surnames(pieces: Sequence[Piece], some: bool) -> tuple[str, ...]:
    people = tuple(piece.text for piece in pieces)
    return people if all(_is_family(text) for text in people) and (some or len(people) > 1) else ()


def _natural(text: str) -> str:
    """ "J. Vargas", "Jack M. Balkin", "van der Maaten L" as "L. van der Maaten"; "" for anything else."""
    text = text.strip()
    family, _, last = text.rpartition(" ")
    if family and GLUED.fullmatch(last) and _is_family(family):
        return f"{_dotted(last)} {family}"
    start = re.match(rf"(?:{INITIALS.pattern})\s+(?=\S{{2}})", text)
    if start and _is_family(text[start.end() :]):
        return text
    return text if is_name(text.rstrip(".")) else ""


def _is_family(text: str) -> bool:
    """ "Esvelt", "van der Maaten", "Huerta-Sánchez", "Ruiz Mateo"."""
    words = [word for word in text.split() if word.casefold() not in PARTICLES]
    return (
        1 <= len(words) < MOST_WORDS
        and all(
            re.fullmatch(r"[^\W\d_a-z][^\W\d_]*(?:[-’'‐][^\W\d_]+)*", word) and word.casefold() not in NOT_NAMES
            for word in words
        )
        and not (len(words) == 1 and len(words[0]) < 2)
    )


def _is_place(text: str) -> bool:
    words = text.casefold().split()
    return any(word in NOT_NAMES or word in ORGANISATIONS for word in words)


def _dotted(initials: str) -> str:
    """ "KM" as "K. M.", and the full stop that the list's end took away."""
    if "." not in initials:
        return " ".join(f"{letter}." for letter in re.findall(r"[A-Z]", initials))
    return re.sub(r"(?<=[A-Z])$", ".", initials.strip())


def _trimmed(given: str) -> str:
    return re.sub(r"\b([A-Z])$", r"\1.", given.rstrip("."))
