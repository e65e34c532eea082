"""What a reader marks, in Chromium: kept in the browser, and in files."""

import datetime
import json

import pytest

from sessions.models import Category
from sessions.search.sync import flush
from tests.factories import make_course, make_paper, make_reading, make_session

pytestmark = pytest.mark.django_db(transaction=True)

SESSION = "/courses/seminar/one/"
PAPER = {
    "slug": "a-paper",
    "title": "A paper",
    "url": "/papers/a-paper/",
    "authors": "Ada Lovelace",
    "links": [{"name": "PDF", "url": "https://example.org/a.pdf"}],
    "state": "todo",
    "starred": False,
    "line": "Only section 3",
    "session": SESSION,
    "changed": "2024-01-10T10:00:00Z",
}
MEETING = {
    "url": SESSION,
    "title": "One",
    "course": "Seminar",
    "date": "2024-01-17",
    "questions": "Why?\n\n How so? ",
    "changed": "2024-01-10T10:00:00Z",
}


def saved(papers: list = (), sessions: list = (), **changes) -> str:
    return json.dumps({"format": "reading-progress", "version": 1, "papers": papers, "sessions": sessions} | changes)


def open_file(page, text: str) -> str:
    """What My list says of a file with this text."""
    page.locator("input[type=file]").set_input_files(
        {"name": "list.json", "mimeType": "application/json", "buffer": text.encode()}
    )
    page.locator("[data-notice]:not(:empty)").wait_for()
    return page.locator("[data-notice]").inner_text()


@pytest.fixture
def course():
    course = make_course(slug="seminar", title="Seminar")
    session = make_session(course=course, slug="one", title="One", date=datetime.date(2024, 1, 17))
    for title in ("Attention", "Recurrence"):
        make_reading(session=session, paper=make_paper(title=title))
    make_reading(session=session, paper=make_paper(title="A survey"), requirement="more")
    return course


def test_marks_lines_and_questions_are_there_after_a_reload_and_on_my_list(page, course):
    page.goto(SESSION)
    page.get_by_role("button", name="Read: Attention", exact=True).click()
    page.get_by_role("button", name="To read: A survey").click()
    page.get_by_text("My line").nth(1).click()
    page.get_by_role("textbox", name="A line for yourself on Recurrence").fill("Ask about gates")
    page.get_by_label("My questions").fill("Why attend?")
    page.reload()
    assert page.locator(".page-head .progress").inner_text() == "1 of 2 required read"
    assert page.get_by_role("button", name="Read: Attention", exact=True).get_attribute("aria-pressed") == "true"
    assert page.get_by_role("textbox", name="A line for yourself on Recurrence").input_value() == "Ask about gates"
    assert page.get_by_label("My questions").input_value() == "Why attend?"
    page.goto("/courses/seminar/")
    assert page.locator(".row .progress").inner_text() == "1 of 2 required read"
    assert page.locator(".is-read").all_inner_texts() == ["Attention"]
    page.get_by_role("link", name="My list").click()
    page.locator("[data-list=todo] h3").first.wait_for()
    listed = {
        section.get_attribute("data-list"): section.locator("h3").all_inner_texts()
        for section in page.locator("[data-list]").all()
    }
    assert listed == {"todo": ["A survey"], "": ["Recurrence"], "read": ["Attention"], "questions": ["One"]}
    page.get_by_role("button", name="Read: A survey", exact=True).click()
    assert page.get_by_role("button", name="To read: A survey").get_attribute("aria-pressed") == "false"


def test_another_tab_shows_a_mark_at_once(page, course):
    page.goto(SESSION)
    other = page.context.new_page()
    other.goto("/papers/attention/")
    page.get_by_role("button", name="Star: Attention").click()
    other.locator("[data-mark=starred][aria-pressed=true]").wait_for()


def test_a_saved_file_brings_the_list_back_and_a_broken_one_changes_nothing(page):
    page.goto("/my-list/")
    assert open_file(page, saved([PAPER], [MEETING])) == "Added to your list."
    kept = page.evaluate("localStorage.getItem('reading-progress')")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.path().read_text() == kept == saved([PAPER], [MEETING]).replace(": ", ":").replace(", ", ",")
    for text, said in {
        kept[:-9]: "it is not JSON",
        "[]": "not a list saved here",
        "null": "not a list saved here",
        saved(version=2): "has version 2; this site reads 1",
        saved(papers={}): "has no papers",
        saved([PAPER, PAPER | {"line": 7}]): "number 2 of its papers cannot be read",
        saved([PAPER | {"url": "javascript:alert(1)"}]): "number 1 of its papers",
        saved([PAPER | {"links": [{"name": "PDF", "url": "javascript:alert(1)"}]}]): "number 1 of its papers",
        saved([PAPER], [MEETING | {"date": "soon"}]): "number 1 of its sessions",
        saved([PAPER, None]): "number 2 of its papers",
    }.items():
        answer = open_file(page, text)
        assert said in answer
        assert answer.endswith("Nothing was changed.")
        assert page.evaluate("localStorage.getItem('reading-progress')") == kept


