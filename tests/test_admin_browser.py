"""Journeys of instructors through the admin's forms, in Chromium."""

import base64
import io

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image as Picture

from sessions.models import BlogNote, Image, Reading, ReviewItem, Session
from tests.admin_pages import address
from tests.factories import make_note, make_paper, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def admin(page):
    """A tab of somebody who may do everything; what the page complains about is an error."""
    client = Client()
    client.force_login(make_user(is_superuser=True))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.goto("/robots.txt")
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert [line for line in said if "favicon" not in line and "404" not in line] == []


@pytest.fixture
def session() -> Session:
    session = make_session(title="Attention")
    for position, (title, requirement) in enumerate([("A", "required"), ("B", "required"), ("C", "more")]):
        make_reading(session=session, paper=make_paper(title=title), requirement=requirement, position=position)
    return session


def readings(session: Session) -> list[tuple[str, str]]:
    return list(Reading.objects.filter(session=session).in_lists().values_list("paper__title", "requirement"))


def row(page, title: str):
    return page.locator("#readings-group tr.form-row", has=page.locator("td.original", has_text=f"{title} ("))


def save(page) -> None:
    page.locator("[name=_continue]").last.click()
    page.locator(".messagelist .success").wait_for()


def test_a_reading_is_dragged_above_another_and_stays_there(admin, session):
    admin.goto(address(Session, "change", session.pk))
    row(admin, "B").locator(".order-handle").drag_to(row(admin, "A"), target_position={"x": 40, "y": 2})
    save(admin)
    assert readings(session) == [("B", "required"), ("A", "required"), ("C", "more")]


def test_a_reading_dragged_under_another_heading_gets_its_requirement(admin, session):
    admin.goto(address(Session, "change", session.pk))
    box = row(admin, "C").bounding_box()
    row(admin, "A").locator(".order-handle").drag_to(row(admin, "C"), target_position={"x": 40, "y": box["height"] - 2})
    save(admin)
    assert readings(session) == [("B", "required"), ("C", "more"), ("A", "more")]


def test_a_reading_is_moved_with_the_arrow_keys(admin, session):
    admin.goto(address(Session, "change", session.pk))
    handle = row(admin, "B").locator(".order-handle")
    handle.press("ArrowUp")
    assert admin.locator("#readings-group .order-said").inner_text() == "Row 1 of 3, Required"
    handle.press("ArrowDown")
    handle.press("ArrowDown")  # below the heading of those without a requirement
    assert admin.locator("#readings-group .order-said").inner_text() == "Row 2 of 3, Unspecified"
    save(admin)
    assert readings(session) == [("A", "required"), ("B", "unspecified"), ("C", "more")]


def test_a_new_reading_dragged_to_the_top_is_saved_with_a_removed_one_beside(admin, session):
    """Django gives every field a new number when a new row is removed."""
    paper = make_paper(title="New")
    admin.goto(address(Session, "change", session.pk))
    for number in (3, 4):
        admin.get_by_role("button", name="Add another Reading").click()
        admin.locator(f"#id_readings-{number}-requirement").select_option("required")
    admin.evaluate(
        """pk => { const list = document.querySelector("#id_readings-3-paper");
        list.append(new Option("New", pk, true, true)); }""",
        paper.pk,
    )
    handle = admin.locator("#readings-3 .order-handle")
    handle.press("ArrowUp")
    handle.press("ArrowUp")
    admin.locator("#readings-4 .inline-deletelink").click()
    save(admin)
    assert readings(session) == [("New", "required"), ("A", "required"), ("B", "required"), ("C", "more")]


def test_a_paper_that_is_not_here_is_added_from_the_row_of_its_reading(admin, session):
    admin.goto(address(Session, "change", session.pk))
    admin.get_by_role("button", name="Add another Reading").click()
    admin.locator("#readings-3 .select2-selection").click()
    admin.locator(".select2-container--open .select2-search__field").fill("2301.00001")
    admin.get_by_role("option", name="Add https://arxiv.org/abs/2301.00001 as a new paper").click()
    admin.locator("#id_readings-3-paper option:checked:not([value^=new])").wait_for(state="attached")
    save(admin)
    assert readings(session)[2] == ("https://arxiv.org/abs/2301.00001", "unspecified")


def shown(page, field: str):
    """The preview beside a field."""
    return page.locator(".markdown-pair", has=page.locator(f"#id_{field}")).frame_locator("iframe")


def test_a_note_is_shown_while_it_is_typed_with_its_math_and_what_to_mend(admin):
    note = make_note(markdown="Old words.")
    admin.goto(address(BlogNote, "change", note.pk))
    shown(admin, "markdown").get_by_text("Old words.").wait_for()
    admin.locator("#id_markdown").fill("Words.\n\n#### Deep\n\n$x^2$")
    shown(admin, "markdown").locator("math").wait_for()
    shown(admin, "markdown").get_by_role("link", name="Line 3").click()
    selected = "text => text.value.slice(text.selectionStart, text.selectionEnd)"
    assert admin.locator("#id_markdown").evaluate(selected) == "#### Deep"
    assert BlogNote.objects.get().markdown == "Old words."


