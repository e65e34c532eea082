"""What the box suggests while somebody types: titles and names that have the words, the last one as far as it goes."""

from dataclasses import dataclass

from django.urls import get_script_prefix

from sessions.models import SearchDocument

from .clauses import Clause, wanted_of
from .language import parse
from .ranking import in_order
from .statements import candidates

MOST = 8
KINDS = ("paper", "person", "session", "page")  # notes and slides are called as their sessions are
SHORTEST = 2  # letters of all that is typed


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: str  # as a person reads it
    title: str
    url: str


def suggest(text: str) -> list[Suggestion]:
    """At most eight public things by their titles and names, the best first; operators are left to the search."""
    query = parse(text)
    words = [word for word in query.words if word]
    if query.facets or query.years or query.courses or query.phrases or len("".join(words)) < SHORTEST:
        return []
    conditions = [(Clause((word,), "words"),) for word in words[:-1]]
    conditions.append((Clause((words[-1],), "words", unfinished=True),))
    conditions.append(tuple(Clause((f"kind:{kind}",), "facets") for kind in KINDS))
    whole = [one for one in candidates(tuple(conditions)) if not one.part]
    ordered = in_order(whole, wanted_of(query, unfinished=True))
    rows = SearchDocument.objects.in_bulk([one.id for one in ordered[:MOST]])
    found = [rows[one.id] for one in ordered[:MOST] if one.id in rows]
    return [Suggestion(row.get_kind_display(), row.title, get_script_prefix() + row.address) for row in found]
