"""Entries of reading lists -> records of papers: found, made, and kept in step with what their posts say."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import transaction
from django.db.models import Q

from readings.identifiers import Identifiers, url_key
from readings.models import IDENTIFIER_FIELDS, Author, Authorship, Paper, PaperLink, link_key
from readings.names import family_name, folded, given_first
from sessions.mentions import renew_mentions
from sessions.models import Course, Reading
from sessions.ordering import natural_key
from sessions.posts import ParsedReading

from .derived import Derived, derive
from .identity import Work, work_of
from .links import links_given, write_links
from .merge import UNKNOWN, FieldPlan, merge_value, plain, plan_fields
from .people import People
from .records import Log

PLAIN_FIELDS = ("title", "published", "venue", "abstract", "kind", *IDENTIFIER_FIELDS)


def work_of_given(given: dict) -> Work:
    urls = [link["url"] for link in given.get("links", ())]
    return work_of(given.get("title", ""), given.get("authors") or (), given.get("published") or "", urls)


@lru_cache(maxsize=256)
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
    readings = Reading.objects.filter(paper__in=by_paper).order_by().select_related("session__course")
    for reading in readings.only(*SAID):
        if reading.as_given.get("paper") == reading.paper_id:
            by_paper[reading.paper_id].append(reading)
    result = []
    for readings in by_paper.values():
        shown = [reading for reading in readings if not reading.withdrawn] or readings
        result.append([reading.as_given for reading in sorted(shown, key=source_order)])
    return result


# What givens_of reads of a reading: a paper may have been read a hundred times, in sessions with long texts.
SAID = (
    *("paper", "withdrawn", "as_given", "session__source"),
    *(f"session__course__{name}" for name in ("slug", "term", "title")),
)


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
        new.authorships = authorships_of(paper, new_people)
    new.links = write_links(paper, base.get("links", []), derived.links, ours_links)
    return new


def authorships_of(paper: Paper, people: Sequence[int]) -> list[Authorship]:
    return [Authorship(paper=paper, author_id=author, position=position) for position, author in enumerate(people)]


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
