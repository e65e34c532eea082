"""The admin: every page answers, lists do not slow down with their length, people edit only their courses."""

import datetime

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.files.base import ContentFile
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from taggit.forms import TagField

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
    make_note(session=session)
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


def filled_in(response) -> dict:
    """What a browser would send back from a form that nobody touched."""
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    rows = [row for formset in formsets for row in (formset.management_form, *formset.forms)]
    data = {}
    for form in (response.context["adminform"].form, *rows):
        for bound in form:
            value = bound.value()
            if isinstance(bound.field, forms.BooleanField):
                data |= {bound.html_name: "on"} if value else {}
            elif isinstance(bound.field, forms.ModelMultipleChoiceField):
                data[bound.html_name] = [getattr(chosen, "pk", chosen) for chosen in value or []]
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


def test_saving_an_untouched_session_changes_nothing(browser):
    session = make_session(introduction="One line\n\n- a list\n")
    session.tags.add("graph learning", "pruning")
    reading = make_reading(session=session, position=3)
    note = make_note(session=session, markdown="\nWords.\n\nMore words. \n")
    deck = SlideDeck.objects.create(session=session, url="an odd address", position=1)
    kept = ("title", "introduction", "order_key", "date", "status", "lead_team")
    assert save(browser, session).status_code == 302
    before = Session.objects.filter(pk=session.pk).values(*kept).get()

    assert save(browser, session).status_code == 302

    assert Session.objects.filter(pk=session.pk).values(*kept).get() == before
    assert before["introduction"] == "One line\n\n- a list\n"
    assert sorted(tag.name for tag in session.tags.all()) == ["graph learning", "pruning"]
    assert Reading.objects.values("pk", "paper", "position").get() == {
        "pk": reading.pk,
        "paper": reading.paper_id,
        "position": 3,
    }
    assert BlogNote.objects.get(pk=note.pk).markdown == "\nWords.\n\nMore words. \n"
    assert SlideDeck.objects.get(pk=deck.pk).url == "an odd address"


def test_a_reading_added_without_an_order_goes_to_the_end(browser):
    session = make_session()
    make_reading(session=session, position=4)
    paper = make_paper()
    row = {
        "readings-TOTAL_FORMS": 2,
        "readings-1-position": "",
        "readings-1-requirement": "more",
        "readings-1-paper": paper.pk,
        "readings-1-session": session.pk,
    }

    assert save(browser, session, **row).status_code == 302
    assert Reading.objects.get(paper=paper).position == 5


def test_a_paper_twice_under_one_requirement_is_refused_in_a_sentence(browser):
    session = make_session()
    first, second = make_reading(session=session), make_reading(session=session)
    response = save(
        browser, session, **{"readings-0-paper": second.paper_id, "readings-1-instruction": "section 3 only"}
    )

    assert "A paper stands twice under one requirement" in messages_of(response)
    assert set(session.readings.values_list("paper", flat=True)) == {first.paper_id, second.paper_id}


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("arxiv_id", "https://arxiv.org/pdf/1706.03762v5.pdf", "1706.03762"),
        ("arxiv_id", "arXiv:1706.03762v2", "1706.03762"),
        ("doi", "https://doi.org/10.1000/ABC", "10.1000/abc"),
        ("openreview_id", "https://openreview.net/forum?id=rJXMpikCZ", "rJXMpikCZ"),
        ("acl_id", "https://aclanthology.org/2020.acl-main.1/", "2020.acl-main.1"),
        ("acl_id", "2020.acl-main.1", "2020.acl-main.1"),
        ("published", "2024-01", "2024-01"),
    ],
)
def test_a_pasted_identifier_is_kept_without_its_address(browser, field, typed, kept):
    paper = make_paper()
    assert save(browser, paper, **{field: typed}).status_code == 302
    paper.refresh_from_db()
    assert getattr(paper, field) == kept


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("arxiv_id", "something", "“something” holds no arXiv id."),
        ("arxiv_id", "1706.03762", "The paper “Attention” has this arXiv id: edit that record instead."),
        ("doi", "10.48550/arXiv.1706.03762", "write 1706.03762 as the arXiv id instead."),
        ("published", "2024-13", "“2024-13” is not a day of the calendar."),
        ("published", "May", "“May” is not a date: write 2024, 2024-01 or 2024-01-30."),
        ("tags", "!!!", "“!!!” is not a tag: write at least one letter or digit."),
        ("tags", "x" * 101, "is longer than 100 characters: shorten it."),
    ],
)
def test_a_wrong_value_is_answered_with_a_sentence(browser, field, typed, sentence):
    make_paper(title="Attention", arxiv_id="1706.03762")
    assert sentence in messages_of(save(browser, make_paper(), **{field: typed}))


