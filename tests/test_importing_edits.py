"""What a person changed, added or deleted survives the next import."""

import datetime

import pytest

from readings.models import Author, Authorship, Paper, PaperLink
from sessions.models import BlogNote, Category, Course, Page, Reading, ReviewItem, Session, SlideDeck
from tests.factories import make_files, make_paper, make_reading
from tests.imported_posts import HEAD, OTHER, PAPER, named, outcome, post, run, site

pytestmark = pytest.mark.django_db


SESSION_EDITS = {
    "title": "Mine",
    "date": datetime.date(2030, 1, 1),
    "number": 77,
    "status": "upcoming",
    "lead_team": "Mine",
    "blog_team": "Mine",
    "introduction": "Mine",
    "visible": False,
}
READING_EDITS = {
    "requirement": "more",
    "presenter": "Mine",
    "topic": "Mine",
    "instruction": "Mine",
    "remarks": "Mine",
    "withdrawn": True,
}
PAPER_EDITS = {
    "title": "Mine",
    "published": "1999",
    "venue": "Mine",
    "abstract": "Mine",
    "kind": "book",
    "arxiv_id": "9901.00009",
    "doi": "10.1000/mine",
    "openreview_id": "minemine",
    "acl_id": "P99-9999",
}
NOTE_EDITS = {"title": "Mine", "markdown": "Mine", "state": "draft"}
PAGE_EDITS = {"title": "Mine", "markdown": "Mine", "position": 7, "visible": False}
DECK_EDITS = {"label": "Mine", "url": "https://mine.org/x.pdf", "position": 7}
COURSE_EDITS = {"title": "Mine", "term": "1999 Fall", "description": "Mine", "site_url": "https://mine.org"}
EDITS = [
    (model, name, value)
    for model, edits in (
        (Session, SESSION_EDITS),
        (Reading, READING_EDITS),
        (Paper, PAPER_EDITS),
        (BlogNote, NOTE_EDITS),
        (Page, PAGE_EDITS),
        (SlideDeck, DECK_EDITS),
        (Course, COURSE_EDITS),
    )
    for name, value in edits.items()
]


def import_once(tmp_path):
    """A course with one record of each kind."""
    make_files(tmp_path / "site", {"about.md": "---\ntitle: About\n---\nWe meet on Tuesdays.\n"})
    run(site(tmp_path, a=post(head=HEAD + "lecture: L1\n")))


def import_changed(tmp_path):
    """The same posts with every value changed."""
    changed = PAPER.replace("Ada", "Grace Hopper, Ada").replace("many", "very many")
    changed += "+ Some abstract words that say what the paper is about, in a whole long sentence of its own.\n"
    head = HEAD.replace("01-30", "01-31").replace("team", "group") + "lectureVersion: next\nterm: 2024 Spring\n"
    files = {
        "_config.yml": "title: Other\ndescription: D\nurl: https://x.org\ntagline: 2024 Spring\n",
        "about.md": "---\ntitle: About us\n---\nWe meet on Fridays.\n",
        "Lectures/L1.pdf": b"%PDF",
    }
    text = post(title="Other", head=head + "lecture: L1\n", required=changed, blog="Quite another text.")
    assert outcome(run(make_files(tmp_path / "site", files | named({"a": text}))))["updated"] == 2


@pytest.mark.parametrize(("model", "name", "value"), EDITS, ids=lambda value: getattr(value, "__name__", None))
def test_what_a_person_changed_stays_after_the_post_changed_too(tmp_path, model, name, value):
    import_once(tmp_path)
    record = model.objects.get()
    setattr(record, name, value)
    record.save()
    import_changed(tmp_path)
    record.refresh_from_db()
    assert getattr(record, name) == value


