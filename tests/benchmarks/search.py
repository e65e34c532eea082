"""How long a search takes among 100,000 generated papers, beside the bare ranked statement; run by hand.

    DATABASE_URL=sqlite:////tmp/bench.sqlite3 .venv/bin/python tests/benchmarks/search.py [--papers 100000] [--list]

The database must be empty, or one that an earlier run has filled; it is migrated and filled first. Printed are
medians of 200 queries, the ratios of medians taken in one run (each query asked in turn in all three ways), and how
often the known answer of 60 further queries is first. `--list` prints the queries with what they find, and the first
three answers of the 60, for a comparison between databases.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

VOCABULARY, PEOPLE, TITLE, ABSTRACT = 30_000, 40_000, 8, 120
# Ranks of words, from those of every third paper to those of a handful.
RANKS = (1, 2, 5, 10, 20, 40, 80, 150, 300, 600, 1000, 1500, 2500, 4000, 6000, 9000, 13_000, 18_000, 24_000, 29_000)
ROUNDS = 5
STATEMENTS = {
    "sqlite": """
        SELECT d.address, d.title, d.people, d.detail,
               snippet(i.course_sessions_searchindex, 2, '[', ']', '…', 30)
        FROM course_sessions_searchindex AS i JOIN course_sessions_searchdocument AS d ON d.id = i.rowid
        WHERE i.course_sessions_searchindex MATCH %s ORDER BY i.rank LIMIT 20""",
    "postgresql": """
        SELECT address, title, people, detail, ts_headline('simple', body_terms, query)
        FROM (SELECT *, %s::tsquery AS query FROM course_sessions_searchdocument WHERE vector @@ %s::tsquery
              ORDER BY ts_rank('{0, 0.1, 0.4, 1}', vector, %s::tsquery, 1) DESC, id LIMIT 20) AS best""",
}


def word(rank: int) -> str:
    """The same made-up word for a rank, in every run."""
    letters, number = "", rank + 120
    while number:
        number, place = divmod(number, 100)
        letters += "bcdfghklmnprstvzjwqx"[place // 5] + "aeiou"[place % 5]
    return letters + "m"


def person(number: int) -> str:
    return f"{word(number % 400).title()} {word(400 + number).title()}"


def queries() -> list[str]:
    """200 queries: words, pairs, phrases, names, years and operators over all frequencies."""
    found = [word(rank) for rank in RANKS for rank in (rank, rank + 3)]
    found += [f"{word(a)} {word(b)}" for a, b in zip(RANKS, RANKS[1:] + RANKS[:1], strict=True)]
    found += [f"{word(rank)} {word(rank % 97 + 1)}" for rank in RANKS]
    found += [f"{word(rank)} {word(rank + 1)} {word(rank + 2)}" for rank in RANKS]
    found += [f'"{word(rank % 60 + 1)} {word(rank % 41 + 2)}"' for rank in RANKS]
    found += [f"author:{word(400 + rank)}" for rank in RANKS]
    found += [f"{word(rank)} year:{2005 + rank % 20}" for rank in RANKS]
    found += [f"{word(rank)} year:2015-2020" for rank in RANKS]
    found += [f"{word(400 + rank)} {word(rank % 30 + 1)} kind:paper" for rank in RANKS]
    return found


def known(papers: int) -> list[tuple[str, str]]:
    """60 (query, title that is to come first)."""
    titles = [title for title, *_ in generated(papers, only={papers * n // 61 for n in range(1, 61)})]
    cuts = (lambda w: " ".join(w), lambda w: " ".join(sorted(w, key=len)[-4:]), lambda w: f'"{" ".join(w[1:6])}"')
    return [(cuts[number % 3](title.split()), title) for number, title in enumerate(titles)]


def generated(papers: int, only: set[int] | None = None) -> Iterator[tuple[str, str, str, list[int]]]:
    """(title, abstract, published, numbers of authors) of each paper, the same in every run."""
    weights = list(accumulate(1 / (rank + 40) for rank in range(VOCABULARY)))
    words, numbers = [word(rank) for rank in range(VOCABULARY)], range(PEOPLE)
    for number in range(papers) if only is None else sorted(only):
        chance = random.Random(number)
        title = chance.choices(words, cum_weights=weights, k=TITLE)
        abstract = chance.choices(words, cum_weights=weights, k=ABSTRACT)
        yield " ".join(title), " ".join(abstract), str(2000 + number % 26), chance.sample(numbers, 3)


def fill(papers: int) -> None:
    from django.core.management import call_command

    from readings.models import Author, Authorship, Paper
    from sessions.search.index import rebuild

    call_command("migrate", verbosity=0)
    if Paper.objects.count() == papers:
        return
    if Paper.objects.exists():
        sys.exit("The database holds other papers: name an empty one.")
    people = [Author(name=person(n), key=person(n).lower(), slug=f"a{n}") for n in range(PEOPLE)]
    people = Author.objects.bulk_create(people, batch_size=5000)
    batch, authorships = [], []
    for number, (title, abstract, published, authors) in enumerate(generated(papers)):
        slug = f"p{number}"
        values = {"title": title, "title_key": title, "slug": slug, "published": published}
        batch.append(Paper(**values, abstract=abstract, abstract_html=f"<p>{abstract}</p>"))
        authorships.append([people[author].pk for author in authors])
        if len(batch) == 5000 or number == papers - 1:
            rows = Paper.objects.bulk_create(batch, batch_size=500)
            pairs = zip(rows, authorships, strict=True)
            Authorship.objects.bulk_create(
                [Authorship(paper=row, author_id=pk, position=i) for row, pks in pairs for i, pk in enumerate(pks)],
                batch_size=5000,
            )
            batch, authorships = [], []
    started = time.perf_counter()
    print(f"{rebuild()} documents written in {time.perf_counter() - started:.0f} s")


def timed(function: Callable, *arguments) -> float:
    started = time.perf_counter()
    function(*arguments)
    return (time.perf_counter() - started) * 1000


def statement(conditions: tuple) -> None:
    from django.db import connection

    from sessions.search.clauses import for_fts5, for_tsquery

    text = for_tsquery(conditions) if connection.vendor == "postgresql" else for_fts5(conditions)
    sql = STATEMENTS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql, [text] * sql.count("%s"))
        cursor.fetchall()


def measure() -> None:
    """Each query in turn in the three ways, the best of a few rounds of each counted."""
    from sessions.search.clauses import clauses_of
    from sessions.search.finding import search
    from sessions.search.language import parse

    bare, first, full = [], [], []
    for query in queries():
        conditions = clauses_of(parse(query))
        times = [
            (
                timed(statement, conditions),
                timed(lambda query=query: search(query, facets=False)),
                timed(search, query),
            )
            for _ in range(ROUNDS)
        ]
        for column, values in zip((bare, first, full), zip(*times, strict=True), strict=True):
            column.append(min(values))
    for name, values in (("ranked statement", bare), ("search", first), ("search with facets", full)):
        p95 = statistics.quantiles(values, n=20)[-1]
        ratio = statistics.median(values) / statistics.median(bare)
        print(f"{name:20} median {statistics.median(values):7.2f} ms   ratio {ratio:5.2f}   p95 {p95:7.1f} ms")


def show(papers: int) -> None:
    from sessions.search.finding import search

    for query in queries():
        print(f"{query}\t{search(query).total}")
    for query, _ in known(papers):
        print(query, *(hit.url for hit in search(query, facets=False).hits[:3]), sep="\t")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=100_000)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    import django

    django.setup()
    from sessions.search.finding import search

    fill(options.papers)
    if options.list:
        show(options.papers)
        return
    measure()
    answers = known(options.papers)
    right = sum("".join(t for t, _ in search(query, facets=False).hits[0].title) == title for query, title in answers)
    print(f"known answers first: {right} of {len(answers)}")


if __name__ == "__main__":
    main()