def test_an_author_twice_on_a_paper_is_refused_in_a_sentence(browser):
    paper = make_paper(authors=("Ada Lovelace",))
    author = paper.authors.get()
    row = {"authorships-TOTAL_FORMS": 2, "authorships-1-author": author.pk, "authorships-1-paper": paper.pk}
    assert "An author is listed twice" in messages_of(save(browser, paper, **row))


def test_an_address_twice_on_a_paper_is_refused_in_a_sentence(browser):
    paper = make_paper()
    PaperLink.objects.create(paper=paper, url="https://example.org/a")
    row = {"links-TOTAL_FORMS": 2, "links-1-url": "http://www.example.org/a/", "links-1-paper": paper.pk}
    assert "This address is already in the list" in messages_of(save(browser, paper, **row))


def test_an_author_is_one_record_however_the_name_is_written(browser):
    author, other = Author.objects.create(name="Ada Lovelace"), Author.objects.create(name="Alan Turing")
    assert "is already there as the author “Ada Lovelace”" in messages_of(save(browser, other, name="LOVELACE, Ada"))
    row = {"spellings-TOTAL_FORMS": 1, "spellings-0-name": "ada lovelace", "spellings-0-author": other.pk}
    assert "is already a spelling of the author “Ada Lovelace”" in messages_of(save(browser, other, **row))
    row = {"spellings-TOTAL_FORMS": 1, "spellings-0-name": "Augusta King", "spellings-0-author": author.pk}
    assert save(browser, author, **row).status_code == 302
    assert Author.objects.named("King, Augusta") == author


@pytest.mark.parametrize(
    ("address_typed", "sentence"),
    [("", "Give an address, or upload a file."), ("javascript:alert(1)", "is not an address")],
)
def test_a_deck_needs_an_address_that_can_be_opened(browser, address_typed, sentence):
    deck = SlideDeck.objects.create(session=make_session(), url="https://example.org/a.pdf")
    assert sentence in messages_of(save(browser, deck, url=address_typed))


def test_a_session_cannot_take_the_address_of_a_page_of_its_course(browser):
    form = {"course": make_course().pk, "title": "Readings", "slug": "readings", "status": "released"}
    for prefix in ("readings", "slides", "notes"):
        form |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    response = browser.post(address(Session, "add"), form)
    assert "choose another" in messages_of(response)

    assert browser.post(address(Session, "add"), form | {"slug": "first", "number": 7}).status_code == 302
    assert Session.objects.get().order_key.startswith("00000007 ")


def test_papers_are_offered_by_title_author_identifier_and_address(browser):
    paper = make_paper(title="Attention", authors=("Ashish Vaswani",), arxiv_id="1706.03762")
    make_paper(title="Something else")
    where = {"app_label": "course_sessions", "model_name": "reading", "field_name": "paper"}
    for term in ("atten", "vaswani", "1706.03762", "https://arxiv.org/pdf/1706.03762v3"):
        found = browser.get(reverse("admin:autocomplete"), {**where, "term": term}).json()["results"]
        assert found == [{"id": str(paper.pk), "text": "Attention"}]


def test_decks_of_a_reading_belong_to_its_session(browser):
    reading = make_reading()
    row = {"slides-TOTAL_FORMS": 1, "slides-0-url": "https://example.org/a.pdf", "slides-0-reading": reading.pk}
    assert save(browser, reading, **row).status_code == 302
    assert SlideDeck.objects.values("session", "reading").get() == {
        "session": reading.session_id,
        "reading": reading.pk,
    }


def test_site_settings_are_one_record_opened_straight_away(browser):
    response = browser.get(address(SiteSettings, "changelist"))
    assert response.url == address(SiteSettings, "add")
    assert browser.post(response.url, {"name": "Our seminar"}).status_code == 302
    assert SiteSettings.current().name == "Our seminar"
    assert browser.get(address(SiteSettings, "changelist")).url == address(SiteSettings, "change", 1)


