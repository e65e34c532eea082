"""What is done to many records at once, against what was written down by hand."""

import pytest
from taggit.models import Tag, TaggedItem

from readings.models import Author, Authorship, AuthorSpelling, OldAuthor, Paper
from sessions.bulk import Plan
from sessions.bulk.authors import plan_author_merge
from sessions.bulk.readings import plan_move, plan_requirement
from sessions.bulk.states import plan_note_state, plan_status, plan_visibility
from sessions.bulk.tags import plan_tag_merge, plan_tags, rename
from sessions.importing.run import Options, run_import
from sessions.models import BlogNote, OldTag, Page, Reading, ReviewItem, Session, SlideDeck
from sessions.review.merging import merge, undo
from sessions.search.finding import search
from sessions.search.sync import flush
from tests.factories import make_course, make_files, make_note, make_paper, make_post_text, make_reading, make_session

pytestmark = pytest.mark.django_db


def said(plan: Plan) -> list[tuple[str, str, bool]]:
    return [(str(effect.record), effect.said, effect.write is not None) for effect in plan.effects]


def found(words: str) -> set[tuple[str, str]]:
    """(kind, address) of what the search finds."""
    flush()
    return {(hit.kind, hit.url) for hit in search(words).hits}


def tags_of(record) -> list[str]:
    return sorted(record.tags.names())


def test_tags_are_added_and_removed_on_selected_records():
    one, other, third = make_session(title="One"), make_session(title="Other"), make_session(title="Third")
    one.tags.add("LLM", "graphs")
    other.tags.add("agents")
    third.tags.add("agents", "pruning")
    plan = plan_tags([one, other, third], ["Agents", "New topic"], ["graphs", "pruning"])
    assert said(plan) == [
        ("One", "gets “Agents”, “New topic”, loses “graphs”", True),
        ("Other", "gets “New topic”", True),
        ("Third", "gets “New topic”, loses “pruning”", True),
    ]
    assert tags_of(one) == ["LLM", "graphs"]
    plan.apply()
    assert [tags_of(record) for record in (one, other, third)] == [
        ["LLM", "New topic", "agents"],
        ["New topic", "agents"],
        ["New topic", "agents"],
    ]
    assert said(plan_tags([other], ["agents"], ["graphs"])) == [("Other", "stays as it is", False)]
    assert found("pruning") == set()
    assert ("session", other.get_absolute_url()) in found('"new topic"')


def test_papers_are_tagged_the_same_way():
    paper = make_paper(title="A paper")
    plan_tags([paper], ["x"], []).apply()
    assert tags_of(paper) == ["x"]


def tagged_twice() -> tuple[Tag, Tag, Session, Paper]:
    session, paper = make_session(title="Session"), make_paper(title="Paper of agents")
    make_reading(session=session, paper=paper)
    session.tags.add("LLM-Agents", "llm agent")
    paper.tags.add("llm agent")
    return Tag.objects.get(name="LLM-Agents"), Tag.objects.get(name="llm agent"), session, paper


def test_merged_tags_are_one_on_everything_that_carried_either(client):
    stays, goes, session, paper = tagged_twice()
    plan = plan_tag_merge([goes, stays], stays)
    assert said(plan) == [
        ("LLM-Agents", "stays; on 1 session, 0 papers", False),
        ("llm agent", "becomes “LLM-Agents”: 1 session, 1 paper, and its address leads there", True),
    ]
    plan.apply()
    assert (list(Tag.objects.all()), tags_of(session), tags_of(paper)) == ([stays], ["LLM-Agents"], ["LLM-Agents"])
    assert TaggedItem.objects.count() == 2
    assert list(OldTag.objects.values_list("name", "slug", "tag")) == [("llm agent", "llm-agent", stays.pk)]
    for ending in ("/", ".bib", "/notes.atom"):
        assert client.get(f"/tags/llm-agent{ending}").url == f"/tags/llm-agents{ending}"


