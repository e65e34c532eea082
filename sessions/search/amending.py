"""What is asked in place of a query that finds little or nothing."""

import re
from dataclasses import replace

from .clauses import Clause, Conditions, clauses_of
from .language import Query, parse
from .ranking import Wanted
from .spelling import known_words, nearest
from .terms import STOP_WORDS, stem

NUMBERED = re.compile(r"([a-z]{2,})(\d+)")


def corrected(query: Query) -> Query | None:
    """The query with its unknown words replaced by the nearest known ones; None where there is nothing to replace."""
    words = [*query.words, *(word for name in query.authors for word in name)]
    known = known_words(words)
    nearer = {word: nearest(word) or parted(word) for word in words if word not in known}
    plain = query.plain
    for word, other in nearer.items():
        plain = replaced(plain, word, other) if other else plain
    return replace(parse(plain), plain=plain) if plain != query.plain else None


def parted(word: str) -> str:
    """A name and its number as they are mostly written: "gpt4" -> "gpt-4"; "" for other words."""
    match = NUMBERED.fullmatch(word)
    return f"{match[1]}-{match[2]}" if match else ""


def replaced(text: str, word: str, other: str) -> str:
    """The text with a folded word, however it is written there, replaced."""
    return " ".join(piece.lower().replace(word, other) if word in piece.lower() else piece for piece in text.split(" "))


def loosened(query: Query, filters: tuple[str, ...]) -> tuple[Conditions, Wanted] | None:
    """Any of the query's words instead of all, and none of its operators; None where that asks for nothing else."""
    groups = (query.words, *query.phrases, *query.authors)
    words = tuple(dict.fromkeys(word for group in groups for word in group if word not in STOP_WORDS))
    if not words or (len(words) == 1 and not query.has_operators):
        return None
    stems = tuple(map(stem, words))
    return (tuple(Clause((term,)) for term in stems), *clauses_of(Query(), filters)), Wanted(stems)
