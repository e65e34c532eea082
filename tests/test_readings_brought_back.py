"""A reading that was deleted, left its post with an export, and was brought back: it stays, and somebody is asked."""

import pytest
from django.test import Client
from django.urls import reverse

from sessions.exports.folder import open_folder
from sessions.exports.jekyll import export_jekyll
from sessions.models import Course, Reading, ReviewItem, Session, Version
from tests.admin_pages import save
from tests.factories import make_user
from tests.imported_posts import OTHER, PAPER, outcome, post, run, site

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(make_user(is_superuser=True))
    return client


def export(root) -> list[str]:
    return export_jekyll(Course.objects.get(), open_folder(str(root))).warnings


def test_a_reading_brought_back_after_its_lines_left_the_file_stays_with_a_question(tmp_path, browser):
    root = site(tmp_path, a=post(required=PAPER + "\n" + OTHER))
    run(root)
    save(browser, Session.objects.get(), **{"readings-1-DELETE": "on"})
    assert (export(root), "Another paper" in (root / "_posts/2024-01-30-a.md").read_text()) == ([], False)
    browser.post(reverse("admin:course_sessions_version_restore", args=[Version.objects.get(kind="reading").pk]))
    assert outcome(run(root)) == {"updated": 1, "kept": 1}
    item = ReviewItem.objects.get(field="withdrawn")
    assert item.message == "“Another paper with a title” is no longer in its post, but was brought back here"
    assert list(Reading.objects.values_list("withdrawn", flat=True)) == [False, False]


def test_a_reading_put_back_into_the_lists_stays_with_a_question(tmp_path, browser):
    root = site(tmp_path, a=post(required=PAPER + "\n" + OTHER))
    run(root)
    second = Reading.objects.order_by("pk").last()
    save(browser, second, withdrawn="on")
    assert export(root) == []
    save(browser, second, withdrawn="")
    run(root)
    assert (Reading.objects.get(pk=second.pk).withdrawn, ReviewItem.objects.get().field) == (False, "withdrawn")


def test_a_reading_that_nobody_touched_is_withdrawn_with_its_lines(tmp_path):
    run(site(tmp_path, a=post(required=PAPER + "\n" + OTHER)))
    assert outcome(run(site(tmp_path, a=post(required=PAPER)))) == {"updated": 1, "withdrawn": 1}
    assert not ReviewItem.objects.exists()


def test_text_that_is_cut_out_with_a_deleted_reading_is_named(tmp_path):
    entry = "#### What stayed open\n\n1. Is the presence of a test a feature or a leak?\n2. Who labels at all?\n"
    root = site(tmp_path, a=post(required=PAPER + "\n" + entry))
    run(root)
    Reading.objects.get(paper__title="What stayed open").delete()
    text = (root / "_posts/2024-01-30-a.md").read_text().split("\n")
    line = text.index("1. Is the presence of a test a feature or a leak?") + 1
    assert export(root) == [
        f"warning: _posts/2024-01-30-a.md:{line}: “What stayed open” was deleted here and is cut out of the post; text "
        f"of lines {line}, {line + 1} went with it, put it back where it is to stay: "
        "1. Is the presence of a test a feature or a leak? / 2. Who labels at all?"
    ]


def test_a_paper_goes_with_its_abstract_and_no_word(tmp_path):
    root = site(tmp_path, a=post(required=OTHER + "\n" + PAPER + "+ It says many things at length, and then some.\n"))
    run(root)
    Reading.objects.get(paper__title="A paper about many things").delete()
    assert export(root) == []
