"""The admin: every page answers, lists do not slow down with their length, people edit only their courses."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.files.base import ContentFile
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from readings.models import Author, Paper, PaperLink
from sessions.admin.provenance import given_values, in_lines, provenance
from sessions.models import (
    BlogNote,
    Category,
    Course,
    Image,
    ImportRun,
    Page,
    Post,
    Reading,
    ReviewItem,
    Session,
    SiteSettings,
    SlideDeck,
)
from tests.factories import make_course, make_note, make_paper, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2024, 3, 3, 12, tzinfo=datetime.UTC)
GIVEN = {
    "title": "Attention Is All You Need",
    "authors": ["Ashish Vaswani", "Noam Shazeer"],
    "published": "2017-06",
    "links": [{"url": "https://arxiv.org/abs/1706.03762", "label": "paper"}],
    "line": 42,
    "rule": "heading with bullets",
    "confidence": 1.0,
    "text": "#### Attention Is All You Need",
}


def make_full_course(number: int) -> None:
    """One more record of every kind, all hanging together."""
    course = make_course()
    post = Post.objects.create(
        course=course, path=f"_posts/{number}.md", text="words", sha256="0" * 64, parser_version=1, imported=NOW
    )
    session = make_session(course=course, date=datetime.date(2024, 1, 1) + datetime.timedelta(days=number))
    Session.objects.filter(pk=session.pk).update(post=post, source=post.path)
    session.categories.add(Category.objects.create(name=f"Topic {number}"))
    session.tags.add(f"tag{number}")
    paper = make_paper(authors=(f"Ada Lovelace {number}", f"Alan Turing {number}"))
    PaperLink.objects.create(paper=paper, url=f"https://example.org/{number}")
    reading = make_reading(session=session, paper=paper, as_given=GIVEN)
    SlideDeck.objects.create(session=session, reading=reading, url="https://example.org/deck.pdf")
    note = make_note(session=session)
    note.contents = []
    Page.objects.create(course=course, title="About", slug="about", markdown="Words.", post=post)
    Image.objects.create(sha256=f"{number:064}", file=ContentFile(b"x", name="a.png"), width=1, height=1)
    ImportRun.objects.create(course=course, user=make_user(), path="posts", started=NOW, counts={"created": 1})
    ReviewItem.objects.create(
        course=course, post=post, session=session, reading=reading, paper=paper, kind="unsure", message="?", key="k"
    )
    Group.objects.create(name=f"Group {number}")


def make_site() -> None:
    SiteSettings.objects.create(name="Our seminar")


@pytest.fixture
def superuser() -> User:
    return make_user(username="root", is_superuser=True)


@pytest.fixture
def browser(superuser) -> Client:
    client = Client()
    client.force_login(superuser)
    return client


def address(model: type[models.Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_list_and_form_answers(browser, model):
    make_full_course(1)
    make_site()
    record = model.objects.first()

    assert browser.get(address(model, "changelist"), follow=True).status_code == 200
    assert browser.get(address(model, "change", record.pk)).status_code == 200
    kept = (Image, ImportRun, Post, ReviewItem, SiteSettings)
    assert browser.get(address(model, "add")).status_code == (403 if model in kept else 200)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_search_answers(browser, model):
    make_full_course(1)
    if admin.site._registry[model].search_fields:
        assert browser.get(address(model, "changelist"), {"q": "a 1"}).status_code == 200


def queries_of(browser: Client, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection, ) as queries:
        browser.get(path)
    return len(queries)


@pytest.mark.parametrize(
    "model", [model for model in MODELS if model is not SiteSettings], ids=lambda model: model._meta.label_lower
)
def test_a_list_asks_as_many_queries_for_30_rows_as_for_3(browser, model):
    for number in range(3):
        make_full_course(number)
    few = queries_of(browser, address(model, "changelist"))
    for number in range(3, 30):
        make_full_course(number)

    assert queries_of(browser, address(model, "changelist")) == few
    assert few <= 12
