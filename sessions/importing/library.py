"""The papers that the entries of one post may mean: found among those on record, or made."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from readings.identifiers import Identifiers
from readings.models import MergedPaper, Paper, PaperLink, paper_slugs
from readings.slugs import Slugs
from sessions.posts import ParsedReading
from sessions.search.sync import reindex

from .derived import Derived, derive
from .identity import Verdict, Work, compare
from .links import links_given, write_links
from .near import nearly, similar_papers
from .papers import (
    NewRows,
    authorships_of,
    identifiers_on,
    values_of,
    with_identifiers,
    work_of_paper,
    work_of_reading,
)
from .people import People

ASKED = 3  # records that a new one is laid beside for one reason: once they are one, the rest is asked for no more


@dataclass(frozen=True, slots=True)
class Question:
    """Two records that may be one paper: for a person to decide."""

    paper: Paper
    other: Paper
    why: str


class Library:
    """The papers that the entries of one post may mean: fetched once, joined by those that the post brings."""

    def __init__(self, parsed: Sequence[ParsedReading], slugs: Slugs | None = None):
        """`slugs`: of papers, as far as they are known already."""
        works = [work_of_reading(reading) for reading in parsed]
        titles = {work.title[:300] for work in works} - {""}
        query = with_identifiers(work.identifiers for work in works) | Q(title_key__in=titles)
        papers = Paper.objects.filter(query).order_by("pk").with_people() if works else ()
        self.known: list[tuple[Paper, Work]] = []
        self.places: dict[str, list[int]] = {}  # in `known`, by title and by identifier: a post may name thousands
        self.taken: set[str] = set()  # identifiers on the records
        for paper in papers:
            self.know(paper, work_of_paper(paper))
        if works and MergedPaper.objects.exists():  # few libraries have any
            merged = MergedPaper.objects.filter(query).order_by("pk").select_related("paper")
            for row in merged:
                self.know(row.paper, Work(row.title_key, row.identifiers))
        self.people = People(name for reading in parsed for name in reading.authors)
        self.questions: list[Question] = []
        self.made: list[Paper] = []
        self.met_again: list[Paper] = []
        self.told_more: list[Paper] = []  # of which an entry may say what they do not say yet
        self.links: list[PaperLink] = []  # of those made
        self.unwritten: list[tuple[Paper, Derived]] = []
        self.slugs = slugs or paper_slugs()
        self.titles = [reading.title for reading in parsed]  # of which slugs are still to be looked up

    def know(self, paper: Paper, work: Work) -> None:
        self.known.append((paper, work))
        self.taken.update(identifiers_on(paper))
        self.find_by(len(self.known) - 1, work)

    def find_by(self, place: int, work: Work) -> None:
        for key in keys_of(work):
            if place not in (places := self.places.setdefault(key, [])):
                places.append(place)

    def alike(self, work: Work) -> list[tuple[Paper, Work]]:
        """All that may be the work: those of its title or of one of its identifiers, in the order of `known`."""
        return [self.known[place] for place in sorted({p for key in keys_of(work) for p in self.places.get(key, ())})]

    @property
    def confirmed(self) -> set[int]:
        """The papers on record of which the new entries say just what their posts said before."""
        return {paper.pk for paper in self.met_again if paper not in self.told_more}

    @property
    def fresh(self) -> set[int]:
        """The new papers of which one entry tells: they say what it says already."""
        return {paper.pk for paper in self.made} - {paper.pk for paper in self.met_again}

    def paper_for(self, parsed: ParsedReading) -> Paper:
        """The record that is surely the entry's, else a new one, with a question where another is perhaps it.

        A new one waits for write().
        """
        work = work_of_reading(parsed)
        same, sharing = self.candidates(work, Verdict.SAME), self.sharing(work)
        by_id = [paper for paper in same if paper in sharing]
        if by_id:
            chosen = by_id[0]
            for other in by_id[1:]:
                self.questions.append(Question(chosen, other, "one entry carries the identifiers of both"))
            return self.matched(chosen, work, parsed)
        if len(same) == 1:
            return self.matched(same[0], work, parsed)
        perhaps = self.candidates(work, Verdict.PERHAPS)
        made = self.make(parsed)
        for other in (same or perhaps)[:ASKED]:
            why = "two records have this title" if same else "the title is the same, but nothing else proves it"
            self.questions.append(Question(made, other, why))
        for other in sharing[:ASKED]:
            self.questions.append(Question(made, other, "they share one identifier and differ in another"))
        return made

    def near_duplicates(self) -> list[Question]:
        """The new records that may be another one under a title that is nearly the same."""
        pairs = similar_papers(self.made)
        papers = Paper.objects.with_people().in_bulk({pk for pair in pairs for pk in pair}) if pairs else {}
        works = {pk: work_of_paper(paper) for pk, paper in papers.items()}
        why = "their titles are nearly the same"
        asked: Counter[int] = Counter()
        questions = []
        for one, other in pairs:
            if asked[one] < ASKED and one in works and other in works and nearly(works[one], works[other]):
                asked[one] += 1
                questions.append(Question(papers[one], papers[other], why))
        return questions

    def matched(self, paper: Paper, work: Work, parsed: ParsedReading) -> Paper:
        """The record, known from now on by what this entry tells of it too."""
        self.met_again.append(paper)
        if not paper.pk or not says(paper, derive([given_of(parsed)]), self.people):
            self.told_more.append(paper)
        place = next(number for number, (one, _) in enumerate(self.known) if one == paper)
        known = self.known[place][1]
        told = replace(
            known,
            identifiers=known.identifiers | work.identifiers,
            families=known.families | work.families,
            year=known.year or work.year,
            urls=known.urls | work.urls,
        )
        self.known[place] = (paper, told)
        self.find_by(place, told)
        return paper

    def candidates(self, work: Work, verdict: Verdict) -> list[Paper]:
        """Those of this verdict, also those that took in what is meant."""
        return in_order(work, [pair for pair in self.alike(work) if compare(work, pair[1]) is verdict])

    def sharing(self, work: Work) -> list[Paper]:
        """Those that have an identifier in common, whatever else tells them apart."""
        return in_order(work, [pair for pair in self.alike(work) if work.identifiers.meets(pair[1].identifiers)])

    def make(self, parsed: ParsedReading) -> Paper:
        """A new paper, with all that the entry tells of it."""
        derived = derive([given_of(parsed)])
        values = values_of(derived, self.taken)
        self.slugs.look_up(self.titles)
        self.titles = []
        paper = Paper(**values, slug=self.slugs.give(values["title"]))
        paper.as_given = values
        self.know(paper, work_of_reading(parsed))
        self.made.append(paper)
        self.unwritten.append((paper, derived))
        return paper

    def write(self) -> None:
        """Save the new papers, with their people and links."""
        self.people.make(name for _, derived in self.unwritten for name in derived.authors)
        rows = NewRows()
        for paper, derived in self.unwritten:
            people = self.people.make(derived.authors)
            paper.as_given |= {"authors": people, "links": links_given(derived.links)}
            paper.complete()
            rows.authorships += authorships_of(paper, people)
            rows.links += write_links(paper, [], derived.links, [])
        papers = Paper.objects.bulk_create(paper for paper, _ in self.unwritten)
        reindex(Paper, (paper.pk for paper in papers))
        rows.write()
        self.links += rows.links
        self.unwritten = []


def says(paper: Paper, derived: Derived, people: People) -> bool:
    """Whether the posts so far say all this of the paper, and nothing else: one more that says it changes nothing."""
    told = values_of(derived, ()) | {"authors": people.find(derived.authors), "links": links_given(derived.links)}
    return all(paper.as_given.get(name) == value for name, value in told.items())


def keys_of(work: Work) -> list[str]:
    """What a record is found by; identifiers of two kinds are never the same text."""
    return [*([f"title {work.title}"] if work.title else []), *filter(None, work.identifiers.items())]


def in_order(work: Work, found: Sequence[tuple[Paper, Work]]) -> list[Paper]:
    """Each paper once, in the order of identifier kinds shared, then age."""
    papers: list[Paper] = []
    for paper, _ in sorted(
        found, key=lambda pair: (shared(work.identifiers, pair[1].identifiers), pair[0].pk or sys.maxsize)
    ):
        if paper not in papers:
            papers.append(paper)
    return papers


def given_of(parsed: ParsedReading) -> dict:
    """The part of an entry that a paper's values come from, as it is stored."""
    return {
        "title": parsed.title,
        "authors": list(parsed.authors),
        "published": parsed.published,
        "venue": parsed.venue,
        "abstract": parsed.abstract,
        "links": [{"url": link.url, "label": link.label} for link in parsed.links],
    }


def shared(one: Identifiers, other: Identifiers) -> int:
    """The place of the first kind of identifier in common; 4 where there is none."""
    return next((i for i, (a, b) in enumerate(zip(one.items(), other.items(), strict=True)) if a and a == b), 4)
