"""A new version of a published note waits while the old one stays public: from posts and from people."""

import io

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture

from sessions.exports.folder import open_folder
from sessions.exports.jekyll import export_jekyll
from sessions.importing import one_post as importer
from sessions.importing.run import Options, run_import
from sessions.models import BlogNote, Course, ImportRun, NoteVersion, Post, ReviewItem, Session
from sessions.notes import AlreadyAnswered, accept, decline, propose
from sessions.previewing.build import build_preview
from tests.admin_pages import address
from tests.factories import make_course, make_files, make_note, make_post_text, make_session, make_user

pytestmark = pytest.mark.django_db

PAPER = "#### A paper about many things\n+ https://arxiv.org/abs/2401.00001\n"


def run(tmp_path, blog="Old.", title="Session", name="a", **options):
    """Import a site that has one post more, or another text of one."""
    text = make_post_text(title=title, required=PAPER, blog=blog)
    make_files(tmp_path / "site", {"_config.yml": "title: A\n", f"_contents/{name}.md": text})
    return run_import(Options(path=str(tmp_path / "site"), course="course", **options))


def waiting() -> list[tuple[str, str]]:
    """The text that stands and the one that waits."""
    versions = NoteVersion.objects.waiting().select_related("note")
    return [(version.note.markdown.strip(), version.markdown.strip()) for version in versions]


def rows():
    models = (BlogNote, NoteVersion, ReviewItem, Session, Post)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize(
    ("policy", "first", "later", "changed"),
    [
        ("first", "published", "submitted", [("Old.", "New.")]),
        ("submitted", "submitted", "submitted", []),
        ("published", "published", "published", []),
    ],
)
def test_each_course_says_how_imported_notes_arrive(tmp_path, policy, first, later, changed):
    make_course(slug="course")
    Course.objects.update(imported_notes=policy)
    run(tmp_path)
    assert [note.state for note in BlogNote.objects.all()] == [first]
    run(tmp_path, "New.")
    run(tmp_path, name="b")
    assert [note.state for note in BlogNote.objects.order_by("session__source")] == [first, later]
    assert waiting() == changed


def test_an_import_that_was_cut_short_is_still_the_first_one(tmp_path):
    run(tmp_path)
    ImportRun.objects.all().delete()  # it is written when all is done
    run(tmp_path, name="b")
    assert {note.state for note in BlogNote.objects.all()} == {"published"}


def test_the_published_text_stays_until_its_new_version_is_accepted(tmp_path, client):
    run(tmp_path)
    report = run(tmp_path, "New.", title="Renamed")
    assert report.posts[0].changes == [
        "session “Renamed”: title",
        "a new version of the note waits, the published one stays",
    ]
    page = Session.objects.get().get_absolute_url()
    assert "Old." in client.get(page).content.decode()
    accept(NoteVersion.objects.get(), make_user())
    shown = client.get(page).content.decode()
    assert ("Old." in shown, "New." in shown) == (False, True)
    run(tmp_path, "Newer.")
    assert waiting() == [("New.", "Newer.")]


def test_a_version_that_waits_is_not_proposed_twice(tmp_path, monkeypatch):
    run(tmp_path)
    run(tmp_path, "New.")
    before = rows()
    assert run(tmp_path, "New.").counts["unchanged"] == 1
    assert rows() == before
    monkeypatch.setattr(importer, "PARSER_VERSION", importer.PARSER_VERSION + 1)
    assert run(tmp_path, "New.").posts[0].changes == []
    assert rows()[:2] == before[:2]


def test_a_newer_text_takes_the_place_of_the_one_that_waits(tmp_path):
    run(tmp_path)
    for blog in ("New.", "Newer."):
        run(tmp_path, blog)
    assert waiting() == [("Old.", "Newer.")]
    run(tmp_path, "Old.")
    assert (waiting(), BlogNote.objects.get().as_given["markdown"].strip()) == ([], "Old.")


def test_what_a_person_and_the_post_changed_is_a_review_item_and_nothing_waits(tmp_path):
    run(tmp_path)
    run(tmp_path, "New.")
    BlogNote.objects.update(markdown="Mine.")
    run(tmp_path, "Newer.")
    assert (waiting(), BlogNote.objects.get().markdown) == ([], "Mine.")
    assert [(item.field, item.ours, item.theirs.strip()) for item in ReviewItem.objects.all()] == [
        ("markdown", "Mine.", "Newer.")
    ]


def test_a_declined_version_is_not_proposed_again_and_the_next_one_is_asked_about(tmp_path):
    run(tmp_path)
    run(tmp_path, "New.")
    decline(NoteVersion.objects.get(), make_user())
    run(tmp_path, "New.", title="Renamed")
    assert (waiting(), ReviewItem.objects.count(), BlogNote.objects.get().markdown.strip()) == ([], 0, "Old.")
    run(tmp_path, "Newer.")
    assert (waiting(), ReviewItem.objects.get().field) == ([], "markdown")


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_a_note_that_is_not_public_follows_its_post_at_once(tmp_path, state):
    run(tmp_path)
    BlogNote.objects.update(state=state)
    run(tmp_path, "New.")
    assert (BlogNote.objects.get().markdown.strip(), BlogNote.objects.get().state, waiting()) == ("New.", state, [])


def test_a_submitted_note_that_was_published_counts_as_the_posts_own(tmp_path):
    run(tmp_path)
    run(tmp_path, name="b")
    BlogNote.objects.filter(state="submitted").update(state="published")
    assert run(tmp_path, "New.", name="b").counts["kept"] == 0
    assert waiting() == [("Old.", "New.")]
    run(tmp_path, "", name="b")
    assert [note.state for note in BlogNote.objects.order_by("session__source")] == ["published", "draft"]
    assert (waiting(), ReviewItem.objects.count()) == ([], 0)