def test_an_import_that_nobody_stands_in_the_way_of_changes_every_value(tmp_path):
    """Without this the test above would prove nothing."""
    import_once(tmp_path)
    Course.objects.update(imported_notes=Course.ImportedNotes.PUBLISHED)
    before = {model: model.objects.values().get() for model in (Session, Paper, BlogNote, Page, SlideDeck, Course)}
    import_changed(tmp_path)
    changed = {
        model.__name__: {name for name, value in model.objects.values().get().items() if value != row[name]}
        for model, row in before.items()
    }
    assert changed["Session"] >= {"title", "date", "status", "lead_team", "blog_team"}
    assert changed["Paper"] >= {"title", "abstract"}
    assert changed["BlogNote"] >= {"markdown"}
    assert changed["Page"] >= {"title", "markdown"}
    assert changed["SlideDeck"] >= {"url", "file"}
    assert changed["Course"] >= {"title", "term", "description", "site_url"}
    assert Paper.objects.get().authors_in_order[0].name == "Grace Hopper"


def test_a_name_that_a_person_gave_an_author_stays(tmp_path):
    import_once(tmp_path)
    author = Author.objects.get(name="Ada Lovelace")
    author.name = "Augusta Ada Lovelace"
    author.save()
    import_changed(tmp_path)
    names = ["Grace Hopper", "Augusta Ada Lovelace", "Alan Turing"]
    assert [author.name for author in Paper.objects.get().authors_in_order] == names


def test_people_and_links_of_a_paper_that_a_person_changed_stay(tmp_path):
    run(site(tmp_path, a=post()))
    paper = Paper.objects.get()
    paper.authorships.all().delete()
    Authorship.objects.create(paper=paper, author=Author.objects.create(name="Grace Hopper"))
    paper.links.all().delete()
    PaperLink.objects.create(paper=paper, url="https://mine.org/x")
    run(site(tmp_path, a=post(required=PAPER + "+ https://github.com/a/b\n")))
    assert [author.name for author in paper.authors.all()] == ["Grace Hopper"]
    assert sorted(paper.links.values_list("url", flat=True)) == ["https://github.com/a/b", "https://mine.org/x"]


def test_tags_and_categories_merge_as_sets(tmp_path):
    run(site(tmp_path, a=post()))
    session = Session.objects.get()
    session.tags.set(["one", "mine"])
    session.categories.clear()
    run(site(tmp_path, a=post(head=HEAD.replace("two", "two, new"))))
    assert sorted(session.tags.names()) == ["mine", "new", "one"]
    assert not session.categories.exists()


def test_a_category_that_a_person_renamed_is_not_made_again(tmp_path):
    run(site(tmp_path, a=post()))
    category = Category.objects.get()
    category.name = "Generation"
    category.save()
    run(site(tmp_path, a=post(title="Changed"), b=post(required=OTHER)))
    assert list(Category.objects.all()) == [category]
    assert [list(session.categories.all()) for session in Session.objects.all()] == [[category]] * 2
    run(site(tmp_path, a=post(head=""), b=post(head="")))
    assert not Session.objects.filter(categories=category).exists()


def test_a_value_changed_on_both_sides_is_asked_about_once(tmp_path):
    run(site(tmp_path, a=post()))
    Session.objects.update(title="Mine")
    report = run(site(tmp_path, a=post(title="Theirs")))
    assert outcome(report) == {"updated": 1, "kept": 1}
    item = ReviewItem.objects.get(kind="conflict")
    assert (item.field, item.base, item.ours, item.theirs) == ("title", "Session", "Mine", "Theirs")
    run(site(tmp_path, a=post(title="Theirs", blog="Other words in it.")))
    assert ReviewItem.objects.count() == 1
    assert Session.objects.get().title == "Mine"


@pytest.mark.parametrize("model", [Session, BlogNote, Reading, Page])
def test_what_a_person_deleted_is_not_made_again(tmp_path, model):
    files = {"about.md": "---\ntitle: About\n---\nWe meet on Tuesdays.\n"}
    make_files(tmp_path / "site", files)
    run(site(tmp_path, a=post()))
    model.objects.all().delete()
    make_files(tmp_path / "site", {"about.md": files["about.md"] + "And on Fridays.\n"})
    report = run(site(tmp_path, a=post(required=PAPER + "+ https://github.com/a/b\n", blog="Other words.")))
    assert outcome(report) == {"updated": 2, "kept": 1}
    assert not model.objects.exists()


