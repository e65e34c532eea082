"""What an import says of each post that it takes in again: the values that change, or that none does."""

import pytest

from readings.models import Paper
from sessions.exports.folder import open_folder
from sessions.exports.jekyll import export_jekyll
from sessions.models import Course, ReviewItem, Session
from tests.imported_posts import HEAD, OTHER, PAPER, everything, outcome, post, run, site

pytestmark = pytest.mark.django_db

SAME = "nothing changes here: lines of the file moved, or say what stands here"
LINED = PAPER + "\n" + OTHER


def changes(report) -> list[str]:
    return [change for one in report.posts for change in one.changes]


def test_after_an_export_an_import_takes_the_lines_in_and_changes_nothing_else(tmp_path):
    root = site(tmp_path, a=post(required=LINED))
    run(root)
    Session.objects.update(title="Mine")
    Paper.objects.filter(title__startswith="Another").update(title="Another paper renamed here")
    assert export_jekyll(Course.objects.get(), open_folder(str(root))).warnings == []
    shown = [list(model.objects.order_by("pk").values("title")) for model in (Session, Paper)]
    planned = run(root, dry_run=True)
    report = run(root)
    told = [
        "session “Mine”: title: the post now says what stands here",
        "reading “Another paper renamed here”: title",
    ]
    assert (changes(planned), changes(report), outcome(report)) == (told, told, {"updated": 1})
    assert [list(model.objects.order_by("pk").values("title")) for model in (Session, Paper)] == shown
    assert not ReviewItem.objects.exists()
    before = everything()
    assert (outcome(run(root)), everything() == before) == ({"unchanged": 1}, True)


def test_a_post_of_which_only_lines_moved_says_so(tmp_path):
    run(site(tmp_path, a=post(required=LINED)))
    report = run(site(tmp_path, a=post(required="\n\n" + LINED)))
    assert (changes(report), outcome(report)) == ([SAME], {"updated": 1})


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"required": LINED.replace("Alan Turing", "Grace Hopper")}, ["reading “A paper about many things”: authors"]),
        (
            {"required": OTHER + "\n" + PAPER},
            [
                "reading “Another paper with a title”: place in the list",
                "reading “A paper about many things”: place in the list",
            ],
        ),
        ({"head": HEAD.replace("one, two", "one")}, ["session “Session”: tags"]),
        ({"head": f"{HEAD}lecture: L1\n"}, ["new slides /Lectures/L1.pdf"]),
    ],
)
def test_an_updated_post_names_what_changes(tmp_path, parts, told):
    run(site(tmp_path, a=post(required=LINED)))
    assert changes(run(site(tmp_path, a=post(**({"required": LINED} | parts))))) == told
