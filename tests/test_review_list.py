"""The list of questions: each says what it is about, what differs and what its buttons do, and is answered there."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from sessions.models import BlogNote, Reading, ReviewItem, Session
from tests.admin_pages import address
from tests.factories import make_files, make_post_text, make_reading, make_session, make_user
from tests.imported_posts import OTHER, PAPER, run

pytestmark = pytest.mark.django_db

LONG = "A long opening of the note that nobody has changed at all, " * 3


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(make_user(is_superuser=True))
    return client


def import_post(tmp_path, title="Trees and forests", required=PAPER + OTHER, blog="Words.", head="video: team-1\n"):
    text = make_post_text(title=title, head=head, required=required, blog=blog)
    return run(make_files(tmp_path / "site", {"_config.yml": "title: A\n", "_posts/2024-01-30-a.md": text}))


def left_but_edited(tmp_path) -> ReviewItem:
    """A reading that somebody worked on and that its post has no more."""
    import_post(tmp_path)
    Reading.objects.filter(paper__title__startswith="Another").update(presenter="Ann")
    import_post(tmp_path, required=PAPER)
    return ReviewItem.objects.get(field="withdrawn")


def listed(browser: Client) -> str:
    return browser.get(address(ReviewItem, "changelist")).content.decode()


def short_values(page: str) -> list[str]:
    return re.findall(r'<div title="[^"]*"><span class="review-label">[^<]*</span>([^<]*)</div>', page)


def buttons(page: str) -> list[tuple[str, str]]:
    return re.findall(r'name="answer" value="(\w+)">([^<]*)<', page)


def answer(browser: Client, item: ReviewItem, name: str) -> None:
    browser.post(reverse("admin:course_sessions_reviewitem_answer", args=[item.pk]), {"answer": name})


def test_a_reading_that_left_its_post_is_in_the_list_or_gone_and_its_buttons_say_what_they_do(tmp_path, browser):
    item = left_but_edited(tmp_path)
    said = browser.get(address(ReviewItem, "change", item.pk)).content.decode()
    for page in (listed(browser), said):
        assert buttons(page) == [("theirs", "Withdraw it"), ("ours", "Keep it")]
    assert short_values(listed(browser)) == ["in the list", "in the list", "gone"]
    assert ("False" in said, "<mark>gone</mark>" in said) == (False, True)


def test_a_long_text_shows_what_differs(tmp_path, browser):
    import_post(tmp_path, blog=LONG + "It ends so.")
    BlogNote.objects.update(markdown=LONG + "It ends as Ann says.")
    import_post(tmp_path, blog=LONG + "It ends as the post says.")
    base, ours, theirs = short_values(listed(browser))
    assert (base[-11:], ours[-20:]) == ("It ends so.", "It ends as Ann says.")
    assert theirs.endswith("It ends as the post says.")
    assert all(value.startswith("… ") and len(value) <= 80 for value in (ours, theirs))


def test_what_the_post_said_before_is_shown_once_where_both_changed_the_same_place(tmp_path, browser):
    import_post(tmp_path, blog=f"{LONG}It missed two thirds: so it was. {LONG}")
    BlogNote.objects.update(markdown=f"{LONG}It missed nearly two thirds: so it was. {LONG}")
    import_post(tmp_path, blog=f"{LONG}It missed 67 percent: so it was. {LONG}")
    assert short_values(listed(browser))[0].count("two thirds") == 1


def test_questions_name_their_session(tmp_path, browser):
    import_post(tmp_path)
    BlogNote.objects.update(markdown="Mine.")
    import_post(tmp_path, blog="Theirs.")
    item = ReviewItem.objects.get()
    assert item.message == "note of “Trees and forests”: markdown was changed here and in the post"
    assert "course: Trees and forests<br>_posts/2024-01-30-a.md, line " in listed(browser)


@pytest.mark.parametrize(("name", "withdrawn"), [("right", False), ("wrong", True)])
def test_whether_it_is_a_reading_is_answered_in_the_list(browser, name, withdrawn):
    reading = make_reading(session=make_session(title="Trees"))
    values = {"course": reading.session.course, "kind": "unsure", "message": "Is this a reading?"}
    item = ReviewItem.objects.create(reading=reading, key="k", **values)
    assert buttons(listed(browser)) == [("right", "It is right"), ("wrong", "It is no reading: take it out")]
    answer(browser, item, name)
    item.refresh_from_db()
    assert (Reading.objects.get().withdrawn, item.state) == (withdrawn, "settled")


def test_a_settled_question_says_which_answer_it_was_given(tmp_path, browser):
    item = left_but_edited(tmp_path)
    answer(browser, item, "ours")
    assert '<td class="field-answers">Settled: Keep it</td>' in listed(browser)
    assert buttons(listed(browser)) == []


@pytest.mark.parametrize(("field", "line"), [("title", 2), ("lead_team", 3)])
def test_a_conflict_of_front_matter_names_the_line_of_its_key(tmp_path, field, line):
    import_post(tmp_path)
    Session.objects.update(title="Mine", lead_team="mine")
    import_post(tmp_path, title="Theirs", head="video: team-2\n")
    assert ReviewItem.objects.get(field=field).line == line
