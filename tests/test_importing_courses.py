"""Which course a post goes into, from one folder or several."""

import pytest

from sessions.importing.sources import SourceError
from sessions.models import Course, Session
from tests.factories import make_files
from tests.imported_posts import OTHER, named, outcome, post, run

pytestmark = pytest.mark.django_db


def test_one_course_may_come_from_two_folders(tmp_path):
    run(make_files(tmp_path / "one", {"a.md": post()}))
    assert outcome(run(make_files(tmp_path / "two", {"b.md": post(required=OTHER)}))) == {"created": 1}
    assert sorted(Session.objects.values_list("source", flat=True)) == ["a.md", "b.md"]


def test_the_same_path_from_another_folder_is_refused_unless_that_folder_is_named(tmp_path):
    run(make_files(tmp_path / "one", {"a.md": post()}))
    two = make_files(tmp_path / "two", {"a.md": post(required=OTHER)})
    report = run(two)
    said = "error: a.md:1: already imported from one; name this folder with --source NAME"
    assert [str(message) for message in report.messages if message.kind == "error"] == [said]
    assert outcome(run(two, prefix="two")) == {"created": 1}
    assert sorted(Session.objects.values_list("source", flat=True)) == ["a.md", "two/a.md"]


@pytest.mark.parametrize("first", ["title: A\n", "title: A\nurl: https://a.org\n"])
def test_a_site_may_get_another_address(tmp_path, first):
    run(make_files(tmp_path / "site", {"_config.yml": first} | named({"a": post()})))
    config = {"_config.yml": "title: A\nurl: https://b.org\n"}
    assert outcome(run(make_files(tmp_path / "site", config | named({"a": post(title="Mended")})))) == {"updated": 1}
    assert outcome(run(make_files(tmp_path / "clone", config | named({"a": post(title="Again")})))) == {"updated": 1}


def test_two_sites_of_one_course_do_not_move_each_other(tmp_path):
    one = make_files(tmp_path / "one", {"_config.yml": "title: One\nurl: https://a.org\n"} | named({"a": post()}))
    config = "title: Two\ndescription: Two's\nurl: https://b.org\n"
    two = make_files(tmp_path / "two", {"_config.yml": config} | named({"b": post(required=OTHER)}))
    run(one), run(two)
    assert [outcome(run(root)) for root in (one, two, one)] == [{"unchanged": 1}] * 3
    assert Course.objects.values_list("title", "description", "site_url").get() == ("One", "Two's", "https://a.org")
    report = run(make_files(tmp_path / "two", named({"a": post(title="Another")})))
    assert [m.text for m in report.messages if m.kind == "error"] == [
        "already imported from one; name this folder with --source NAME"
    ]


def test_the_course_is_named_by_its_site(tmp_path):
    config = "title: A course\nurl: https://x.org/\nbaseurl: /2024sp-Course/\ntagline: 2024 Spring\ndescription: All\n"
    make_files(tmp_path, {"_config.yml": config, "_posts/2024-01-30-a.md": post(head="term: 2024-seminar\n")})
    run(tmp_path, course="")
    course = Course.objects.get()
    assert (course.slug, course.title, course.term) == ("2024sp-course", "A course", "2024 Spring")
    assert (course.site_url, course.description) == ("https://x.org/2024sp-Course", "All")


def test_a_folder_names_a_course_that_nothing_else_names(tmp_path):
    run(make_files(tmp_path / "My Seminar", {"a.md": post()}), course="")
    assert Course.objects.values_list("slug", "title").get() == ("my-seminar", "My Seminar")


def test_a_folder_without_posts_is_a_sentence(tmp_path):
    with pytest.raises(SourceError, match="no posts found"):
        run(make_files(tmp_path, {"a.txt": "x"}))
