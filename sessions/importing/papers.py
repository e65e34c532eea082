"""Entries of reading lists -> records of papers: found, made, and kept in step with what their posts say."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.db.models import Q

from readings.identifiers import Identifiers, url_key
from readings.models import Author, Authorship, MergedPaper, Paper, PaperLink, link_key, paper_slugs
from readings.names import family_name, folded, given_first
from sessions.mentions import renew_mentions
from sessions.models import Course, Reading
from sessions.ordering import natural_key
from sessions.posts import ParsedReading

from .derived import Derived, derive
from .identity import Verdict, Work, compare, work_of
from .links import links_given, write_links
from .merge import UNKNOWN, FieldPlan, merge_value, plain, plan_fields
from .near import nearly, similar_papers
from .people import People
from .records import Log

IDENTIFIER_FIELDS = ("arxiv_id", "doi", "openreview_id", "acl_id")
PLAIN_FIELDS = ("title", "published", "venue", "abstract", "kind", *IDENTIFIER_FIELDS)


@dataclass(frozen=True, slots=True)
class Question:
    """Two records that may be one paper: for a person to decide."""

    paper: Paper
    other: Paper
    why: str


def work_of_given(given: dict) -> Work:
    urls = [link["url"] for link in given.get("links", ())]
    return work_of(given.get("title", ""), given.get("authors") or (), given.get("published") or "", urls)


def work_of_reading(parsed: ParsedReading) -> Work:
    return work_of(parsed.title, parsed.authors, parsed.published, [link.url for link in parsed.links])


def work_of_paper(paper: Paper) -> Work:
    """Expects authorships with authors and links to be fetched."""
    return Work(
        title=paper.title_key,
        identifiers=paper.identifiers,
        families=frozenset(folded(family_name(a.author.name)) for a in paper.authorships.all()),
        year=paper.year,
        urls=frozenset(url_key(link.url) for link in paper.links.all()),
    )


def with_identifiers(works: Iterable[Identifiers]) -> Q:
    """Papers that carry any of these identifiers."""
    query = Q(pk__in=[])
    for field_name, values in zip(IDENTIFIER_FIELDS, zip(*(w.items() for w in works), strict=True), strict=False):
        if any(values):
            query |= Q(**{f"{field_name}__in": set(values) - {""}})
    return query


@dataclass(slots=True)
class NewRows:
    """Authorships and links of several papers, to be written together."""

    authorships: list[Authorship] = field(default_factory=list)
    links: list[PaperLink] = field(default_factory=list)

    def __iadd__(self, other: "NewRows") -> "NewRows":
        self.authorships += other.authorships
        self.links += other.links
        return self

    def write(self) -> None:
        Authorship.objects.bulk_create(self.authorships)
        PaperLink.objects.bulk_create(self.links)
        self.authorships, self.links = [], []


class Library:
    """The papers that the entries of one post may mean: fetched once, joined by those that the post brings."""

    def __init__(self, parsed: Sequence[ParsedReading]):
        works = [work_of_reading(reading) for reading in parsed]
        titles = {work.title[:300] for work in works} - {""}
        query = with_identifiers(work.identifiers for work in works) | Q(title_key__in=titles)
        papers = Paper.objects.filter(query).with_people() if works else ()
        self.known: list[tuple[Paper, Work]] = [(paper, work_of_paper(paper)) for paper in papers]
        merged = MergedPaper.objects.filter(query).select_related("paper") if works else ()
        self.known += [(row.paper, Work(row.title_key, row.identifiers)) for row in merged]
        self.people = People(name for reading in parsed for name in reading.authors)
        self.questions: list[Question] = []
        self.made: list[Paper] = []
        self.fresh: set[int] = set()  # of these, papers of which one entry tells: they say what it says already
        self.rows = NewRows()
        self.slugs = paper_slugs()
        self.titles = [reading.title for reading in parsed]

    def paper_for(self, parsed: ParsedReading) -> Paper:
        """The record that is surely the entry's, else a new one, with a question where another is perhaps it."""
        work = work_of_reading(parsed)
        same = self.candidates(work, Verdict.SAME)
        by_id = [paper for paper in same if self.shares_identifier(paper, work)]
        if by_id:
            chosen = by_id[0]
            for other in by_id[1:]:
                self.questions.append(Question(chosen, other, "one entry carries the identifiers of both"))
            return self.matched(chosen, work)
        if len(same) == 1:
            return self.matched(same[0], work)
        perhaps, different = self.candidates(work, Verdict.PERHAPS), self.candidates(work, Verdict.DIFFERENT)
        made = self.make(parsed)
        for other in same or perhaps:
            why = "two records have this title" if same else "the title is the same, but nothing else proves it"
            self.questions.append(Question(made, other, why))
        for other in different:
            if self.shares_identifier(other, work):
                self.questions.append(Question(made, other, "they share one identifier and differ in another"))
        return made

    def near_duplicates(self) -> list[Question]:
        """The new records that may be another one under a title that is nearly the same."""
        pairs = similar_papers(self.made)
        papers = Paper.objects.with_people().in_bulk({pk for pair in pairs for pk in pair}) if pairs else {}
        works = {pk: work_of_paper(paper) for pk, paper in papers.items()}
        why = "their titles are nearly the same"
        return [
            Question(papers[one], papers[other], why)
            for one, other in pairs
            if one in works and other in works and nearly(works[one], works[other])
        ]

    def shares_identifier(self, paper: Paper, work: Work) -> bool:
        return any(one == paper and work.identifiers.meets(other.identifiers) for one, other in self.known)

    def matched(self, paper: Paper, work: Work) -> Paper:
        """The record, known from now on by what this entry tells of it too."""
        self.fresh.discard(paper.pk)
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
        return paper

    def candidates(self, work: Work, verdict: Verdict) -> list[Paper]:
        """In the order of identifier kinds shared, then age; once each, also those that took in what is meant."""
        found = [(paper, other) for paper, other in self.known if compare(work, other) is verdict]
        found.sort(key=lambda pair: (shared(work.identifiers, pair[1].identifiers), pair[0].pk))
        return list(dict.fromkeys(paper for paper, _ in found))

    def make(self, parsed: ParsedReading) -> Paper:
        derived = derive([given_of(parsed)])
        taken = {value for paper, _ in self.known for value in identifiers_on(paper)}
        values = values_of(derived, taken)
        self.slugs.look_up(self.titles)
        paper = Paper(**values, slug=self.slugs.give(values["title"]))
        paper.as_given = {**values, "authors": [], "links": []}
        self.rows += write_people_and_links(paper, derived, self.people, ours_people=[], ours_links=[])
        self.known.append((paper, work_of_reading(parsed)))
        self.made.append(paper)
        self.fresh.add(paper.pk)
        return paper


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


