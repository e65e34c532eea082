"""Posts in, end to end: what a first, a second and a changed import write."""

import datetime

import pytest

from readings.models import Paper
from sessions.importing import apply, preparing
from sessions.importing import one_post as importer
from sessions.importing.run import Options, run_import
from sessions.models import BlogNote, ImportRun, Page, Reading, ReviewItem, Session
from sessions.posts import ParsedPost, ParsedSession
from tests.factories import make_files, make_post_text
from tests.imported_posts import BLOG, OTHER, PAPER, everything, outcome, post, run, site

pytestmark = pytest.mark.django_db


def test_a_post_becomes_a_session_with_readings_papers_and_a_note(tmp_path):
    assert outcome(run(site(tmp_path, a=post(more=OTHER)))) == {"created": 1}
    session = Session.objects.get()
    assert (session.title, session.source, session.slug) == ("Session", "_posts/2024-01-30-a.md", "2024-01-30-a")
    assert (session.date, session.lead_team, session.blog_team) == (datetime.date(2024, 1, 30), "team-1", "team-2")
    assert sorted(session.tags.names()) == ["one", "two"]
    assert [(c.name, c.position) for c in session.categories.all()] == [("5Topic", 5)]
    assert [(r.paper.title, r.requirement, r.position) for r in session.readings.all()] == [
        ("A paper about many things", "required", 0),
        ("Another paper with a title", "more", 1),
    ]
    paper = Paper.objects.get(arxiv_id="2401.00001")
    assert [author.name for author in paper.authors_in_order] == ["Ada Lovelace", "Alan Turing"]
    note = session.notes.get()
    assert (note.markdown.strip(), note.state) == (BLOG, BlogNote.State.PUBLISHED)
    assert "at some length" in note.html


def test_twice_is_once(tmp_path):
    root = site(tmp_path, a=post(), b=post(required=PAPER + OTHER))
    run(root)
    before = everything()
    assert outcome(run(root)) == {"unchanged": 2}
    assert everything() == before
    assert ImportRun.objects.count() == 2


def test_a_newer_parser_reads_unchanged_posts_again_and_finds_nothing_to_change(tmp_path, monkeypatch):
    root = site(tmp_path, a=post(more=OTHER))
    run(root)
    before = everything()
    monkeypatch.setattr(importer, "PARSER_VERSION", importer.PARSER_VERSION + 1)
    report = run(root)
    assert (outcome(report), report.posts[0].changes) == ({"updated": 1}, [])
    changing = {"imported", "parser_version", "updated"}
    assert [[{k: v for k, v in row.items() if k not in changing} for row in rows] for rows in everything()] == [
        [{k: v for k, v in row.items() if k not in changing} for row in rows] for rows in before
    ]


def test_a_changed_post_changes_what_changed_in_it(tmp_path):
    run(site(tmp_path, a=post()))
    reading = Reading.objects.get().pk
    report = run(site(tmp_path, a=post(title="New title", required=OTHER + PAPER)))
    assert outcome(report) == {"updated": 1}
    session = Session.objects.get()
    assert (session.title, session.slug) == ("New title", "2024-01-30-a")
    assert [r.paper.arxiv_id for r in session.readings.all()] == ["2401.00002", "2401.00001"]
    assert session.readings.get(paper__arxiv_id="2401.00001").pk == reading


def test_prose_becomes_a_page_and_lists_of_posts_do_not(tmp_path):
    files = {
        "about.md": "---\ntitle: About\n---\nWe meet on Tuesdays.\n",
        "index.md": "---\nlayout: home\n---\n",
        "plain.md": "No front matter.\n",
    }
    make_files(tmp_path / "site", files)
    report = run(site(tmp_path, a=post()))
    page = Page.objects.get()
    assert (page.title, page.slug, page.markdown) == ("About", "about", "We meet on Tuesdays.")
    assert [str(m) for m in report.messages if m.kind == "ignored"] == [
        "ignored: index.md: only lists posts",
        "ignored: plain.md: no front matter: not a page of the site",
    ]


def test_a_page_that_is_named_alone_is_the_same_page(tmp_path):
    root = make_files(tmp_path / "site", {"_config.yml": "", "About.md": "---\ntitle: About\n---\nWe meet.\n"})
    run(root / "About.md")
    assert outcome(run(root)) == {"unchanged": 1}
    assert (Page.objects.get().slug, Session.objects.count()) == ("about", 0)


