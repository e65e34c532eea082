"""What the tests of the admin share: a course with one record of every kind, forms as a browser sends them."""

import datetime

from django import forms
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import models
from django.test import Client
from django.urls import reverse
from taggit.forms import TagField

from readings.models import MergedPaper, OldAuthor, PaperLink
from sessions.models import (
    Category,
    Image,
    ImportRun,
    Page,
    Post,
    ReviewItem,
    Session,
    SiteSettings,
    SlideDeck,
    Version,
)
from tests.factories import make_course, make_note, make_paper, make_reading, make_session, make_user

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
    MergedPaper.objects.create(paper=paper, title="The same", title_key="the same", slug=f"same-{number}")
    OldAuthor.objects.create(author=paper.authors.first(), slug=f"a-l-{number}", name="A. L.")
    PaperLink.objects.create(paper=paper, url=f"https://example.org/{number}")
    reading = make_reading(session=session, paper=paper, as_given=GIVEN)
    SlideDeck.objects.create(session=session, reading=reading, url="https://example.org/deck.pdf")
    make_note(session=session)
    Page.objects.create(course=course, title="About", slug="about", markdown="Words.", post=post)
    Image.objects.create(sha256=f"{number:064}", file=ContentFile(b"x", name="a.png"), width=1, height=1)
    ImportRun.objects.create(course=course, user=make_user(), path="posts", started=NOW, counts={"created": 1})
    ReviewItem.objects.create(
        course=course, post=post, session=session, reading=reading, paper=paper, kind="unsure", message="?", key="k"
    )
    Version.objects.create(kind="session", number=session.pk, course=course, session=session.pk, title="?", values={})
    Group.objects.create(name=f"Group {number}")


def make_site() -> None:
    SiteSettings.objects.create(name="Our seminar")


def address(model: type[models.Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def filled_in(response) -> dict:
    """What a browser would send back from a form that nobody touched."""
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    rows = [row for formset in formsets for row in (formset.management_form, *formset.forms)]
    data = {"_opened": response.context["opened"]} if "opened" in response.context else {}
    for form in (response.context["adminform"].form, *rows):
        for bound in form:
            value = bound.value()
            if isinstance(bound.field, forms.BooleanField):
                data |= {bound.html_name: "on"} if value else {}
            elif isinstance(bound.field, forms.ModelMultipleChoiceField):
                data[bound.html_name] = [getattr(chosen, "pk", chosen) for chosen in value or []]
            elif isinstance(bound.field, forms.MultipleChoiceField):
                data[bound.html_name] = list(value or [])
            elif isinstance(bound.field, TagField):
                data[bound.html_name] = bound.field.widget.format_value(value) or ""
            elif not isinstance(bound.field, forms.FileField):
                data[bound.html_name] = "" if value is None else str(value).replace("\n", "\r\n")
    return data


def save(browser: Client, record: models.Model, **changes: object):
    """Open the record's form, change what is given, and save."""
    path = address(type(record), "change", record.pk)
    return browser.post(path, {**filled_in(browser.get(path)), **changes})


def messages_of(response) -> str:
    """Everything a form complains about."""
    return " ".join(str(error) for error in response.context["errors"])
