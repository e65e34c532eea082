"""One function behind the page of results: what a query finds, in order, with what it can be narrowed to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import get_script_prefix

from sessions.models import SearchDocument
from sessions.visibility import public_papers

from .amending import corrected, loosened
from .clauses import Conditions, clauses_of, wanted_of
from .identified import identified, may_identify
from .language import Query, parse
from .ranking import Candidate, Wanted, in_order
from .snippets import Marks, Piece, highlighted, snippet
from .statements import MOST_COUNTED, candidates, facets_found, shown

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
    def paper(self) -> str:
        """The slug of a paper, else ""."""
        return self.url.rstrip("/").rsplit("/", 1)[-1] if self.kind == SearchDocument.Kind.PAPER else ""

    @property
    def kind_name(self) -> str:
        return SearchDocument.Kind(self.kind).label


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `total` counts everything found, `listed` what its pages show: the best of it.

    `facets`: name -> [(value, how many of it), ...], the most frequent first; {} where they were not asked for.
    `instead` is the query that was answered in place of one that finds nothing; `perhaps` one that would find more;
    `is_partial`: nothing has all of it, the hits have some of its words.
    """

    query: Query
    hits: list[Hit]
    listed: int = 0
    page: int = 1
    total: int = 0
    facets: Mapping[str, list[tuple[str, int]]] | None = None
    instead: str = ""
    perhaps: str = ""
    is_partial: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether `total` is the number; else there is more."""
        return self.total < MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Answer:
    """What a database was asked, and what it found, in order."""

    conditions: Conditions
    wanted: Wanted
    found: list[Candidate]


NOTHING = Answer((), Wanted(()), [])


def search(text: str, filters: tuple[str, ...] = (), page: int = 1, *, facets: bool = True) -> Found:
    """What a text finds among what is public. `filters` as facets are written: "kind:note", "tag:agents".

    Papers that the text names by an identifier or address come first. Where fewer than five things have its words,
    its last word may be a beginning; where still none has, the nearest known words are looked for instead, and last
    what has any of the words.
    """
    asked = parse(text)
    if not asked:
        return Found(asked, [])
    named = [] if filters else papers_named(asked)
    answer, instead, perhaps, is_partial = answer_to(asked, filters), "", "", False
    if len(answer.found) + len(named) < FEW:
        other = corrected(asked)
        others = answer_to(other, filters) if other else NOTHING
        if len(others.found) > len(answer.found):
            perhaps = other.plain
        if not answer.found and not named:
            answer, instead, perhaps = others, perhaps, ""
        if not answer.found and not named and (loose := loosened(other or asked, filters)):
            answer = asked_of_database(*loose)
            is_partial = bool(answer.found)
    numbers = [*named, *(one.id for one in answer.found if one.id not in named)]
    last = max(1, -(-len(numbers) // ON_A_PAGE))
    page = min(max(page, 1), last)
    hits = hits_of(numbers[(page - 1) * ON_A_PAGE : page * ON_A_PAGE], answer.wanted)
    counts, total = {}, len(numbers)
    if facets and answer.found:
        counts, total = counted(answer.conditions, total)
    return Found(asked, hits, len(numbers), page, total, counts, instead, perhaps, is_partial)


def answer_to(query: Query, filters: tuple[str, ...]) -> Answer:
    """What has every word; where that is little, the last word may be a beginning."""
    answer = asked_of_database(clauses_of(query, filters), wanted_of(query))
    if len(answer.found) >= FEW or not query.words:
        return answer
    return asked_of_database(clauses_of(query, filters, unfinished=True), wanted_of(query, unfinished=True))


def asked_of_database(conditions: Conditions, wanted: Wanted) -> Answer:
    return Answer(conditions, wanted, in_order(candidates(conditions), wanted))


def papers_named(query: Query) -> list[int]:
    """Documents of the papers that the whole query names."""
    if query.has_operators or not may_identify(query.plain):
        return []
    papers = list(identified(public_papers(), query.plain).values_list("pk", flat=True)[:FEW])
    rows = SearchDocument.objects.filter(kind=SearchDocument.Kind.PAPER, object_id__in=papers) if papers else ()
    return [row.pk for row in sorted(rows, key=lambda row: row.object_id)]


def hits_of(numbers: list[int], wanted: Wanted) -> list[Hit]:
    """The documents of these numbers, in this order, as they are shown."""
    stems = {*wanted.words, *(word for group in (*wanted.phrases, *wanted.authors) for word in group)}
    marks = Marks(frozenset(stems), wanted.beginning)
    documents = shown(numbers)
    return [hit_of(*documents[number], marks) for number in numbers if number in documents]


def hit_of(kind: str, address: str, title: str, people: str, detail: str, body: str, marks: Marks) -> Hit:
    return Hit(
        kind=kind,
        url=address if "://" in address else get_script_prefix() + address,
        title=highlighted(title, marks),
        people=tuple(people.split("\n")) if people else (),
        detail=detail,
        snippet=snippet(body, marks),
    )


def counted(conditions: Conditions, listed: int) -> tuple[dict[str, list[tuple[str, int]]], int]:
    """(How often each facet's values occur, how much was found)."""
    found = facets_found(conditions)
    numbers: Counter[str] = Counter()
    for facets, number in found.items():
        for facet in facets.split():
            numbers[facet] += number
    counts: dict[str, list[tuple[str, int]]] = {name: [] for name in FACETS}
    for facet, number in sorted(numbers.items(), key=lambda entry: (-entry[1], entry[0])):
        name, _, value = facet.partition(":")
        counts[name].append((value, number))
    return counts, max(sum(found.values()), listed)
