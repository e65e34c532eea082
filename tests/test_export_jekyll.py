"""A course back into its posts: what nobody changed stays byte for byte, what somebody did is one changed line."""

import datetime
import os
from difflib import unified_diff
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from readings.models import Author, Authorship, Paper, PaperLink
from sessions.exports.folder import open_folder
from sessions.exports.jekyll import export_jekyll
from sessions.exports.jekyll.files import encoded, with_hidden
from sessions.exports.jekyll.front_matter import values_of, with_names, with_value
from sessions.exports.jekyll.passages import with_passage
from sessions.importing.run import Options, run_import
from sessions.models import BlogNote, Course, Page, Reading, ReviewItem, Session
from tests.factories import make_files, make_paper, make_session

CONFIG = "title: A course\nurl: https://x.org\nbaseurl: /a\n"
POST = """---
layout: post   # as ever
title: "The first: one"
tags: [one, two]
categories:
  - 5Topic
lectureVersion: current
video: team-1
notes: team-2
lecture: L1
desc: 2024-S3
---

Words before.

## Required Readings:

#### A paper about many different things
+ Ada Lovelace, Alan Turing
+ 2024/1/30
+ https://arxiv.org/abs/2401.00001
+ It says many things, at length and in whole sentences, about all of them.

#### Another paper that is read as well
+ https://example.org/another.pdf

## More Readings:

#### A third one that may be left out
+ https://example.org/third.pdf

<!--excerpt.start-->

# Blog: What we said

The **first** line.~

![a]({{ site.baseurl }}/Lectures/a.png) and text

- last
""".replace("~", " ")
TABLE = """---
title: Tables
---

| Presenter | Papers | Paper URL |
| --- | --- | --- |
| Ada Lovelace | The first paper of the table | [PDF](https://example.org/1.pdf) |
| Alan Turing | The second paper of the table | [PDF](https://example.org/2.pdf) |
"""
PATH = "_contents/S3.md"


class Checkout:
    """A site in a folder, imported; `lines` are those that an export changed, as a diff shows them."""

    def __init__(self, root: Path, files: dict[str, str | bytes]):
        self.root, self.files = make_files(root, {"_config.yml": CONFIG, **files}), files
        self.load()
        self.session = Session.objects.order_by("pk").first()

    def load(self):
        return run_import(Options(path=str(self.root), course="a"))

    def save(self):
        return export_jekyll(Course.objects.get(), open_folder(str(self.root)))

    def lines(self, path: str = PATH) -> list[str]:
        old, new = self.files[path], (self.root / path).read_text()
        diff = unified_diff(old.split("\n"), new.split("\n"), n=0, lineterm="")
        return [line for line in diff if not line.startswith(("---", "+++", "@@"))]

    def comes_back(self) -> None:
        """Imported again, nothing is kept or in conflict; exported again, nothing is written."""
        report = self.load()
        assert (report.exit_code, report.counts["kept"], report.counts["withdrawn"]) == (0, 0, 0)
        assert not ReviewItem.objects.filter(kind="conflict").exists()
        again = self.save()
        assert (again.new, again.changed, again.warnings) == ([], [], [])


@pytest.fixture
def checkout(tmp_path, db) -> Checkout:
    return Checkout(tmp_path / "site", {PATH: POST})


def set_authors(paper: Paper, *names: str) -> None:
    paper.authorships.all().delete()
    for position, name in enumerate(names):
        author = Author.objects.named(name) or Author.objects.create(name=name)
        Authorship.objects.create(paper=paper, author=author, position=position)


