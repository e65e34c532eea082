"""Writes that wait too long for an import, on SQLite: a page that says so, and nothing typed is lost."""

import sqlite3
from contextlib import closing

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from config.busy import is_busy
from sessions.models import BlogNote
from tests.admin_pages import address, filled_in
from tests.factories import make_note, make_user

pytestmark = pytest.mark.django_db


def locked() -> OperationalError:
    """The error that Django raises of the one that SQLite gives a second writer."""
    error = OperationalError("database is locked")
    error.__cause__ = sqlite3.OperationalError("database is locked")
    error.__cause__.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


@pytest.fixture
def browser() -> Client:
    browser = Client()
    browser.force_login(make_user(is_superuser=True))
    return browser


def test_sqlite_tells_a_second_writer_that_it_is_busy(tmp_path):
    path = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(path)) as first, closing(sqlite3.connect(path, timeout=0)) as second:
        first.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as told:
            second.execute("BEGIN IMMEDIATE")
    error = OperationalError(*told.value.args)
    error.__cause__ = told.value
    assert is_busy(error)
    assert not is_busy(OperationalError("no such table: a"))


def test_a_form_that_waited_too_long_is_kept_and_sent_again(browser, monkeypatch):
    note = make_note(markdown="Old.\n")
    path = address(BlogNote, "change", note.pk)
    typed = {**filled_in(browser.get(path)), "markdown": "Typed <b>for an hour</b>.\r\n"}
    with monkeypatch.context() as during:
        during.setattr(BlogNote, "save", fail)
        page = browser.post(path, typed)
    assert page.status_code == 503
    assert page["Retry-After"] == "30"
    assert "An import is running" in page.content.decode()
    assert "Typed &lt;b&gt;for an hour&lt;/b&gt;." in page.content.decode()
    assert BlogNote.objects.get().markdown == "Old.\n"

    again: dict[str, list[str]] = {}
    for name, value in page.context["typed"]:
        again.setdefault(name, []).append(value)
    assert browser.post(path, again).status_code == 302
    assert BlogNote.objects.get().markdown == "Typed <b>for an hour</b>.\n"


def test_passwords_are_not_written_into_that_page(browser, monkeypatch):
    monkeypatch.setattr("django.contrib.auth.forms.SetPasswordMixin.set_password_and_save", fail)
    user = make_user(username="ada", is_staff=True)
    path = reverse("admin:auth_user_password_change", args=[user.pk])
    page = browser.post(path, {"password1": "a long secret of mine", "password2": "a long secret of mine"})
    assert page.status_code == 503
    assert "a long secret" not in page.content.decode()


def fail(*args, **kwargs):
    raise locked()


def test_files_that_cannot_be_kept_are_named(browser, monkeypatch):
    monkeypatch.setattr("sessions.admin.pictures.keep_picture", fail)
    path = reverse("admin:course_sessions_image_upload")
    page = browser.post(path, {"alt": "A graph", "picture": SimpleUploadedFile("graph.png", b"x")})
    assert page.status_code == 503
    assert page.context["files"] == ["graph.png"]


@pytest.fixture
def full_session(settings):
    """Messages that wait in the session, so that each page that gives or shows one saves it."""
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"


def test_a_session_that_waited_too_long_is_told_after_a_form_was_saved(browser, monkeypatch, full_session):
    note = make_note(markdown="Old.\n")
    path = address(BlogNote, "change", note.pk)
    typed = {**filled_in(browser.get(path)), "markdown": "New.\r\n"}
    with monkeypatch.context() as during:
        during.setattr(SessionStore, "save", fail)
        page = browser.post(path, typed)
    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert "What you sent was dealt with all the same" in page.content.decode()
    assert "Nothing of yours was saved" not in page.content.decode()
    assert BlogNote.objects.get().markdown == "New.\n"


def test_a_session_that_waited_too_long_is_told_on_a_page_that_is_only_read(browser, monkeypatch, full_session):
    path = address(BlogNote, "change", make_note().pk)
    browser.post(path, filled_in(browser.get(path)))
    with monkeypatch.context() as during:
        during.setattr(SessionStore, "save", fail)
        page = browser.get(reverse("admin:index"))
    assert page.status_code == 503
    assert "What you sent" not in page.content.decode()
    assert "changed successfully" in browser.get(reverse("admin:index")).content.decode()


def test_other_failures_of_the_session_are_not_taken_for_it(browser, monkeypatch, full_session):
    path = address(BlogNote, "change", make_note().pk)
    typed = filled_in(browser.get(path))

    def fall(*args, **kwargs):
        raise OperationalError("no such table")

    monkeypatch.setattr(SessionStore, "save", fall)
    with pytest.raises(OperationalError, match="no such table"):
        browser.post(path, typed)
