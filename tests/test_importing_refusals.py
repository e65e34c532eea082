"""Posts that are refused, and imports that only tell: the rest is as if they had never been read."""

import pytest

from readings.models import Paper
from sessions.importing import one_post as importer
from sessions.importing import preparing
from sessions.models import Course, ImportRun, ReviewItem, Session
from tests.factories import make_files, make_post_text
from tests.imported_posts import OTHER, everything, outcome, post, run, site

pytestmark = pytest.mark.django_db


def test_a_refused_post_leaves_everything_as_it_was(tmp_path):
    run(site(tmp_path, a=post()))
    before = everything()
    report = run(site(tmp_path, a="---\ntitle: [x\n---\nWords.\n"))
    assert outcome(report) == {"refused": 1}
    assert report.messages[0].path == "_posts/2024-01-30-a.md"
    assert everything() == before


def test_a_course_of_which_nothing_could_be_read_is_not_kept(tmp_path):
    assert run(site(tmp_path, a="---\nunclosed")).exit_code == 1
    assert not Course.objects.exists()
    assert ImportRun.objects.get().course is None


def test_a_failure_of_the_importer_itself_is_an_error_of_that_post_alone(tmp_path, monkeypatch):
    write = importer.write_post

    def fail_on_b(writing):
        write(writing)
        if writing.post.path.endswith("b.md"):
            raise ZeroDivisionError

    monkeypatch.setattr(importer, "write_post", fail_on_b)
    report = run(site(tmp_path, a=post(), b=post(required=OTHER)))
    assert outcome(report) == {"created": 1, "refused": 1}
    said = "the importer failed on this post (ZeroDivisionError); please report it"
    assert [m.text for m in report.messages if m.kind == "error"] == [said]
    assert not Paper.objects.filter(arxiv_id="2401.00002").exists()


def test_strict_is_all_or_nothing(tmp_path):
    report = run(site(tmp_path, a=post(), b="---\nunclosed"), strict=True)
    assert (report.exit_code, outcome(report)) == (1, {"refused": 1})
    assert report.summary.endswith("0 withdrawn, 1 refused: nothing was imported (--strict)")
    assert ImportRun.objects.get().counts == report.counts
    assert (Session.objects.count(), Course.objects.count(), Paper.objects.count()) == (0, 0, 0)


def test_a_rehearsal_tells_and_writes_nothing(tmp_path, settings):
    run(site(tmp_path, a=post()))
    before = everything()
    report = run(site(tmp_path, a=post(title="New"), b=post(required=OTHER)), dry_run=True)
    assert outcome(report) == {"created": 1, "updated": 1}
    assert report.posts[0].changes == ["session “New”: title"]
    assert (everything(), ImportRun.objects.count()) == (before, 1)


def test_a_rehearsal_names_what_is_kept_and_what_will_be_asked(tmp_path):
    run(site(tmp_path, a=post()))
    Session.objects.update(title="Mine", lead_team="Mine")
    report = run(site(tmp_path, a=post(title="T" * 100)), dry_run=True)
    about = f"session “{'T' * 79}…”"
    assert report.posts[0].changes == [
        f"kept as it is here: {about}: lead team",
        f"to be asked: {about}: title was changed here and in the post",
    ]
    assert not ReviewItem.objects.exists()


def test_a_post_out_of_bounds_is_refused_and_the_others_are_in(tmp_path, monkeypatch):
    def stop_at_b(function, *arguments):
        if "b.md" in arguments:
            raise preparing.workers.OutOfBounds("takes longer than 10 seconds")
        return function(*arguments)

    monkeypatch.setattr(preparing.workers, "run", stop_at_b)
    report = run(make_files(tmp_path / "one", {f"{n}.md": make_post_text(title=n, blog="Words.") for n in "abc"}))
    assert [str(message) for message in report.messages if message.kind == "error"] == [
        "error: b.md:1: reading this post takes longer than 10 seconds: make it shorter or simpler"
    ]
    assert [session.title for session in Session.objects.order_by("pk")] == ["a", "c"]
