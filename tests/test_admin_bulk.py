"""Actions of the admin's lists: a page says what will happen, and what it shows is done when it is applied."""

import json
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from taggit.models import Tag

from readings.models import Author, Paper
from sessions.models import BlogNote, Page, Reading, Session, Version
from tests.admin_pages import address, save
from tests.factories import make_course, make_note, make_paper, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    user = make_user(username="teacher", is_staff=True)
    rooms = ["readings", "course_sessions", "taggit"]
    user.user_permissions.set(Permission.objects.filter(content_type__app_label__in=rooms))
    return user


@pytest.fixture
def course(teacher):
    course = make_course()
    course.instructors.add(teacher)
    return course


@pytest.fixture
def browser(teacher) -> Client:
    client = Client()
    client.force_login(teacher)
    return client


class Action:
    """An action on records, page by page."""

    def __init__(self, browser: Client, name: str, *records):
        self.browser, self.path = browser, address(type(records[0]), "changelist")
        self.form = {"action": name, "_selected_action": [record.pk for record in records]}

    def page(self, **said):
        self.response = self.browser.post(self.path, self.form | said)
        return " ".join(self.response.content.decode().split())

    def look(self, **said) -> str:
        return self.page(look="See", **said)

    def apply(self, **said) -> str:
        """Look, and apply what is shown; the messages of the list."""
        text = self.look(**said)
        seen = re.search(r'name="seen" value="(\w+)"', text)
        assert seen, text
        self.response = self.browser.post(
            self.path, self.form | said | {"apply": "Apply", "seen": seen[1]}, follow=True
        )
        return " ".join(str(message) for message in self.response.context["messages"])


def log() -> list[tuple[str, str]]:
    return [(entry.object_repr, entry.get_change_message()) for entry in LogEntry.objects.order_by("pk")]


def versions() -> list[tuple[str, str, list[str]]]:
    return list(Version.objects.order_by("pk").values_list("title", "reason", "changed"))


def test_sessions_are_shown_after_a_page_that_says_so(browser, course):
    one = make_session(course=course, title="One", visible=False)
    other = make_session(course=course, title="Other")
    action = Action(browser, "show", one, other)
    text = action.page()
    assert "hidden → shown to everyone" in text
    assert "is shown to everyone already" in text
    assert "1 change, 1 stays as it is." in text
    assert not Session.objects.get(pk=one.pk).visible
    assert action.apply() == "Show to everyone: 1 session changed."
    assert Session.objects.get(pk=one.pk).visible
    assert log() == [("One", "Show to everyone: hidden → shown to everyone.")]
    assert versions()[-1] == ("One", "Show to everyone", ["visible"])
    assert Action(browser, "hide", one).apply() == "Hide: 1 session changed."


@pytest.mark.parametrize(("name", "status"), [("set_upcoming", "upcoming"), ("set_released", "released")])
def test_the_status_of_sessions_is_set(browser, course, name, status):
    session = make_session(course=course)
    Session.objects.update(status={"upcoming": "released", "released": "upcoming"}[status])
    Action(browser, name, session).apply()
    assert Session.objects.get().status == status


def test_pages_are_shown(browser, course):
    page = Page.objects.create(course=course, title="About", slug="about", visible=False)
    assert Action(browser, "show", page).apply() == "Show to everyone: 1 page changed."
    assert Page.objects.get().visible


def test_tags_of_selected_sessions_and_papers_are_changed(browser, course):
    session, paper = make_session(course=course, title="One"), make_paper()
    session.tags.add("old")
    action = Action(browser, "retag", session)
    assert 'value="old"' in action.page()
    assert "Write a tag to add, or tick one to remove." in action.look()
    assert "“---” is not a tag" in action.look(add="---")
    assert action.apply(add='"graph learning", llm', remove=["old"]) == "Add or remove tags: 1 session changed."
    assert sorted(session.tags.names()) == ["graph learning", "llm"]
    Action(browser, "retag", paper).apply(add="llm")
    assert list(paper.tags.names()) == ["llm"]


def test_requirements_are_set(browser, course):
    reading = make_reading(session=make_session(course=course), requirement="more")
    assert "This field is required." in Action(browser, "set_requirement", reading).look()
    Action(browser, "set_requirement", reading).apply(requirement="required")
    assert Reading.objects.get().requirement == "required"


def test_readings_move_and_are_copied_to_sessions_of_ones_own_courses(browser, course):
    reading = make_reading(session=make_session(course=course))
    target, foreign = make_session(course=course, title="Target"), make_session(title="Foreign")
    assert "Select a valid choice." in Action(browser, "move", reading).look(session=foreign.pk)
    Action(browser, "move", reading).apply(session=target.pk, copy="on")
    assert Reading.objects.count() == 2
    assert versions()[-1][1:] == ("Move or copy to another session", [])
    third = make_session(course=course, title="Third")
    Action(browser, "move", reading).apply(session=third.pk)
    assert set(Reading.objects.values_list("session__title", flat=True)) == {"Target", "Third"}


