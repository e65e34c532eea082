"""Texts in the admin: shown as readers will see them, with pictures put into them."""

import io

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture

from readings.models import Paper
from sessions.exports.folder import open_folder
from sessions.exports.jekyll import export_jekyll
from sessions.importing.removing import remove_course
from sessions.importing.run import Options, run_import
from sessions.models import BlogNote, Course, Image, Page, Session, SlideDeck
from tests.admin_pages import address, save
from tests.factories import (
    make_course,
    make_files,
    make_note,
    make_paper,
    make_post_text,
    make_reading,
    make_session,
    make_user,
)

pytestmark = pytest.mark.django_db

UPLOAD = "admin:course_sessions_image_upload"


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(make_user(is_superuser=True))
    return client


def instructor_of(course: Course) -> Client:
    user = make_user(is_staff=True)
    names = ("view_blognote", "change_blognote", "add_blognote")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    course.instructors.add(user)
    client = Client()
    client.force_login(user)
    return client


def preview(client: Client, model, text: str, field: str = "markdown", query: str = "", **also):
    path = address(model, "preview") + query
    return client.post(path, {"preview": field, field: text, **also})


def picture(colour: int = 0, name: str = "a.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Picture.new("L", (3, 2), colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


def uploaded(client: Client, colour: int = 0, **also: str) -> str:
    return client.post(reverse(UPLOAD), {"picture": picture(colour), **also}).json()["markdown"]


def test_a_preview_is_what_the_public_page_will_show_and_writes_nothing(browser):
    reading = make_reading(paper=make_paper(title="Attention", arxiv_id="1706.03762"))
    note = make_note(session=reading.session, markdown="Old words.")
    text = "## Math\n\n$x^2$ and [it](https://arxiv.org/abs/1706.03762)"
    shown = preview(browser, BlogNote, text, query=f"?record={note.pk}").content.decode()
    assert BlogNote.objects.get().markdown == "Old words."
    save(browser, note, markdown=text)
    assert BlogNote.objects.get().html in shown
    assert "<math" in shown
    assert reading.paper.get_absolute_url() in shown


@pytest.mark.parametrize(
    ("model", "field"), [(Session, "introduction"), (Page, "markdown"), (BlogNote, "markdown"), (Paper, "abstract")]
)
def test_texts_of_new_records_are_previewed(browser, model, field):
    response = preview(browser, model, "Some *words*.<script>alert(1)</script>", field)
    assert "<p>Some <em>words</em>.</p>" in response.content.decode()
    assert "alert(1)" not in response.content.decode()


def test_a_note_among_the_rows_of_its_session_is_previewed_with_its_own_pictures_and_papers(browser):
    reading = make_reading(paper=make_paper(title="Attention"))
    note = make_note(session=reading.session)
    row = {"notes-0-id": note.pk}
    assert "No link to “Attention”" in preview(browser, BlogNote, "Words.", "notes-0-markdown", **row).text
    new = preview(browser, BlogNote, "Words.", "notes-1-markdown", query=f"?parent={reading.session_id}")
    assert "No link to “Attention”" in new.text


def test_a_text_past_a_limit_is_previewed_as_plain_text_with_the_reason(browser):
    response = preview(browser, Page, "Words.\n\n" + "[" * 2_000)
    assert "shown as plain text: One paragraph has 2,000 marks" in response.text


def test_only_who_may_change_a_note_previews_it():
    note = make_note(markdown="Words.")
    own, other = instructor_of(note.session.course), instructor_of(make_course())
    query = f"?record={note.pk}"
    assert preview(own, BlogNote, "Words.", query=query).status_code == 200
    assert preview(other, BlogNote, "Words.", query=query).status_code == 404
    assert preview(own, Page, "Words.").status_code == 403
    assert preview(Client(), BlogNote, "Words.", query=query).status_code == 403
    foreign = preview(other, BlogNote, "Words.", query=f"?parent={note.session_id}")
    assert (foreign.status_code, "which this session reads" in foreign.text) == (200, False)


def test_a_preview_of_no_text_is_refused(browser):
    assert preview(browser, BlogNote, "Words.", "state").status_code == 400
    assert browser.post(address(BlogNote, "preview")).status_code == 400
    assert browser.get(address(BlogNote, "preview")).status_code == 405


def test_the_form_of_a_note_says_what_to_mend(browser):
    note = make_note(markdown="## One\n\n#### Two\n")
    page = browser.get(address(BlogNote, "change", note.pk)).text
    assert "Line 3: “Two” skips a level: begin it with ###." in page


def test_an_uploaded_picture_is_written_anew_and_named_in_the_text(browser):
    answer = browser.post(reverse(UPLOAD), {"picture": picture(), "alt": "A [graph]\n", "credit": "Ada *et al.*"})
    image = Image.objects.get()
    assert answer.json() == {"markdown": f"![A \\[graph\\]]({image.file.url})\n*Ada \\*et al.\\**", "said": ""}
    assert default_storage.exists(image.file.name)
    assert uploaded(browser) == f"![]({image.file.url})"
    assert Image.objects.count() == 1


def test_a_note_shows_an_uploaded_picture_with_its_size(browser):
    note = make_note()
    save(browser, note, markdown=f"Words.\n\n{uploaded(browser, alt='A graph')}\n")
    image = Image.objects.get()
    html = BlogNote.objects.get().html
    assert f'<img src="{image.file.url}" alt="A graph" width="3" height="2"' in html


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "Choose a picture."),
        (
            {"picture": SimpleUploadedFile("a.png", b"<svg onload=alert(1)>")},
            "“a.png” cannot be shown: not a PNG, JPEG, GIF or WebP picture that can be read.",
        ),
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(browser, files, sentence):
    answer = browser.post(reverse(UPLOAD), files)
    assert (answer.status_code, answer.json()) == (400, {"error": sentence})
    assert not Image.objects.exists()


