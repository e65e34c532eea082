"""Journeys of readers, in Chromium."""

import datetime
import re

import pytest

from sessions.search.sync import flush
from tests.factories import make_course, make_note, make_paper, make_reading, make_session

pytestmark = pytest.mark.django_db(transaction=True)

WIDE = "| " + " | ".join(f"a rather wide column {number}" for number in range(12)) + " |"
NOTE = f"""# A heading

{WIDE}
{re.sub("[^|]+", "---", WIDE)}
{WIDE}

$$ {" + ".join(f"x_{{{number}}}" for number in range(60))} $$

```python
{"a_long_line = " + "1 + " * 80 + "1"}
```

A line with ${" + ".join(f"y_{{{number}}}" for number in range(20))}$ in it.

- An item with ${" + ".join(f"z_{{{number}}}" for number in range(20))}$ in it.

averylongword{"without" * 40}end

# Another

Text.

# A third

Text.
"""


@pytest.fixture
def course():
    course = make_course(slug="seminar", title="Seminar on attention")
    session = make_session(course=course, slug="one", title="The Transformer", date=datetime.date(2024, 1, 16))
    paper = make_paper(title="Attention Is All You Need", authors=("Ashish Vaswani", "Noam Shazeer"))
    make_reading(session=session, paper=paper)
    make_reading(session=session, paper=make_paper(title="A survey"), requirement="more")
    later = make_session(course=course, slug="two", title="What came later", date=datetime.date(2024, 1, 23))
    make_reading(session=later, paper=paper, requirement="more")
    make_note(session=session, title="Notes", markdown=NOTE)
    return course


def test_from_home_to_the_required_readings_of_a_session(page, course):
    page.goto("/")
    page.get_by_role("link", name="Seminar on attention").first.click()
    page.get_by_role("link", name="The Transformer", exact=True).click()
    required = page.locator("section", has=page.get_by_role("heading", name="Required (1)"))
    assert required.get_by_role("listitem").count() == 1
    assert required.get_by_role("link", name="Attention Is All You Need").is_visible()


def test_from_a_search_to_a_paper_and_its_sessions(page, course):
    page.goto("/")
    page.get_by_role("combobox").fill("vaswani attention")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Attention Is All You Need").click()
    timeline = page.locator(".timeline h3")
    assert timeline.all_inner_texts() == ["What came later", "The Transformer"]
    page.get_by_role("link", name="The Transformer").click()
    assert page.get_by_role("heading", level=1).inner_text() == "The Transformer"


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/courses/seminar/",
        "/courses/seminar/one/",
        "/courses/seminar/readings/",
        "/papers/",
        "/tags/",
        "/search/?q=a",
    ],
)
@pytest.mark.parametrize("width", [320, 430])
def test_no_page_scrolls_sideways_on_a_phone(page, course, address, width):
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_what_scrolls_for_a_formula_is_reached_by_keyboard(page, course):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/courses/seminar/one/")
    for start in ("A line with", "An item with"):
        assert page.locator(".prose :is(p, ul)").filter(has_text=start).last.get_attribute("tabindex") == "0"


def test_an_item_with_a_formula_keeps_its_bullet_and_nothing_is_cut_off_on_paper(page, course):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/courses/seminar/one/")
    overflow = "element => getComputedStyle(element).overflowX"
    item = page.locator(".prose li").filter(has_text="An item with")
    assert [item.evaluate(overflow), item.locator("..").evaluate(overflow)] == ["visible", "auto"]
    page.emulate_media(media="print")
    scrolling = page.locator(".prose :is(p, ul, .table-wrap, .math-display)")
    assert set(scrolling.evaluate_all(f"all => all.map({overflow})")) == {"visible"}
    code = page.locator(".prose pre")
    assert code.evaluate("pre => pre.scrollWidth - pre.clientWidth") == 0


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/courses/seminar/",
        "/courses/seminar/?tag=nets",
        "/courses/seminar/one/",
        "/courses/seminar/readings/",
        "/papers/",
        "/tags/",
        "/tags/nets/",
        "/search/?q=attention",
    ],
)
def test_links_are_high_enough_for_a_finger(page, course, address):
    session = course.sessions.get(slug="one")
    session.tags.add("nets")
    session.cancelled = True
    session.save()
    flush()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    links = page.locator("main :is(a, summary):not(.prose *)").filter(visible=True)
    heights = links.evaluate_all("all => all.map(link => [link.textContent, link.getClientRects()[0].height])")
    assert heights
    assert [link for link in heights if link[1] < 24] == []


@pytest.mark.parametrize(("width", "below"), [(390, True), (1280, False)])
def test_on_a_phone_what_leads_on_from_a_session_is_below_its_readings(page, course, width, below):
    course.sessions.get(slug="one").tags.add("nets")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/courses/seminar/one/")
    readings, tag = page.locator("#readings").bounding_box(), page.get_by_role("link", name="nets").bounding_box()
    assert (tag["y"] > readings["y"] + readings["height"]) == below
    assert (tag["x"] > readings["x"] + readings["width"]) != below


def test_the_switch_of_themes_is_remembered(page, course):
    page.emulate_media(color_scheme="light")
    page.goto("/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark theme").click()
    page.goto("/papers/")
    assert page.get_by_role("button", name="Dark theme").get_attribute("aria-pressed") == "true"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_a_citation_is_copied_and_data_for_machines_is_let_be(page, course):
    paper = make_paper(title="Attention", authors=("Ashish Vaswani",), published="2017")
    messages = []
    page.on("console", lambda message: messages.append(message.text))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(paper.get_absolute_url())
    page.get_by_role("button", name="Copy APA").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "Vaswani, A. (2017). Attention."
    data = "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent).name"
    assert page.evaluate(data) == "Attention"
    assert messages == []


LONG = "\n\n".join(f"# Part {number}\n\n" + "Words of this part.\n\n" * 40 for number in range(30))


def test_the_contents_list_follows_the_reader(page, course):
    session = make_session(course=course, slug="long", title="A long note")
    make_note(session=session, markdown=LONG)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/courses/seminar/long/")
    current = page.locator(".contents [aria-current=location]")
    assert current.count() == 0
    for part in ("Part 1", "Part 25", "Part 7"):
        page.get_by_role("heading", name=part, exact=True).evaluate("heading => heading.scrollIntoView()")
        page.locator(".contents [aria-current=location]", has_text=re.compile(f"^{part}$")).wait_for()
        assert current.count() == 1
        link, shown = current.bounding_box(), page.locator(".contents ol").bounding_box()
        assert shown["y"] <= link["y"] <= shown["y"] + shown["height"]
