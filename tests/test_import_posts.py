"""The commands as a person meets them: exit codes, what is said and where."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from readings.models import Author, Paper
from readings.rendering import RENDERER_VERSION
from sessions.importing.report import printable
from sessions.models import BlogNote, Course, Image, Page, Session
from tests.factories import make_files, make_post_text
from tests.test_importing_images import picture

pytestmark = pytest.mark.django_db

ENTRY = "#### A paper about many things\n+ Ada Lovelace\n+ https://arxiv.org/abs/2401.00001\n"
GOOD = make_post_text(required=ENTRY, blog="![x](/images/a.png)")


def call(name, *arguments):
    """(exit code, standard output, standard error)."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(name, *map(str, arguments), stdout=out, stderr=err)
        code = 0
    except SystemExit as exit:
        code = exit.code or 0
    return code, out.getvalue().splitlines(), err.getvalue().splitlines()


def test_all_posts_in_is_exit_0_and_one_line(tmp_path):
    make_files(tmp_path, {"a.md": make_post_text(required=ENTRY)})
    summary = "1 post: 1 created, 0 updated, 0 unchanged, 0 kept, 0 withdrawn, 0 refused"
    assert call("import_posts", tmp_path, "--course", "c") == (0, [summary], [])


@pytest.mark.parametrize(("option", "said"), [([], "1 question"), (["--dry-run"], "1 question to be asked")])
def test_what_is_to_be_asked_is_counted_above_the_summary(tmp_path, option, said):
    make_files(tmp_path, {"a.md": make_post_text(required=ENTRY)})
    call("import_posts", tmp_path, "--course", "c")
    Session.objects.update(title="Mine")
    make_files(tmp_path, {"a.md": make_post_text(title="Theirs", required=ENTRY)})
    code, out, err = call("import_posts", tmp_path, "--course", "c", *option)
    summary = "1 post: 0 created, 1 updated, 0 unchanged, 1 kept, 0 withdrawn, 0 refused"
    assert (code, out[-2:], err) == (0, [f"{said}: /admin/course_sessions/reviewitem/", summary], [])
    if not option:
        asked_once = call("import_posts", tmp_path, "--course", "c")[1]
        assert asked_once == ["1 post: 0 created, 0 updated, 1 unchanged, 0 kept, 0 withdrawn, 0 refused"]


def test_a_refused_post_is_exit_1_with_file_line_and_reason_and_the_others_are_in(tmp_path):
    make_files(tmp_path, {"a.md": make_post_text(required=ENTRY), "b.md": b"---\ntitle: T\n---\nCaf\xe9\n"})
    code, out, err = call("import_posts", tmp_path, "--course", "c")
    assert (code, err) == (1, ["error: b.md:4: line 4 is not UTF-8 (byte 0xe9): save it as UTF-8"])
    assert out == ["2 posts: 1 created, 0 updated, 0 unchanged, 0 kept, 0 withdrawn, 1 refused"]
    assert Session.objects.get().source == "a.md"


def test_nothing_to_read_is_exit_2_and_a_sentence(tmp_path):
    code, out, err = call("import_posts", tmp_path / "none")
    assert (code, out, err) == (2, [], ["error: none: there is no such file or folder"])


def test_a_course_that_is_no_slug_is_exit_2_and_a_sentence(tmp_path):
    make_files(tmp_path, {"a.md": GOOD})
    code, _, err = call("import_posts", tmp_path, "--course", "no slug")
    assert (code, err) == (2, ["error: --course: “no slug” is not a slug: use letters, digits, - and _"])


def test_a_database_without_tables_is_a_sentence(tmp_path, monkeypatch):
    def fail(*arguments):
        raise OperationalError("no such table: course_sessions_course")

    monkeypatch.setattr("sessions.importing.run.open_course", fail)
    make_files(tmp_path, {"a.md": GOOD})
    code, _, err = call("import_posts", tmp_path, "--course", "c")
    said = "the database cannot be used (no such table: course_sessions_course); has manage.py migrate been run?"
    assert (code, err) == (2, [f"error: {said}"])


def test_many_warnings_are_counted_below_them(tmp_path):
    make_files(tmp_path, {f"{n}.md": GOOD for n in range(11)})
    assert call("import_posts", tmp_path, "--course", "c")[2][11:] == ["11 warnings"]


