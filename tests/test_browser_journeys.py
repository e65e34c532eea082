"""What readers come for, in Chromium, with JavaScript and without."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from readings.models import PaperLink
from sessions.search.sync import flush
from tests.factories import make_course, make_note, make_paper, make_reading, make_session

pytestmark = pytest.mark.django_db(transaction=True)

NOTE = "\n\n".join(
    (
        "# What we expected\n\n" + "Plain words. " * 300,
        "# Where the gates matter\n\nA forgetful memory of zygomorphic flowers.",
        "# What stays open\n\n" + "More plain words. " * 300,
    )
)


@pytest.fixture
def seminar():
    """Three weeks around today's session, which requires two papers and has a note."""
    today = timezone.localdate()
    course = make_course(slug="seminar", title="Seminar on memory")
    weeks = [(-7, "last", "Before"), (0, "tonight", "Gates and memory"), (7, "next", "Afterwards")]
    sessions = [
        make_session(course=course, slug=slug, title=title, date=today + datetime.timedelta(days))
        for days, slug, title in weeks
    ]
    gates = make_paper(title="Learning to forget", authors=("Felix Gers",), published="2000")
    PaperLink.objects.create(paper=gates, url="https://example.org/gates.pdf", kind=PaperLink.Kind.PDF)
    make_reading(session=sessions[1], paper=gates, position=1)
    make_reading(session=sessions[1], paper=make_paper(title="Long short-term memory"), position=2)
    make_reading(session=sessions[1], paper=make_paper(title="A survey"), requirement="more", position=3)
    make_note(session=sessions[1], title="Notes", markdown=NOTE)
    flush()
    return course


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def reader(request, chromium, live_server):
    """A tab on a phone."""
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=request.param, viewport={"width": 390, "height": 844}
    )
    yield context.new_page()
    context.close()


def test_tonights_required_readings_are_two_touches_away(reader, seminar):
    reader.goto("/")
    tonight = reader.locator(".row", has=reader.get_by_text("Today", exact=True))
    assert tonight.locator(".short").get_by_role("link").all_inner_texts() == [
        "Learning to forget",
        "Long short-term memory",
    ]
    tonight.get_by_role("link", name="2 required").click()
    required = reader.locator("section", has=reader.get_by_role("heading", name="Required (2)"))
    assert required.get_by_role("heading", level=3).all_inner_texts() == [
        "Learning to forget",
        "Long short-term memory",
    ]
    assert required.get_by_role("link", name="PDF").get_attribute("href") == "https://example.org/gates.pdf"


def test_the_citations_of_a_session_are_saved_as_a_file(reader, seminar):
    reader.goto("/courses/seminar/tonight/")
    with reader.expect_download() as download:
        reader.locator("#readings").get_by_role("link", name="BibTeX").click()
    text = download.value.path().read_text()
    assert download.value.suggested_filename == "seminar-tonight.bib"
    assert re.findall(r"title = \{(.*)\}", text) == ["Learning to forget", "Long short-term memory", "A survey"]


def test_a_search_leads_into_the_section_of_a_note(reader, seminar):
    reader.goto("/")
    reader.get_by_label("Search papers, people, sessions and notes").fill("zygomorphic")
    reader.keyboard.press("Enter")
    reader.get_by_role("link", name="Where the gates matter").click()
    assert reader.url.endswith("/courses/seminar/tonight/#h-where-the-gates-matter")
    expect(reader.get_by_role("heading", name="Where the gates matter")).to_be_in_viewport()


def test_an_address_that_is_not_there_offers_a_search(reader, seminar):
    reader.goto("/papers/forgetting/")
    reader.get_by_label("Search papers, people, sessions and notes").fill("forget")
    reader.keyboard.press("Enter")
    reader.get_by_role("link", name="Learning to forget").wait_for()
    assert reader.get_by_role("heading", level=1).inner_text() == "Search"
