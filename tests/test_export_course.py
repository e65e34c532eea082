"""A course as JSON: the shape that scripts rely on, readings as given with what people changed."""

import json

import pytest
from django.core.management import call_command

from readings.models import Author, Authorship, Paper, PaperLink
from sessions.exports.json import course_as_data
from sessions.importing.run import Options, run_import
from sessions.models import BlogNote, Course, NoteContributor, Reading, Session
from sessions.review.joining import join
from tests.factories import make_course, make_files, make_paper, make_post_text, make_reading, make_session

pytestmark = pytest.mark.django_db

HEAD = "tags: [one]\ncategories: [5Topic]\ndate: 2024-01-30\nvideo: team-1\nnotes: team-2\nlecture: L1\n"
ENTRY = (
    "#### A paper about many things\n+ Lovelace, Ada; Turing, Alan\n+ 2024/01/30\n+ https://arxiv.org/abs/2401.00001\n"
)


@pytest.fixture
def course(tmp_path) -> Course:
    files = {"_config.yml": "title: A course\nurl: https://x.org\n", "_posts/2024-01-30-a.md": text()}
    run_import(Options(path=str(make_files(tmp_path, files)), course="course"))
    return Course.objects.get()


def text() -> str:
    return make_post_text(head=HEAD, required=ENTRY, blog="Words.")


def reading_of(course) -> dict:
    return course_as_data(course)["sessions"][0]["readings"][0]


def test_the_whole_shape(course, capsys):
    call_command("export_course", "course", "--format", "json")
    data = json.loads(capsys.readouterr().out)
    session = data["sessions"][0]
    reading, note = session.pop("readings")[0], session.pop("notes")[0]
    assert data["course"] == {"slug": "course", "title": "A course", "term": None}
    assert session == {
        "source": "_posts/2024-01-30-a.md",
        "other_sources": [],
        "title": "Session",
        "date": "2024-01-30",
        "status": "released",
        "lead_team": "team-1",
        "blog_team": "team-2",
        "tags": ["one"],
        "categories": ["5Topic"],
        "slides": [{"label": None, "url": "https://x.org/Lectures/L1.pdf"}],
        "introduction": {"markdown": "", "html": ""},
    }
    assert reading == {
        "title": "A paper about many things",
        "requirement": "required",
        "authors": ["Ada Lovelace", "Alan Turing"],
        "published": "2024-01-30",
        "venue": None,
        "abstract": None,
        "presenter": None,
        "topic": None,
        "instruction": None,
        "remarks": None,
        "links": [{"url": "https://arxiv.org/abs/2401.00001", "label": None}],
        "slides": [],
        "paper": "a-paper-about-many-things",
    }
    assert (note["title"], note["markdown"].strip()) == (None, "Words.")
    assert "Words." in note["html"]


def test_what_a_person_changed_of_a_paper_is_written_instead(course):
    Paper.objects.update(title="Mine", venue="Mine too")
    Authorship.objects.all().delete()
    Authorship.objects.create(paper=Paper.objects.get(), author=Author.objects.create(name="Grace Hopper"))
    PaperLink.objects.all().delete()
    PaperLink.objects.create(paper=Paper.objects.get(), url="https://mine.org")
    reading = reading_of(course)
    assert (reading["title"], reading["venue"], reading["authors"]) == ("Mine", "Mine too", ["Grace Hopper"])
    assert reading["links"] == [{"url": "https://mine.org", "label": None}]


def test_each_post_speaks_for_itself_of_a_paper_read_twice(course, tmp_path):
    other = "#### A paper about many things, at length\n+ https://arxiv.org/abs/2401.00001\n"
    root = make_files(tmp_path / "two", {"_config.yml": "", "_posts/2024-02-01-b.md": make_post_text(required=other)})
    run_import(Options(path=str(root), course="two"))
    assert Paper.objects.get().title == "A paper about many things, at length"
    assert reading_of(course)["title"] == "A paper about many things"


def test_a_reading_that_a_person_made_or_moved_is_told_by_its_paper(course):
    paper = make_paper(title="By hand", authors=("Grace Hopper",), published="1999")
    Reading.objects.update(paper=paper)
    make_reading(session=Session.objects.get(), paper=paper, requirement="more", position=5)
    moved, made = course_as_data(course)["sessions"][0]["readings"]
    for reading in (moved, made):
        assert (reading["title"], reading["authors"], reading["published"]) == ("By hand", ["Grace Hopper"], "1999")
        assert reading["links"] == []


def test_withdrawn_readings_stay_out_and_hidden_sessions_and_drafts_are_in(course):
    Reading.objects.update(withdrawn=True)
    Session.objects.update(visible=False)
    BlogNote.objects.update(state="draft")
    session = course_as_data(course)["sessions"][0]
    assert (session["readings"], len(session["notes"])) == ([], 1)


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_course(number, django_assert_num_queries):
    course = make_course()
    for _ in range(number):
        make_reading(session=make_session(course=course), paper=make_paper(authors=("Ada Lovelace",)))
    with django_assert_num_queries(10):
        course_as_data(course)


def test_course_of_more_papers_than_a_database_takes_conditions_is_exported(db):
    """SQLite refuses a condition of more than 1,000 parts."""
    course = make_course(slug="large")
    sessions = Session.objects.bulk_create(Session(course=course, slug=f"s{n}", title=f"S {n}") for n in range(11))
    papers = Paper.objects.bulk_create(Paper(title=f"P {n}", title_key=f"p {n}", slug=f"p{n}") for n in range(1100))
    Reading.objects.bulk_create(Reading(session=sessions[n % 11], paper=paper) for n, paper in enumerate(papers))
    data = course_as_data(course)
    assert sum(len(session["readings"]) for session in data["sessions"]) == 1100


def test_of_two_joined_sessions_one_is_written_with_both_sources(course):
    stays = course.sessions.get()
    goes = make_session(course=course, title="The same")
    Session.objects.filter(pk=goes.pk).update(source="_posts/b.md")
    join(stays, Session.objects.get(pk=goes.pk))
    [session] = course_as_data(course)["sessions"]
    assert (session["source"], session["other_sources"]) == ("_posts/2024-01-30-a.md", ["_posts/b.md"])


def test_a_notes_contributors_are_written_with_it(course):
    note = BlogNote.objects.get()
    NoteContributor.objects.create(note=note, name="Ada Lovelace")
    NoteContributor.objects.create(note=note, name="Alan Turing", shown=False, position=1)
    assert course_as_data(course)["sessions"][0]["notes"][0]["contributors"] == [
        {"name": "Ada Lovelace", "shown": True},
        {"name": "Alan Turing", "shown": False},
    ]
