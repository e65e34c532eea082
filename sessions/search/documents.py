"""Public rows -> the documents that the search finds them by. What is not public has none."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Prefetch
from django.urls import get_script_prefix
from taggit.models import TaggedItem

from readings.models import Authorship, Paper
from sessions.models import BlogNote, Page, Reading, SearchDocument, Session, SlideDeck
from sessions.visibility import public_authors, public_papers

from .sections import plain, sections_of
from .terms import stem, words_of

Kind = SearchDocument.Kind
LONGEST_BODY = 100_000  # characters of one document that are searched
MOST_SECTIONS = 500
OPENING = 600  # characters
DIGESTED = [field.name for field in SearchDocument._meta.concrete_fields if field.name not in ("id", "digest")]


def document(
    kind: str,
    object_id: int,
    address: str,
    title: str,
    *,
    part: int = 0,
    people: Iterable[str] = (),
    also_people: Iterable[str] = (),
    body: Iterable[str] = (),
    also: Iterable[str] = (),
    detail: str = "",
    facets: Iterable[str] = (),
    times_read: int = 0,
) -> SearchDocument:
    """`also_people` and `also` are searched, but not shown; `address` as the site's own pages have it."""
    people, body = list(people), cut(body)
    title_words, people_words = words_of(title), words_of(" ".join([*people, *also_people]))
    body_terms = " ".join(filter(None, map(stemmed, [*body, *also])))
    made = SearchDocument(
        kind=kind,
        object_id=object_id,
        part=part,
        times_read=times_read,
        facets=" ".join(dict.fromkeys([f"kind:{kind}", *facets])),
        address=address.removeprefix(get_script_prefix()),
        detail=detail,
        title=title,
        people="\n".join(people),
        title_terms=" ".join(map(stem, title_words)),
        people_terms=" ".join(map(stem, people_words)),
        words=" ".join(title_words + people_words),
        opening=body_terms[:OPENING],
        body_terms=body_terms,
        body=" ".join(body),
    )
    values = "\0".join(str(getattr(made, name)) for name in DIGESTED)
    made.digest = hashlib.blake2b(values.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return made


def cut(pieces: Iterable[str]) -> list[str]:
    """As many of the pieces as are searched."""
    kept, left = [], LONGEST_BODY
    for piece in pieces:
        if left > 0:
            kept.append(piece[:left])
        left -= len(piece) + 1
    return kept


@lru_cache(maxsize=100)
def stemmed(text: str) -> str:
    """Remembered, as a section is part of its note's whole and a document of its own."""
    return " ".join(map(stem, words_of(text)))


def of_papers(numbers: Collection[int]) -> Iterator[SearchDocument]:
    papers = public_papers().filter(pk__in=numbers).defer("as_given", "abstract")
    papers = papers.prefetch_related(
        "tags",
        Prefetch("authorships", Authorship.objects.select_related("author").prefetch_related("author__spellings")),
    )
    times, read_as = read_in(numbers)
    for paper in papers:
        tags = {tag.slug: tag.name for tag in paper.tags.all()}
        facets = [f"year:{paper.year}"] if paper.year else []
        facets += sorted(read_as[paper.pk] | {f"tag:{slug}" for slug in tags if slug})
        authors = paper.authors_in_order
        yield document(
            Kind.PAPER,
            paper.pk,
            paper.get_absolute_url(),
            paper.title,
            people=[author.name for author in authors],
            also_people=[spelling.name for author in authors for spelling in author.spellings.all()],
            body=[plain(paper.abstract_html)],
            also=[paper.venue, *tags.values()],
            detail=paper.year,
            facets=facets,
            times_read=times.get(paper.pk, 0),
        )


def read_in(papers: Collection[int]) -> tuple[dict[int, int], dict[int, set[str]]]:
    """Paper -> in how many public sessions it is read, and paper -> the facets it has from them.

    The database counts: a paper may be read in hundreds of sessions, each with its tags.
    """
    readings = Reading.objects.public().filter(paper__in=papers).order_by()
    times = dict(readings.values_list("paper").annotate(Count("session", distinct=True)))
    facets: dict[int, set[str]] = defaultdict(set)
    for kind, name in (("course", "session__course__slug"), ("tag", "session__tags__slug"), ("is", "requirement")):
        for paper, value in readings.values_list("paper", name).distinct():
            if value:
                facets[paper].add(f"{kind}:{value}")
    for found in facets.values():
        found.discard(f"is:{Reading.Requirement.UNSPECIFIED}")
    return times, facets


def of_people(numbers: Collection[int]) -> Iterator[SearchDocument]:
    for author in public_authors().filter(pk__in=numbers).prefetch_related("spellings"):
        spellings = [spelling.name for spelling in author.spellings.all()]
        yield document(Kind.PERSON, author.pk, author.get_absolute_url(), author.name, also_people=spellings)


def of_sessions(numbers: Collection[int]) -> Iterator[SearchDocument]:
    sessions = Session.objects.public().filter(pk__in=numbers).select_related("course").prefetch_related("categories")
    tags = tags_of(Session, numbers)
    for session in sessions.defer("as_given", "introduction"):
        own = tags.get(session.pk, ())
        yield document(
            Kind.SESSION,
            session.pk,
            session.get_absolute_url(),
            session.title,
            also_people=[session.lead_team, session.blog_team],
            body=[plain(session.introduction_html)],
            also=[session.slug, *(name for _, name in own), *(category.name for category in session.categories.all())],
            detail=session.course.title,
            facets=facets_of(session, own),
        )


def facets_of(session: Session, tags: Iterable[tuple[str, str]]) -> list[str]:
    year = session.date.year if session.date else session.course.season_key[0]
    facets = [f"course:{session.course.slug}"] + ([f"year:{year}"] if year else [])
    return facets + [f"tag:{slug}" for slug, _ in tags if slug]


def of_notes(numbers: Collection[int]) -> Iterator[SearchDocument]:
    notes = BlogNote.objects.public().filter(pk__in=numbers).select_related("session__course")
    notes = list(notes.prefetch_related("contributors"))
    tags = tags_of(Session, {note.session_id for note in notes})
    for note in notes:
        session, own = note.session, tags.get(note.session_id, ())
        named = f"Note on {session.title}"
        about = {
            "also_people": [session.blog_team, *note.named_contributors],
            "also": [session.title, *(name for _, name in own)],
            "facets": facets_of(session, own),
        }
        detail = f"{named} · {session.course.title}" if note.title else session.course.title
        yield from in_parts(Kind.NOTE, note.pk, note.get_absolute_url(), note.title or named, note.html, detail, about)


def of_pages(numbers: Collection[int]) -> Iterator[SearchDocument]:
    for page in Page.objects.filter(visible=True, pk__in=numbers).select_related("course"):
        about = {"facets": [f"course:{page.course.slug}"]}
        yield from in_parts(
            Kind.PAGE, page.pk, page.get_absolute_url(), page.title, page.html, page.course.title, about
        )


def in_parts(
    kind: str, number: int, address: str, title: str, markup: str, detail: str, about: dict
) -> Iterator[SearchDocument]:
    """The whole, and each section under a heading by itself: it is found by its heading, and opened there."""
    sections = sections_of(markup)
    whole = [text for section in sections for text in (section.heading, section.text) if text]
    yield document(kind, number, address, title, body=whole, detail=detail, **about)
    inside = f"{title} · {detail}"
    page = address.partition("#")[0]
    headed = [section for section in sections if section.id and section.heading]
    for part, section in enumerate(headed[:MOST_SECTIONS], start=1):
        said = {**about, "also": [*about.get("also", ()), title]}
        place = f"{page}#{section.id}"
        yield document(kind, number, place, section.heading, part=part, body=[section.text], detail=inside, **said)


def of_decks(numbers: Collection[int]) -> Iterator[SearchDocument]:
    """Decks that are stored here, and their pages that hold text."""
    decks = SlideDeck.objects.filter(pk__in=numbers, session__in=Session.objects.public()).exclude(file="")
    decks = decks.exclude(reading__withdrawn=True).select_related("session__course", "reading__paper")
    decks = list(decks.prefetch_related("pages"))
    tags = tags_of(Session, {deck.session_id for deck in decks})
    for deck in decks:
        session, own = deck.session, tags.get(deck.session_id, ())
        title = deck.reading.paper.title if deck.reading else session.title
        title = f"{title} ({deck.label})" if deck.label else title
        about = {"facets": facets_of(session, own), "also_people": [session.lead_team], "also": [session.title]}
        pages = list(deck.pages.all())
        whole = [page.text for page in pages]
        yield document(Kind.DECK, deck.pk, deck.address, title, body=whole, detail=session.course.title, **about)
        for page in pages:
            place, detail = f"{deck.address}#page={page.number}", f"page {page.number} · {session.course.title}"
            yield document(Kind.DECK, deck.pk, place, title, part=page.number, body=[page.text], detail=detail, **about)


def tags_of(model: type, numbers: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """Row -> (slug, name) of its tags, in one query."""
    kind = ContentType.objects.get_for_model(model)
    items = TaggedItem.objects.filter(content_type=kind, object_id__in=numbers).order_by("tag__slug")
    tags: dict[int, list[tuple[str, str]]] = {}
    for number, slug, name in items.values_list("object_id", "tag__slug", "tag__name"):
        tags.setdefault(number, []).append((slug, name))
    return tags


# How the documents of each kind are made, and of which rows, in the order in which a whole index is written.
MAKERS: dict[str, Callable[[Collection[int]], Iterator[SearchDocument]]] = {
    Kind.PAPER: of_papers,
    Kind.PERSON: of_people,
    Kind.SESSION: of_sessions,
    Kind.NOTE: of_notes,
    Kind.PAGE: of_pages,
    Kind.DECK: of_decks,
}
ROWS = {
    Kind.PAPER: lambda: Paper.objects.all(),
    Kind.PERSON: lambda: public_authors(),
    Kind.SESSION: lambda: Session.objects.public(),
    Kind.NOTE: lambda: BlogNote.objects.public(),
    Kind.PAGE: lambda: Page.objects.filter(visible=True),
    Kind.DECK: lambda: SlideDeck.objects.exclude(file=""),
}
