"""What goes elsewhere between two imports keeps its history: renamed posts, readings of another session."""

import pytest

from sessions.importing.renames import find_renames
from sessions.importing.run import Options, run_import
from sessions.models import Course, Post, Reading, ReviewItem, Session
from tests.factories import make_files, make_post_text

pytestmark = pytest.mark.django_db

PAPER = "#### A paper about many things\n+ https://arxiv.org/abs/2401.00001\n"
OTHER = "#### Another paper with a title\n+ https://arxiv.org/abs/2401.00002\n"
BLOG = "\n\n".join(f"Paragraph {number} of what we said." for number in range(12))


def run(tmp_path, posts, **options):
    """Import a site of exactly these posts."""
    folder = tmp_path / "site/_contents"
    for old in folder.glob("*.md") if folder.exists() else ():
        old.unlink()
    make_files(tmp_path / "site", {"_config.yml": "title: A\n"} | {f"_contents/{n}.md": t for n, t in posts.items()})
    return run_import(Options(path=str(tmp_path / "site"), course="course", **options))


def post(title, *papers, blog=BLOG):
    return make_post_text(title=title, required="".join(papers) or PAPER, blog=blog)


@pytest.mark.parametrize(
    ("known", "files", "renames"),
    [
        ({"a": "1"}, {"b": "1"}, {"a": "b"}),
        ({"a": "1"}, {"a": "1", "b": "1"}, {}),
        ({"a": "1", "b": "2"}, {"a": "2", "b": "1"}, {"a": "b", "b": "a"}),
        ({"a": "1", "b": "2"}, {"b": "1", "c": "2"}, {"a": "b", "b": "c"}),
        ({"a": "1", "b": "1"}, {"c": "1"}, {}),
        ({"a": "1"}, {"b": "2"}, {}),
        ({"a": "1"}, {"b": "1x"}, {"a": "b"}),
        ({"a": "1"}, {"a": "9", "b": "1x"}, {}),
    ],
)
def test_a_post_is_followed_by_what_it_says(known, files, renames):
    def nearly(old, new):
        return files[new] == known[old] + "x"

    assert find_renames(known, files, files.__contains__, nearly) == renames


@pytest.mark.parametrize("also", [False, True])
def test_a_renamed_post_keeps_its_session_and_what_people_did(tmp_path, also):
    text = post("Session")
    run(tmp_path, {"S1": text})
    Course.objects.update(imported_notes=Course.ImportedNotes.PUBLISHED)
    before = Session.objects.get()
    Session.objects.update(title="Mine", lead_team="Us")
    Reading.objects.update(presenter="Ada")
    report = run(tmp_path, {"S2": text.replace("Paragraph 3", "Section 3") if also else text})
    session = Session.objects.get()
    assert (session.pk, session.slug, session.source) == (before.pk, "s1", "_contents/S2.md")
    assert (session.title, session.lead_team, session.number) == ("Mine", "Us", 2)
    assert (Reading.objects.get().presenter, Post.objects.get().path) == ("Ada", "_contents/S2.md")
    assert ("Section 3" in session.notes.get().markdown) is also
    assert report.counts["updated"] == 1
    assert run(tmp_path, {"S2": (tmp_path / "site/_contents/S2.md").read_text()}).counts["unchanged"] == 1


def test_posts_that_all_moved_on_by_one_stay_who_they_are(tmp_path):
    one, two, new = post("One", PAPER), post("Two", OTHER, blog="Two. " * 9), post("New", PAPER, blog="New. " * 9)
    run(tmp_path, {"S1": one, "S2": two})
    rows = dict(Session.objects.values_list("title", "pk"))
    run(tmp_path, {"S1": new, "S2": one, "S3": two})
    assert dict(Session.objects.values_list("source", "title")) == {
        "_contents/S1.md": "New",
        "_contents/S2.md": "One",
        "_contents/S3.md": "Two",
    }
    assert {title: pk for title, pk in Session.objects.values_list("title", "pk") if title in rows} == rows


def test_a_post_whose_file_is_gone_stays_with_a_warning(tmp_path):
    run(tmp_path, {"S1": post("One"), "S2": post("Two", OTHER, blog="Quite other words.")})
    report = run(tmp_path, {"S2": post("Two", OTHER, blog="Quite other words.")})
    said = "warning: _contents/S1.md:1: the file is gone; what was imported from there stays"
    assert [str(message) for message in report.messages] == [said]
    assert Session.objects.public().count() == 2


@pytest.mark.parametrize("names", [("S1", "S2"), ("S2", "S1")])
@pytest.mark.parametrize("edited", [False, True])
def test_a_reading_that_went_to_another_session_takes_its_history_along(tmp_path, names, edited):
    old, new = names
    run(tmp_path, {old: post("Old", PAPER, OTHER), new: post("New", "#### A third one of them all\n")})
    reading = Reading.objects.get(paper__arxiv_id="2401.00002")
    if edited:
        Reading.objects.filter(pk=reading.pk).update(presenter="Ada")
    posts = {old: post("Old", PAPER), new: post("New", "#### A third one of them all\n", OTHER)}
    report = run(tmp_path, posts)
    moved = Reading.objects.get(paper__arxiv_id="2401.00002")
    assert (moved.pk, moved.session.title, moved.withdrawn) == (reading.pk, "New", False)
    assert moved.presenter == ("Ada" if edited else "")
    assert any("reading moved here" in change for outcome in report.posts for change in outcome.changes)
    assert not ReviewItem.objects.filter(state="open").exists()
    assert run(tmp_path, posts).counts["unchanged"] == 2


def test_a_paper_that_two_sessions_read_stays_in_the_one_that_names_it(tmp_path):
    run(tmp_path, {"S1": post("One", PAPER, OTHER), "S2": post("Two", PAPER)})
    run(tmp_path, {"S1": post("One", PAPER), "S2": post("Two", PAPER, OTHER)})
    assert sorted(Reading.objects.values_list("session__title", "paper__arxiv_id")) == [
        ("One", "2401.00001"),
        ("Two", "2401.00001"),
        ("Two", "2401.00002"),
    ]
