"""Conflicts in the admin: shown side by side, answered with one click, and not asked again."""

import pytest
from django.test import Client
from django.urls import reverse

from readings.models import Paper
from sessions.importing.run import Options, run_import
from sessions.models import BlogNote, Course, Page, Reading, ReviewItem, Session, SlideDeck
from tests.admin_pages import address, save
from tests.factories import make_files, make_post_text, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db

PAPER = "#### A paper about many things\n+ Ada Lovelace, Alan Turing\n+ https://arxiv.org/abs/2401.00001\n"
OTHER = "#### Another paper with a title\n+ https://arxiv.org/abs/2401.00002\n"


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(make_user(is_superuser=True))
    return client


def run(tmp_path, title="Session", required=PAPER, blog="Words.", head="video: team-1\n"):
    text = make_post_text(title=title, head=head, required=required, blog=blog)
    files = {
        "_config.yml": "title: A\n",
        "_posts/2024-01-30-a.md": text,
        "about.md": f"---\ntitle: {title}\n---\nHi.\n",
    }
    return run_import(Options(path=str(make_files(tmp_path / "site", files)), course="course"))


def answer(browser, item, name):
    return browser.post(reverse("admin:course_sessions_reviewitem_answer", args=[item.pk]), {"answer": name})


def conflict(tmp_path):
    """A session whose title a person and then the post have changed."""
    run(tmp_path)
    Session.objects.update(title="Mine")
    run(tmp_path, "Theirs")
    return ReviewItem.objects.get(kind="conflict", field="title")


def test_the_three_values_stand_side_by_side_with_a_button_each_way(tmp_path, browser):
    item = conflict(tmp_path)
    page = browser.get(address(ReviewItem, "change", item.pk)).content.decode()
    heads = ["The post said before", "Stands here", "The post says now"]
    assert [head in page for head in heads] == [True] * 3
    assert page.index("<div>Session</div>") < page.index("<mark>Mine</mark>") < page.index("<mark>Theirs</mark>")
    buttons = [f'name="answer" value="{name}"' for name in ("theirs", "ours")]
    assert [button in page for button in buttons] == [True, True]
    assert all(button in browser.get(address(ReviewItem, "changelist")).content.decode() for button in buttons)


@pytest.mark.parametrize(("name", "title"), [("theirs", "Theirs"), ("ours", "Mine")])
def test_one_click_settles_and_the_question_is_not_asked_again(tmp_path, browser, name, title):
    item = conflict(tmp_path)
    assert answer(browser, item, name).status_code == 302
    item.refresh_from_db()
    session = Session.objects.get()
    assert (session.title, session.as_given["title"], item.state) == (title, "Theirs", "settled")
    run(tmp_path, "Theirs", blog="Other words.")
    assert (Session.objects.get().title, ReviewItem.objects.filter(state="open").count()) == (title, 0)


def test_a_value_that_was_taken_follows_its_post_again(tmp_path, browser):
    answer(browser, conflict(tmp_path), "theirs")
    run(tmp_path, "Newer")
    assert Session.objects.get().title == "Newer"


def test_a_dismissed_conflict_opens_again_only_with_another_value_of_the_post(tmp_path):
    item = conflict(tmp_path)
    ReviewItem.objects.update(state="dismissed")
    run(tmp_path, "Theirs", blog="Other words.")
    item.refresh_from_db()
    assert item.state == "dismissed"
    run(tmp_path, "Newer")
    item.refresh_from_db()
    assert (item.state, item.base, item.ours, item.theirs) == ("open", "Theirs", "Mine", "Newer")


def test_an_open_conflict_keeps_its_base_while_the_post_goes_on_changing(tmp_path):
    item = conflict(tmp_path)
    run(tmp_path, "Newer")
    item.refresh_from_db()
    assert (ReviewItem.objects.count(), item.base, item.theirs) == (1, "Session", "Newer")


def test_a_conflict_closes_when_the_post_comes_to_say_what_stands_here(tmp_path):
    item = conflict(tmp_path)
    run(tmp_path, "Mine")
    item.refresh_from_db()
    assert item.state == "settled"


CHANGED = PAPER.replace("Ada Lovelace, Alan Turing", "Ada Lovelace, Alan Turing, Grace Hopper")


def test_authors_are_asked_about_by_name_and_taken_whole(tmp_path, browser):
    run(tmp_path)
    paper = Paper.objects.get()
    paper.authorships.filter(author__name="Alan Turing").delete()
    run(tmp_path, required=CHANGED)
    item = ReviewItem.objects.get(field="authors")
    people = ["Ada Lovelace", "Alan Turing", "Grace Hopper"]
    assert (item.base, item.ours, item.theirs) == (people[:2], people[:1], people)
    answer(browser, item, "theirs")
    assert [author.name for author in Paper.objects.get().authors_in_order] == people
    run(tmp_path, required=CHANGED.replace("Ada", "Augusta Ada"))
    assert Paper.objects.get().authors_in_order[0].name == "Augusta Ada Lovelace"


def test_the_order_of_readings_is_asked_about_and_taken(tmp_path, browser):
    third = "#### A third paper altogether here\n+ https://arxiv.org/abs/2401.00003\n"
    run(tmp_path, required=PAPER + OTHER + third)
    for position, reading in enumerate(Reading.objects.order_by("-position")):
        Reading.objects.filter(pk=reading.pk).update(position=position)
    run(tmp_path, required=OTHER + PAPER + third)
    item = ReviewItem.objects.get(field="order")
    assert [values[0][:1] + values[1][:2] for values in (item.base, item.ours, item.theirs)] == ["AAn", "AAn", "AA "]
    answer(browser, item, "theirs")
    assert [r.paper.arxiv_id[-1] for r in Reading.objects.order_by("position")] == ["2", "1", "3"]


