"""Which entries are one paper, and what the papers take from their entries."""

import time

import pytest

from readings.models import Author, AuthorSpelling, Paper
from sessions.exports.folder import open_folder
from sessions.exports.jekyll import export_jekyll
from sessions.models import Course, Reading, ReviewItem
from tests.factories import make_files, make_post_text
from tests.imported_posts import OTHER, PAPER, post, run, site

pytestmark = pytest.mark.django_db


def test_a_paper_read_in_two_courses_is_one_record(tmp_path):
    run(make_files(tmp_path / "one", {"a.md": post()}), course="one")
    pdf = "#### A paper about many things\n+ https://arxiv.org/pdf/2401.00001v3.pdf\n"
    run(make_files(tmp_path / "two", {"a.md": post(required=pdf)}), course="two")
    assert Paper.objects.get().readings.count() == 2


def test_a_list_of_more_than_a_thousand_papers_goes_in_and_out_again(tmp_path):
    rows = [f"Tree {n} of the winter forest,Ada Lovelace{n},https://a.org/{n}" for n in range(1_100)]
    folder = make_files(tmp_path / "in", {"list.csv": "\n".join(["title,authors,link", *rows])})
    started = time.process_time()
    report = run(folder, course="trees")
    assert (report.exit_code, Reading.objects.count(), Paper.objects.count()) == (0, 1_100, 1_100)
    assert time.process_time() - started < 10
    out = open_folder(str(tmp_path / "out"))
    export_jekyll(Course.objects.get(), out)
    assert out.read("list.csv") == (folder / "list.csv").read_bytes()
    assert run(folder, course="trees").summary.startswith("1 post: 0 created, 0 updated, 1 unchanged")


def test_the_same_paper_twice_in_a_session_is_one_reading_with_both_lines_named(tmp_path):
    again = "#### A paper about many things\n+ https://arxiv.org/pdf/2401.00001\n+ https://github.com/a/b\n"
    report = run(site(tmp_path, a=post(required=PAPER + again)))
    assert Reading.objects.count() == 1
    warning = next(m for m in report.messages if "same paper" in m.text)
    assert (warning.line, warning.text) == (
        15,
        "“A paper about many things” is the same paper as in line 12: one reading",
    )
    assert sorted(link["url"] for link in Reading.objects.get().as_given["links"]) == [
        "https://arxiv.org/abs/2401.00001",
        "https://arxiv.org/pdf/2401.00001",
        "https://github.com/a/b",
    ]


def test_the_same_paper_as_required_and_more_is_two_readings(tmp_path):
    run(site(tmp_path, a=post(more=PAPER)))
    assert sorted(Reading.objects.values_list("requirement", flat=True)) == ["more", "required"]


def test_a_short_title_alone_makes_a_record_and_a_question(tmp_path):
    short = "#### Llama two\n+ https://x.org/{}\n"
    run(site(tmp_path, a=post(required=short.format("one")), b=post(required=short.format("two"))))
    assert Paper.objects.count() == 2
    assert ReviewItem.objects.get().kind == "identity"


def test_a_short_title_met_often_is_laid_beside_the_three_oldest_records(tmp_path):
    short = "#### Llama two\n+ https://x.org/{}\n"
    run(site(tmp_path, **{name: post(required=short.format(name)) for name in "abcdef"}))
    oldest = list(Paper.objects.order_by("pk").values_list("pk", flat=True))
    last = ReviewItem.objects.filter(paper=oldest[-1]).order_by("pk")
    assert [item.theirs["paper"] for item in last] == oldest[:3]
    assert ReviewItem.objects.count() == 1 + 2 + 3 + 3 + 3


def test_a_record_is_never_asked_to_be_the_same_as_itself(tmp_path):
    run(site(tmp_path, a=post(required="#### Graph Learning\n+ Ada Lovelace\n")))
    assert (Paper.objects.count(), ReviewItem.objects.count()) == (1, 0)


def test_an_entry_tells_of_its_record_what_later_entries_are_found_by(tmp_path):
    title = "#### A paper about many things\n+ Ada Lovelace\n"
    mirror = "#### Quite another title for it\n+ https://arxiv.org/abs/2401.00001\n"
    run(site(tmp_path, a=post(required=title + "\n" + PAPER + "\n" + mirror)))
    assert [paper.arxiv_id for paper in Paper.objects.all()] == ["2401.00001"]


def test_one_identifier_in_common_and_another_apart_makes_a_record_and_a_question(tmp_path):
    entry = "#### A paper about many things\n+ https://arxiv.org/abs/{}\n+ https://doi.org/10.1000/x.1\n"
    run(site(tmp_path, a=post(required=entry.format("2401.00001")), b=post(required=entry.format("2401.00009"))))
    assert sorted(Paper.objects.values_list("arxiv_id", "doi"), key=str) == [
        ("2401.00001", "10.1000/x.1"),
        ("2401.00009", None),
    ]
    assert ReviewItem.objects.get().message.endswith("they share one identifier and differ in another")


@pytest.mark.parametrize("order", [("one", "two", "three"), ("three", "two", "one"), ("two", "three", "one")])
def test_papers_are_the_same_whatever_was_imported_first(tmp_path, order):
    entries = {
        "one": "#### A paper about many\n+ Ada Lovelace\n+ https://arxiv.org/abs/2401.00001\n",
        "two": "#### A paper about many things\n+ Ada Lovelace, Alan Turing\n+ https://arxiv.org/pdf/2401.00001\n",
        "three": "#### A paper about many!\n+ 2024/01/30\n+ https://arxiv.org/abs/2401.00001v2\n+ https://x.org/code\n",
    }
    for name in order:
        make_files(tmp_path / name, {"a.md": make_post_text(title=name, required=entries[name])})
        run(tmp_path / name, course=name)
    paper = Paper.objects.get()
    assert (paper.title, paper.published) == ("A paper about many things", "2024-01-30")
    assert [author.name for author in paper.authors_in_order] == ["Ada Lovelace", "Alan Turing"]
    assert [link.url for link in paper.links.all()] == [
        "https://arxiv.org/abs/2401.00001",
        "https://arxiv.org/abs/2401.00001v2",
        "https://x.org/code",
        "https://arxiv.org/pdf/2401.00001",
    ]


@pytest.mark.parametrize("order", [("one", "two"), ("two", "one")])
def test_of_equal_values_the_earlier_course_wins_even_where_only_posts_tell_its_term(tmp_path, order):
    posts = {
        "one": ("2024 Spring", PAPER),
        "two": ("2023 Fall", PAPER.replace("many", "MANY")),
    }
    for name in order:
        term, entry = posts[name]
        run(make_files(tmp_path / name, {"a.md": post(head=f"term: {term}\n", required=entry)}), course=name)
    assert Paper.objects.get().title == "A paper about MANY things"


def test_authors_are_found_under_their_other_spellings(tmp_path):
    ada = Author.objects.create(name="Augusta Ada King")
    AuthorSpelling.objects.create(author=ada, name="Ada Lovelace")
    run(site(tmp_path, a=post()))
    assert Paper.objects.get().authors_in_order[0] == ada


def test_a_paper_that_no_reading_means_any_more_goes_with_its_people(tmp_path):
    run(site(tmp_path, a=post(required=PAPER), b=post(required=OTHER)))
    wrong = PAPER.replace("2401.00001", "2401.00002")
    run(site(tmp_path, a=post(required=wrong)))
    assert list(Paper.objects.values_list("arxiv_id", flat=True)) == ["2401.00002"]