def test_nothing_changed_nothing_written(checkout):
    before = (checkout.root / PATH).stat().st_mtime_ns
    export = checkout.save()
    assert (export.new, export.changed, export.warnings, export.unchanged) == ([], [], [], 1)
    assert (checkout.root / PATH).stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({"title": 'Now "quoted": #1'}, ['-title: "The first: one"', '+title: "Now \\"quoted\\": #1"']),
        ({"status": "upcoming"}, ["-lectureVersion: current", "+lectureVersion: next"]),
        ({"lead_team": "Ada & Bob"}, ["-video: team-1", "+video: Ada & Bob"]),
        ({"blog_team": "no"}, ["-notes: team-2", '+notes: "no"']),
        ({"number": 14}, ["-desc: 2024-S3", "+desc: 2024-S14"]),
        ({"date": datetime.date(2024, 2, 1)}, ["+date: 2024-02-01"]),
        ({"introduction": "Other words."}, ["-Words before.", "+Other words."]),
        ({"visible": False}, ["+published: false # hidden in the library"]),
    ],
)
def test_one_value_of_a_session_is_one_line(checkout, values, lines):
    for name, value in values.items():
        setattr(checkout.session, name, value)
    checkout.session.save()
    assert checkout.save().warnings == []
    assert checkout.lines() == lines
    checkout.comes_back()


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({"lead_team": "Ada & Bob"}, ["-team: team-1", "+team: Ada & Bob"]),
        ({"lead_team": ""}, ["-team: team-1", '+team: ""']),
        ({"blog_team": "Ada"}, ["-scribe: team-2", "+scribe: Ada"]),
    ],
)
def test_teams_are_changed_under_the_keys_that_the_post_has(tmp_path, db, values, lines):
    checkout = Checkout(tmp_path, {PATH: POST.replace("video:", "team:").replace("notes:", "scribe:")})
    assert (checkout.session.lead_team, checkout.session.blog_team) == ("team-1", "team-2")
    Session.objects.update(**values)
    assert checkout.save().warnings == []
    assert [line.rstrip() for line in checkout.lines()] == lines
    checkout.comes_back()


def test_tags_and_categories_keep_the_form_of_their_list(checkout):
    checkout.session.tags.remove("one")
    checkout.session.tags.add("a, b")
    checkout.session.categories.create(name="6More")
    checkout.save()
    assert checkout.lines() == ["-tags: [one, two]", '+tags: [two, "a, b"]', "+  - 6More"]
    checkout.comes_back()


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        (
            {"title": "A paper about *some* things"},
            ["-#### A paper about many different things", "+#### A paper about *some* things"],
        ),
        ({"published": "2024-02"}, ["-+ 2024/1/30", "++ 2024-02"]),
        ({"venue": "NeurIPS 2024"}, ["++ NeurIPS 2024"]),
        (
            {"abstract": "It says less, but says it in a sentence of its own."},
            [
                "-+ It says many things, at length and in whole sentences, about all of them.",
                "++ It says less, but says it in a sentence of its own.",
            ],
        ),
    ],
)
def test_one_value_of_a_paper_is_one_line(checkout, values, lines):
    Paper.objects.filter(arxiv_id="2401.00001").update(**values)
    assert checkout.save().warnings == []
    checkout.comes_back()
    changed = [line for line in checkout.lines() if "\\*" not in line or "*some*" not in line.replace("\\", "")]
    escaped = [line for line in checkout.lines() if "\\*" in line]
    assert changed + [line.replace("\\", "") for line in escaped] == lines


def test_authors_and_links(checkout):
    first, second, third = (reading.paper for reading in checkout.session.readings.all())
    set_authors(first, "Grace Hopper")
    set_authors(second, "Ada Lovelace", "Alan Turing")
    second.links.get().delete()
    PaperLink.objects.create(paper=second, url="https://example.org/moved.pdf")
    PaperLink.objects.create(paper=third, url="https://github.com/a/b", label="Code")
    assert checkout.save().warnings == []
    assert checkout.lines() == [
        "-+ Ada Lovelace, Alan Turing",
        "++ Grace Hopper",
        "-+ https://example.org/another.pdf",
        "++ Ada Lovelace, Alan Turing",
        "++ https://example.org/moved.pdf",
        "++ [Code](https://github.com/a/b)",
    ]
    checkout.comes_back()


def test_a_reading_renamed_without_any_identifier_stays_the_same_reading(checkout):
    reading = checkout.session.readings.get(paper__title__startswith="Another")
    reading.paper.title = "Quite different words now"
    reading.paper.save()
    checkout.save()
    checkout.comes_back()
    assert Reading.objects.get(paper__title="Quite different words now").pk == reading.pk
    assert Reading.objects.count() == 3


