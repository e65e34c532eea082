"""Which entries name one paper, pure. Identifiers decide; titles only where nothing contradicts them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from readings.identifiers import Identifiers, identifiers_of_url, title_key, url_key
from readings.names import family_name, folded

NONE = Identifiers()
TELLING_WORDS = 4  # a title of fewer words proves nothing by itself


@dataclass(frozen=True, slots=True)
class Work:
    """What tells a paper: of an entry of a reading list, or of a record."""

    title: str = ""  # its key
    identifiers: Identifiers = NONE
    families: frozenset[str] = frozenset()  # folded family names
    year: str = ""
    urls: frozenset[str] = frozenset()  # keys


class Verdict(Enum):
    SAME = "same"
    PERHAPS = "perhaps"
    DIFFERENT = "different"


def work_of(title: str, authors: Iterable[str], published: str, urls: Iterable[str]) -> Work:
    urls = list(urls)
    return Work(
        title=title_key(title),
        identifiers=own_identifiers(urls),
        families=frozenset(folded(family_name(name)) for name in authors) - {""},
        year=published[:4],
        urls=frozenset(map(url_key, urls)),
    )


def own_identifiers(urls: Iterable[str]) -> Identifiers:
    """The first identifier of each kind: an entry's own address stands before those of related papers."""
    found = Identifiers()
    for url in urls:
        found = found | identifiers_of_url(url)
    return found


def compare(one: Work, other: Work) -> Verdict:
    """Whether both are one paper. Symmetric."""
    if one.identifiers.contradicts(other.identifiers):
        return Verdict.DIFFERENT
    if one.identifiers.meets(other.identifiers):
        return Verdict.SAME
    if not one.title or one.title != other.title:
        return Verdict.DIFFERENT
    if one.urls & other.urls:
        return Verdict.SAME
    if one.identifiers and other.identifiers:
        return Verdict.SAME if agree(one, other) else Verdict.PERHAPS
    if strangers(one, other):
        return Verdict.DIFFERENT
    if far_apart(one, other):
        return Verdict.PERHAPS
    return Verdict.SAME if len(one.title.split()) >= TELLING_WORDS else Verdict.PERHAPS


def agree(one: Work, other: Work) -> bool:
    """An author or the year in common."""
    return bool(one.families & other.families) or bool(one.year and one.year == other.year)


def strangers(one: Work, other: Work) -> bool:
    """Both name authors, and none in common."""
    return bool(one.families and other.families and not one.families & other.families)


def far_apart(one: Work, other: Work) -> bool:
    """Years further apart than a preprint and its publication."""
    return bool(one.year and other.year and abs(int(one.year) - int(other.year)) > 1)
