"""Posts in, end to end: what a first, a second and a changed import write, and what people did survives."""

import datetime

import pytest

from readings.models import Author, Authorship, AuthorSpelling, Paper, PaperLink
from sessions.importing import apply, preparing
from sessions.importing import one_post as importer
from sessions.importing.run import Options, run_import
from sessions.importing.sources import SourceError
from sessions.models import BlogNote, Category, Course, ImportRun, Page, Post, Reading, ReviewItem, Session, SlideDeck
from sessions.posts import ParsedPost, ParsedSession
from tests.factories import make_files, make_paper, make_post_text, make_reading

pytestmark = pytest.mark.django_db

PAPER = "#### A paper about many things\n+ Ada Lovelace, Alan Turing\n+ https://arxiv.org/abs/2401.00001\n"
OTHER = "#### Another paper with a title\n+ https://arxiv.org/abs/2401.00002\n"
HEAD = "tags: [one, two]\ncategories: [5Topic]\ndate: 2024-01-30\nvideo: team-1\nnotes: team-2\n"
BLOG = "What we said, at some length, about it."


def run(path, **options):
    options.setdefault("course", "course")
    return run_import(Options(path=str(path), **options))


def site(tmp_path, **posts):
    """A site with a post for each keyword."""
    return make_files(tmp_path / "site", {"_config.yml": "title: A course\n"} | named(posts))


def named(posts):
    return {f"_posts/2024-01-30-{name}.md": text for name, text in posts.items()}


def post(**parts):
    return make_post_text(**({"head": HEAD, "required": PAPER, "blog": BLOG} | parts))


def outcome(report):
    return {name: count for name, count in report.counts.items() if count}


def test_a_post_becomes_a_session_with_readings_papers_and_a_note(tmp_path):
    assert outcome(run(site(tmp_path, a=post(more=OTHER)))) == {"created": 1}
    session = Session.objects.get()
    assert (session.title, session.source, session.slug) == ("Session", "_posts/2024-01-30-a.md", "2024-01-30-a")
    assert (session.date, session.lead_team, session.blog_team) == (datetime.date(2024, 1, 30), "team-1", "team-2")
    assert sorted(session.tags.names()) == ["one", "two"]
    assert [(c.name, c.position) for c in session.categories.all()] == [("5Topic", 5)]
    assert [(r.paper.title, r.requirement, r.position) for r in session.readings.all()] == [
        ("A paper about many things", "required", 0),
        ("Another paper with a title", "more", 1),
    ]
    paper = Paper.objects.get(arxiv_id="2401.00001")
    assert [author.name for author in paper.authors_in_order] == ["Ada Lovelace", "Alan Turing"]
    note = session.notes.get()
    assert (note.markdown.strip(), note.state) == (BLOG, BlogNote.State.PUBLISHED)
    assert "at some length" in note.html


def everything():
    """Every row's content, for comparing."""
    models = [Session, Reading, Paper, Authorship, PaperLink, BlogNote, Page, Post, Category, Course, ReviewItem]
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_twice_is_once(tmp_path):
    root = site(tmp_path, a=post(), b=post(required=PAPER + OTHER))
    run(root)
    before = everything()
    assert outcome(run(root)) == {"unchanged": 2}
    assert everything() == before
    assert ImportRun.objects.count() == 2


def test_a_newer_parser_reads_unchanged_posts_again_and_finds_nothing_to_change(tmp_path, monkeypatch):
    root = site(tmp_path, a=post(more=OTHER))
    run(root)
    before = everything()
    monkeypatch.setattr(importer, "PARSER_VERSION", importer.PARSER_VERSION + 1)
    report = run(root)
    assert (outcome(report), report.posts[0].changes) == ({"updated": 1}, [])
    changing = {"imported", "parser_version", "updated"}
    assert [[{k: v for k, v in row.items() if k not in changing} for row in rows] for rows in everything()] == [
        [{k: v for k, v in row.items() if k not in changing} for row in rows] for rows in before
    ]