def test_readings_deleted_withdrawn_added_and_moved(checkout):
    first, second, third = checkout.session.readings.all()
    first.delete()
    second.requirement = "more"
    second.save()
    third.withdrawn = True
    third.save()
    new = make_paper(title="A new paper that a person added", authors=("Ada Lovelace",), published="2023")
    Reading.objects.create(session=checkout.session, paper=new, requirement="required", position=9)
    assert checkout.save().warnings == []
    checkout.comes_back()
    text = (checkout.root / PATH).read_text()
    assert [line for line in text.split("\n") if line.startswith("##")] == [
        "## Required Readings:",
        "#### A new paper that a person added",
        "## More Readings:",
        "#### Another paper that is read as well",
    ]
    assert "+ Ada Lovelace\n+ 2023\n" in text


def test_the_order_within_a_list(checkout):
    first, second, _ = checkout.session.readings.all()
    Reading.objects.filter(pk=first.pk).update(position=1)
    Reading.objects.filter(pk=second.pk).update(position=0)
    assert checkout.save().warnings == []
    checkout.comes_back()
    text = (checkout.root / PATH).read_text()
    assert text.index("#### Another") < text.index("#### A paper about")
    assert sorted(text.split("\n")) == sorted(POST.split("\n"))


def test_the_note_changes_line_by_line_and_keeps_its_liquid(checkout):
    note = BlogNote.objects.get()
    note.title = "What we wrote"
    note.markdown = (
        note.markdown.replace("text", "more text").replace("- last", "- last\n- and more").replace("\n", "\r\n")
    )
    note.save()
    assert checkout.save().warnings == []
    assert checkout.lines() == [
        "-# Blog: What we said",
        "+# Blog: What we wrote",
        "-![a]({{ site.baseurl }}/Lectures/a.png) and text",
        "+![a]({{ site.baseurl }}/Lectures/a.png) and more text",
        "+- and more",
    ]
    checkout.comes_back()


def test_a_note_deleted_or_written_here(checkout):
    BlogNote.objects.get().delete()
    checkout.save()
    assert "Blog" not in (checkout.root / PATH).read_text()
    checkout.comes_back()
    BlogNote.objects.create(session=checkout.session, title="Again", markdown="New words.", state="published")
    checkout.session.refresh_from_db()
    assert checkout.save().warnings == []
    checkout.load()
    assert [note.markdown for note in BlogNote.objects.all()] == ["New words."]


def test_a_draft_stays_out_of_the_post(checkout):
    BlogNote.objects.create(session=checkout.session, markdown="Secret.", state="draft")
    assert checkout.save().changed == []


def test_rows_of_a_table(tmp_path, db):
    checkout = Checkout(tmp_path, {PATH: TABLE})
    first, second = checkout.session.readings.all()
    first.paper.title = "The very first paper"
    first.paper.save()
    first.presenter = "Grace Hopper"
    first.save()
    second.delete()
    new = make_paper(title="A row that a person added")
    PaperLink.objects.create(paper=new, url="https://example.org/3.pdf", label="PDF")
    Reading.objects.create(session=checkout.session, paper=new, requirement="unspecified", position=5)
    assert checkout.save().warnings == []
    assert checkout.lines() == [
        "-| Ada Lovelace | The first paper of the table | [PDF](https://example.org/1.pdf) |",
        "-| Alan Turing | The second paper of the table | [PDF](https://example.org/2.pdf) |",
        "+| Grace Hopper | The very first paper | [PDF](https://example.org/1.pdf) |",
        "+| – | A row that a person added | [PDF](https://example.org/3.pdf) |",
    ]
    checkout.comes_back()


def test_what_has_no_place_is_said_with_its_line_and_nothing_is_guessed(tmp_path, db):
    checkout = Checkout(tmp_path, {PATH: TABLE})
    set_authors(checkout.session.readings.first().paper, "Grace Hopper")
    export = checkout.save()
    assert export.warnings == [
        "warning: _contents/S3.md:7: not written: “The first paper of the table”: authors: "
        "the file has no certain place for it; change it in the file by hand: Grace Hopper"
    ]
    assert checkout.lines() == []


