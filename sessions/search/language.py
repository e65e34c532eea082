"""What people type into the box -> a Query. Pure; every text is a query, whatever its quotes and operators.

    transformer "in-context learning" author:liu year:2020-2023 tag:agents course:2024sp is:required

An operator that says nothing understandable ("year:soon", "foo:bar") is taken as the words it is made of.
"""

import re
from dataclasses import dataclass, field, replace

from .terms import STOP_WORDS, slug_like, words_of

LONGEST_QUERY = 1000
MOST = 8  # of each: words, phrases, values of one operator
REQUIREMENTS = ("required", "more")
KINDS = ("paper", "person", "session", "note", "page", "deck")
PIECE = re.compile(r'(?:(\w+):)?"([^"]*)(?:"|$)|(\w+):([^\s"]+)|([^\s"]+)')
YEARS = re.compile(r"(\d{4})?(-|\.\.)?(\d{4})?")


@dataclass(frozen=True, slots=True)
class Query:
    """Every word and phrase must occur; of several values of one operator, each must hold."""

    words: tuple[str, ...] = ()  # folded
    phrases: tuple[tuple[str, ...], ...] = ()  # folded words in a row
    authors: tuple[tuple[str, ...], ...] = ()
    years: tuple[tuple[int, int], ...] = ()  # (first, last)
    facets: tuple[str, ...] = field(default=())  # "tag:agents", "kind:note", "is:required"
    courses: tuple[str, ...] = ()  # beginnings of slugs
    plain: str = ""  # as typed, in one line

    def __bool__(self) -> bool:
        return any((self.words, self.phrases, self.authors, self.years, self.facets, self.courses))

    @property
    def has_operators(self) -> bool:
        return any((self.authors, self.years, self.facets, self.courses))


def parse(text: str) -> Query:
    """The query that a text asks."""
    text = "".join(" " if is_unusable(character) else character for character in text[:LONGEST_QUERY])
    text = " ".join(re.sub("[“”„«»]", '"', text).split())
    query = Query(plain=text)
    for name, quoted, operator, value, bare in PIECE.findall(text):
        if name or operator:
            query = with_operator(query, (name or operator).lower(), (quoted or value).strip(), is_quoted=bool(name))
        elif bare:
            query = with_words(query, bare)
        else:
            query = with_phrase(query, quoted)
    return without_stop_words(bounded(query))


def is_unusable(character: str) -> bool:
    """NUL and lone surrogates: no database stores them."""
    return character == "\0" or "\ud800" <= character <= "\udfff"


def with_words(query: Query, text: str) -> Query:
    """A word joined by hyphens or stops is a phrase: "in-context", "gpt-3.5"."""
    words = words_of(text)
    return with_phrase(query, text) if len(words) > 1 else replace(query, words=(*query.words, *words))


def with_phrase(query: Query, text: str) -> Query:
    words = tuple(words_of(text)[:MOST])
    if len(words) == 1:
        return replace(query, words=query.words + words)
    return replace(query, phrases=(*query.phrases, words)) if words else query


def with_operator(query: Query, name: str, value: str, *, is_quoted: bool) -> Query:
    words = tuple(words_of(value)[:MOST])
    if name == "author" and words:
        return replace(query, authors=(*query.authors, words))
    if name == "year" and (years := years_of(value)):
        return replace(query, years=(*query.years, years))
    if name == "tag" and slug_like(value):
        return replace(query, facets=(*query.facets, f"tag:{slug_like(value)}"))
    if name == "course" and slug_like(value):
        return replace(query, courses=(*query.courses, slug_like(value)))
    if name == "is" and value.lower() in REQUIREMENTS:
        return replace(query, facets=(*query.facets, f"is:{value.lower()}"))
    if name in ("is", "kind") and value.lower() in KINDS:
        return replace(query, facets=(*query.facets, f"kind:{value.lower()}"))
    query = replace(query, words=query.words + tuple(words_of(name)))
    return with_phrase(query, value) if is_quoted else with_words(query, value)


def years_of(value: str) -> tuple[int, int] | None:
    """ "2023", "2020-2023", "2020-", "-2020" as (first, last); None for anything else."""
    match = YEARS.fullmatch(value)
    if not match or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
        return None
    first, last = int(match[1] or 1900), int(match[3] or (2100 if match[2] else match[1]))
    first, last = min(first, last), max(first, last)
    return (max(first, 1900), min(last, 2100)) if first <= 2100 and last >= 1900 else None


def bounded(query: Query) -> Query:
    """Each value once, and only so many."""
    names = ("words", "phrases", "authors", "years", "facets", "courses")
    return replace(query, **{name: tuple(dict.fromkeys(getattr(query, name)))[:MOST] for name in names})


def without_stop_words(query: Query) -> Query:
    """Without "of" and "the" where there is anything else to look for."""
    telling = tuple(word for word in query.words if word not in STOP_WORDS)
    return replace(query, words=telling) if telling or query.phrases or query.authors else query
