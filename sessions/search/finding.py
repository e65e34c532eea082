"""One function behind the page of results: what a query finds, in order, with what it can be narrowed to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.urls import get_script_prefix

from sessions.models import SearchDocument
from sessions.visibility import public_papers

from .clauses import clauses_of, wanted_of
from .identified import identified, may_identify
from .language import Query, parse
from .ranking import Candidate, in_order
from .snippets import Marks, Piece, highlighted, snippet
from .spelling import known_words, nearest
from .statements import MOST_COUNTED, candidates, facets_found

ON_A_PAGE = 20
FEW = 5  # fewer hits: unfinished and misspelt words are considered
FACETS = ("kind", "course", "year", "tag", "is")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its title and a piece of its text, with the words of the query marked."""

    kind: str
    url: str
    title: list[Piece]
    people: tuple[str, ...]  # authors of a paper
    detail: str  # year of a paper, course of a session, session of a note
    snippet: list[Piece]

    @property
    def kind_name(self) -> str:
        return SearchDocument.Kind(self.kind).label


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `total` counts everything found, `listed` what its pages show: the best of it.

    `facets`: name -> [(value, how many of it), ...], the most frequent first; {} where they were not asked for.
    `instead` is the query that was answered in place of one that finds nothing; `perhaps` one that would find more.
    """

    query: Query
    hits: list[Hit]
    listed: int = 0
    page: int = 1
    total: int = 0
    facets: Mapping[str, list[tuple[str, int]]] | None = None
    instead: str = ""
    perhaps: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether `total` is the number; else there is more."""
        return self.total < MOST_COUNTED


def search(text: str, filters: tuple[str, ...] = (), page: int = 1, *, facets: bool = True) -> Found:
    """What a text finds among what is public. `filters` as facets are written: "kind:note", "tag:agents".

    Papers that the text names by an identifier or address come first. Where fewer than five things have its words,
    its last word may be a beginning; where still none has, the nearest known words are looked for instead.
    """
    asked = query = parse(text)
    if not query:
        return Found(asked, [])
    named = [] if filters else papers_named(query)
    found, unfinished = ordered(query, filters)
    instead = perhaps = ""
    if len(found) + len(named) < FEW and (other := corrected(query)):
        others, other_unfinished = ordered(other, filters)
        if not found and not named and others:
            instead, query, found, unfinished = other.plain, other, others, other_unfinished
        elif len(others) > len(found):
            perhaps = other.plain
    numbers = [*named, *(one.id for one in found if one.id not in named)]
    last = max(1, -(-len(numbers) // ON_A_PAGE))
    page = min(max(page, 1), last)
    hits = hits_of(numbers[(page - 1) * ON_A_PAGE : page * ON_A_PAGE], query, unfinished)
    counts, total = ({}, len(numbers)) if not facets else counted(query, filters, unfinished, len(numbers))
    return Found(asked, hits, len(numbers), page, total, counts, instead, perhaps)


def ordered(query: Query, filters: tuple[str, ...]) -> tuple[list[Candidate], bool]:
    """What has every word; where that is little, the last word may be a beginning: (found, whether it may)."""
    found = in_order(candidates(clauses_of(query, filters)), wanted_of(query))
    if len(found) >= FEW or not query.words:
        return found, False
    conditions = clauses_of(query, filters, unfinished=True)
    return in_order(candidates(conditions), wanted_of(query, unfinished=True)), True


def papers_named(query: Query) -> list[int]:
    """Documents of the papers that the whole query names."""
    if query.has_operators or not may_identify(query.plain):
        return []
    papers = list(identified(public_papers(), query.plain).values_list("pk", flat=True)[:FEW])
    rows = SearchDocument.objects.filter(kind=SearchDocument.Kind.PAPER, object_id__in=papers) if papers else ()
    return [row.pk for row in sorted(rows, key=lambda row: row.object_id)]


def corrected(query: Query) -> Query | None:
    """The query with its unknown words replaced by the nearest known ones; None where there is nothing to replace."""
    words = [*query.words, *(word for name in query.authors for word in name)]
    known = known_words(words)
    nearer = {word: nearest(word) for word in words if word not in known}
    nearer = {word: other for word, other in nearer.items() if other}
    if not nearer:
        return None
    plain = query.plain
    for word, other in nearer.items():
        plain = replaced(plain, word, other)
    return replace(parse(plain), plain=plain)


def replaced(text: str, word: str, other: str) -> str:
    """The text with a folded word, however it is written there, replaced."""
    return " ".join(piece.lower().replace(word, other) if word in piece.lower() else piece for piece in text.split(" "))


def hits_of(numbers: list[int], query: Query, unfinished: bool) -> list[Hit]:
    """The documents of these numbers, in this order, as they are shown."""
    wanted = wanted_of(query, unfinished=unfinished)
    stems = {*wanted.words, *(word for group in (*wanted.phrases, *wanted.authors) for word in group)}
    marks = Marks(frozenset(stems), wanted.beginning)
    columns = ("pk", "kind", "address", "title", "people", "detail", "body")
    rows = {pk: shown for pk, *shown in SearchDocument.objects.filter(pk__in=numbers).values_list(*columns)}
    return [hit_of(*rows[number], marks) for number in numbers if number in rows]


def hit_of(kind: str, address: str, title: str, people: str, detail: str, body: str, marks: Marks) -> Hit:
    return Hit(
        kind=kind,
        url=address if "://" in address else get_script_prefix() + address,
        title=highlighted(title, marks),
        people=tuple(people.split("\n")) if people else (),
        detail=detail,
        snippet=snippet(body, marks),
    )


def counted(
    query: Query, filters: tuple[str, ...], unfinished: bool, listed: int
) -> tuple[dict[str, list[tuple[str, int]]], int]:
    """(How often each facet's values occur, how much was found)."""
    found = facets_found(clauses_of(query, filters, unfinished=unfinished))
    numbers: Counter[str] = Counter()
    for facets, number in Counter(found).items():
        for facet in facets.split():
            numbers[facet] += number
    counts: dict[str, list[tuple[str, int]]] = {name: [] for name in FACETS}
    for facet, number in sorted(numbers.items(), key=lambda entry: (-entry[1], entry[0])):
        name, _, value = facet.partition(":")
        counts[name].append((value, number))
    return counts, max(len(found), listed)