@pytest.mark.parametrize(("name", "state"), [("publish", "published"), ("submit", "submitted"), ("set_draft", "draft")])
def test_the_state_of_notes_is_set(browser, course, name, state):
    session = make_session(course=course)
    notes = [make_note(session=session, state=other) for other in ("draft", "submitted", "published")]
    Action(browser, name, *notes).apply()
    assert set(BlogNote.objects.values_list("state", flat=True)) == {state}


def test_tags_are_merged_into_the_one_that_is_chosen(browser, course):
    one, other = Tag.objects.create(name="agents"), Tag.objects.create(name="Agent")
    make_session(course=course, title="Tagged").tags.add("agents")
    action = Action(browser, "merge", one, other)
    assert "The one that stays" in action.page()
    assert "becomes “Agent”" in action.look(stays=other.pk)
    action.apply(stays=other.pk)
    assert list(Tag.objects.all()) == [other]
    assert versions()[-1] == ("Tagged", "Merge", ["tags"])
    response = browser.post(action.path, Action(browser, "merge", other).form, follow=True)
    assert "Select at least 2." in response.content.decode()


def test_a_tag_is_renamed_on_its_form_and_its_old_address_leads_on(browser, course, client):
    session = make_session(course=course)
    session.tags.add("agents")
    assert save(browser, Tag.objects.get(), name="Agents of language").status_code == 302
    assert Tag.objects.get().slug == "agents-of-language"
    assert client.get("/tags/agents/").url == "/tags/agents-of-language/"


def test_authors_are_merged_side_by_side(browser, course):
    paper = make_paper(title="By both", authors=("Jane Smith", "J. Smith"))
    one, other = Author.objects.order_by("name")
    action = Action(browser, "merge", one, other)
    assert "<li>By both</li>" in action.look(stays=other.pk)
    action.apply(stays=other.pk)
    assert [author.name for author in Paper.objects.get(pk=paper.pk).authors_in_order] == [other.name]
    assert versions()[-1] == ("By both", "Merge", ["authors"])


@pytest.mark.parametrize(("ending", "start"), [("bib", "@"), ("ris", "TY  - "), ("json", "[")])
def test_citations_of_what_is_selected_are_downloaded(browser, course, ending, start):
    session = make_session(course=course)
    first, second = make_paper(title="First"), make_paper(title="Second")
    make_reading(session=session, paper=first)
    for record, titles in ((session, {"First"}), (second, {"Second"})):
        response = browser.post(
            address(type(record), "changelist"), {"action": f"download_{ending}", "_selected_action": [record.pk]}
        )
        text = response.content.decode()
        assert text.startswith(start)
        assert {title for title in ("First", "Second") if title in text} == titles
        if ending == "json":
            assert [work["title"] for work in json.loads(text)] == list(titles)


def test_what_changed_after_it_was_shown_is_shown_again(browser, course):
    session = make_session(course=course, visible=False)
    action = Action(browser, "show", session)
    assert "This is not what was shown to you" in action.page(apply="Apply", seen="0")
    text = action.look()
    Session.objects.update(visible=True)
    seen = re.search(r'name="seen" value="(\w+)"', text)[1]
    assert "This is not what was shown to you" in action.page(apply="Apply", seen=seen)
    assert log() == []


def test_records_of_other_courses_are_out_of_reach(browser, course):
    foreign = make_session(visible=False)
    response = browser.post(address(Session, "changelist"), Action(browser, "show", foreign).form | {"look": "See"})
    assert response.status_code == 302 or foreign.title not in response.content.decode()
    assert not Session.objects.get().visible


def test_actions_need_the_permission_to_change(client, course, teacher):
    session = make_session(course=course, visible=False)
    teacher.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(teacher)
    response = client.post(address(Session, "changelist"), Action(client, "show", session).form | {"look": "See"})
    assert "What applying does" not in response.content.decode()
    teacher.user_permissions.set(Permission.objects.filter(codename__in=["view_reading", "change_reading"]))
    reading = make_reading(session=session)
    form = Action(client, "move", reading).form
    assert client.post(address(Reading, "changelist"), form).status_code == 403


def test_too_many_records_are_refused(browser, course, monkeypatch):
    monkeypatch.setattr("sessions.admin.bulk.MOST", 1)
    sessions = [make_session(course=course) for _ in range(2)]
    response = browser.post(address(Session, "changelist"), Action(browser, "show", *sessions).form, follow=True)
    assert "Select 1 at most." in response.content.decode()
