"""Imports in the admin: a plan first, then what it says; nothing is kept of what is refused."""

import io
import os
import stat
import time
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture

from sessions.importing.run import Options, run_import
from sessions.models import BlogNote, Course, ImportRun, ImportUpload, NoteVersion, Post, Session, SlideDeck
from tests.admin_pages import address
from tests.factories import make_course, make_files, make_post_text, make_user

pytestmark = pytest.mark.django_db

PAPER = "#### A paper about many things\n+ https://arxiv.org/abs/2401.00001\n"
IMPORT = reverse("admin:course_sessions_course_import")


def post(title="Session", blog="Words."):
    return make_post_text(title=title, required=PAPER, blog=blog)


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def site(**posts: str) -> bytes:
    return zipped(
        {"_config.yml": "title: A seminar\n"} | {f"_contents/{name}.md": text for name, text in posts.items()}
    )


def staff(*courses: Course, adds_courses: bool = False):
    user = make_user(is_staff=True)
    rights = Permission.objects.filter(content_type__app_label__in=["readings", "course_sessions"])
    user.user_permissions.set(rights if adds_courses else rights.exclude(codename="add_course"))
    for course in courses:
        course.instructors.add(user)
    return user


def logged_in(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def browser() -> Client:
    return logged_in(make_user(is_superuser=True))


def send(browser: Client, data: bytes, name: str = "seminar.zip", path: str = IMPORT, **fields):
    return browser.post(path, {"file": SimpleUploadedFile(name, data), **fields}, follow=True)


def answer(browser: Client, name: str = "apply", **fields):
    upload = ImportUpload.objects.get()
    path = reverse("admin:course_sessions_course_import_plan", args=[upload.pk])
    return browser.post(path, {name: "1", "seen": upload.plan_key, **fields}, follow=True)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def files(settings) -> list[Path]:
    return [path for path in Path(settings.UPLOAD_ROOT).rglob("*") if path.is_file()]


def test_the_plan_is_shown_and_nothing_is_written(browser, settings):
    page = text_of(send(browser, site(S1=post("One", "![x](/a.png)"), S2="no post\n")))
    assert "new session “One”: 1 reading, a note" in page
    assert "Line 13: image not found: /a.png" in page
    assert "<strong>refused</strong>" in page
    assert "no front matter and no readings" in page
    assert (Course.objects.count(), Session.objects.count(), ImportRun.objects.count()) == (0, 0, 0)
    (path,) = files(settings)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_applying_imports_and_shows_the_report_with_its_sessions(browser, settings):
    send(browser, site(S1=post("One")))
    response = answer(browser)
    run = ImportRun.objects.get()
    assert response.redirect_chain[-1][0] == address(ImportRun, "change", run.pk)
    assert (run.user.is_superuser, run.path, run.counts["created"]) == (True, "seminar.zip", 1)
    session = Session.objects.get()
    assert f'<a href="{address(Session, "change", session.pk)}">One</a>' in text_of(response)
    assert (session.course.slug, session.notes.get().state) == ("seminar", "published")
    assert (ImportUpload.objects.count(), files(settings)) == (0, [])


def test_an_upload_may_be_deleted_unread(browser, settings):
    send(browser, site(S1=post()))
    answer(browser, "discard")
    assert (ImportUpload.objects.count(), files(settings), Session.objects.count()) == (0, [], 0)


def test_a_plan_that_has_changed_is_shown_again_before_anything_is_written(browser):
    send(browser, site(S1=post("One")))
    answer(browser)
    send(browser, site(S1=post("Two")))
    Session.objects.update(title="Mine")
    page = text_of(answer(browser))
    assert "The library has changed since this plan was made." in page
    assert "to be asked: session “Two”: title was changed here and in the post" in page
    assert (Session.objects.get().title, ImportRun.objects.count()) == ("Mine", 1)
    answer(browser)
    assert ImportRun.objects.count() == 2


def test_what_was_not_looked_at_is_not_applied(browser):
    send(browser, site(S1=post()))
    page = text_of(answer(browser, seen="another plan"))
    assert "Nothing was written" in page
    assert Session.objects.count() == 0


def test_the_same_zip_twice_leaves_nothing_to_apply(browser, settings):
    for _ in range(2):
        response = send(browser, site(S1=post()))
        page = text_of(response)
        if "There is nothing to apply" not in page:
            answer(browser)
    assert "There is nothing to apply." in page
    assert files(settings) == []


def test_of_a_zip_whose_posts_are_all_refused_the_errors_are_shown_and_nothing_is_kept(browser, settings):
    page = text_of(send(browser, site(S1="no post\n")))
    assert "Line 1: no front matter and no readings" in page
    assert "There is nothing to apply." in page
    assert files(settings) == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.zip", b"no zip at all", "not a readable zip file"),
        ("a.zip", zipped({"../../etc/cron.d/x.md": post()}), "leads out of its folder"),
        ("a.zip", zipped({"/etc/x.md": post()}), "leads out of its folder"),
        ("a.zip", zipped({"x.txt": "words"}), "no posts found"),
        ("a.md", post().encode(), "Choose the course of this post"),
        ("a.sh", b"#!/bin/sh\n", "Choose a zip of a site"),
        ("<script>alert(1)<\\script>.zip", site(S1=post()), "Rename the file"),
        (".zip", site(S1=post()), "Choose a zip of a site"),
    ],
)
def test_what_is_no_import_is_refused_in_a_sentence_and_nothing_is_kept(browser, settings, name, data, said):
    response = send(browser, data, name)
    assert said in text_of(response)
    assert "<script>alert" not in response.content.decode()
    assert (ImportUpload.objects.count(), files(settings), Course.objects.count()) == (0, [], 0)