def test_a_changed_post_changes_what_changed_in_it(tmp_path):
    run(site(tmp_path, a=post()))
    reading = Reading.objects.get().pk
    report = run(site(tmp_path, a=post(title="New title", required=OTHER + PAPER)))
    assert outcome(report) == {"updated": 1}
    session = Session.objects.get()
    assert (session.title, session.slug) == ("New title", "2024-01-30-a")
    assert [r.paper.arxiv_id for r in session.readings.all()] == ["2401.00002", "2401.00001"]
    assert session.readings.get(paper__arxiv_id="2401.00001").pk == reading


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
    assert ReviewItem.objects.get().message == "the note is no longer in its post, but was changed here"
    run(site(tmp_path, a=post()))
    assert BlogNote.objects.values_list("markdown", "state").get() == before


def test_a_reading_that_a_person_added_is_taken_over_by_its_post(tmp_path):
    run(site(tmp_path, a=post()))
    paper = make_paper(title="Another paper with a title", arxiv_id="2401.00002")
    added = make_reading(session=Session.objects.get(), paper=paper, requirement="required", position=9)
    run(site(tmp_path, a=post(required=PAPER + OTHER)))
    assert list(paper.readings.values_list("pk", flat=True)) == [added.pk]


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


def test_a_paper_read_in_two_courses_is_one_record(tmp_path):
    run(make_files(tmp_path / "one", {"a.md": post()}), course="one")
    pdf = "#### A paper about many things\n+ https://arxiv.org/pdf/2401.00001v3.pdf\n"
    run(make_files(tmp_path / "two", {"a.md": post(required=pdf)}), course="two")
    assert Paper.objects.get().readings.count() == 2


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


def test_prose_becomes_a_page_and_lists_of_posts_do_not(tmp_path):
    files = {
        "about.md": "---\ntitle: About\n---\nWe meet on Tuesdays.\n",
        "index.md": "---\nlayout: home\n---\n",
        "plain.md": "No front matter.\n",
    }
    make_files(tmp_path / "site", files)
    report = run(site(tmp_path, a=post()))
    page = Page.objects.get()
    assert (page.title, page.slug, page.markdown) == ("About", "about", "We meet on Tuesdays.")
    assert [str(m) for m in report.messages if m.kind == "ignored"] == [
        "ignored: index.md: only lists posts",
        "ignored: plain.md: no front matter: not a page of the site",
    ]


def test_a_page_that_is_named_alone_is_the_same_page(tmp_path):
    root = make_files(tmp_path / "site", {"_config.yml": "", "About.md": "---\ntitle: About\n---\nWe meet.\n"})
    run(root / "About.md")
    assert outcome(run(root)) == {"unchanged": 1}
    assert (Page.objects.get().slug, Session.objects.count()) == ("about", 0)


def two_sessions(text, path, *options):
    """A parser that makes a session of each line of a post."""
    sessions = tuple(ParsedSession(title=title) for title in text.split("\n"))
    return ParsedPost(path=path, title="Both", sessions=sessions)


def test_several_sessions_of_one_file_are_numbered_and_a_deleted_one_stays_away(tmp_path, monkeypatch):
    monkeypatch.setattr(preparing, "parsed_in_bounds", two_sessions)
    monkeypatch.setattr(apply, "parsed_in_bounds", two_sessions)
    run(make_files(tmp_path / "one", {"a.md": "First\nSecond"}))
    assert list(Session.objects.order_by("pk").values_list("source", "slug", "title")) == [
        ("a.md#1", "first", "First"),
        ("a.md#2", "second", "Second"),
    ]
    Session.objects.get(title="First").delete()
    run(make_files(tmp_path / "one", {"a.md": "First\nSecond again\nThird"}))
    assert list(Session.objects.order_by("pk").values_list("source", "title")) == [
        ("a.md#2", "Second again"),
        ("a.md#3", "Third"),
    ]


