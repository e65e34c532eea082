"""The admin: every page answers, lists do not slow down with their length, records say where they came from."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from readings.models import MergedPaper, OldAuthor, Paper
from sessions.admin.provenance import given_values, in_lines, provenance, value_sources
from sessions.models import (
    Image,
    ImportRun,
    Post,
    Reading,
    ReviewItem,
    SiteSettings,
    Version,
)
from tests.admin_pages import GIVEN, NOW, address, make_full_course, make_site
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    """Somebody who may do everything."""
    client = Client()
    client.force_login(make_user(is_superuser=True))
    return client


MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_list_and_form_answers(browser, model):
    make_full_course(1)
    make_site()
    record = model.objects.first()

    assert browser.get(address(model, "changelist"), follow=True).status_code == 200
    assert browser.get(address(model, "change", record.pk)).status_code == 200
    kept = (Image, ImportRun, MergedPaper, OldAuthor, Post, ReviewItem, SiteSettings, Version)
    assert browser.get(address(model, "add")).status_code == (403 if model in kept else 200)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_search_answers(browser, model):
    make_full_course(1)
    if admin.site._registry[model].search_fields:
        assert browser.get(address(model, "changelist"), {"q": "a 1"}).status_code == 200


LISTS = [model for model in MODELS if model is not SiteSettings]


def queries_by_list(browser: Client) -> dict[str, int]:
    counts = {}
    for model in LISTS:
        with CaptureQueriesContext(connection) as queries:
            browser.get(address(model, "changelist"))
        counts[model._meta.label] = len(queries)
    return counts


def test_a_list_asks_as_many_queries_for_30_rows_as_for_3(browser):
    for number in range(3):
        make_full_course(number)
    queries_by_list(browser)  # content types are asked for once
    few = queries_by_list(browser)
    for number in range(3, 30):
        make_full_course(number)

    assert queries_by_list(browser) == few
    assert max(few.values()) <= 12


def test_provenance_is_one_sentence():
    assert provenance("_posts/a.md", GIVEN, NOW) == (
        "From _posts/a.md, line 42, by the rule “heading with bullets” (sure); imported 3 March 2024."
    )
    unsure = {"line": 7, "rule": "row of a table", "confidence": 0.4}
    assert provenance("a.md", unsure, None) == "From a.md, line 7, by the rule “row of a table” (unsure)."
    assert provenance("", {}, None) == "Entered by hand."


def test_values_as_given_are_listed_by_name():
    assert given_values(GIVEN) == (
        "title: Attention Is All You Need\n"
        "authors: Ashish Vaswani, Noam Shazeer\n"
        "published: 2017-06\n"
        "links: https://arxiv.org/abs/1706.03762, paper"
    )
    assert in_lines({"title": "A", "links": []}) == "title: A"
    assert in_lines(None) == "–"


def test_a_reading_shows_where_it_came_from(browser):
    make_full_course(1)
    page = browser.get(address(Reading, "change", Reading.objects.get().pk)).content.decode()
    assert "From _posts/1.md, line 42, by the rule “heading with bullets” (sure); imported 3 March 2024." in page


def test_a_paper_says_which_posts_gave_it_and_a_course_its_last_import(browser):
    make_full_course(1)
    reading = Reading.objects.get()
    paper = browser.get(address(Paper, "change", reading.paper.pk)).content.decode()
    assert "From _posts/1.md, line 42, by the rule “heading with bullets” (sure); imported 3 March 2024." in paper
    ImportRun.objects.create(course=reading.session.course, path="/courses/one", started=NOW)
    course = browser.get(address(type(reading.session.course), "change", reading.session.course.pk)).content.decode()
    assert "From /courses/one on 3 March 2024." in course


def test_each_value_of_a_paper_names_the_post_that_gave_it(browser):
    said = [("a.md", {"title": "One", "line": 3}), ("b.md", {"title": "Two", "venue": "ICLR", "line": 9})]
    here = {"title": "Two", "published": "2024", "venue": "ICLR", "abstract": ""}
    assert value_sources(here, {"title": "Two", "venue": "ICLR", "published": "2023"}, said) == (
        "title: b.md, line 9\npublished: entered here\nvenue: b.md, line 9"
    )
    make_full_course(1)
    page = browser.get(address(Paper, "change", Paper.objects.get().pk)).content.decode()
    assert "Where its values come from" in page
