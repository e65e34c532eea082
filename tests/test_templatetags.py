import datetime

import pytest
from django.utils import timezone

from readings.models import Paper, PaperLink
from sessions.models import Course, Session
from sessions.templatetags.pages import (
    badge,
    badges,
    cut_names,
    further_links,
    host,
    named_links,
    schedule_date,
    status_word,
    titled,
    web,
)
from tests.factories import make_paper


@pytest.mark.parametrize(
    ("name", "context", "shown"),
    [
        ("A paper", "", "A paper"),
        ("A session", "A course", "A session – A course"),
        ("A session", "A course " * 10, "A session"),
        ("word " * 20, "A course", " ".join(["word"] * 14) + "…"),
        ("x" * 71, "", "x" * 69 + "…"),
        ("It's " + "word " * 20, "", "It's " + " ".join(["word"] * 12) + "…"),
    ],
)
def test_a_tab_says_at_most_70_characters_cut_at_a_word(name, context, shown):
    assert titled(name, context) == shown


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([], ""),
        (["A", "B", "C", "D"], "A, B, C, D"),
        (["A", "B", "C", "D", "E"], "A, B, C, D and 1 more"),
        (list("ABCDEFGHIJKLMNOP"), "A, B, C, D and 12 more"),
    ],
)
def test_names_are_cut_after_four(names, shown):
    assert cut_names(names) == shown


@pytest.mark.parametrize(
    ("url", "name"),
    [("https://www.example.org/a", "example.org"), ("/decks/a.pdf", "/decks/a.pdf"), ("http://[bad", "http://[bad")],
)
def test_a_plain_link_is_named_by_its_host(url, name):
    assert host(url) == name


def test_a_badge_says_kind_or_label_or_host():
    paper = Paper(title="A Title")
    assert badge(PaperLink(url="https://a.org/x.pdf", kind="pdf", label="the file"), paper) == "PDF"
    assert badge(PaperLink(url="https://a.org/x", kind="page", label="Project page"), paper) == "Project page"
    assert badge(PaperLink(url="https://a.org/x", kind="page"), paper) == "a.org"


def test_a_badge_does_not_repeat_the_title():
    assert badge(PaperLink(url="https://a.org/x", kind="page", label="A title."), Paper(title="A Title")) == "a.org"


def linked(paper: Paper, *urls: str, label: str = "") -> Paper:
    for position, url in enumerate(urls):
        PaperLink.objects.create(paper=paper, url=url, label=label, position=position)
    return paper


@pytest.mark.django_db
def test_links_that_would_say_the_same_are_told_apart():
    paper = linked(make_paper(), "https://a.org/one/", "https://www.a.org/two?x=1", "https://b.org/one")
    assert [name for name, _ in named_links(paper)] == ["a.org: one", "a.org: two?x=1", "b.org"]
    films = linked(make_paper(), "https://vimeo.com/1")
    linked(films, "https://vimeo.com/2", label="Talk")
    assert {name for name, _ in named_links(films)} == {"Video: 1", "Video: Talk"}
    same = linked(make_paper(), "https://a.org/one", "https://b.org/" + "x" * 40, label="Demo")
    assert [name for name, _ in named_links(same)] == ["Demo: one", "Demo: " + "x" * 29 + "…"]


@pytest.mark.django_db
def test_a_link_to_an_identifier_of_the_paper_is_not_told_twice():
    paper = linked(
        make_paper(arxiv_id="2203.02155"), "https://arxiv.org/pdf/2203.02155", "https://arxiv.org/abs/1706.03762"
    )
    assert [(name, link.url) for name, link in further_links(paper)] == [
        ("PDF", "https://arxiv.org/pdf/2203.02155"),
        ("arXiv", "https://arxiv.org/abs/1706.03762"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://arxiv.org/abs/2203.02155", [("PDF", "https://arxiv.org/pdf/2203.02155"), ("arXiv", None)]),
        ("https://arxiv.org/pdf/2203.02155", [("arXiv", None)]),
        ("https://a.org/own.pdf", [("PDF", None)]),
    ],
)
def test_the_pdf_that_arxiv_has_is_one_touch_away(url, shown):
    paper = linked(make_paper(arxiv_id="2203.02155"), url)
    assert [(name, link.url) for name, link in badges(paper)] == [(name, at or url) for name, at in shown]
    assert badges(make_paper()) == []


@pytest.mark.parametrize(
    ("status", "days", "word"),
    [
        ("upcoming", -1, ""),
        ("upcoming", 0, "Upcoming"),
        ("upcoming", None, "Upcoming"),
        ("released", -1, "Released"),
        ("released", 0, "Released"),
        ("released", None, "Released"),
        ("released", 1, ""),
        ("upcoming", 1, "Upcoming"),
    ],
)
def test_a_past_day_is_not_called_upcoming_nor_a_day_to_come_released(status, days, word):
    date = None if days is None else timezone.localdate() + datetime.timedelta(days=days)
    assert status_word(Session(course=Course(), status=status, date=date)) == word


@pytest.mark.parametrize(
    ("kind", "word"), [("meeting", "Released"), ("extra", "Released"), ("section", ""), ("break", "")]
)
def test_only_what_is_held_has_a_status(kind, word):
    assert status_word(Session(course=Course(), status="released", kind=kind)) == word


def test_a_date_has_its_year_unless_the_course_names_it():
    date = datetime.date(2025, 9, 3)
    assert schedule_date(date, Course(title="Seminar")) == "Wed 3 Sep 2025"
    assert schedule_date(date, Course(title="Seminar", term="2025 Fall")) == "Wed 3 Sep"
    assert schedule_date(date, Course(title="Seminar 2024")) == "Wed 3 Sep 2025"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a.pdf", "https://example.org/a.pdf"),
        ("/media/decks/a.pdf", "/media/decks/a.pdf"),
        ("javascript:alert(1)", ""),
        ("JavaScript:alert(1)", ""),
        (" java\tscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http://[bad", ""),
    ],
)
def test_only_addresses_of_the_web_become_links(url, address):
    assert web(url) == address