def test_a_renamed_tag_gets_an_address_and_keeps_the_old_one(client):
    stays, other, session, _ = tagged_twice()
    earlier = Tag.objects.get(pk=stays.pk)
    stays.name = "Agents of language"
    stays.save()
    rename(stays, earlier)
    assert client.get("/tags/llm-agents/").url == "/tags/agents-of-language/"
    assert tags_of(session) == ["Agents of language", "llm agent"]
    plan_tag_merge([other, stays], other).apply()
    assert client.get("/tags/llm-agents/").url == client.get("/tags/agents-of-language/").url == "/tags/llm-agent/"
    earlier = Tag.objects.get(pk=other.pk)
    other.name = "LLM-Agents"  # as one of them was called before
    other.save()
    rename(other, earlier)
    assert client.get("/tags/llm-agents/").status_code == 200
    assert client.get("/tags/llm-agent/").url == "/tags/llm-agents/"


def test_old_names_of_what_is_not_public_lead_nowhere(client):
    stays, goes, session, _ = tagged_twice()
    plan_tag_merge([goes, stays], stays).apply()
    session.visible = False
    session.save()
    Paper.objects.update(as_given={"title": "x"})
    assert client.get("/tags/llm-agent/").status_code == 404
    assert client.get("/tags/never-was/").status_code == 404


def test_posts_that_go_on_writing_the_old_tag_get_the_new_one(tmp_path):
    def run(**texts):
        run_import(Options(path=str(make_files(tmp_path, {f"{name}.md": text for name, text in texts.items()}))))

    text = make_post_text(
        head="tags: [llm agent, graphs]\n", required="#### A paper\n+ https://arxiv.org/abs/2401.00001\n"
    )
    run(a=text)
    Tag.objects.create(name="Agents", slug="agents")
    plan_tag_merge(Tag.objects.filter(slug__contains="agent"), Tag.objects.get(name="Agents")).apply()
    run(a=text + "\nMore.\n", b=text)
    assert [tags_of(session) for session in Session.objects.all()] == [["Agents", "graphs"], ["Agents", "graphs"]]


def test_a_requirement_is_set_where_the_session_does_not_list_the_paper_so_already():
    session, paper = make_session(), make_paper(title="Both")
    first = make_reading(session=session, paper=paper, requirement="required")
    make_reading(session=session, paper=paper, requirement="more")
    second = make_reading(session=session, paper=make_paper(title="One"), requirement="unspecified")
    third = make_reading(session=session, paper=make_paper(title="Done"), requirement="more")
    ReviewItem.objects.create(course=session.course, kind="unsure", reading=second, message="?", key="k")
    plan = plan_requirement([first, second, third], "more")
    assert [(effect.said, bool(effect.write)) for effect in plan.effects] == [
        ("stays: its session lists the paper as more already", False),
        ("Unspecified → More", True),
        ("is more already", False),
    ]
    plan.apply()
    assert sorted(session.readings.values_list("paper__title", "requirement")) == [
        ("Both", "more"),
        ("Both", "required"),
        ("Done", "more"),
        ("One", "more"),
    ]
    assert ReviewItem.objects.get().state == "settled"


def two_sessions() -> tuple[Session, Session, Reading]:
    """A session with a reading that its post gave, and one that has a reading of its own."""
    one, other = make_session(title="One"), make_session(title="Other")
    reading = make_reading(session=one, paper=make_paper(title="Moves"), as_given={"title": "Moves"})
    Reading.objects.filter(pk=reading.pk).update(presenter="Ada", topic="T", instruction="section 3", remarks="R")
    SlideDeck.objects.create(session=one, reading=reading, url="https://example.org/deck.pdf")
    make_reading(session=other, paper=make_paper(title="There"), position=7)
    return one, other, Reading.objects.select_related("session").get(pk=reading.pk)


READING = ("session__title", "paper__title", "requirement", "position", "presenter", "topic", "instruction", "remarks")


def test_readings_move_with_their_slides_behind_those_of_the_other_session():
    _, other, reading = two_sessions()
    plan = plan_move([reading], other, copy=False)
    assert said(plan) == [("Moves (Required)", f"is moved from “One” to “Other” ({other.course.slug})", True)]
    plan.apply()
    assert list(Reading.objects.order_by("pk").values_list(*READING, "as_given")) == [
        ("Other", "Moves", "required", 8, "Ada", "T", "section 3", "R", {}),
        ("Other", "There", "required", 7, "", "", "", "", {}),
    ]
    assert list(SlideDeck.objects.values_list("session__title", "reading")) == [("Other", reading.pk)]


