"""What goes wrong beside a post's own faults costs that post at most, and is told."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, OperationalError
from django.db.models import Model
from django.db.models.signals import post_save

from readings.models import Paper
from sessions.importing.preparing import parsed_in_bounds
from sessions.importing.run import Options, run_import
from sessions.models import BlogNote, Course, Post, Reading, Session
from sessions.posts import PostError
from tests.factories import make_files, make_post_text

pytestmark = pytest.mark.django_db

ENTRY = "#### A paper about many things\n+ https://arxiv.org/abs/2401.00001\n"


@contextmanager
def collisions(error: Exception, times: int, sender: type[Model] = Session):
    """The first `times` records of a kind that are written collide with somebody else's."""
    left = [error] * times

    def collide(**_):
        if left:
            raise left.pop()

    post_save.connect(collide, sender=sender)
    try:
        yield
    finally:
        post_save.disconnect(collide, sender=sender)


@pytest.mark.parametrize("error", [IntegrityError("duplicate key"), OperationalError("deadlock detected")])
def test_a_post_that_collided_once_is_in(tmp_path, error):
    make_files(tmp_path, {"S1.md": make_post_text(required=ENTRY)})
    with collisions(error, times=1):
        report = run_import(Options(path=str(tmp_path)))
    assert (report.exit_code, [str(message) for message in report.messages]) == (0, [])
    assert (Post.objects.count(), Session.objects.count(), Reading.objects.count()) == (1, 1, 1)


def test_a_post_that_collides_again_is_refused_and_the_others_are_in(tmp_path):
    make_files(
        tmp_path,
        {"S1.md": make_post_text(title="One", required=ENTRY), "S2.md": make_post_text(title="Two", required=ENTRY)},
    )
    with collisions(OperationalError("deadlock detected"), times=2):
        report = run_import(Options(path=str(tmp_path)))
    assert report.exit_code == 1
    assert [str(message) for message in report.messages] == [
        "error: S1.md:1: the database did not take it (deadlock detected); run the import again"
    ]
    assert [session.title for session in Session.objects.all()] == ["Two"]


def test_a_tag_of_a_refused_post_is_made_by_the_next_one(tmp_path):
    posts = {f"{name}.md": make_post_text(title=name, head="tags: [graphs]\n", blog="Words.") for name in ("S1", "S2")}
    make_files(tmp_path, posts)
    with collisions(OperationalError("deadlock detected"), times=2, sender=BlogNote):
        report = run_import(Options(path=str(tmp_path)))
    assert [post.action for post in report.posts] == ["refused", "created"]
    assert [tag.name for tag in Session.objects.get().tags.all()] == ["graphs"]


def test_a_session_that_a_person_makes_during_the_run_is_the_one_of_its_post(tmp_path):
    make_files(tmp_path, {f"S{number}.md": make_post_text(title=f"No. {number}") for number in range(1, 4)})

    def make_third(done, of):
        if done == 1:
            Session.objects.create(course=Course.objects.get(), title="Made here", slug="s3")

    report = run_import(Options(path=str(tmp_path)), make_third)
    assert [post.action for post in report.posts] == ["created", "created", "created"]
    assert list(Session.objects.order_by("slug").values_list("slug", "source", "post__path")) == [
        ("s1", "S1.md", "S1.md"),
        ("s2", "S2.md", "S2.md"),
        ("s3", "S3.md", "S3.md"),
    ]


def test_a_paper_that_a_person_makes_during_the_run_keeps_its_address(tmp_path):
    entries = [f"#### Many things at once\n+ https://arxiv.org/abs/2401.0000{number}\n" for number in range(1, 4)]
    posts = {"S1.md": "\n".join(entries[:2]), "S2.md": entries[2]}
    make_files(tmp_path, {path: make_post_text(title=path, required=text) for path, text in posts.items()})

    def make_third(done, of):
        if done == 1:
            Paper.objects.create(title="Made here", slug="many-things-at-once-3")

    report = run_import(Options(path=str(tmp_path)), make_third)
    assert [post.action for post in report.posts] == ["created", "created"]
    assert list(Paper.objects.order_by("slug").values_list("slug", "title")) == [
        ("many-things-at-once", "Many things at once"),
        ("many-things-at-once-2", "Many things at once"),
        ("many-things-at-once-3", "Made here"),
        ("many-things-at-once-4", "Many things at once"),
    ]


def test_a_fault_of_the_parser_is_told_as_a_refusal_of_the_post():
    with pytest.raises(PostError, match=r"reading this post failed, a fault of this program to be reported: .*Error"):
        parsed_in_bounds(None, "S1.md")
