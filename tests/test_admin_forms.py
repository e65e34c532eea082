"""The admin's forms: what is kept as typed, what is understood, what is refused and in which words."""

import pytest
from django.test import Client
from django.urls import reverse

from readings import workers
from readings.models import Author, Paper, PaperLink
from sessions.models import (
    BlogNote,
    Course,
    Page,
    Post,
    Reading,
    ReviewItem,
    Session,
    SiteSettings,
    SlideDeck,
)
from tests.admin_pages import address, make_full_course, messages_of, save
from tests.factories import make_course, make_note, make_paper, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    """Somebody who may do everything."""
    client = Client()
    client.force_login(make_user(is_superuser=True))
    return client


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
    form["kind"] = "meeting"
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


COSTLY = "Words.\n\n" + "[" * 2_000


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: make_note().session, "notes-0-markdown"),
        (make_note, "markdown"),
        (lambda: Page.objects.create(course=make_course(), title="About", slug="about"), "markdown"),
        (make_session, "introduction"),
        (make_paper, "abstract"),
    ],
)
def test_a_text_past_a_limit_is_an_error_of_its_field(browser, make, field):
    response = save(browser, make(), **{field: COSTLY})
    assert response.status_code == 200
    assert "Line 3: One paragraph has 2,000 marks such as brackets and stars, at most 1,000." in response.text


def test_a_text_that_takes_too_long_is_an_error_of_its_field(browser, monkeypatch):
    def stop(*arguments):
        raise workers.OutOfBounds("takes longer than 10 seconds")

    note = make_note(markdown="Words.")
    monkeypatch.setattr(workers, "run", stop)
    response = save(browser, note, markdown="Words that nothing has rendered before.")
    assert "Line 1: Rendering this text takes longer than 10 seconds." in response.text
    assert BlogNote.objects.get().markdown == "Words."