def test_a_reading_that_left_its_post_but_was_edited_goes_when_the_post_is_right(tmp_path, browser):
    run(tmp_path, required=PAPER + OTHER)
    Reading.objects.filter(paper__arxiv_id="2401.00002").update(presenter="Ada")
    run(tmp_path)
    answer(browser, ReviewItem.objects.get(field="withdrawn"), "theirs")
    assert Reading.objects.public().count() == 1
    run(tmp_path, required=PAPER + OTHER)
    assert Reading.objects.public().count() == 2


def test_conflicts_of_notes_pages_papers_and_courses_are_about_them(tmp_path, browser):
    run(tmp_path)
    for model, name in ((BlogNote, "markdown"), (Page, "title"), (Paper, "title"), (Course, "title")):
        model.objects.update(**{name: "Mine"})
    files = {"_config.yml": "title: B\n"}
    text = make_post_text(title="T", required=PAPER.replace("many things", "many more things"), blog="New.")
    files |= {"_posts/2024-01-30-a.md": text, "about.md": "---\ntitle: T\n---\nHi.\n"}
    run_import(Options(path=str(make_files(tmp_path / "site", files)), course="course"))
    items = list(ReviewItem.objects.filter(kind="conflict"))
    assert sorted((type(item.record).__name__, item.field, item.theirs) for item in items) == [
        ("BlogNote", "markdown", "New."),
        ("Course", "title", "B"),
        ("Page", "title", "T"),
        ("Paper", "title", "A paper about many more things"),
    ]
    for item in items:
        answer(browser, item, "theirs")
    assert (Page.objects.get().title, Course.objects.get().title) == ("T", "B")
    assert "New." in BlogNote.objects.get().html
    assert Paper.objects.get().title == "A paper about many more things"


def test_an_identifier_that_another_paper_has_by_now_cannot_be_taken(tmp_path, browser):
    run(tmp_path)
    paper = Paper.objects.get()
    item = ReviewItem.objects.create(
        course=Course.objects.get(), kind="conflict", paper=paper, field="doi", theirs="10.1000/x", message="m", key="k"
    )
    Paper.objects.create(title="Other", doi="10.1000/x")
    page = browser.post(
        reverse("admin:course_sessions_reviewitem_answer", args=[item.pk]), {"answer": "theirs"}, follow=True
    )
    assert "another record has it already" in page.content.decode()
    item.refresh_from_db()
    assert (item.state, Paper.objects.get(pk=paper.pk).doi) == ("open", None)


def test_only_those_of_the_course_answer(tmp_path, client):
    item = conflict(tmp_path)
    client.force_login(make_user(is_staff=True))
    assert answer(client, item, "theirs").status_code in (403, 404)
    assert Session.objects.get().title == "Mine"


def unsure():
    reading = make_reading(as_given={"title": "T", "confidence": 0.5})
    course = reading.session.course
    item = ReviewItem.objects.create(
        course=course, kind="unsure", reading=reading, message="Is this a reading?", key="k"
    )
    return reading, item


@pytest.mark.parametrize(("name", "withdrawn"), [("right", False), ("wrong", True)])
def test_an_unsure_reading_is_confirmed_or_taken_out(browser, name, withdrawn):
    reading, item = unsure()
    answer(browser, item, name)
    reading.refresh_from_db()
    item.refresh_from_db()
    assert (reading.withdrawn, item.state) == (withdrawn, "settled")


@pytest.mark.parametrize("by_session", [False, True])
def test_whoever_edits_an_unsure_reading_has_settled_it(browser, by_session):
    reading, item = unsure()
    changes = {"readings-0-presenter": "Ada"} if by_session else {"presenter": "Ada"}
    assert save(browser, reading.session if by_session else reading, **changes).status_code == 302
    item.refresh_from_db()
    assert item.state == "settled"


def test_saving_a_session_without_touching_its_readings_settles_nothing(browser):
    reading, item = unsure()
    save(browser, reading.session, title="New")
    item.refresh_from_db()
    assert item.state == "open"


def test_low_confidence_is_asked_about_once(tmp_path, monkeypatch):
    monkeypatch.setattr("sessions.importing.readings.UNSURE", 1.1)  # every reading is below it
    run(tmp_path)
    run(tmp_path, required="\n" + PAPER)
    item = ReviewItem.objects.get(kind="unsure")
    assert (item.reading, item.state) == (Reading.objects.get(), "open")
    monkeypatch.setattr("sessions.importing.readings.UNSURE", 0.1)
    run(tmp_path, title="New")
    item.refresh_from_db()
    assert item.state == "settled"


def test_slides_are_records_like_others(tmp_path, browser):
    run(tmp_path, head="lecture: https://x.org/a.pdf\n")
    deck = SlideDeck.objects.get()
    item = ReviewItem.objects.create(
        course=deck.session.course, kind="conflict", deck=deck, field="label", theirs="New", message="m", key="k"
    )
    answer(browser, item, "theirs")
    assert SlideDeck.objects.get().label == "New"


def test_a_question_without_a_record_is_settled_or_dismissed(browser):
    session = make_session()
    item = ReviewItem.objects.create(course=session.course, kind="unsure", message="Well?", key="k")
    answer(browser, item, "dismiss")
    item.refresh_from_db()
    assert item.state == "dismissed"