def test_a_link_in_a_zip_is_refused(browser, settings):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("_contents/S1.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "is a link" in text_of(send(browser, out.getvalue()))
    assert files(settings) == []


def test_a_zip_that_unpacks_to_too_much_is_refused(browser, settings):
    settings.LIMITS = replace(settings.LIMITS, unpacked=10_000)
    assert "unpacks to more than" in text_of(send(browser, zipped({"a.md": "x" * 20_000})))
    assert files(settings) == []


def test_an_upload_past_the_limit_is_refused(browser, settings):
    settings.LIMITS = replace(settings.LIMITS, upload=1 << 20)
    page = browser.get(reverse("admin:course_sessions_course_import"))
    assert "at most 1 MB" in page.content.decode()
    assert "too large, more than 1 MiB" in text_of(send(browser, b"x" * ((1 << 20) + 1)))
    assert files(settings) == []


def test_a_folder_that_takes_no_upload_is_told(browser, settings):
    Path(settings.UPLOAD_ROOT).write_text("a file, not a folder")
    assert "The upload cannot be kept in UPLOAD_ROOT" in text_of(send(browser, site(S1=post())))
    assert ImportUpload.objects.count() == 0


def test_while_another_import_runs_nothing_is_written_and_it_is_said(browser, settings, monkeypatch):
    def held(waiting):
        waiting()

    monkeypatch.setattr("sessions.importing.run.import_lock", held)
    assert "Another import is running." in text_of(send(browser, site(S1=post())))
    assert files(settings) == []


def test_uploads_of_yesterday_go_with_the_next_one(browser, settings):
    send(browser, site(S1=post("One")))
    (old,) = files(settings)
    ImportUpload.objects.update(created=timezone.now() - timedelta(days=2))
    lost = old.with_name("lost.zip")
    lost.write_bytes(b"x")
    os.utime(lost, (time.time() - 200_000,) * 2)
    send(browser, site(S1=post("Two")))
    assert ImportUpload.objects.count() == 1
    assert files(settings) == [ImportUpload.objects.get().file]


def test_nobody_is_served_an_upload(browser, settings, client):
    send(browser, site(S1=post()))
    (path,) = files(settings)
    inside = os.path.relpath(path, settings.MEDIA_ROOT)
    assert {client.get(f"/media/{name}").status_code for name in (inside, path.name, f"uploads/{path.name}")} == {404}
    other = logged_in(make_user(is_superuser=True))
    plan = reverse("admin:course_sessions_course_import_plan", args=[ImportUpload.objects.get().pk])
    assert (other.get(plan).status_code, other.post(plan, {"apply": "1"}).status_code) == (404, 404)


def test_whoever_imports_a_new_course_becomes_its_instructor():
    user = staff(adds_courses=True)
    browser = logged_in(user)
    send(browser, site(S1=post()))
    assert Course.objects.count() == 0
    answer(browser)
    course = Course.objects.get()
    assert (course.published_by(user), BlogNote.objects.get().state) == (True, "published")


def test_a_course_is_added_only_by_those_who_may(settings):
    browser = logged_in(staff(make_course(slug="own")))
    assert "This field is required" in text_of(send(browser, site(S1=post())))
    assert files(settings) == []


def test_nobody_imports_into_a_course_of_others(settings):
    other = make_course(slug="seminar")
    user = staff(make_course(slug="own"), adds_courses=True)
    browser = logged_in(user)
    assert "The course “seminar” is not one of yours" in text_of(send(browser, site(S1=post())))
    assert "Select a valid choice" in text_of(send(browser, site(S1=post()), course=other.pk))
    into = reverse("admin:course_sessions_course_import_into", args=[other.pk])
    assert send(browser, site(S1=post()), path=into).status_code == 403
    assert (files(settings), Session.objects.count()) == ([], 0)


def test_a_right_that_was_lost_since_counts_when_it_is_applied():
    course = make_course(slug="own")
    user = staff(course)
    browser = logged_in(user)
    send(browser, site(S1=post()), course=course.pk)
    course.instructors.remove(user)
    assert "is not one of yours" in text_of(answer(browser))
    assert Session.objects.count() == 0


def test_what_an_assistant_imports_waits(browser):
    send(browser, site(S1=post(blog="Old.")))
    answer(browser)
    course = Course.objects.get()
    Course.objects.update(imported_notes="published")
    user = staff()
    course.assistants.add(user)
    helper = logged_in(user)
    send(helper, site(S1=post(blog="New.")), course=course.pk)
    answer(helper)
    assert [version.markdown.strip() for version in NoteVersion.objects.all()] == ["New."]


def picture() -> bytes:
    out = io.BytesIO()
    Picture.new("L", (3, 2)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def imported(tmp_path) -> Course:
    """A course from a folder, with a picture and a deck."""
    text = make_post_text(head="lecture: S1\n", required=PAPER, blog="Old. ![a](/images/a.png)")
    posts = {"_config.yml": "title: A\n", "_contents/S1.md": text, "_contents/S2.md": post("Two")}
    more = {"images/a.png": picture(), "Lectures/S1.pdf": b"%PDF-1.4\n"}
    run_import(Options(path=str(make_files(tmp_path / "folder", posts | more)), course="course"))
    Course.objects.update(imported_notes="published")
    return Course.objects.get()


def test_a_post_that_comes_alone_changes_its_own_session_and_keeps_pictures_and_decks(browser, imported):
    into = reverse("admin:course_sessions_course_import_into", args=[imported.pk])
    old = Post.objects.get(path="_contents/S1.md")
    deck = SlideDeck.objects.get()
    send(browser, old.text.encode(), "S1.md", into)
    assert ImportUpload.objects.get().plan["counts"]["unchanged"] == 1
    answer(browser, "discard")
    page = text_of(send(browser, old.text.replace("Old.", "New.").encode(), "S1.md", into))
    assert ("the file is gone" in page, "not found" in page) == (False, False)
    answer(browser)
    note = Session.objects.get(slug="s1").notes.get()
    assert ("New." in note.html, "<img" in note.html) == (True, True)
    assert Post.objects.get(pk=old.pk).images == old.images
    assert SlideDeck.objects.get().file == deck.file
    assert (Session.objects.count(), Post.objects.count()) == (2, 2)


def test_a_new_post_that_comes_alone_lies_beside_the_others(browser, imported):
    into = reverse("admin:course_sessions_course_import_into", args=[imported.pk])
    send(browser, post("Three").encode(), "S3.md", into)
    answer(browser)
    assert (Post.objects.last().path, Post.objects.last().origin) == ("_contents/S3.md", "folder")


def test_a_zip_of_the_same_site_under_another_name_changes_its_posts(browser, imported):
    into = reverse("admin:course_sessions_course_import_into", args=[imported.pk])
    assert "already imported from folder" in text_of(send(browser, site(S2=post("New")), "other.zip", into))
    ImportUpload.objects.all().delete()
    send(browser, site(S2=post("New")), "other.zip", into, root="folder")
    answer(browser)
    assert sorted(Session.objects.values_list("title", flat=True)) == ["New", "Session"]