def test_the_order_a_person_gave_stays_and_new_readings_come_last(tmp_path):
    run(site(tmp_path, a=post(required=PAPER + OTHER)))
    for position, reading in enumerate(Reading.objects.order_by("-position")):
        Reading.objects.filter(pk=reading.pk).update(position=position)
    third = "#### A third paper altogether here\n+ https://arxiv.org/abs/2401.00003\n"
    run(site(tmp_path, a=post(required=third + PAPER + OTHER)))
    assert list(Reading.objects.values_list("paper__arxiv_id", flat=True)) == ["2401.00002", "2401.00001", "2401.00003"]


def test_another_paper_that_a_person_gave_a_reading_stays(tmp_path):
    run(site(tmp_path, a=post()))
    mine = make_paper(title="The right one")
    Reading.objects.update(paper=mine)
    run(site(tmp_path, a=post(required=PAPER + "+ https://github.com/a/b\n")))
    assert Reading.objects.get().paper == mine
    mine.refresh_from_db()
    assert (mine.title, mine.arxiv_id, mine.links.count(), mine.authors.count()) == ("The right one", None, 0, 0)


def test_a_reading_that_left_its_post_is_withdrawn_and_comes_back_with_it(tmp_path):
    run(site(tmp_path, a=post(required=PAPER + OTHER)))
    assert outcome(run(site(tmp_path, a=post()))) == {"updated": 1, "withdrawn": 1}
    assert list(Reading.objects.public().values_list("paper__arxiv_id", flat=True)) == ["2401.00001"]
    run(site(tmp_path, a=post(required=PAPER + OTHER)))
    assert Reading.objects.public().count() == Reading.objects.count() == 2


def test_a_reading_that_a_person_worked_on_is_not_withdrawn(tmp_path):
    run(site(tmp_path, a=post(required=PAPER + OTHER)))
    Reading.objects.filter(paper__arxiv_id="2401.00002").update(presenter="Ada")
    assert outcome(run(site(tmp_path, a=post()))) == {"updated": 1, "kept": 1}
    assert Reading.objects.public().count() == 2
    assert ReviewItem.objects.get().field == "withdrawn"


def test_a_note_that_left_its_post_becomes_a_draft(tmp_path):
    run(site(tmp_path, a=post()))
    run(site(tmp_path, a=post(blog="")))
    assert BlogNote.objects.get().state == BlogNote.State.DRAFT
    run(site(tmp_path, a=post(title="Still none", blog="")))
    run(site(tmp_path, a=post()))
    assert (BlogNote.objects.get().state, ReviewItem.objects.count()) == (BlogNote.State.SUBMITTED, 0)


@pytest.mark.parametrize("edit", [{"markdown": "Mine"}, {"state": "draft"}])
def test_a_note_that_a_person_worked_on_stays_as_it_is_when_it_leaves_its_post(tmp_path, edit):
    run(site(tmp_path, a=post()))
    BlogNote.objects.update(**edit)
    before = BlogNote.objects.values_list("markdown", "state").get()
    assert outcome(run(site(tmp_path, a=post(blog="")))) == {"updated": 1, "kept": 1}
    assert ReviewItem.objects.get().message == "the note of “Session” is no longer in its post, but was changed here"
    run(site(tmp_path, a=post()))
    assert BlogNote.objects.values_list("markdown", "state").get() == before


def test_a_reading_that_a_person_added_is_taken_over_by_its_post(tmp_path):
    run(site(tmp_path, a=post()))
    paper = make_paper(title="Another paper with a title", arxiv_id="2401.00002")
    added = make_reading(session=Session.objects.get(), paper=paper, requirement="required", position=9)
    run(site(tmp_path, a=post(required=PAPER + OTHER)))
    assert list(paper.readings.values_list("pk", flat=True)) == [added.pk]