def test_copies_stay_behind_with_presenter_and_slides():
    one, other, reading = two_sessions()
    plan_move([reading], other, copy=True).apply()
    assert list(Reading.objects.order_by("pk").values_list(*READING)) == [
        ("One", "Moves", "required", 0, "Ada", "T", "section 3", "R"),
        ("Other", "There", "required", 7, "", "", "", ""),
        ("Other", "Moves", "required", 8, "", "T", "section 3", "R"),
    ]
    assert SlideDeck.objects.get().session == one
    assert [effect.said for effect in plan_move([reading], other, copy=True).effects] == [
        "stays: “Other” lists the paper already"
    ]
    assert [effect.said for effect in plan_move([reading], one, copy=True).effects] == ["is in this session already"]


def test_a_reading_that_was_moved_is_not_brought_back_by_its_post(tmp_path):
    text = make_post_text(required="#### A paper of many words\n+ https://arxiv.org/abs/2401.00001\n")
    path = make_files(tmp_path, {"a.md": text})
    run_import(Options(path=str(path)))
    other = make_session(course=Session.objects.get().course, title="Other")
    plan_move(list(Reading.objects.select_related("session")), other, copy=False).apply()
    make_files(tmp_path, {"a.md": text + "\nMore.\n"})
    run_import(Options(path=str(path)))
    assert list(Reading.objects.values_list("session__title", "withdrawn")) == [("Other", False)]


def test_a_mention_follows_a_paper_that_a_move_makes_public():
    hidden, shown = make_session(visible=False), make_session()
    paper = make_paper(title="P", arxiv_id="2401.00001")
    reading = make_reading(session=hidden, paper=paper, as_given={"title": "P"})
    note = make_note(session=shown, markdown="See <https://arxiv.org/abs/2401.00001>.")
    assert paper.get_absolute_url() not in note.html
    plan_move([reading], shown, copy=False).apply()
    note.refresh_from_db()
    assert paper.get_absolute_url() in note.html


def test_sessions_and_pages_are_shown_and_hidden_with_all_that_hangs_on_them():
    course = make_course()
    one, other = make_session(course=course, title="Attention", visible=False), make_session(course=course, title="B")
    make_reading(session=one, paper=make_paper(title="Read there", arxiv_id="2401.00001"), as_given={"title": "x"})
    note = make_note(session=other, markdown="See <https://arxiv.org/abs/2401.00001>.")
    plan = plan_visibility([one, other], visible=True)
    assert said(plan) == [
        ("Attention", "hidden → shown to everyone", True),
        ("B", "is shown to everyone already", False),
    ]
    assert found("attention") == set()
    plan.apply()
    assert ("session", one.get_absolute_url()) in found("attention")
    note.refresh_from_db()
    assert "/papers/read-there/" in note.html
    plan_visibility([Session.objects.get(pk=one.pk)], visible=False).apply()
    assert found("attention") == set()
    note.refresh_from_db()
    assert "/papers/read-there/" not in note.html
    page = Page.objects.create(course=course, title="About", slug="about", visible=False)
    plan_visibility([page], visible=True).apply()
    assert Page.objects.get().visible


def test_the_status_is_set():
    session = make_session(title="S")
    plan = plan_status([session], "upcoming")
    assert said(plan) == [("S", "released → upcoming", True)]
    plan.apply()
    assert Session.objects.get().status == "upcoming"
    assert said(plan_status([Session.objects.get()], "upcoming")) == [("S", "is upcoming already", False)]


def test_notes_are_published_and_taken_back():
    note = make_note(session=make_session(title="S"), title="Words", markdown="Entirely.", state="submitted")
    hidden = make_note(session=make_session(visible=False), title="H", state="draft")
    plan = plan_note_state([note, hidden], "published")
    assert said(plan) == [
        ("Words", "submitted → published", True),
        ("H", "draft → published; everyone sees it once its session is shown", True),
    ]
    plan.apply()
    assert set(BlogNote.objects.values_list("state", flat=True)) == {"published"}
    assert BlogNote.objects.get(title="Words").published is not None
    assert found("entirely")
    plan_note_state([BlogNote.objects.get(title="Words")], "submitted").apply()
    assert not found("entirely")


