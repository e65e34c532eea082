"""A paper by its identifier or address; else every word must occur in a paper, a person's name, a session or a note."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from readings.models import Authorship, Paper
from readings.names import folded
from sessions.models import BlogNote, Page, Session
from sessions.visibility import public_authors, public_papers

from .identified import identified
from .snippets import Piece, highlighted, plain, snippet, words_of

MOST_OF_A_KIND = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its title and a piece of its text, with the words of the query marked."""

    kind: str  # paper, person, session, note, page
    url: str
    title: list[Piece]
    people: tuple[str, ...]  # authors of a paper
    detail: str  # year of a paper, course of a session, session of a note
    snippet: list[Piece]


def search(query: str) -> list[Hit]:
    """Hits in public papers, people, sessions, notes and pages.

    First the papers that the query names by identifier or address, then what has every word in its title.
    """
    words = words_of(query)
    if not words:
        return []
    named = [paper_hit(paper, words) for paper in identified(public_papers(), query).with_people()]
    hits = [*people(words), *papers(words), *sessions(words), *notes(words), *pages(words)]
    hits.sort(key=lambda hit: not in_title(hit, words))
    return named + [hit for hit in hits if hit not in named]


def in_title(hit: Hit, words: list[str]) -> bool:
    title = folded("".join(text for text, _ in hit.title))
    return all(folded(word) in title for word in words)


def with_every(queryset: QuerySet, words: list[str], condition) -> QuerySet:
    """Rows for which the condition of each word holds."""
    for word in words:
        queryset = queryset.filter(condition(word))
    return queryset[:MOST_OF_A_KIND]


def in_key(field: str, word: str) -> Q:
    """The word in a folded key; a word without letters and digits is in none."""
    return Q(**{f"{field}__contains": folded(word)}) if folded(word) else Q(pk=None)


def people(words: list[str]) -> Iterator[Hit]:
    def named(word: str) -> Q:
        return Q(name__icontains=word) | in_key("key", word)

    for author in with_every(public_authors(), words, named):
        yield Hit("person", author.get_absolute_url(), highlighted(author.name, words), (), "", [])


def papers(words: list[str]) -> Iterator[Hit]:
    def said(word: str) -> Q:
        by = Authorship.objects.filter(Q(author__name__icontains=word) | in_key("author__key", word))
        text = Q(title__icontains=word) | Q(abstract__icontains=word) | Q(venue__icontains=word)
        return text | in_key("title_key", word) | Q(pk__in=by.values("paper"))

    for paper in with_every(public_papers().with_people(), words, said):
        yield paper_hit(paper, words)


def paper_hit(paper: Paper, words: list[str]) -> Hit:
    people = tuple(author.name for author in paper.authors_in_order)
    abstract = snippet(plain(paper.abstract_html), words)
    return Hit("paper", paper.get_absolute_url(), highlighted(paper.title, words), people, paper.year, abstract)


def sessions(words: list[str]) -> Iterator[Hit]:
    def said(word: str) -> Q:
        teams = Q(lead_team__icontains=word) | Q(blog_team__icontains=word)
        return teams | Q(title__icontains=word) | Q(introduction__icontains=word)

    for session in with_every(Session.objects.public().in_order().select_related("course"), words, said):
        text = snippet(plain(session.introduction_html), words)
        title = highlighted(session.title, words)
        yield Hit("session", session.get_absolute_url(), title, (), session.course.title, text)


def notes(words: list[str]) -> Iterator[Hit]:
    def said(word: str) -> Q:
        return Q(title__icontains=word) | Q(markdown__icontains=word)

    for note in with_every(BlogNote.objects.public().select_related("session__course"), words, said):
        detail = f"Note on {note.session.title}" if note.title else note.session.course.title
        title = highlighted(note.title or f"Note on {note.session.title}", words)
        yield Hit("note", note.get_absolute_url(), title, (), detail, snippet(plain(note.html), words))


def pages(words: list[str]) -> Iterator[Hit]:
    def said(word: str) -> Q:
        return Q(title__icontains=word) | Q(markdown__icontains=word)

    for page in with_every(Page.objects.filter(visible=True).select_related("course"), words, said):
        text = snippet(plain(page.html), words)
        yield Hit("page", page.get_absolute_url(), highlighted(page.title, words), (), page.course.title, text)