NO_CHANGE = "no change of its words leaves all else as it is; change it in the file by hand"
NOT_ONE = "what stood here before is not written in one place of the file; change it in the file by hand"
LISTED = "#### A fourth paper that is a reading\n+ Ada Lovelace\n+ https://arxiv.org/abs/2401.00009"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": ""}, f"title: {NO_CHANGE}: none"),
        ({"date": None}, f"date: {NO_CHANGE}: none"),
        ({"introduction": LISTED}, f"introduction: {NOT_ONE}: {' '.join(LISTED.split())}"),
    ],
)
def test_what_is_not_written_says_why_and_what_to_do(tmp_path, db, values, said):
    text = POST.replace("desc", "date: 2024-01-30\ndesc").replace("The **first** line.", "Words before. And after.")
    checkout = Checkout(tmp_path, {PATH: text})
    Session.objects.update(**values)
    assert checkout.save().warnings == [f"warning: _contents/S3.md:1: not written: {said}"]
    assert checkout.lines() == []


def test_a_file_that_changed_since_keeps_its_change_and_one_that_was_exported_before_is_fine(checkout):
    checkout.session.title, checkout.session.lead_team = "Mine", "Mine too"
    checkout.session.save()
    (checkout.root / PATH).write_text(POST.replace("The first: one", "Theirs"))
    export = checkout.save()
    assert export.warnings == [
        "warning: _contents/S3.md:1: not written: title: "
        "the file has changed there since it was imported; import it first"
    ]
    assert checkout.lines() == ['-title: "The first: one"', '+title: "Theirs"', "-video: team-1", "+video: Mine too"]
    assert checkout.save().changed == []


def test_a_hidden_session_shown_again_loses_our_line_and_only_ours(checkout):
    Session.objects.update(visible=False)
    checkout.save()
    Session.objects.update(visible=True)
    checkout.save()
    assert checkout.lines() == []


def test_line_ends_and_byte_order_mark_stay(tmp_path, db):
    raw = b"\xef\xbb\xbf" + POST.replace("\n", "\r\n").encode()
    checkout = Checkout(tmp_path, {PATH: raw})
    Session.objects.update(lead_team="Mine")
    checkout.save()
    assert (checkout.root / PATH).read_bytes() == raw.replace(b"video: team-1", b"video: Mine")


def test_pages_and_their_changes(tmp_path, db):
    about = "---\ntitle: About\n---\nOne.\n\nTwo.\n"
    checkout = Checkout(tmp_path, {PATH: POST, "About.md": about})
    Page.objects.update(title="About us", markdown="One.\r\n\r\nThree.")
    assert checkout.save().warnings == []
    assert checkout.lines("About.md") == ["-title: About", "+title: About us", "-Two.", "+Three."]
    checkout.comes_back()


def test_a_session_made_here_becomes_a_post_and_comes_back_as_itself(checkout):
    course = Course.objects.get()
    session = make_session(course=course, slug="guest", title="A guest: talk", introduction="Come.")
    session.tags.add("guests")
    session.number, session.lead_team = 9, "Guest"
    session.save()
    new = make_paper(title="A new paper that a person added", authors=("Ada Lovelace",), published="2023")
    Reading.objects.create(session=session, paper=new, requirement="more")
    Reading.objects.create(session=session, paper=Paper.objects.get(arxiv_id="2401.00001"), requirement="required")
    BlogNote.objects.create(session=session, title="After", markdown="It was good.", state="published")
    export = checkout.save()
    assert (export.new, export.warnings) == (["_contents/guest.md"], [])
    assert (checkout.root / "_contents/guest.md").read_text().startswith('---\nlayout: post\ntitle: "A guest: talk"\n')
    assert checkout.save().unchanged == 2
    checkout.comes_back()
    assert (Session.objects.count(), Reading.objects.count(), BlogNote.objects.count()) == (2, 5, 2)
    session.refresh_from_db()
    assert (session.source, session.slug) == ("_contents/guest.md", "guest")


def test_into_an_empty_folder_a_site_that_imports_to_the_same_course(checkout, tmp_path):
    export_jekyll(Course.objects.get(), open_folder(str(tmp_path / "new")))
    assert (tmp_path / "new" / PATH).read_text() == POST
    assert "collections:\n  contents:\n    output: true\n" in (tmp_path / "new/_config.yml").read_text()
    assert run_import(Options(path=str(tmp_path / "new"))).counts["unchanged"] == 1