def two_authors() -> tuple[Author, Author]:
    """One of each name; a paper of both, and one that was merged, of which both have a part."""
    one, other = (Author.objects.create(name=name) for name in ("Jane Smith", "J. Smith"))
    AuthorSpelling.objects.create(author=other, name="Smith, J. A.")
    for title, authors in (("Alone", [other]), ("Both", [one, other]), ("Hers", [one])):
        paper = make_paper(title=title)
        for position, author in enumerate(authors):
            Authorship.objects.create(paper=paper, author=author, position=position)
        Paper.objects.filter(pk=paper.pk).update(as_given={"authors": [author.pk for author in authors]})
        make_reading(paper=paper)
    return one, other


def test_merged_authors_are_one_with_all_papers_names_and_addresses(client):
    one, other = two_authors()
    plan = plan_author_merge([one, other], one)
    assert said(plan) == [
        ("Jane Smith", "stays, with 2 papers", False),
        (
            "J. Smith",
            "becomes “Jane Smith” with 2 papers; the name stays as a spelling, the address leads there",
            True,
        ),
    ]
    assert [list(effect.details) for effect in plan.effects] == [["Both", "Hers"], ["Alone", "Both"]]
    plan.apply()
    assert list(Author.objects.all()) == [one]
    rows = Authorship.objects.order_by("paper__title").values_list("paper__title", "author", "position")
    assert list(rows) == [("Alone", one.pk, 0), ("Both", one.pk, 0), ("Hers", one.pk, 0)]
    assert sorted(one.spellings.values_list("name", flat=True)) == ["J. Smith", "Smith, J. A."]
    assert Author.objects.named("J. A. Smith") == one
    assert list(OldAuthor.objects.values_list("slug", "author")) == [("j-smith", one.pk)]
    assert {tuple(paper.as_given["authors"]) for paper in Paper.objects.all()} == {(one.pk,)}
    assert client.get("/authors/j-smith/").url == "/authors/jane-smith/"
    assert ("paper", "/papers/alone/") in found("jane smith")
    assert Author.objects.create(name="J Smith").slug != "j-smith"


def test_an_import_that_writes_the_merged_name_finds_the_author_and_takes_no_change_for_a_persons(tmp_path):
    entry = "#### A paper of many words\n+ {}\n+ https://arxiv.org/abs/2401.00001\n"
    path = make_files(tmp_path, {"a.md": make_post_text(required=entry.format("J. Smith"))})
    run_import(Options(path=str(path)))
    goes, stays = Author.objects.get(), Author.objects.create(name="Jane Smith")
    plan_author_merge([goes, stays], stays).apply()
    make_files(tmp_path, {"a.md": make_post_text(required=entry.format("J. Smith, Ada Lovelace"))})
    run_import(Options(path=str(path)))
    assert [author.name for author in Paper.objects.get().authors_in_order] == ["Jane Smith", "Ada Lovelace"]
    assert not ReviewItem.objects.exists()


def test_a_merge_of_papers_is_undone_after_their_authors_were_merged():
    one, other = two_authors()
    alone, hers = Paper.objects.get(title="Alone"), Paper.objects.get(title="Hers")
    Authorship.objects.create(paper=alone, author=one, position=1)
    merged = merge(hers, alone)
    plan_author_merge([one, other], one).apply()
    merged.refresh_from_db()
    undo(merged)
    rows = Authorship.objects.order_by("paper__title").values_list("paper__title", "author", "position")
    assert list(rows) == [("Alone", one.pk, 1), ("Both", one.pk, 0), ("Hers", one.pk, 0)]
    assert Paper.objects.get(title="Alone").as_given == {"authors": [one.pk]}


def test_a_plan_names_what_is_shown():
    session = make_session()
    assert plan_status([session], "upcoming").key == plan_status([session], "upcoming").key
    assert plan_status([session], "upcoming").key != plan_status([session], "released").key


def test_all_or_nothing():
    def fail():
        raise ValueError("in the end")

    session = make_session()
    plan = Plan(plan_status([session], "upcoming").effects, fail)
    with pytest.raises(ValueError, match="in the end"):
        plan.apply()
    assert Session.objects.get().status == "released"