def test_pictures_are_taken_from_writers_alone():
    writer, reader = instructor_of(make_course()), Client()
    reader.force_login(make_user(is_staff=True))
    assert writer.post(reverse(UPLOAD), {"picture": picture()}).status_code == 200
    assert reader.post(reverse(UPLOAD), {"picture": picture()}).status_code == 403
    assert Client().post(reverse(UPLOAD), {"picture": picture()}).status_code == 302


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: make_note(markdown="Words."), "markdown"),
        (lambda: make_session(introduction="Words."), "introduction"),
        (lambda: Page.objects.create(course=make_course(), title="A", slug="a", markdown="Words."), "markdown"),
    ],
)
def test_without_scripts_a_picture_goes_to_the_end_of_the_text(browser, make, field):
    record = make()
    response = save(browser, record, picture=picture(), picture_alt="A graph", picture_credit="Ada")
    assert response.status_code == 302
    record.refresh_from_db()
    assert getattr(record, field) == f"Words.\n\n![A graph]({Image.objects.get().file.url})\n*Ada*\n"


def test_a_file_that_is_no_picture_is_an_error_of_its_field(browser):
    note = make_note(markdown="Words.")
    response = save(browser, note, picture=SimpleUploadedFile("a.png", b"x"))
    assert "“a.png” cannot be shown" in response.text
    assert BlogNote.objects.get().markdown == "Words."


def test_who_only_looks_at_a_note_is_not_asked_for_a_picture():
    note = make_note()
    client = instructor_of(note.session.course)
    user = note.session.course.instructors.get()
    user.user_permissions.set(Permission.objects.filter(codename="view_blognote"))
    page = client.get(address(BlogNote, "change", note.pk))
    assert (page.status_code, "Add a picture" in page.text) == (200, False)


def test_a_picture_put_into_an_imported_note_stays_through_import_and_export(browser, tmp_path):
    entry = "#### A paper about many things\n+ https://arxiv.org/abs/2401.00001\n"
    post = {
        "_config.yml": "title: T\n",
        "_posts/2024-01-30-a.md": make_post_text(required=entry, blog="Words of the post."),
    }
    site = make_files(tmp_path / "site", post)
    run_import(Options(path=str(site), course="course"))
    note = BlogNote.objects.get()
    save(browser, note, markdown=f"{note.markdown}\n\n{uploaded(browser, alt='A graph')}\n")
    html = BlogNote.objects.get().html
    run_import(Options(path=str(site), course="course"))
    assert BlogNote.objects.get().html == html
    export_jekyll(Course.objects.get(), open_folder(str(site)))
    image = Image.objects.get()
    assert (site / "media" / image.file.name).read_bytes() == default_storage.open(image.file.name).read()
    report = run_import(Options(path=str(site), course="course"))
    assert [str(message) for message in report.messages if message.kind == "warning"] == []
    assert "A graph" in BlogNote.objects.get().html


def test_removing_a_course_removes_the_pictures_of_its_texts_that_no_other_text_shows(browser, tmp_path):
    own, shared = uploaded(browser, 1), uploaded(browser, 2)
    note = make_note(markdown=f"{own}\n\n{shared}\n")
    make_session(introduction=shared)
    assert remove_course(note.session.course).images == 1
    assert shared.endswith(f"({Image.objects.get().file.url})")


def test_a_hidden_session_is_seen_from_its_form_by_those_who_edit_the_course_alone(browser):
    session = make_session(title="Hidden away", visible=False)
    page = browser.get(address(Session, "change", session.pk))
    assert f'<a href="{session.get_absolute_url()}">Its page</a>' in page.text
    on_site = browser.get(page.context["absolute_url"], follow=True)
    assert (on_site.status_code, "Hidden away" in on_site.text) == (200, True)
    assert Client().get(session.get_absolute_url()).status_code == 404


def test_a_deck_is_replaced_in_the_form_of_its_session_and_keeps_its_address(browser):
    session = make_session()
    first = {"slides-TOTAL_FORMS": 1, "slides-0-position": "", "slides-0-label": "Slides", "slides-0-url": ""}
    first["slides-0-file"] = SimpleUploadedFile("talk.pdf", b"%PDF-1.4 first")
    assert save(browser, session, **first).status_code == 302
    deck = SlideDeck.objects.get()
    link, old = deck.get_absolute_url(), deck.file.url
    assert (
        save(browser, session, **{"slides-0-file": SimpleUploadedFile("talk.pdf", b"%PDF-1.4 second")}).status_code
        == 302
    )
    new = SlideDeck.objects.get().file.url
    assert new != old
    assert SlideDeck.objects.get().get_absolute_url() == link
    assert Client().get(link).url == new
