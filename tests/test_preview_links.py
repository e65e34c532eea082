"""A note read before it is public: by whom, for how long, and what else is not told."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sessions import preview_links
from sessions.models import BlogNote
from tests.admin_pages import address
from tests.factories import make_course, make_note, make_paper, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db

PAGE = "admin:course_sessions_blognote_preview_link"


@pytest.fixture
def note() -> BlogNote:
    session = make_session(title="Hidden session", visible=False, introduction="What it is about.")
    make_reading(session=session, paper=make_paper(title="Attention", arxiv_id="1706.03762"))
    make_note(session=session, markdown="Another draft.", state="draft")
    return make_note(session=session, markdown="Words of the *draft*.", state="draft")


def link_of(note: BlogNote) -> str:
    return reverse("note_preview", args=[preview_links.make_token(note)])


def instructor_of(course) -> Client:
    user = make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="change_blognote"))
    course.instructors.add(user)
    client = Client()
    client.force_login(user)
    return client


def test_whoever_has_the_link_reads_the_note_and_its_session_and_nothing_else_that_is_hidden(client, note):
    response = client.get(link_of(note))
    for words in ("Words of the <em>draft</em>.", "Hidden session", "What it is about.", "Attention"):
        assert words in response.text
    assert "Another draft." not in response.text
    assert client.get(note.session.get_absolute_url()).status_code == 404


def test_a_preview_is_neither_found_nor_kept_nor_told(client, note):
    response = client.get(link_of(note))
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex, nofollow">' in response.text


def test_a_link_works_for_seven_days(client, note, monkeypatch):
    now = timezone.now()
    link = link_of(note)
    for passed, status in ((datetime.timedelta(days=6, hours=23), 200), (datetime.timedelta(days=7, seconds=1), 404)):
        monkeypatch.setattr(preview_links.timezone, "now", lambda passed=passed: now + passed)
        assert client.get(link).status_code == status


def test_links_are_taken_back_all_at_once_and_new_ones_work(client, note):
    links = [link_of(note), link_of(note)]
    preview_links.withdraw_tokens(note)
    assert [client.get(link).status_code for link in links] == [404, 404]
    note.refresh_from_db()
    assert client.get(link_of(note)).status_code == 200
    assert [client.get(link).status_code for link in links] == [404, 404]


def test_an_address_that_is_made_up_or_changed_leads_nowhere_and_says_so(client, note):
    link = link_of(note)
    other = make_note(state="draft")
    token = preview_links.signing.dumps([other.pk, "", 4_000_000_000], salt=preview_links.SALT)
    for wrong in (
        link.replace(":", ":x", 1),
        reverse("note_preview", args=["x"]),
        reverse("note_preview", args=[token]),
    ):
        response = client.get(wrong)
        assert (response.status_code, "This preview is over" in response.text) == (404, True)


def test_an_instructor_makes_a_link_and_takes_it_back(client, note):
    browser = instructor_of(note.session.course)
    page = reverse(PAGE, args=[note.pk])
    assert reverse("note_preview", args=["x"]).removesuffix("x/") not in browser.get(page).text
    link = browser.post(page, {"make": "1"}).context["link"]
    assert client.get(link).status_code == 200
    assert browser.post(page, {"withdraw": "1"}).status_code == 302
    assert client.get(link).status_code == 404


def test_only_who_may_change_the_note_makes_a_link(note):
    page = reverse(PAGE, args=[note.pk])
    assert instructor_of(make_course()).post(page, {"make": "1"}).status_code == 404
    assert Client().post(page, {"make": "1"}).status_code == 403
    assert BlogNote.objects.get(pk=note.pk).preview_key == ""


def test_the_form_of_a_note_leads_to_its_preview_link(note):
    browser = Client()
    browser.force_login(make_user(is_superuser=True))
    assert reverse(PAGE, args=[note.pk]) in browser.get(address(BlogNote, "change", note.pk)).text
