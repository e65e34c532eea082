"""Atom feeds, read back by feedparser; the sitemap and robots.txt."""

import datetime
import xml.etree.ElementTree as ET

import feedparser
import pytest
from django.urls import reverse

from sessions.models import BlogNote, Page, Session
from tests.factories import make_course, make_note, make_paper, make_reading, make_session

pytestmark = pytest.mark.django_db


def feed_at(client, name: str, *args: str):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content, sanitize_html=False)
    assert feed.bozo == 0
    assert feed.version == "atom10"
    return feed


FEEDS = [("notes_feed",), ("course_notes_feed", "a"), ("tag_notes_feed", "topic"), ("changes_feed",)]
FEEDS += [("course_changes_feed", "a"), ("tag_changes_feed", "topic")]


@pytest.fixture
def session() -> Session:
    session = make_session(course=make_course(slug="a", title="A & B"), slug="s", title="Title <one>")
    session.tags.add("topic")
    make_note(session=session, title="First", markdown="Some **words** & more.")
    make_note(title="Elsewhere")
    return session


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        (("home",), FEEDS[:1]),
        (("course", "a"), [FEEDS[0], FEEDS[1], FEEDS[4]]),
        (("tag", "topic"), [FEEDS[0], FEEDS[2], FEEDS[5]]),
    ],
)
def test_readers_see_links_to_the_feeds(client, session, page, feeds):
    text = client.get(reverse(page[0], args=page[1:])).content.decode()
    assert [feed for feed in FEEDS if f'<a href="{reverse(feed[0], args=feed[1:])}">' in text] == feeds


def test_notes_are_told_newest_first_for_site_course_and_tag(client, session):
    make_note(session=session, title="Second")
    titles = {name: [entry.title for entry in feed_at(client, *name).entries] for name in FEEDS[:3]}
    assert titles == {
        FEEDS[0]: ["Title <one>: Second", "Session: Elsewhere", "Title <one>: First"],
        FEEDS[1]: ["Title <one>: Second", "Title <one>: First"],
        FEEDS[2]: ["Title <one>: Second", "Title <one>: First"],
    }


def test_an_entry_has_an_address_an_id_of_its_own_and_the_first_words(client, session):
    make_note(session=session, title="Second")
    entries = feed_at(client, "course_notes_feed", "a").entries
    assert {entry.link for entry in entries} == {"http://testserver/courses/a/s/#note"}
    assert len({entry.id for entry in entries}) == 2
    assert entries[1].summary == "Some words &amp; more."


def test_a_note_is_new_when_it_is_published_not_when_it_was_begun(client, session):
    draft = make_note(session=session, title="Draft", state=BlogNote.State.DRAFT)
    make_note(session=session, title="Later")
    assert draft.published is None
    draft.state = BlogNote.State.PUBLISHED
    draft.save()
    published = draft.published
    draft.save()
    assert draft.published == published
    titles = [entry.title for entry in feed_at(client, "course_notes_feed", "a").entries]
    assert titles == ["Title <one>: Draft", "Title <one>: Later", "Title <one>: First"]


def test_a_new_session_is_no_change_but_each_move_is_an_entry(client, session):
    assert feed_at(client, "changes_feed").entries == []
    session.date = datetime.date(2024, 2, 13)
    session.save()
    first = feed_at(client, "changes_feed").entries[0]
    session.date = datetime.date(2024, 2, 15)
    session.save()
    second = feed_at(client, "changes_feed").entries[0]
    assert first.title == "Title <one>: Tuesday 13 February 2024"
    assert second.title == "Title <one>: Thursday 15 February 2024"
    assert second.summary == "Now: Thursday 15 February 2024. Before: Tuesday 13 February 2024."
    assert first.id != second.id
    session.cancelled = True
    session.save()
    assert feed_at(client, "tag_changes_feed", "topic").entries[0].title == "Title <one>: cancelled"


@pytest.mark.parametrize("address", FEEDS, ids=" ".join)
def test_control_characters_do_not_break_a_feed(client, session, address):
    session.date = datetime.date(2024, 2, 13)
    session.save()
    Session.objects.filter(pk=session.pk).update(title="A\x0bB\x1f", blog_team="\x02")
    BlogNote.objects.update(title="C\x01", html="<p>D\x08</p>")
    assert len(feed_at(client, *address).entries) in (1, 2)


def test_pages_tell_their_feeds(client, session):
    def alternates(*address: str) -> list[str]:
        text = client.get(reverse(address[0], args=address[1:])).content.decode()
        lines = [line for line in text.splitlines() if 'rel="alternate"' in line]
        return [line.partition('href="')[2].partition('"')[0] for line in lines]

    course = ["/courses/a/schedule.ics", "/courses/a/notes.atom", "/courses/a/changes.atom"]
    site = ["/notes.atom", "/changes.atom"]
    assert sorted(alternates("course", "a")) == sorted(course + site)
    tag = ["/tags/topic/notes.atom", "/tags/topic/changes.atom"]
    assert sorted(alternates("tag", "topic")) == sorted(tag + site)


def locations(content: bytes) -> list[str]:
    return [element.text for element in ET.fromstring(content).iter() if element.tag.endswith("}loc")]


def test_the_sitemap_leads_to_every_public_page(client, session):
    make_reading(session=session, paper=make_paper(title="Paper", authors=("Ada Lovelace",)))
    Page.objects.create(course=session.course, title="About", slug="about", markdown="Words.")
    make_session(course=session.course, slug="hidden", visible=False)
    parts = locations(client.get(reverse("sitemap")).content)
    found = [address for part in parts for address in locations(client.get(part).content)]
    paths = [address.removeprefix("http://testserver") for address in found if "course" not in address.split("/")[-2]]
    expected = {"/", "/papers/", "/tags/", "/courses/a/", "/courses/a/readings/", "/courses/a/s/"}
    expected |= {"/courses/a/pages/about/", "/papers/paper/", "/authors/ada-lovelace/", "/tags/topic/"}
    assert expected <= set(paths)
    assert "/courses/a/hidden/" not in paths
    assert {client.get(address).status_code for address in found} == {200}


def test_robots_are_led_to_the_sitemap_and_away_from_narrowed_searches(client):
    text = client.get("/robots.txt").content.decode()
    away = "Disallow: /admin/\nDisallow: /search/suggest/\nDisallow: /search/*&\n"
    assert text == f"User-agent: *\n{away}Sitemap: http://testserver/sitemap.xml\n"
