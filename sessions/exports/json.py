"""A course as plain data, each reading as its post gave it, with what people changed."""

from typing import Any

from django.db.models import Prefetch

from readings.identifiers import url_key
from readings.models import Paper
from readings.names import given_first
from sessions.models import BlogNote, Course, Reading, Session, SlideDeck


def course_as_data(course: Course) -> dict[str, Any]:
    """The whole course: hidden sessions and unpublished notes too, withdrawn readings not.

    Of two sessions that were joined the one that stands for both, with the sources of the others.
    """
    readings = Reading.objects.filter(withdrawn=False).with_papers().prefetch_related("slides")
    sessions = (
        course.sessions.exclude(same_as__course=course)
        .in_order()
        .prefetch_related(
            Prefetch("readings", readings),
            Prefetch("slides", SlideDeck.objects.filter(reading=None)),
            "notes__contributors",
            "repeats",
            "tags",
            "categories",
        )
    )
    return {
        "course": {"slug": course.slug, "title": course.title, "term": course.term or None},
        "sessions": [session_as_data(session) for session in sessions],
    }


def session_as_data(session: Session) -> dict[str, Any]:
    """Expects readings with papers, slides, notes, repeats, tags and categories to be fetched."""
    return {
        "source": session.source or None,
        "other_sources": sorted(repeat.source for repeat in session.repeats.all() if repeat.source),
        "title": session.title,
        "date": session.date.isoformat() if session.date else None,
        "status": session.status,
        "lead_team": session.lead_team or None,
        "blog_team": session.blog_team or None,
        "tags": [tag.name for tag in session.tags.all()],
        "categories": [category.name for category in session.categories.all()],
        "slides": [deck_as_data(deck) for deck in session.slides.all()],
        "introduction": {"markdown": session.introduction, "html": session.introduction_html},
        "readings": [reading_as_data(reading) for reading in session.readings.all()],
        "notes": [note_as_data(note) for note in session.notes.all()],
    }


def deck_as_data(deck: SlideDeck) -> dict[str, str | None]:
    return {"label": deck.label or None, "url": deck.address}


def note_as_data(note: BlogNote) -> dict[str, Any]:
    return {
        "title": note.title or None,
        "contributors": [{"name": one.name, "shown": one.shown} for one in note.contributors.all()],
        "markdown": note.markdown,
        "html": note.html,
    }


def reading_as_data(reading: Reading) -> dict[str, Any]:
    """Expects the paper with people and links, and the slides, to be fetched."""
    paper, given = reading.paper, reading.as_given
    own = given if given.get("paper") == paper.pk else {}  # a person gave the reading another paper: hers speaks
    words = {name: word_of(paper, own, name) for name in ("title", "published", "venue", "abstract")}
    return {
        "title": words["title"],
        "requirement": reading.requirement,
        "authors": authors_of(paper, own),
        "published": words["published"] or None,
        "venue": words["venue"] or None,
        "abstract": words["abstract"] or None,
        "presenter": reading.presenter or None,
        "topic": reading.topic or None,
        "instruction": reading.instruction or None,
        "remarks": reading.remarks or None,
        "links": links_of(paper, own),
        "slides": [deck_as_data(deck) for deck in reading.slides.all()],
        "paper": paper.slug,
    }


def word_of(paper: Paper, given: dict, name: str) -> str:
    """The post's word, unless a person has changed the paper's."""
    value = getattr(paper, name)
    curated = value != paper.as_given.get(name, value)
    return value if curated or not given else given[name]


def authors_of(paper: Paper, given: dict) -> list[str]:
    people = [authorship.author for authorship in paper.authorships.all()]
    curated = [author.pk for author in people] != paper.as_given.get("authors", [])
    if curated or not given:
        return [author.name for author in people]
    return [given_first(name) for name in given["authors"]]


def links_of(paper: Paper, given: dict) -> list[dict[str, str | None]]:
    """The post's links without those that a person removed from the paper, then those that a person added."""
    here = {url_key(link.url): link for link in paper.links.all()}
    once_given = {url_key(link["url"]) for link in paper.as_given.get("links", [])}
    stated = [link for link in given.get("links", []) if url_key(link["url"]) not in once_given - here.keys()]
    own = {url_key(link["url"]) for link in stated}
    rest = [link for key, link in here.items() if key not in own and (not given or key not in once_given)]
    stated += [{"url": link.url, "label": link.label} for link in rest]
    return [{"url": link["url"], "label": link["label"] or None} for link in stated]
