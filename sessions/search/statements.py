"""The statements that differ between the databases; all else in this room is the same for both."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import connection

from .clauses import Conditions, for_fts5, for_tsquery
from .ranking import Candidate

MOST_CANDIDATES = 200
MOST_COUNTED = 10_000
COLUMNS = "d.id, d.kind, d.object_id, d.part, d.times_read, d.title_terms, d.people_terms, d.opening"

SQLITE = f"""
    SELECT {COLUMNS} FROM (
        SELECT rowid FROM course_sessions_searchindex WHERE course_sessions_searchindex MATCH %s
        ORDER BY rank LIMIT %s
    ) AS best JOIN course_sessions_searchdocument AS d ON d.id = best.rowid"""
SQLITE_ANY = """
    SELECT rowid FROM course_sessions_searchindex WHERE course_sessions_searchindex MATCH %s LIMIT %s"""
SQLITE_OF = f"SELECT {COLUMNS} FROM course_sessions_searchdocument AS d WHERE d.id IN ({{}})"
SQLITE_FACETS = """
    SELECT d.facets FROM course_sessions_searchindex AS i JOIN course_sessions_searchdocument AS d ON d.id = i.rowid
    WHERE i.course_sessions_searchindex MATCH %s AND d.part = 0 LIMIT %s"""
# The weights are those of D, C, B, A: https://www.postgresql.org/docs/current/textsearch-controls.html
POSTGRESQL = f"""
    SELECT {COLUMNS} FROM (
        SELECT id FROM course_sessions_searchdocument WHERE vector @@ %s::tsquery
        ORDER BY ts_rank('{{0, 0.1, 0.4, 1}}', vector, %s::tsquery, 1) DESC, id LIMIT %s
    ) AS best JOIN course_sessions_searchdocument AS d ON d.id = best.id"""
POSTGRESQL_ANY = "SELECT id FROM course_sessions_searchdocument WHERE vector @@ %s::tsquery LIMIT %s"
POSTGRESQL_FACETS = """
    SELECT facets, count(*) FROM (
        SELECT facets FROM course_sessions_searchdocument WHERE vector @@ %s::tsquery AND part = 0 LIMIT %s
    ) AS found GROUP BY facets"""

SHOWN = """
    SELECT id, kind, address, title, people, detail, body FROM course_sessions_searchdocument WHERE id IN ({})"""


def candidates(conditions: Conditions) -> list[Candidate]:
    """The best 200 documents by the database's own judgement, in no order."""
    if connection.vendor == "postgresql":
        values = [for_tsquery(conditions), for_tsquery(conditions, across=True), MOST_CANDIDATES]
        return list(map(Candidate._make, rows(POSTGRESQL, values)))
    return list(map(Candidate._make, best_on_sqlite(for_fts5(conditions))))


def best_on_sqlite(query: str) -> list[tuple]:
    """Reckoning ranks takes most of the time: where no more match than are wanted, none is needed."""
    some = rows(SQLITE_ANY, [query, MOST_CANDIDATES + 1])
    if len(some) > MOST_CANDIDATES:
        return rows(SQLITE, [query, MOST_CANDIDATES])
    return rows(SQLITE_OF.format(", ".join(str(number) for (number,) in some)), [])


def facets_found(conditions: Conditions) -> Mapping[str, int]:
    """Facets, as a document has them -> how many things found have them; 10,000 things are counted at most."""
    if connection.vendor == "postgresql":
        return dict(rows(POSTGRESQL_FACETS, [for_tsquery(conditions), MOST_COUNTED]))
    return Counter(facets for (facets,) in rows(SQLITE_FACETS, [for_fts5(conditions), MOST_COUNTED]))


def occurs(conditions: Conditions) -> bool:
    """Whether there is such a document."""
    if connection.vendor == "postgresql":
        return bool(rows(POSTGRESQL_ANY, [for_tsquery(conditions), 1]))
    return bool(rows(SQLITE_ANY, [for_fts5(conditions), 1]))


def shown(numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """(kind, address, title, people, detail, body) of each of these documents that is still there."""
    if not numbers:
        return {}
    return {number: values for number, *values in rows(SHOWN.format(", ".join(["%s"] * len(numbers))), numbers)}


def rows(statement: str, values: Sequence) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