def identifiers_on(paper: Paper) -> list[str]:
    return [value for value in (getattr(paper, name) for name in IDENTIFIER_FIELDS) if value]


def free_values(derived: Derived, paper: Paper) -> dict:
    """A paper's plain values; an identifier that another record has already is left out."""
    taken: set[str] = set()
    if set(derived.identifiers.items()) - {"", *identifiers_on(paper)}:  # the others are its own, so nobody else's
        others = Paper.objects.filter(with_identifiers([derived.identifiers])).exclude(pk=paper.pk)
        taken = {value for row in others.values_list(*IDENTIFIER_FIELDS) for value in row if value}
    return values_of(derived, taken)


def values_of(derived: Derived, taken: Collection[str]) -> dict:
    identifiers = dict(zip(IDENTIFIER_FIELDS, derived.identifiers.items(), strict=True))
    for name, value in identifiers.items():
        fits = len(value) <= Paper._meta.get_field(name).max_length
        identifiers[name] = value if value and fits and value not in taken else None
    return {
        "title": derived.title or (derived.links[0][0] if derived.links else "Untitled")[:300],
        "published": derived.published,
        "venue": derived.venue,
        "abstract": derived.abstract,
        "kind": str(derived.kind),
        **identifiers,
    }


def refresh(papers: Iterable[int], people: People, log: Log | None = None) -> None:
    """Bring papers in step with their posts, wherever no person has changed them. With a log, conflicts are asked."""
    rows = Paper.objects.filter(pk__in=set(papers)).select_for_update(of=("self",)).order_by("pk").with_people()
    derived = [derive(givens) if givens else None for givens in givens_of(rows)]
    people.look_up(name for one in derived if one for name in one.authors)
    new = NewRows()
    for paper, one in zip(rows, derived, strict=True):
        if one:
            new += refresh_one(paper, one, people, log)
    new.write()


def givens_of(papers: Iterable[Paper]) -> list[list[dict]]:
    """For each paper what posts say of it, in the order of their sources; withdrawn readings count only alone."""
    by_paper: dict[int, list[Reading]] = {paper.pk: [] for paper in papers}
    for reading in Reading.objects.filter(paper__in=by_paper).select_related("session__course"):
        if reading.as_given.get("paper") == reading.paper_id:
            by_paper[reading.paper_id].append(reading)
    result = []
    for readings in by_paper.values():
        shown = [reading for reading in readings if not reading.withdrawn] or readings
        result.append([reading.as_given for reading in sorted(shown, key=source_order)])
    return result


def source_order(reading: Reading) -> tuple:
    """Earlier courses first, then the post's path and the entry's line: the same whatever was imported first."""
    course = reading.session.course
    given = reading.as_given
    return course.season_key, course.slug, natural_key(reading.session.source), given.get("line", 0), reading.pk


def reorder_sources(course: Course) -> None:
    """The course has another place in time: papers that it shares may take equal values from another source."""
    others = Course.objects.exclude(pk=course.pk)
    shared_papers = Paper.objects.filter(readings__session__course=course).filter(readings__session__course__in=others)
    with transaction.atomic():
        numbers = set(shared_papers.values_list("pk", flat=True))
        refresh(numbers, People(()))
        renew_mentions(numbers)


