"""A login that runs out while a form is open: what was typed is saved by logging in."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sessions.models import BlogNote
from tests.admin_pages import address, filled_in
from tests.factories import make_note, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    user = make_user(username="ada", is_superuser=True)
    user.set_password("secret")
    user.save()
    return user


@pytest.fixture
def browser(ada) -> Client:
    browser = Client()
    browser.force_login(ada)
    return browser


def carried(response) -> dict[str, list[str]]:
    """The hidden fields of the page, as a browser sends them."""
    found: dict[str, list[str]] = {}
    for name, value in response.context["typed"]:
        found.setdefault(name, []).append(value)
    return found


def test_what_was_typed_is_saved_by_logging_in(browser):
    note = make_note(markdown="Old.\n")
    path = address(BlogNote, "change", note.pk)
    typed = {**filled_in(browser.get(path)), "markdown": "Typed <b>for an hour</b>.\r\n"}
    browser.logout()
    page = browser.post(path, typed)
    assert page.status_code == 403
    assert "Typed &lt;b&gt;for an hour&lt;/b&gt;." in page.content.decode()
    assert BlogNote.objects.get().markdown == "Old.\n"

    wrong = browser.post(path, {**carried(page), "_login-username": "ada", "_login-password": "wrong"})
    assert wrong.status_code == 403
    assert carried(wrong) == carried(page)
    right = browser.post(path, {**carried(wrong), "_login-username": "ada", "_login-password": "secret"})
    assert right.status_code == 302
    assert BlogNote.objects.get().markdown == "Typed <b>for an hour</b>.\n"


def test_others_changes_in_between_are_told_as_ever(browser, ada):
    note = make_note(markdown="Old.\n")
    path = address(BlogNote, "change", note.pk)
    typed = {**filled_in(browser.get(path)), "markdown": "Mine.\r\n"}
    browser.logout()
    page = browser.post(path, typed)
    BlogNote.objects.update(markdown="Another's.\n")
    told = browser.post(path, {**carried(page), "_login-username": "ada", "_login-password": "secret"})
    assert told.context["differences"][0].label == "Markdown"
    assert BlogNote.objects.get().markdown == "Another's.\n"


def test_who_may_not_change_the_record_does_not_by_logging_in_there(browser):
    stranger = make_user(username="eve", is_staff=True)
    stranger.set_password("secret")
    stranger.save()
    path = address(BlogNote, "change", make_note(markdown="Old.\n").pk)
    typed = {**filled_in(browser.get(path)), "markdown": "Hers."}
    response = Client().post(path, {**typed, "_login-username": "eve", "_login-password": "secret"})
    assert response.status_code == 410
    assert BlogNote.objects.get().markdown == "Old.\n"


def test_files_are_named_since_they_are_not_carried_along():
    path = reverse("admin:course_sessions_image_upload")
    page = Client().post(path, {"alt": "A graph", "picture": SimpleUploadedFile("graph.png", b"x")})
    assert page.context["files"] == ["graph.png"]


def test_passwords_are_never_written_into_a_page():
    page = Client().post(reverse("admin:password_change"), {"old_password": "old", "new_password1": "new"})
    assert page.status_code == 302
    assert page.url.startswith(reverse("admin:login"))


def test_a_form_from_elsewhere_logs_nobody_in(ada):
    careful = Client(enforce_csrf_checks=True)
    path = address(BlogNote, "change", make_note().pk)
    response = careful.post(path, {"markdown": "x", "_login-username": "ada", "_login-password": "secret"})
    assert response.status_code == 403
    assert "sessionid" not in careful.cookies
    assert get_user_model().objects.get(username="ada").last_login is None