def test_of_two_entries_the_one_changed_later_stays(page):
    page.goto("/my-list/")
    open_file(page, saved([PAPER]))
    older = PAPER | {"line": "older", "changed": "2024-01-09T10:00:00Z"}
    open_file(page, saved([older, PAPER | {"slug": "another"}]))
    assert page.locator("[data-mark=todo][aria-pressed=true]").count() == 2
    assert "older" not in page.evaluate("localStorage.getItem('reading-progress')")


WEEK = """([text, year, month, day]) => {
  const data = progress.parsed(text);
  return progress.asText(progress.thisWeek(data, new Date(year, month - 1, day)), "https://site.example");
}"""


def test_this_week_as_text_has_its_sessions_and_what_is_to_read_by_then(page):
    page.goto("/my-list/")
    papers = [
        PAPER,
        PAPER | {"slug": "b", "title": "Read", "state": "read", "links": [], "url": "/papers/b/", "line": ""},
        PAPER | {"slug": "c", "title": "Undated", "session": "", "authors": "", "line": ""},
        PAPER | {"slug": "d", "title": "Starred elsewhere", "session": "", "state": "", "starred": True},
    ]
    text = saved(papers, [MEETING])
    this_week = """One, Seminar, 2024-01-17
[ ] A paper (Ada Lovelace)
    https://example.org/a.pdf
    Only section 3
[x] Read (Ada Lovelace)
    https://site.example/papers/b/
? Why?
? How so?

Further papers
[ ] Undated
    https://example.org/a.pdf"""
    for day in (15, 21):  # Monday and Sunday
        assert page.evaluate(WEEK, [text, 2024, 1, day]) == this_week
    before = page.evaluate(WEEK, [text, 2024, 1, 14])
    assert before == "Further papers\n[ ] Undated\n    https://example.org/a.pdf"


def test_a_full_storage_and_an_unreadable_one_are_said_in_words(page, course):
    page.goto(SESSION)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') } }")
    page.get_by_role("button", name="Star: Attention").click()
    assert "no room left" in page.locator("[data-notice]").inner_text()
    page.reload()
    page.evaluate("localStorage.setItem('reading-progress', '{')")
    page.get_by_role("button", name="Star: Attention").click()
    assert "cannot be read" in page.locator("[data-notice]").inner_text()
    assert page.evaluate("localStorage.getItem('reading-progress')") == "{"


def test_without_javascript_my_list_says_why_it_is_empty(chromium, live_server, course):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/my-list/")
    assert "JavaScript, which is switched off" in page.locator("main").inner_text()
    page.goto(SESSION)
    assert page.locator("main").get_by_role("textbox").count() == 0
    context.close()


def test_my_list_is_taken_along_as_citations(page, course):
    page.goto(SESSION)
    page.get_by_role("button", name="To read: Attention").click()
    page.get_by_role("button", name="Star: A survey").click()
    page.goto("/my-list/")
    for button, ending in (("Cite as BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json")):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        text = download.value.path().read_text()
        assert download.value.suggested_filename == f"my-list.{ending}"
        assert [text.count(title) for title in ("Attention", "A survey", "Recurrence")] == [1, 1, 0]


def test_papers_carry_marks_wherever_they_are_listed(page, course):
    session = course.sessions.get()
    session.tags.add("topic")
    session.categories.add(Category.objects.create(name="Basics"))
    flush()
    page.goto("/search/?q=recurrence")
    page.get_by_role("button", name="Read: Recurrence", exact=True).click()
    for address in ("/tags/topic/", "/categories/basics/", "/courses/seminar/", "/courses/seminar/readings/"):
        page.goto(address)
        page.locator(".is-read").wait_for()
        assert "Recurrence" in page.locator(".is-read").inner_text()
    page.goto("/papers/")
    assert page.get_by_role("button", name="Read: Recurrence", exact=True).get_attribute("aria-pressed") == "true"


def test_a_schedule_counts_what_is_read_of_the_course_and_of_each_session(page, course):
    other = make_session(course=course, slug="two", title="Two", date=datetime.date(2024, 1, 24))
    make_reading(session=other, paper=make_paper(title="Scaling"))
    page.goto(SESSION)
    page.get_by_role("button", name="Read: Attention", exact=True).click()
    page.goto("/courses/seminar/")
    assert page.locator(".page-head .progress").inner_text() == "1 of 3 required read"
    assert page.locator(".row .progress").all_inner_texts() == ["1 of 2 required read"]