def test_nothing_is_written_through_a_link_or_outside(checkout, tmp_path):
    outside = make_files(tmp_path / "outside", {"S3.md": POST})
    Session.objects.update(lead_team="Mine")
    (checkout.root / PATH).unlink()
    (checkout.root / PATH).symlink_to(outside / "S3.md")
    assert "left alone" in checkout.save().warnings[0]
    (checkout.root / PATH).unlink()
    (checkout.root / "_contents").rmdir()
    (checkout.root / "_contents").symlink_to(outside)
    assert "left alone" in checkout.save().warnings[0]
    assert (outside / "S3.md").read_text() == POST
    Course.objects.get().posts.update(path="../outside/S3.md")
    assert "not a path inside the folder" in checkout.save().warnings[0]


def test_a_file_too_large_for_a_text_is_left_alone(checkout):
    Session.objects.update(lead_team="Mine")
    os.truncate(checkout.root / PATH, 6 << 30)  # takes no room on the disk
    assert checkout.save().warnings == [f"warning: {PATH}:1: left alone: too large: more than 4 MiB"]


def test_the_command(checkout, capsys):
    Session.objects.update(lead_team="Mine")
    call_command("export_course", "a", "--format", "jekyll", str(checkout.root), "--dry-run")
    assert capsys.readouterr().out == "changed: _contents/S3.md\n1 file: 0 new, 1 changed, 0 unchanged, 0 warnings\n"
    assert checkout.lines() == []
    with pytest.raises(CommandError, match="needs a folder"):
        call_command("export_course", "a", "--format", "jekyll")


@pytest.mark.parametrize(
    ("head", "key", "value", "result"),
    [
        ("a: 'x' # why\n", "a", "it's", "a: 'it''s' # why\n"),
        ("a: x # why\n", "a", "y", "a: y # why\n"),
        ("a:\nb: 1\n", "a", "y", "a: y\nb: 1\n"),
        ("a: \nb: 1\n", "A", "y: z", 'a: "y: z" \nb: 1\n'),
        ("a: >\n  x\n  y\nb: 1\n", "a", "z", "a: z\nb: 1\n"),
        ("b: 1\n", "a", "# z", 'b: 1\na: "# z"\n'),
        ("a: [x]\n", "a", "y", None),
    ],
)
def test_one_value_of_front_matter(head, key, value, result):
    text = with_value(f"---\n{head}---\nbody\n", key, value)
    if result is None:
        assert text is None
    else:
        assert text == f"---\n{result}---\nbody\n"
        assert values_of(text)["a"].text == value


@pytest.mark.parametrize(
    ("head", "result"),
    [
        ("tags: [ gone, x ]\n", "tags: [ x, new ]\n"),
        ("tags: [x, 'gone']\n", "tags: [x, new]\n"),
        ("tags:\n- gone\n- x\n", "tags:\n- x\n- new\n"),
        ("tags: x gone\n", "tags: x new\n"),
        ("tags: x, gone # why\n", "tags: x, new # why\n"),
        ("tags:\n", "tags: [new]\n"),
        ("a: 1\n", "a: 1\ntags: [new]\n"),
    ],
)
def test_names_of_front_matter(head, result):
    assert with_names(f"---\n{head}---\n", "tags", ["new"], lambda name: name == "gone") == f"---\n{result}---\n"


def test_toml_front_matter():
    text = '+++\ntitle = "A" # why\ntags = ["x", "gone"]\n[params]\nz = 1\n+++\n'
    text = with_value(text, "title", 'B "c"')
    text = with_value(text, "notes", "d")
    text = with_names(text, "tags", ["new"], lambda name: name == "gone")
    assert text == '+++\ntitle = "B \\"c\\"" # why\ntags = ["x", "new"]\nnotes = "d"\n[params]\nz = 1\n+++\n'


def test_a_passage_that_is_not_found_gives_nothing():
    assert with_passage("a\nb\n", "x\ny", "x\nz", first=1, variables={}) is None


def test_mixed_line_ends_stay_where_lines_stay():
    assert encoded("a\nB\nc\n", b"a\r\nb\r\nc\n") == b"a\r\nB\r\nc\n"


def test_our_line_comes_once_and_goes():
    text = "---\ntitle: a\n---\n"
    assert with_hidden(with_hidden(text, True), True).count("published") == 1
    assert with_hidden(with_hidden(text, True), False) == text