@pytest.mark.parametrize(("action", "state"), [("settle", "settled"), ("dismiss", "dismissed")])
def test_review_items_are_settled_and_dismissed_from_the_list(browser, action, state):
    item = ReviewItem.objects.create(course=make_course(), kind="unsure", message="Is this a reading?", key="k")
    browser.post(address(ReviewItem, "changelist"), {"action": action, "_selected_action": item.pk})
    item.refresh_from_db()
    assert item.state == state


def test_a_course_is_deleted_with_its_posts_but_a_post_not_alone(browser):
    make_full_course(1)
    course, post = Course.objects.get(), Post.objects.get()
    assert browser.post(address(Post, "delete", post.pk), {"post": "yes"}).status_code == 403
    assert browser.post(address(Course, "delete", course.pk), {"post": "yes"}).status_code == 302
    assert (Course.objects.count(), Post.objects.count(), Paper.objects.count()) == (0, 0, 1)


def test_a_paper_that_is_read_is_not_deleted(browser):
    reading = make_reading()
    response = browser.post(address(Paper, "delete", reading.paper_id), {"post": "yes"})
    assert "would require deleting the following protected related objects" in response.content.decode()
    assert Paper.objects.count() == 1


@pytest.fixture
def teacher() -> User:
    """Staff with every permission of the two rooms, instructor of nothing yet."""
    user = make_user(username="teacher", is_staff=True)
    rooms = Permission.objects.filter(content_type__app_label__in=["readings", "course_sessions"])
    user.user_permissions.set(rooms)
    return user


def pages_of(course: Course) -> list[str]:
    records = [
        course,
        *(course.sessions.all()),
        *(course.pages.all()),
        *(course.posts.all()),
        *(course.import_runs.all()),
        *(course.review_items.all()),
        *Reading.objects.filter(session__course=course),
        *SlideDeck.objects.filter(session__course=course),
        *BlogNote.objects.filter(session__course=course),
    ]
    return [address(type(record), "change", record.pk) for record in records]


def test_people_edit_what_belongs_to_their_courses_and_nothing_else(client, teacher):
    make_full_course(1)
    make_full_course(2)
    own, foreign = Course.objects.order_by("pk")
    own.instructors.add(teacher)
    client.force_login(teacher)

    assert {client.get(path).status_code for path in pages_of(own)} == {200}
    assert {client.get(path).url for path in pages_of(foreign)} == {reverse("admin:index")}
    assert {client.post(path).status_code for path in pages_of(foreign)} == {302, 403}
    for model in (Course, Session, Page, Post, ImportRun, ReviewItem, Reading, SlideDeck, BlogNote):
        assert client.get(address(model, "changelist")).context["cl"].result_count == 1
    assert {client.get(address(Paper, "change", paper.pk)).status_code for paper in Paper.objects.all()} == {200}


def test_nobody_adds_to_a_foreign_course(client, teacher):
    foreign = make_session()
    client.force_login(teacher)
    form = {"session": foreign.pk, "title": "", "state": "draft", "position": 0, "markdown": "Words."}
    response = client.post(address(BlogNote, "add"), form)
    assert "Select a valid choice" in messages_of(response)
    assert BlogNote.objects.count() == 0


def test_whoever_adds_a_course_becomes_its_instructor(client, teacher):
    client.force_login(teacher)
    form = {"title": "New", "slug": "new", "lead_team_label": "Lead", "blog_team_label": "Blog"}
    assert client.post(address(Course, "add"), form).status_code == 302
    assert Course.objects.get().editable_by(teacher)


def test_assistants_do_not_choose_who_may_edit_the_course(client, teacher):
    course = make_course()
    course.assistants.add(teacher)
    client.force_login(teacher)
    assert save(client, course, instructors=[teacher.pk]).status_code == 302
    assert not course.instructors.exists()


def test_a_hidden_session_of_another_course_is_not_shown_on_a_paper(client, teacher):
    reading = make_reading(session=make_session(title="Secret plans", visible=False))
    client.force_login(teacher)
    path = address(Paper, "change", reading.paper_id)
    assert "Secret plans" not in client.get(path).content.decode()
    reading.session.course.instructors.add(teacher)
    assert "Secret plans" in client.get(path).content.decode()


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