def refresh_one(paper: Paper, derived: Derived, people: People, log: Log | None) -> NewRows:
    theirs = free_values(derived, paper)
    ours = {name: getattr(paper, name) for name in PLAIN_FIELDS}
    plan = plan_fields(paper.as_given, ours, theirs)
    before = {**paper.as_given}
    if log:
        ask_about_values(paper, plan, ours, theirs, log)
    for name, value in plan.values.items():
        setattr(paper, name, value)
    ours_people = [authorship.author_id for authorship in paper.authorships.all()]
    ours_links = list(paper.links.all())
    paper.as_given = {**paper.as_given, **theirs}
    if not plan.values and in_step(paper, derived, people, ours_people, ours_links) and before == paper.as_given:
        return NewRows()
    return write_people_and_links(paper, derived, people, ours_people=ours_people, ours_links=ours_links, log=log)


def ask_about_values(paper: Paper, plan: FieldPlan, ours: dict, theirs: dict, log: Log) -> None:
    for name in plan.conflicts:
        said = f"paper “{paper.title[:80]}”: {name.replace('_', ' ')} was changed here and in the post"
        log.ask_conflict(paper, name, said, base=paper.as_given.get(name), ours=ours[name], theirs=theirs[name])
    log.agree(paper, theirs.keys() - set(plan.kept))


def ask_about_people(paper: Paper, base: list, ours: list[int], derived: Derived, log: Log) -> None:
    """Authors are one value, shown by name."""
    names = dict(Author.objects.filter(pk__in=[*ours, *base_numbers(base)]).values_list("pk", "name"))
    said = f"paper “{paper.title[:80]}”: authors were changed here and in the post"
    values = {
        "base": [names.get(author, str(author)) for author in base],
        "ours": [names[author] for author in ours],
        "theirs": [given_first(name) for name in derived.authors],
    }
    log.ask_conflict(paper, "authors", said, **values)


def base_numbers(base: list) -> list[int]:
    """The authors on record of those given before; others are keys of names that nobody here had."""
    return [author for author in base if isinstance(author, int)]


def in_step(paper: Paper, derived: Derived, people: People, ours_people: list[int], ours_links: list) -> bool:
    """Whether authors and links were last given just so."""
    names_known = paper.as_given.get("authors") == people.find(derived.authors)
    return names_known and paper.as_given.get("links") == links_given(derived.links)


def write_people_and_links(
    paper: Paper,
    derived: Derived,
    people: People,
    *,
    ours_people: list[int],
    ours_links: list[PaperLink],
    log: Log | None = None,
) -> NewRows:
    """Save the paper, its authors (one value) and links (a set) merged with what a person did; returns what is new."""
    base = paper.as_given
    given_people = people.find(derived.authors)
    merged = merge_value(base.get("authors", UNKNOWN), ours_people, given_people)
    if log and merged.conflict:
        ask_about_people(paper, base["authors"], ours_people, derived, log)
    elif log and not merged.kept:
        log.agree(paper, ["authors"])
    new_people = people.make(derived.authors) if merged.value == given_people else ours_people
    if merged.value == given_people:
        given_people = new_people
    paper.as_given = {**base, "authors": given_people, "links": links_given(derived.links)}
    paper.save()
    new = NewRows()
    if new_people != ours_people:
        if ours_people:
            paper.authorships.all().delete()
        new.authorships = [Authorship(paper=paper, author_id=author, position=i) for i, author in enumerate(new_people)]
    new.links = write_links(paper, base.get("links", []), derived.links, ours_links)
    return new


def is_untouched(paper: Paper) -> bool:
    """Whether no person has changed the record. Expects authorships and links to be fetched."""
    base = paper.as_given
    if not base:
        return False
    plain_same = all(plain(getattr(paper, name) or "") == plain(base.get(name) or "") for name in PLAIN_FIELDS)
    people_same = [a.author_id for a in paper.authorships.all()] == base.get("authors", [])
    links_same = {link.key for link in paper.links.all()} == {link_key(link["url"]) for link in base.get("links", [])}
    return plain_same and people_same and links_same and not paper.tags.exists()


def remove_unread(papers: Iterable[int]) -> tuple[int, int]:
    """(papers, authors) deleted of those that nobody reads any more."""
    unread = Paper.objects.filter(pk__in=set(papers), readings=None, merged=None).with_people()
    gone = [paper for paper in unread if is_untouched(paper)]
    people = {authorship.author_id for paper in gone for authorship in paper.authorships.all()}
    Paper.objects.filter(pk__in=[paper.pk for paper in gone]).delete()
    authors = Author.objects.filter(pk__in=people, authorships=None, spellings=None)
    number = authors.count()
    authors.delete()
    return len(gone), number