def test_a_note_added_to_a_session_is_shown_as_well(admin, session):
    admin.goto(address(Session, "change", session.pk))
    admin.get_by_role("button", name="Add another Note").click()
    admin.locator("#id_notes-0-markdown").fill("*New* words.")
    shown(admin, "notes-0-markdown").locator("em").wait_for()
    shown(admin, "notes-0-markdown").get_by_text("No link to “A”").wait_for()


def hand_over(page, kind: str) -> None:
    """A picture is pasted into the text of a note, or dropped there."""
    out = io.BytesIO()
    Picture.new("L", (3, 2)).save(out, "PNG")
    page.evaluate(
        """([kind, data]) => {
        const files = new DataTransfer();
        const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
        files.items.add(new File([bytes], "a.png", { type: "image/png" }));
        const text = document.querySelector("#id_markdown");
        text.setSelectionRange(6, 6);
        const about = { bubbles: true, cancelable: true };
        text.dispatchEvent(kind === "paste"
          ? new ClipboardEvent(kind, { ...about, clipboardData: files })
          : new DragEvent(kind, { ...about, dataTransfer: files }));
        }""",
        [kind, base64.b64encode(out.getvalue()).decode()],
    )


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_is_pasted_or_dropped_into_a_note(admin, kind):
    note = make_note(markdown="Words.\n\nMore.")
    admin.goto(address(BlogNote, "change", note.pk))
    hand_over(admin, kind)
    dialog = admin.get_by_role("dialog")
    dialog.get_by_label("What one sees in it").fill("A graph")
    dialog.get_by_label("Credit").fill("Ada")
    admin.get_by_role("button", name="Insert").click()
    shown(admin, "markdown").get_by_role("img", name="A graph").wait_for()
    save(admin)
    picture = Image.objects.get().file.url
    assert BlogNote.objects.get().markdown == f"Words.\n\n![A graph]({picture})\n*Ada*\n\nMore."


def test_a_picture_that_is_chosen_goes_to_the_end_of_a_text_without_a_cursor(admin):
    out = io.BytesIO()
    Picture.new("L", (3, 2)).save(out, "PNG")
    note = make_note(markdown="Words.")
    admin.goto(address(BlogNote, "change", note.pk))
    with admin.expect_file_chooser() as chooser:
        admin.get_by_text("Add a picture…").click()
    chooser.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": out.getvalue()})
    admin.get_by_role("dialog").get_by_label("What one sees in it").fill("A graph")
    admin.get_by_role("button", name="Insert").click()
    admin.locator("dialog").wait_for(state="detached")
    written = admin.locator("#id_markdown").input_value()
    assert written == f"Words.\n\n![A graph]({Image.objects.get().file.url})\n\n"


def test_a_picture_without_a_text_waits_for_it_in_the_note(admin):
    note = make_note(markdown="Words.")
    admin.goto(address(BlogNote, "change", note.pk))
    hand_over(admin, "paste")
    admin.get_by_role("button", name="Insert").click()
    admin.locator("dialog").wait_for(state="detached")
    admin.keyboard.type("A graph")
    assert admin.locator("#id_markdown").input_value() == f"Words.\n\n![A graph]({Image.objects.get().file.url})\n\n"


def test_without_scripts_a_button_shows_the_text_in_another_tab(chromium, live_server):
    session = make_session()
    note = make_note(session=session, markdown="Stored words.")
    client = Client()
    client.force_login(make_user(is_superuser=True))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(address(Session, "change", session.pk))
    page.locator("#id_notes-0-markdown").fill("*Other* words.")
    with context.expect_page() as opened:
        page.locator("button[value=notes-0-markdown]").click()
    assert opened.value.locator("em").inner_text() == "Other"
    page.locator("[name=_continue]").first.click()
    page.locator(".messagelist .success").wait_for()
    assert BlogNote.objects.get(pk=note.pk).markdown == "*Other* words."
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_list_of_questions_fits_the_screen(admin, session, width):
    values = {"kind": "conflict", "field": "title", "base": "W" * 90, "ours": "A title", "theirs": "Another " * 20}
    said = f"session “{'Attention ' * 8}”: title was changed here and in the post"
    ReviewItem.objects.create(course=session.course, session=session, message=said, key="k", **values)
    admin.set_viewport_size({"width": width, "height": 900})
    admin.goto(address(ReviewItem, "changelist"))
    hidden = "list => [list.scrollWidth - list.clientWidth, document.documentElement.scrollWidth - innerWidth]"
    assert admin.locator("#changelist-form .results").evaluate(hidden) == [0, 0]
    assert admin.get_by_role("button", name="Keep mine").is_visible()