def two_sessions(text, path, *options):
    """A parser that makes a session of each line of a post."""
    sessions = tuple(ParsedSession(title=title) for title in text.split("\n"))
    return ParsedPost(path=path, title="Both", sessions=sessions)


def test_several_sessions_of_one_file_are_numbered_and_a_deleted_one_stays_away(tmp_path, monkeypatch):
    monkeypatch.setattr(preparing, "parsed_in_bounds", two_sessions)
    monkeypatch.setattr(apply, "parsed_in_bounds", two_sessions)
    run(make_files(tmp_path / "one", {"a.md": "First\nSecond"}))
    assert list(Session.objects.order_by("pk").values_list("source", "slug", "title")) == [
        ("a.md#1", "first", "First"),
        ("a.md#2", "second", "Second"),
    ]
    Session.objects.get(title="First").delete()
    run(make_files(tmp_path / "one", {"a.md": "First\nSecond again\nThird"}))
    assert list(Session.objects.order_by("pk").values_list("source", "title")) == [
        ("a.md#2", "Second again"),
        ("a.md#3", "Third"),
    ]


def test_a_session_that_left_its_file_is_asked_about_and_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(preparing, "parsed_in_bounds", two_sessions)
    run(make_files(tmp_path / "one", {"a.md": "First\nSecond"}))
    run(make_files(tmp_path / "one", {"a.md": "First"}))
    assert list(Session.objects.order_by("pk").values_list("source", flat=True)) == ["a.md", "a.md#2"]
    assert ReviewItem.objects.get().message == "“Second” is no longer in its post"


def test_an_unpublished_post_is_left_out_with_a_line(tmp_path):
    report = run(site(tmp_path, a=post(), b=post(head="published: false\n")))
    assert (outcome(report), report.exit_code) == ({"created": 1}, 0)
    assert [m.path for m in report.messages if m.kind == "ignored"] == ["_posts/2024-01-30-b.md"]


def test_two_posts_of_one_name_get_two_addresses_and_a_warning(tmp_path):
    text = post()
    make_files(tmp_path, {"_posts/2024-01-30-a.md": text, "_posts/sub/2024-01-30-a.md": text})
    report = run(tmp_path)
    assert sorted(Session.objects.values_list("slug", flat=True)) == ["2024-01-30-a", "2024-01-30-a-2"]
    assert [m.path for m in report.messages if "another session has the address" in m.text] == [
        "_posts/sub/2024-01-30-a.md"
    ]


@pytest.mark.parametrize("name", ["readings", "Pages"])
def test_a_session_gets_no_address_of_the_courses_own_pages(tmp_path, name):
    run(make_files(tmp_path, {f"{name}.md": post()}))
    assert Session.objects.get().slug == f"{name.lower()}-2"


def test_sessions_without_dates_are_in_the_order_of_their_numbers(tmp_path):
    make_files(tmp_path, {f"{name}.md": make_post_text(title=name, required=PAPER) for name in ("S10", "S2", "S1")})
    run(tmp_path)
    assert [session.title for session in Session.objects.in_order()] == ["S1", "S2", "S10"]


def test_posts_are_written_in_natural_order_whichever_is_read_first(tmp_path):
    long = "Words of a note that takes its time. *Really*.\n\n" * 400
    files = {f"S{n}.md": make_post_text(title=f"S{n}", blog=long if n % 3 == 1 else "Words.") for n in range(1, 14)}
    run(make_files(tmp_path / "one", files))
    assert list(Session.objects.order_by("pk").values_list("title", flat=True)) == [f"S{n}" for n in range(1, 14)]


def test_a_note_knows_its_line_and_the_rule_that_found_it(tmp_path):
    run(site(tmp_path, a=post()))
    given = BlogNote.objects.get().as_given
    assert {name: given[name] for name in ("line", "rule", "confidence")} == {
        "line": 17,
        "rule": "under a heading that says so",
        "confidence": 1.0,
    }


def test_sessions_of_one_file_have_addresses_from_their_titles(tmp_path):
    text = """# Seminar

## Feb 6, 2024: Trees and forests

- Ann Lee. [Why Old Tasks Are Forgotten](https://arxiv.org/abs/2001.00001). ICML 2020.

## Feb 13, 2024: Forgetting

- Bo Chen. [Old Tasks Come Back Again](https://arxiv.org/abs/2001.00002). ICML 2021.
"""
    make_files(tmp_path / "site", {"list.md": text})
    run_import(Options(path=str(tmp_path / "site"), course="course"))
    assert list(Session.objects.order_by("date").values_list("slug", flat=True)) == ["trees-and-forests", "forgetting"]
