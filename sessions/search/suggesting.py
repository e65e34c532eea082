"""What the box suggests while somebody types: titles and names that have the words, the last one as far as it goes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import get_script_prefix

from sessions.models import SearchDocument

from .clauses import Clause, wanted_of
from .language import MOST as MOST_WORDS
from .language import Query, parse
from .ranking import Candidate, in_order
from .spelling import known_words, nearest, nearest_beginning
from .statements import candidates
from .terms import STOP_WORDS, words_of

MOST = 8
KINDS = ("paper", "person", "session", "page")  # notes and slides are called as their sessions are
SHORTEST = 2  # letters of all that is typed


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: str  # as a person reads it
    title: str
    url: str


def suggest(text: str) -> list[Suggestion]:
    """At most eight public things by their titles and names, the best first; operators are left to the search.

    Where nothing has the words, the nearest known ones are looked for instead.
    """
    words = words_typed(text)
    if len("".join(words)) < SHORTEST:
        return []
    best = titled(words) or (titled(other) if (other := respelt(words)) != words else [])
    rows = SearchDocument.objects.in_bulk([one.id for one in best])
    found = [rows[one.id] for one in best if one.id in rows]
    return [Suggestion(row.get_kind_display(), row.title, get_script_prefix() + row.address) for row in found]


def words_typed(text: str) -> Sequence[str]:
    """The telling words, in order, those of phrases too; none where there are operators."""
    query = parse(text)
    words = [] if query.has_operators else words_of(query.plain)
    return ([word for word in words if word not in STOP_WORDS] or words)[:MOST_WORDS]


def titled(words: Sequence[str]) -> list[Candidate]:
    """What has these words in its title or name, the last one as a beginning."""
    conditions = [(Clause((word,), "words"),) for word in words[:-1]]
    conditions.append((Clause((words[-1],), "words", unfinished=True),))
    conditions.append(tuple(Clause((f"kind:{kind}",), "facets") for kind in KINDS))
    whole = [one for one in candidates(tuple(conditions)) if not one.part]
    return in_order(whole, wanted_of(Query(words=tuple(words)), unfinished=True))[:MOST]


def respelt(words: Sequence[str]) -> Sequence[str]:
    """The words with those that nothing has replaced by the nearest known ones; the last by a beginning of one."""
    *whole, last = words
    known = known_words(whole)
    return [*(word if word in known else nearest(word) or word for word in whole), nearest_beginning(last) or last]
