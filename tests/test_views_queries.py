"""The number of queries is bounded, and the same with 3 and with 30 items."""

import datetime
from functools import cache

import pytest
from django.core.cache import cache as kept_values
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readings.models import PaperLink
from sessions.models import Category, NoClassDay, Page, SlideDeck
from sessions.search.sync import flush
from tests.factories import make_course, make_note, make_paper, make_reading, make_session

pytestmark = pytest.mark.django_db


def fill(items: int) -> None:
    """A course of so many sessions, the first of which has so many readings, decks, tags, notes and pages."""
    course = make_course(slug="seminar")
    category = Category.objects.create(name="Topic")
    sessions = [
        make_session(course=course, slug=f"s{n}", date=datetime.date(2024, 1, 1) + datetime.timedelta(days=n))
        for n in range(items)
    ]
    NoClassDay.objects.create(course=course, date=datetime.date(2024, 1, 2))
    for number, session in enumerate(sessions):
        session.lead_team, session.blog_team = f"Team {number}", "Team 1"
        session.cancelled = True
        session.save()
        NoClassDay.objects.create(course=course, date=datetime.date(2024, 3, 1), reason=f"Reason {number}")
        paper = make_paper(
            title=f"Paper number {number}",
            authors=("Ada Lovelace", f"Author {number}"),
            arxiv_id="" if number else "1706.03762",
        )
        PaperLink.objects.create(paper=paper, url=f"https://example.org/{number}.pdf")
        paper.tags.add("topic")
        for read_in in {sessions[0], session}:
            reading = make_reading(session=read_in, paper=paper, position=number)
            SlideDeck.objects.create(session=read_in, reading=reading, url="https://example.org/own.pdf")
        SlideDeck.objects.create(session=session, url="https://example.org/deck.pdf")
        session.tags.add("topic")
        sessions[0].tags.add(f"topic {number}")
        session.categories.add(category)
        make_note(session=session, markdown="# Topic\n\nAbout [it](https://arxiv.org/abs/1706.03762).")
        make_note(session=sessions[0], markdown="More.")
        Page.objects.create(course=course, title=f"Page {number}", slug=f"page{number}", markdown="The topic.")


LIMITS = {
    ("home",): 8,
    ("course", "seminar"): 10,
    ("team", "seminar", "team-1"): 8,
    ("course_calendar", "seminar"): 4,
    ("team_calendar", "seminar", "team-1"): 4,
    ("notes_feed",): 3,
    ("course_notes_feed", "seminar"): 3,
    ("tag_notes_feed", "topic"): 4,
    ("changes_feed",): 2,
    ("course_changes_feed", "seminar"): 2,
    ("tag_changes_feed", "topic"): 3,
    ("session_calendar", "seminar", "s0"): 2,
    ("explore",): 8,
    ("my_list",): 1,
    ("sitemap_part", "courses"): 2,
    ("sitemap_part", "reading-lists"): 2,
    ("sitemap_part", "pages"): 2,
    ("sitemap_part", "categories"): 2,
    ("sitemap",): 14,
    ("sitemap_part", "sessions"): 2,
    ("sitemap_part", "papers"): 2,
    ("sitemap_part", "authors"): 2,
    ("sitemap_part", "tags"): 2,
    ("session", "seminar", "s1"): 16,
    ("session", "seminar", "s0"): 16,
    ("course_readings", "seminar"): 8,
    ("page", "seminar", "page0"): 4,
    ("papers",): 6,
    ("paper", "paper-number-0"): 17,
    ("paper_citation", "paper-number-0", "bib"): 4,
    ("course_citations", "seminar", "ris"): 7,
    ("session_citations", "seminar", "s0", "json"): 7,
    ("session_citation", "seminar", "s0", "bib"): 2,
    ("category_citations", "topic", "bib"): 6,
    ("tag_citations", "topic", "bib"): 9,
    ("author", "ada-lovelace"): 7,
    ("category", "topic"): 8,
    ("tags",): 4,
    ("tag", "topic"): 11,
}


@cache
def queries_of_pages(items: int) -> dict[tuple[str, ...], int]:
    """The queries of each page over one course of so many items, which is undone; filled once for all tests."""
    client, counts = Client(), {}
    with transaction.atomic():
        fill(items)
        client.get(reverse("tags"))  # content types are looked up once a process
        for address in LIMITS:
            kept_values.clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse(address[0], args=address[1:])).status_code == 200, address
            counts[address] = len(queries)
        transaction.set_rollback(True)
    return counts


@pytest.mark.parametrize("address", LIMITS, ids=" ".join)
def test_queries_are_few_and_do_not_grow(address):
    few, many = queries_of_pages(3)[address], queries_of_pages(30)[address]
    assert few == many <= LIMITS[address]


@pytest.mark.parametrize(
    ("address", "query", "most"),
    [
        (("search",), "topic", 8),
        (("search",), "zebra topic", 20),
        (("suggest",), "pap", 3),
        (("search_citations", "bib"), "paper", 15),
    ],
    ids=str,
)
def test_the_queries_of_a_search_do_not_grow(client, address, query, most):
    counts = []
    for items in (3, 30):
        with transaction.atomic():
            fill(items)
            flush()
            with CaptureQueriesContext(connection) as queries:
                assert len(client.get(reverse(address[0], args=address[1:]), {"q": query}).content) > 40
            transaction.set_rollback(True)
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= most  # fewer than five hits ask for words written alike, too
