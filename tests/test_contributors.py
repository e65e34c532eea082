"""Who wrote a note: named under it and cited, or named nowhere in public."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from sessions.citing import note_work
from sessions.groups import INSTRUCTORS
from sessions.models import BlogNote, NoteContributor, Session
from sessions.review.joining import join
from sessions.search.finding import search
from sessions.search.sync import flush
from tests.admin_pages import address, save
from tests.factories import make_course, make_note, make_session, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def note() -> BlogNote:
    session = make_session(course=make_course(slug="seminar"), slug="one")
    Session.objects.filter(pk=session.pk).update(blog_team="Team 4")
    note = make_note(session=Session.objects.get(), title="What we said")
    for position, (name, shown) in enumerate(
        (("Alan Turing", True), ("Xylophone Player", False), ("Ada Lovelace", True))
    ):
        NoteContributor.objects.create(note=note, name=name, shown=shown, position=position)
    flush()
    return note


def test_those_who_are_shown_are_named_under_the_note_in_their_order(client, note):
    assert "Alan Turing, Ada Lovelace" in client.get(note.session.get_absolute_url()).text


def test_those_who_are_shown_are_cited_in_place_of_their_team(note):
    assert note_work(note, "https://example.org/").authors == ("Alan Turing", "Ada Lovelace")
    note.contributors.update(shown=False)
    assert note_work(BlogNote.objects.get(), "https://example.org/").authors == ("Team 4",)


def test_those_who_are_hidden_are_told_nowhere(client, note):
    for name, arguments in (
        ("session", ("seminar", "one")),
        ("note_citation", ("seminar", "one", note.pk, "bib")),
        ("note_citation", ("seminar", "one", note.pk, "json")),
        ("notes_feed", ()),
        ("course", ("seminar",)),
        ("team", ("seminar", "team-4")),
        ("home", ()),
    ):
        response = client.get(reverse(name, args=arguments))
        assert (response.status_code, "Xylophone" in response.text) == (200, False)


def test_a_note_is_found_by_those_who_are_shown(note):
    assert [hit.url for hit in search("turing").hits] == [note.get_absolute_url()]
    assert search("xylophone").hits == []


def test_a_feed_names_those_who_are_shown(client, note):
    assert "<name>Alan Turing, Ada Lovelace</name>" in client.get(reverse("notes_feed")).text


def test_contributors_are_entered_with_the_note(note):
    browser = Client()
    browser.force_login(make_user(is_superuser=True))
    values = {"position": "", "name": "Grace Hopper", "shown": "on", "user": ""}
    row = {f"contributors-3-{name}": value for name, value in values.items()}
    assert save(browser, note, **{"contributors-TOTAL_FORMS": 4, **row}).status_code == 302
    assert BlogNote.objects.get().named_contributors == ["Alan Turing", "Ada Lovelace", "Grace Hopper"]


def test_a_note_lent_to_the_session_that_stands_for_both_keeps_its_contributors(note):
    stays = make_session(course=note.session.course)
    join(stays, note.session)
    assert [(one.name, one.shown) for one in stays.notes.get().contributors.all()] == [
        ("Alan Turing", True),
        ("Xylophone Player", False),
        ("Ada Lovelace", True),
    ]


def test_instructors_choose_an_account_by_its_name_alone(note):
    instructor, mia = make_user(username="ina", is_staff=True), make_user(username="mia7")
    mia.first_name, mia.last_name, mia.email = "Mia", "Meier", "mia@example.org"
    mia.save()
    note.session.course.instructors.add(instructor)
    instructor.groups.add(Group.objects.get(name=INSTRUCTORS))
    browser = Client()
    browser.force_login(instructor)
    page = browser.get(address(BlogNote, "change", note.pk)).text
    assert f'<option value="{mia.pk}">Mia Meier</option>' in page
    assert "mia@example.org" not in page
    assert save(browser, note, **{"contributors-0-user": mia.pk}).status_code == 302
    assert note.contributors.get(name="Alan Turing").user == mia