def picture(colour: int) -> bytes:
    out = io.BytesIO()
    Picture.new("L", (3, 2), colour).save(out, "PNG")
    return out.getvalue()


def test_the_text_that_stays_keeps_its_pictures(tmp_path):
    pictures = {f"images/{name}.png": picture(number) for number, name in enumerate("ab")}
    make_files(tmp_path / "site", pictures)
    run(tmp_path, "Old. ![one](/images/a.png)")
    run(tmp_path, "New. ![two](/images/b.png)")
    run(tmp_path, "New. ![two](/images/b.png) And more.")
    note = BlogNote.objects.get()
    note.save()
    assert ("<img" in note.html, "missing" in note.html) == (True, False)
    accept(NoteVersion.objects.get(), make_user())
    note = BlogNote.objects.get()
    assert ("<img" in note.html, "missing" in note.html, "images" in note.as_given) == (True, False, False)


def test_an_export_does_not_write_the_old_text_over_the_one_that_waits(tmp_path):
    run(tmp_path)
    run(tmp_path, "New.")
    BlogNote.objects.update(markdown="Mine.")
    export = export_jekyll(Course.objects.get(), open_folder(str(tmp_path / "site")))
    assert "New." in (tmp_path / "site/_contents/a.md").read_text()
    said = "the note: its post says something new that waits to be accepted or declined"
    assert [message.rpartition("not written: ")[2] for message in export.warnings] == [said]


def test_a_preview_shows_the_new_text(tmp_path):
    run(tmp_path)
    make_files(tmp_path / "site", {"_contents/a.md": make_post_text(required=PAPER, blog="New.")})
    pages = build_preview(str(tmp_path / "site/_contents/a.md"), "course").pages
    assert b"New." in pages["/courses/course/a/"]
    assert waiting() == []


def test_only_what_its_author_changed_is_taken_over():
    note, by = make_note(title="Title", markdown="Old."), make_user()
    version = propose(note, title="Better title", markdown="Old.", by=by)
    BlogNote.objects.update(markdown="Edited meanwhile.")
    accept(version, by)
    note.refresh_from_db()
    assert (note.title, note.markdown, note.html) == ("Better title", "Edited meanwhile.", "<p>Edited meanwhile.</p>")


def test_each_author_has_one_version_that_waits():
    note, one, other = make_note(markdown="Old."), make_user(), make_user()
    for by, markdown in ((one, "A"), (other, "B"), (one, "C")):
        propose(note, title="", markdown=markdown, by=by)
    assert sorted(waiting()) == [("Old.", "B"), ("Old.", "C")]


def test_a_version_is_answered_once():
    version = propose(make_note(), title="", markdown="New.", by=make_user())
    decline(version, make_user())
    with pytest.raises(AlreadyAnswered, match="declined already"):
        accept(version, make_user())
    assert BlogNote.objects.get().markdown == "Words."


@pytest.fixture
def version() -> NoteVersion:
    note = make_note(session=make_session(title="Session"), markdown="First.\n\nSecond.\n\nThird.\n")
    return propose(note, title="", markdown="First.\n\nSecond, mended.\n\nThird.\n", by=make_user(username="ada"))


def logged_in(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def answer(browser: Client, version: NoteVersion, name: str, seen: str):
    path = reverse("admin:course_sessions_blognote_answer", args=[version.note_id, version.pk])
    return browser.post(path, {"answer": name, "seen": seen}, follow=True)


def seen_by(browser: Client, version: NoteVersion) -> str:
    return browser.get(address(BlogNote, "change", version.note_id)).context["versions"][0].seen


@pytest.mark.parametrize(("name", "text"), [("accept", "Second, mended."), ("decline", "Second.")])
def test_one_click_answers_a_version_that_stands_beside_the_note(version, name, text):
    browser = logged_in(make_user(is_superuser=True))
    page = browser.get(address(BlogNote, "change", version.note_id)).content.decode()
    assert page.index("<mark>Second.</mark>") < page.index("<mark>Second, mended.</mark>")
    response = answer(browser, version, name, seen_by(browser, version))
    assert response.status_code == 200
    assert BlogNote.objects.get().markdown.split("\n")[2] == text
    assert "A new version waits" not in response.content.decode()


def test_what_changed_since_it_was_shown_is_looked_at_again(version):
    browser = logged_in(make_user(is_superuser=True))
    seen = seen_by(browser, version)
    BlogNote.objects.update(markdown="Edited meanwhile.")
    page = answer(browser, version, "accept", seen).content.decode()
    assert "has just been changed" in page
    assert "What is public was changed after this version had been written" in page
    assert BlogNote.objects.get().markdown == "Edited meanwhile."


def test_the_list_shows_which_notes_have_a_version_that_waits(version):
    make_note()
    response = logged_in(make_user(is_superuser=True)).get(address(BlogNote, "changelist"), {"version": "waits"})
    assert [note.pk for note in response.context["cl"].result_list] == [version.note_id]


@pytest.mark.parametrize(
    ("role", "direct", "status"),
    [("instructor", False, 200), ("assistant", False, 403), ("assistant", True, 200), ("stranger", True, 403)],
)
def test_those_answer_who_may_publish(version, role, direct, status):
    user = make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="course_sessions"))
    course = version.note.session.course
    course.direct_corrections = direct
    course.save()
    if role != "stranger":
        getattr(course, f"{role}s").add(user)
    browser = logged_in(user)
    superuser = logged_in(make_user(is_superuser=True))
    assert answer(browser, version, "accept", seen_by(superuser, version)).status_code == status
    assert NoteVersion.objects.waiting().exists() is (status != 200)
