"""A Query -> what must occur, in words of both databases. Pure.

FTS5: https://www.sqlite.org/fts5.html#full_text_query_syntax; tsquery:
https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY
"""

from dataclasses import dataclass, replace

from .language import Query
from .ranking import Wanted
from .terms import stem

SHORTEST_BEGINNING = 3  # letters of an unfinished word; fewer begin too much
FIELDS = ("title_terms", "people_terms", "body_terms")  # a phrase stands in one of them, never across two
WEIGHTS = {"title_terms": "A", "people_terms": "B", "body_terms": "C", "words": "D"}


@dataclass(frozen=True, slots=True)
class Clause:
    """Terms that stand in a row, in one field or in any; `unfinished`: the last one may go on."""

    terms: tuple[str, ...]
    field: str = ""
    unfinished: bool = False


Conditions = tuple[tuple[Clause, ...], ...]  # of each group at least one clause holds


def clauses_of(query: Query, filters: tuple[str, ...] = (), *, unfinished: bool = False) -> Conditions:
    """`filters`: facets beside the query's own; `unfinished`: the last word may be the beginning of one."""
    groups = [(Clause((stem(word),)),) for word in query.words]
    if unfinished and may_go_on(query):
        groups[-1] += (Clause((query.words[-1],), unfinished=True),)
    groups += [(Clause(tuple(map(stem, phrase))),) for phrase in query.phrases]
    groups += [(Clause(tuple(map(stem, name)), "people_terms"),) for name in query.authors]
    groups += [(Clause((facet,), "facets"),) for facet in (*query.facets, *filters)]
    groups += [(Clause((f"course:{slug}",), "facets", unfinished=True),) for slug in query.courses]
    for first, last in query.years:
        groups.append(tuple(Clause((f"year:{year}",), "facets") for year in range(first, last + 1)))
    return tuple(groups)


def may_go_on(query: Query) -> bool:
    return bool(query.words) and len(query.words[-1]) >= SHORTEST_BEGINNING


def wanted_of(query: Query, *, unfinished: bool = False) -> Wanted:
    """The query as the order asks of it."""
    return Wanted(
        tuple(map(stem, query.words)),
        tuple(tuple(map(stem, phrase)) for phrase in query.phrases),
        tuple(tuple(map(stem, name)) for name in query.authors),
        query.words[-1] if unfinished and may_go_on(query) else "",
    )


def for_fts5(conditions: Conditions) -> str:
    """The MATCH expression. Terms hold letters, digits, ":", "-" and "_" only."""

    def said(clause: Clause) -> str:
        text = '"' + " ".join(clause.terms).replace('"', '""') + '"' + ("*" if clause.unfinished else "")
        if len(clause.terms) > 1 and not clause.field:
            return f"{{{' '.join(FIELDS)}}} : {text}"
        return f"{clause.field} : {text}" if clause.field else text

    return " AND ".join(f"({' OR '.join(map(said, group))})" for group in conditions)


def for_tsquery(conditions: Conditions, *, across: bool = False) -> str:
    """The same as the text of a tsquery. Facets have neither place nor weight there.

    A tsvector has the fields' words one after the other: only their weights tell where one ends. `across` leaves that
    aside, for ranking what has been found.
    """

    def said(clause: Clause) -> str:
        if len(clause.terms) > 1 and not clause.field and not across:
            return " | ".join(f"({said(replace(clause, field=field))})" for field in FIELDS)
        weight = WEIGHTS.get(clause.field, "")
        ends = ["", *([""] * (len(clause.terms) - 1))]
        ends[-1] = "*" if clause.unfinished else ""
        return " <-> ".join(
            quoted(term) + (f":{weight}{end}" if weight or end else "")
            for term, end in zip(clause.terms, ends, strict=True)
        )

    return " & ".join(f"({' | '.join(f'({said(clause)})' for clause in group)})" for group in conditions)


def quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
