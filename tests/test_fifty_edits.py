"""Fifty fields edited by the admin's forms between imports of changed posts: none lost, each conflict listed."""

import pytest
from django.test import Client

from readings.models import Paper
from sessions.importing.run import Options, run_import
from sessions.models import BlogNote, Course, Page, Reading, ReviewItem, Session
from tests.admin_pages import save
from tests.factories import make_files, make_post_text, make_user

pytestmark = pytest.mark.django_db

POSTS = 3


def entry(number: int, kind: str, words: str, year: int) -> str:
    return (
        f"#### The {kind} paper of session {number} {words}\n+ Ada Lovelace\n+ {year}/6/1\n"
        f"+ https://arxiv.org/abs/2401.0{number}00{len(kind)}\n+ An abstract of several words, {words}, that says"
        " what the paper is about in whole sentences. It goes on for a while.\n"
    )


def write_site(folder, words: str, year: int):
    """Every value of every post depends on `words` and `year`."""
    day = 10 if words == "before" else 20
    files = {
        "_config.yml": f"title: Course {words}\ndescription: About {words}\n",
        "about.md": f"---\ntitle: About {words}\n---\nText {words}.\n",
    }
    for number in range(1, POSTS + 1):
        head = f"video: lead {words}\nnotes: blog {words}\ndesc: 2024-S{number + (words != 'before') * 30}\n"
        head += f"date: 2024-01-{day + number}\n"
        text = make_post_text(
            title=f"Session {number} {words}",
            head=head,
            required=entry(number, "first", words, year),
            more=entry(number, "further", words, year),
            blog=f"Note {number} {words}.",
        )
        files[f"_contents/S{number}.md"] = text
    return make_files(folder, files)


def edits_of_session(number: int) -> dict[str, str]:
    return {
        "title": f"Mine {number}",
        "date": f"2030-01-0{number}",
        "number": str(70 + number),
        "lead_team": f"My leads {number}",
        "blog_team": f"My authors {number}",
        "introduction": f"My words {number}",
    }


def edit_everything() -> dict[tuple, str]:
    """(record, field) -> value, each saved by a form of the admin."""
    browser = Client()
    browser.force_login(make_user(is_superuser=True))
    edited: dict[tuple, str] = {}

    def edit(record, **values: str):
        assert save(browser, record, **values).status_code == 302
        edited.update({(record, name): value for name, value in values.items()})

    for number, session in enumerate(Session.objects.order_by("source"), 1):
        edit(session, **edits_of_session(number))
    for note in BlogNote.objects.order_by("pk"):
        edit(note, markdown=f"My note {note.pk}")
    for reading in Reading.objects.order_by("pk"):
        edit(reading, presenter="Me", topic="Mine")
    for paper in Paper.objects.order_by("pk"):
        edit(paper, title=f"My title of paper {paper.pk}", published="1999")
    edit(Paper.objects.order_by("pk")[0], abstract="My abstract", venue="My venue")
    edit(Page.objects.get(), title="My page", markdown="My text")
    edit(Course.objects.get(), title="My course")
    return edited


# What a post does not state cannot conflict with it.
UNSTATED = {"introduction", "presenter", "topic", "venue"}


def test_fifty_edits_survive_a_changed_import_and_each_conflict_is_listed(tmp_path):
    options = Options(path=str(write_site(tmp_path, "before", 2020)), course="c")
    assert run_import(options).exit_code == 0
    edited = edit_everything()
    assert len(edited) >= 50
    write_site(tmp_path, "after", 2021)
    assert run_import(options).exit_code == 0
    lost = []
    for (record, name), value in edited.items():
        record.refresh_from_db()
        now = getattr(record, name)
        if (now.isoformat() if name == "date" else str(now)) != value:
            lost.append((record, name, now))
    assert lost == []
    asked = {(item.record, item.field) for item in ReviewItem.objects.filter(kind="conflict", state="open")}
    assert asked == {(record, name) for record, name in edited if name not in UNSTATED}


def write_post_with_sets(folder, *, tags: str, deck: str, authors: str, links: str, title: str = "A title of words"):
    text = (
        f"---\nlayout: post\ntitle: Sets\ntags: [{tags}]\nlecture: {deck}\n---\n### Required Readings:\n"
        f"#### {title}\n+ Authors: {authors}\n{links}\n#### The other paper of the session\n+ https://arxiv.org/abs/2401.00002\n"
    )
    return make_files(folder, {"S1.md": text})


def test_edited_sets_orders_and_decks_survive_a_changed_import(tmp_path):
    options = Options(path=str(tmp_path), course="c")
    given = {"tags": "alpha, beta", "deck": "First", "authors": "Ada Lovelace, Alan Turing"}
    first, code = "+ https://arxiv.org/abs/2401.00001", "+ https://github.com/ada/engine"
    write_post_with_sets(tmp_path, links=f"{first}\n{code}", **given)
    assert run_import(options).exit_code == 0
    browser = Client()
    browser.force_login(make_user(is_superuser=True))
    session, paper = Session.objects.get(), Paper.objects.get(title="A title of words")
    reading, deck = paper.readings.get(), session.slides.get()
    links = [link.url for link in paper.links.all()]
    assert save(browser, session, tags="alpha, mine").status_code == 302
    new_link = {"links-TOTAL_FORMS": "3", "links-2-url": "https://example.org/mine", "links-2-paper": str(paper.pk)}
    swapped = {"authorships-0-position": "2", "authorships-1-position": "1"}
    changes = {f"links-{links.index('https://github.com/ada/engine')}-DELETE": "on", **new_link, **swapped}
    assert save(browser, paper, **changes).status_code == 302
    assert save(browser, reading, requirement="more").status_code == 302
    assert save(browser, deck, label="My slides", url="https://example.org/mine.pdf").status_code == 302

    given = {"tags": "alpha, beta, gamma", "deck": "Second", "authors": "Ada Lovelace, Alan Turing, Grace Hopper"}
    video = "+ https://www.youtube.com/watch?v=abc"
    write_post_with_sets(tmp_path, links=f"{first}\n{code}\n{video}", title="A title of more words", **given)
    assert run_import(options).exit_code == 0

    paper, reading, deck = (type(record).objects.get(pk=record.pk) for record in (paper, reading, deck))
    assert sorted(session.tags.names()) == ["alpha", "gamma", "mine"]
    assert [author.name for author in paper.authors_in_order] == ["Alan Turing", "Ada Lovelace"]
    assert [link.url for link in paper.links.all()] == [
        "https://arxiv.org/abs/2401.00001",
        "https://www.youtube.com/watch?v=abc",
        "https://example.org/mine",
    ]
    assert reading.requirement == "more"
    assert (deck.label, deck.url) == ("My slides", "https://example.org/mine.pdf")
    assert {(item.record, item.field) for item in ReviewItem.objects.filter(kind="conflict", state="open")} == {
        (paper, "authors"),
        (deck, "url"),
    }
