"""Which entry of a post is which reading here, pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .identity import Work

SIMILAR = 0.9


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a reading list, as the post has it now or as it is known here."""

    work: Work
    requirement: str
    position: int
    title: str = ""  # the key of the title that a person gave it since


@dataclass(frozen=True, slots=True)
class Pairing:
    """`pairs[i]` is the known entry that the post's i-th one is, or None; `gone` are those no longer in the post."""

    pairs: tuple[int | None, ...]
    gone: tuple[int, ...]


def pair(new: Sequence[Entry], known: Sequence[Entry]) -> Pairing:
    """By identifier, then title, then a similar title at the same place; the same requirement before another."""
    pairs: list[int | None] = [None] * len(new)
    free = dict(enumerate(known))
    for fits in (by_identifier, by_title, by_similar_title):
        for same_requirement in (True, False):
            for i, entry in enumerate(new):
                if pairs[i] is None:
                    pairs[i] = next(
                        (
                            k
                            for k, other in free.items()
                            if (entry.requirement == other.requirement or not same_requirement) and fits(entry, other)
                        ),
                        None,
                    )
                    free.pop(pairs[i], None)
    return Pairing(tuple(pairs), tuple(free))


def by_identifier(entry: Entry, other: Entry) -> bool:
    return entry.work.identifiers.meets(other.work.identifiers)


def by_title(entry: Entry, other: Entry) -> bool:
    return bool(entry.work.title) and entry.work.title in (other.work.title, other.title)


def by_similar_title(entry: Entry, other: Entry) -> bool:
    """One word mended, or another address under a title that is nearly the same."""
    if entry.position != other.position:
        return False
    return SequenceMatcher(None, entry.work.title, other.work.title, autojunk=False).ratio() >= SIMILAR