def test_the_report_as_json(tmp_path):
    make_files(tmp_path, {"a.md": GOOD})
    code, out, _ = call("import_posts", tmp_path, "--course", "c", "--json")
    report = json.loads("\n".join(out))
    assert (code, report["course"], report["counts"]["created"]) == (0, "c", 1)
    assert report["posts"] == [
        {
            "path": "a.md",
            "action": "created",
            "changes": ["new session “Session”: 1 reading, a note", "new reading “A paper about many things”"],
            "kept": 0,
            "withdrawn": 0,
            "asked": 0,
        }
    ]
    assert report["messages"] == [
        {"kind": "warning", "path": "a.md", "line": 14, "text": "image not found: /images/a.png"}
    ]


def test_a_rehearsal_lists_what_would_change_post_by_post(tmp_path):
    make_files(tmp_path, {"a.md": make_post_text(required=ENTRY)})
    code, out, _ = call("import_posts", tmp_path, "--course", "c", "--dry-run")
    assert (code, out[:3]) == (
        0,
        ["a.md: created", "  new session “Session”: 1 reading", "  new reading “A paper about many things”"],
    )
    assert not Course.objects.exists()


def test_what_a_terminal_would_obey_is_written_out():
    assert printable("a\x1b[2Jb\u202ec\nd\udcff") == "a\\x1b[2Jb\\u202ec\\nd\\udcff"


def test_a_removed_course_takes_with_it_what_only_it_used(tmp_path):
    make_files(tmp_path, {"a.md": GOOD, "images/a.png": picture(), "b.md": make_post_text(title="B", required=ENTRY)})
    call("import_posts", tmp_path, "--course", "one")
    (tmp_path / "a.md").unlink()
    call("import_posts", tmp_path, "--course", "two")
    assert call("remove_course", "one", "--yes")[1] == [
        f"Removed “{tmp_path.name}”: 2 sessions, 2 readings, 2 posts, 0 pages, 0 papers, 0 authors, 1 image, 0 decks."
    ]
    assert (Paper.objects.count(), Author.objects.count(), Image.objects.count()) == (1, 1, 0)
    assert call("remove_course", "two", "--yes")[1] == [
        f"Removed “{tmp_path.name}”: 1 session, 1 reading, 1 post, 0 pages, 1 paper, 1 author, 0 images, 0 decks."
    ]
    assert (Paper.objects.count(), Author.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_files_of_a_removed_course_go_too(tmp_path, settings):
    lecture = make_post_text(head="lecture: L1\n", required=ENTRY, blog="![x](/images/a.png)")
    make_files(tmp_path / "site", {"a.md": lecture, "images/a.png": picture(), "Lectures/L1.pdf": b"%PDF"})
    call("import_posts", tmp_path / "site", "--course", "one")
    files = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    call("remove_course", "one", "--yes")
    assert (len(files), [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == (3, [])


@pytest.mark.parametrize("edit", [{"venue": "Mine"}, {"title": "Mine"}])
def test_a_paper_that_a_person_edited_outlives_its_course(tmp_path, edit):
    make_files(tmp_path, {"a.md": GOOD})
    call("import_posts", tmp_path, "--course", "one")
    Paper.objects.update(**edit)
    call("remove_course", "one", "--yes")
    assert Paper.objects.count() == 1


def test_nothing_is_removed_where_nobody_can_be_asked(tmp_path, monkeypatch):
    make_files(tmp_path, {"a.md": GOOD})
    call("import_posts", tmp_path, "--course", "one")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match="say --yes"):
        call("remove_course", "one")
    assert Course.objects.exists()


@pytest.mark.parametrize("command", ["remove_course", "export_course"])
def test_a_course_that_is_not_there_is_a_sentence(command):
    with pytest.raises(CommandError, match=r"There is no course “x”\. Courses here: none yet"):
        call(command, "x")


def test_html_of_an_older_renderer_is_renewed(tmp_path):
    files = {"_config.yml": "", "about.md": "---\ntitle: A\n---\nProse.\n", "_posts/2024-01-01-a.md": GOOD}
    call("import_posts", make_files(tmp_path, files), "--course", "one")
    for model, name in ((BlogNote, "html"), (Page, "html"), (Session, "introduction_html"), (Paper, "abstract_html")):
        model.objects.update(renderer_version=0, **{name: "old"})
    assert call("render_notes")[1] == ["Rendered: 1 blog notes, 1 pages, 1 sessions, 1 papers."]
    assert "Prose." in Page.objects.get().html
    assert (Session.objects.get().introduction_html, Paper.objects.get().renderer_version) == ("", RENDERER_VERSION)
    assert call("render_notes")[1] == ["Rendered: 0 blog notes, 0 pages, 0 sessions, 0 papers."]
    assert call("render_notes", "--all")[1] == ["Rendered: 1 blog notes, 1 pages, 1 sessions, 1 papers."]