def test_a_session_that_left_its_file_is_asked_about_and_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(preparing, "parsed_in_bounds", two_sessions)
    run(make_files(tmp_path / "one", {"a.md": "First\nSecond"}))
    run(make_files(tmp_path / "one", {"a.md": "First"}))
    assert list(Session.objects.order_by("pk").values_list("source", flat=True)) == ["a.md", "a.md#2"]
    assert ReviewItem.objects.get().message == "“Second” is no longer in its post"


def test_an_unpublished_post_is_left_out_with_a_line(tmp_path):
    report = run(site(tmp_path, a=post(), b=post(head="published: false\n")))
    assert (outcome(report), report.exit_code) == ({"created": 1}, 0)
    assert [m.path for m in report.messages if m.kind == "ignored"] == ["_posts/2024-01-30-b.md"]


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


def test_two_posts_of_one_name_get_two_addresses_and_a_warning(tmp_path):
    text = post()
    make_files(tmp_path, {"_posts/2024-01-30-a.md": text, "_posts/sub/2024-01-30-a.md": text})
    report = run(tmp_path)
    assert sorted(Session.objects.values_list("slug", flat=True)) == ["2024-01-30-a", "2024-01-30-a-2"]
    assert [m.path for m in report.messages if "another session has the address" in m.text] == [
        "_posts/sub/2024-01-30-a.md"
    ]


@pytest.mark.parametrize("name", ["readings", "Pages"])
def test_a_session_gets_no_address_of_the_courses_own_pages(tmp_path, name):
    run(make_files(tmp_path, {f"{name}.md": post()}))
    assert Session.objects.get().slug == f"{name.lower()}-2"


def test_sessions_without_dates_are_in_the_order_of_their_numbers(tmp_path):
    make_files(tmp_path, {f"{name}.md": make_post_text(title=name, required=PAPER) for name in ("S10", "S2", "S1")})
    run(tmp_path)
    assert [session.title for session in Session.objects.in_order()] == ["S1", "S2", "S10"]


def test_a_paper_that_no_reading_means_any_more_goes_with_its_people(tmp_path):
    run(site(tmp_path, a=post(required=PAPER), b=post(required=OTHER)))
    wrong = PAPER.replace("2401.00001", "2401.00002")
    run(site(tmp_path, a=post(required=wrong)))
    assert list(Paper.objects.values_list("arxiv_id", flat=True)) == ["2401.00002"]


def test_posts_are_written_in_natural_order_whichever_is_read_first(tmp_path):
    long = "Words of a note that takes its time. *Really*.\n\n" * 400
    files = {f"S{n}.md": make_post_text(title=f"S{n}", blog=long if n % 3 == 1 else "Words.") for n in range(1, 14)}
    run(make_files(tmp_path / "one", files))
    assert list(Session.objects.order_by("pk").values_list("title", flat=True)) == [f"S{n}" for n in range(1, 14)]


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


def test_a_note_knows_its_line_and_the_rule_that_found_it(tmp_path):
    run(site(tmp_path, a=post()))
    given = BlogNote.objects.get().as_given
    assert {name: given[name] for name in ("line", "rule", "confidence")} == {
        "line": 17,
        "rule": "under a heading that says so",
        "confidence": 1.0,
    }


def test_sessions_of_one_file_have_addresses_from_their_titles(tmp_path):
    text = """# Seminar

## Feb 6, 2024: Trees and forests

- Ann Lee. [Why Old Tasks Are Forgotten](https://arxiv.org/abs/2001.00001). ICML 2020.

## Feb 13, 2024: Forgetting

- Bo Chen. [Old Tasks Come Back Again](https://arxiv.org/abs/2001.00002). ICML 2021.
"""
    make_files(tmp_path / "site", {"list.md": text})
    run_import(Options(path=str(tmp_path / "site"), course="course"))
    assert list(Session.objects.order_by("date").values_list("slug", flat=True)) == ["trees-and-forests", "forgetting"]
