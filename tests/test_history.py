"""Who changed what when: versions, their differences, and going back."""

import datetime

import pytest
from django.core import serializers
from django.test import Client
from django.urls import reverse
from taggit.models import TaggedItem

from readings.models import Author, Authorship, Paper, PaperLink
from sessions.history.recording import FIRST, OUTSIDE, recorded
from sessions.history.restoring import CannotRestore, restore
from sessions.history.values import MODELS, values_of
from sessions.models import (
    BlogNote,
    Category,
    Mention,
    NoteContributor,
    Reading,
    ReviewItem,
    Session,
    SlideDeck,
    Version,
)
from sessions.review.merging import merge
from sessions.search.finding import search
from sessions.search.sync import flush
from tests.admin_pages import address, filled_in, save
from tests.factories import make_course, make_note, make_paper, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(make_user(username="ada", is_superuser=True))
    return client


def told(record) -> list[tuple[str, str, list[str]]]:
    """(who, what was done, which values changed), the first version first."""
    kind = next(kind for kind, model in MODELS.items() if isinstance(record, model))
    rows = Version.objects.filter(kind=kind, number=record.pk).order_by("pk").select_related("user")
    return [(row.user.username if row.user else "", row.reason, row.changed) for row in rows]


def dump(*models) -> list[list[dict]]:
    """Every row of these models, column by column."""
    return [serializers.serialize("python", model._base_manager.order_by("pk")) for model in models]


def go_back(browser: Client, version: Version):
    return browser.post(reverse("admin:course_sessions_version_restore", args=[version.pk]))


def test_an_edit_keeps_what_was_there_and_what_came(browser):
    paper = make_paper(title="Deep nets", authors=("Ada Lovelace",))
    save(browser, paper, title="Deeper nets", tags="depth")
    save(browser, paper)
    save(browser, paper, venue="ICLR")
    assert told(paper) == [("", FIRST, []), ("ada", "Edited", ["title", "tags"]), ("ada", "Edited", ["venue"])]
    first = Version.objects.order_by("pk").first().values
    assert first == {
        "title": "Deep nets",
        "kind": "paper",
        "published": "",
        "venue": "",
        "abstract": "",
        "arxiv_id": None,
        "doi": None,
        "openreview_id": None,
        "acl_id": None,
        "authors": [{"pk": Author.objects.get().pk, "name": "Ada Lovelace"}],
        "links": [],
        "tags": [],
    }


def test_what_an_import_or_a_command_changed_is_nobodys(browser):
    paper = make_paper(title="Deep nets")
    save(browser, paper, venue="ICLR")
    Paper.objects.filter(pk=paper.pk).update(published="2024")
    save(browser, paper, title="Deeper nets")
    assert told(paper)[2:] == [("", OUTSIDE, ["published"]), ("ada", "Edited", ["title"])]


def test_an_author_who_is_renamed_changes_no_paper(browser):
    paper = make_paper(authors=("Ada Lovelace",))
    save(browser, paper, venue="ICLR")
    save(browser, Author.objects.get(), name="Augusta Ada Lovelace")
    save(browser, paper, venue="NeurIPS")
    assert told(paper)[2:] == [("ada", "Edited", ["venue"])]


def test_rows_of_a_session_have_versions_of_their_own(browser):
    session = make_session()
    reading, note = make_reading(session=session), make_note(session=session)
    row = {"readings-0-presenter": "Ada", "notes-0-markdown": "Quite different words."}
    assert save(browser, session, **row).status_code == 302
    assert told(session) == []
    assert told(reading) == [("", FIRST, []), ("ada", "Edited", ["presenter"])]
    assert told(note) == [("", FIRST, []), ("ada", "Edited", ["markdown"])]

    page = browser.get(address(Session, "history", session.pk), follow=True)
    newest = page.context["cl"].result_list[0]
    assert (newest.kind, newest.reason) == ("reading", "Edited")
    assert page.context["cl"].result_count == 4


def test_a_failed_save_leaves_no_version(browser):
    paper = make_paper()
    assert save(browser, paper, published="May").status_code == 200
    assert Version.objects.count() == 0


def test_a_paper_goes_back_with_its_people_links_and_tags(browser):
    paper = make_paper(title="Deep nets", authors=("Ada Lovelace", "Alan Turing"), arxiv_id="1706.03762")
    paper.abstract = "It is *deep*."
    paper.save()
    PaperLink.objects.create(paper=paper, url="https://example.org/a", label="code")
    paper.tags.add("depth")
    expected = values_of(paper)
    form = filled_in(browser.get(address(Paper, "change", paper.pk)))
    ada, alan = Author.objects.order_by("pk")
    changed = {
        "title": "Nets",
        "abstract": "Flat.",
        "tags": "width",
        "arxiv_id": "",
        "authorships-0-position": "9",
        "authorships-1-DELETE": "on",
        "links-0-DELETE": "on",
    }
    assert browser.post(address(Paper, "change", paper.pk), {**form, **changed}).status_code == 302
    alan.delete()

    assert go_back(browser, Version.objects.order_by("pk").first()).status_code == 302

    paper = Paper.objects.get()
    again = Author.objects.get(name="Alan Turing")
    authors = [{"pk": ada.pk, "name": "Ada Lovelace"}, {"pk": again.pk, "name": "Alan Turing"}]
    assert values_of(paper) == {**expected, "authors": authors}
    assert list(Authorship.objects.values_list("author__name", "position")) == [("Ada Lovelace", 0), ("Alan Turing", 1)]
    assert list(PaperLink.objects.values_list("url", "label", "position", "kind")) == [
        ("https://example.org/a", "code", 0, "page")
    ]
    assert "<em>deep</em>" in paper.abstract_html
    assert told(paper)[-1][0] == "ada"
    page = browser.get(address(Version, "change", Version.objects.order_by("pk")[1].pk))
    labels = ("Title", "Abstract", "ArXiv id", "Authors", "Links", "Tags")
    assert page.context["comparison"].rows == labels
    assert told(paper)[-1][1].startswith("Restored as it was on ")
    flush()
    assert [hit.url for hit in search("deep nets").hits] == [paper.get_absolute_url()]


def test_a_session_goes_back(browser):
    course = make_course()
    session = make_session(course=course, title="Depth", date=datetime.date(2024, 3, 1), introduction="*One*")
    category, other = Category.objects.create(name="One"), Category.objects.create(name="Two")
    session.categories.set([category])
    session.tags.set(["depth"])
    changed = {"title": "Width", "date": "2024-03-08", "categories": [other.pk], "tags": "", "introduction": "Two"}
    assert save(browser, session, **changed).status_code == 302
    assert go_back(browser, Version.objects.order_by("pk").first()).status_code == 302

    session = Session.objects.get()
    assert (session.title, session.date, session.sequence) == ("Depth", datetime.date(2024, 3, 1), 2)
    assert session.introduction_html == "<p><em>One</em></p>"
    assert (list(session.categories.all()), list(session.tags.names())) == ([category], ["depth"])


def test_a_note_goes_back_and_speaks_of_its_papers_again(browser):
    paper = make_reading().paper
    PaperLink.objects.create(paper=paper, url="https://example.org/a")
    note = make_note(markdown="See [it](https://example.org/a).")
    assert save(browser, note, markdown="Nothing.", state="draft").status_code == 302
    assert not Mention.objects.exists()
    assert go_back(browser, Version.objects.order_by("pk").first()).status_code == 302
    note.refresh_from_db()
    assert (note.state, note.markdown) == ("published", "See [it](https://example.org/a).")
    assert paper.get_absolute_url() in note.html
    assert Mention.objects.get().paper == paper


TABLES = (Session, Reading, BlogNote, SlideDeck, ReviewItem, Mention, TaggedItem)


def test_a_deleted_session_comes_back_with_all_that_went(browser):
    session = make_session(title="Depth")
    session.tags.add("depth")
    session.categories.add(Category.objects.create(name="One"))
    reading = make_reading(session=session, as_given={"title": "x"})
    make_note(session=session, markdown="See [it](https://example.org/a).")
    SlideDeck.objects.create(session=session, reading=reading, url="https://example.org/deck.pdf")
    ReviewItem.objects.create(course=session.course, reading=reading, kind="unsure", message="?", key="k")
    before = dump(*TABLES)
    assert browser.post(address(Session, "delete", session.pk), {"post": "yes"}).status_code == 302
    assert not any(dump(*TABLES[:6]))

    assert go_back(browser, Version.objects.get(kind="session")).status_code == 302

    assert dump(*TABLES) == before
    assert [category.name for category in Session.objects.get().categories.all()] == ["One"]
    assert told(session)[-1][1].startswith("Restored")


def test_a_reading_deleted_on_its_sessions_form_comes_back(browser):
    reading = make_reading()
    SlideDeck.objects.create(session=reading.session, reading=reading, url="https://example.org/deck.pdf")
    before = dump(Reading, SlideDeck)
    assert save(browser, reading.session, **{"readings-0-DELETE": "on"}).status_code == 302
    assert go_back(browser, Version.objects.get(kind="reading")).status_code == 302
    assert dump(Reading, SlideDeck) == before


def test_a_deleted_paper_comes_back(browser):
    paper = make_paper(authors=("Ada Lovelace",))
    PaperLink.objects.create(paper=paper, url="https://example.org/a")
    paper.tags.add("depth")
    before = dump(Paper, Authorship, PaperLink, TaggedItem)
    form = {"action": "delete_selected", "_selected_action": [paper.pk], "post": "yes"}
    assert browser.post(address(Paper, "changelist"), form).status_code == 302
    assert go_back(browser, Version.objects.get(kind="paper")).status_code == 302
    assert dump(Paper, Authorship, PaperLink, TaggedItem) == before


def test_what_cannot_go_back_is_refused_in_a_sentence(browser):
    user = make_user(is_superuser=True)
    paper = make_paper(arxiv_id="1706.03762")
    save(browser, paper, arxiv_id="")
    make_paper(arxiv_id="1706.03762")
    with pytest.raises(CannotRestore, match="Another record has taken its place"):
        restore(Version.objects.order_by("pk").first(), user)
    paper.refresh_from_db()
    assert paper.arxiv_id is None

    reading = make_reading(paper=make_paper(title="Gone"))
    with recorded(user, "Edited", [reading]):
        Reading.objects.filter(pk=reading.pk).update(paper=paper)
    Paper.objects.get(title="Gone").delete()
    with pytest.raises(CannotRestore, match=r"The paper “Gone” is no longer there."):
        restore(Version.objects.filter(kind="reading").order_by("pk").first(), user)
    reading.delete()
    with pytest.raises(CannotRestore, match=r"This reading was deleted: restore the version in which that was done."):
        restore(Version.objects.filter(kind="reading").order_by("pk").first(), user)


def test_a_version_is_shown_beside_the_one_before_and_what_stands_here_now(browser):
    paper = make_paper(title="Deep nets")
    save(browser, paper, title="Deeper nets")
    save(browser, paper, title="Deepest nets")
    page = browser.get(address(Version, "change", Version.objects.order_by("pk")[1].pk))
    shown = page.context["comparison"]
    assert [(column.head, column.cells) for column in shown.columns] == [
        ("Before", ([("Deep nets", True)],)),
        ("In this version", ([("Deeper nets", True)],)),
        ("Now", ([("Deepest nets", True)],)),
    ]
    assert shown.rows == ("Title",)
    assert "Restore this version" in page.content.decode()


def test_a_merge_is_a_version_of_the_paper_that_stays_and_of_the_readings_that_moved(browser):
    stays, goes = make_paper(title="Deep nets"), make_paper(title="Deep nets!")
    reading = make_reading(paper=goes)
    path = reverse("admin:readings_paper_merge", args=[stays.pk, goes.pk])
    Paper.objects.filter(pk=goes.pk).update(venue="ICLR")
    assert browser.post(path, {"keep": stays.pk}).status_code == 302
    assert told(stays)[-1] == ("ada", "“Deep nets!” was merged into it", ["venue"])
    assert told(reading)[-1] == ("ada", "“Deep nets!” was merged into it", ["paper"])


def test_only_those_who_may_edit_the_record_go_back(browser):
    session = make_session(title="Depth")
    save(browser, session, title="Width")
    version = Version.objects.order_by("pk").first()
    stranger = Client()
    stranger.force_login(make_user(is_staff=True))
    assert go_back(stranger, version).status_code in (403, 404)
    assert browser.get(reverse("admin:course_sessions_version_restore", args=[version.pk])).status_code == 405
    assert Session.objects.get().title == "Width"


def test_merging_outside_of_the_admin_leaves_no_versions():
    merge(make_paper(), make_paper())
    assert Version.objects.count() == 0


def test_who_wrote_a_note_is_kept_and_restored(browser):
    note, ben = make_note(), make_user(username="ben")
    for position, name in enumerate(("Ada", "Ben")):
        user = ben if name == "Ben" else None
        NoteContributor.objects.create(note=note, name=name, user=user, shown=name == "Ben", position=position)
    save(browser, note, **{"contributors-1-name": "Benjamin", "contributors-0-DELETE": "on"})
    assert told(note)[1:] == [("ada", "Edited", ["contributors"])]
    assert [one.name for one in note.contributors.all()] == ["Benjamin"]
    first = Version.objects.order_by("pk").first()
    assert "Ada (not shown)" in browser.get(address(Version, "change", first.pk)).text
    go_back(browser, first)
    rows = note.contributors.values_list("name", "shown", "user", "position")
    assert list(rows) == [("Ada", False, None, 0), ("Ben", True, ben.pk, 1)]


def test_a_version_that_keeps_fewer_values_than_today_is_not_taken_for_a_change(browser):
    note = make_note()
    save(browser, note, title="One")
    for version in Version.objects.all():
        del version.values["contributors"]
        version.save()
    save(browser, note, title="Two")
    assert [row[1:] for row in told(note)] == [(FIRST, []), ("Edited", ["title"]), ("Edited", ["title"])]


def test_who_changed_something_is_named_without_a_link_to_the_account(browser):
    note = make_note()
    save(browser, note, title="One")
    page = browser.get(address(Version, "change", Version.objects.latest("pk").pk)).text
    assert '<div class="readonly">ada</div>' in page


def test_the_list_of_versions_names_every_value_that_changed(browser):
    paper, session = make_paper(), make_session()
    save(browser, paper, tags="memory", venue="ICLR")
    save(browser, session, tags="memory, pruning", lead_team="team-1")
    pages = [browser.get(address(Version, "changelist"), {"kind": kind}) for kind in ("paper", "session")]
    assert [page.status_code for page in pages] == [200, 200]
    assert "Venue, Tags" in pages[0].content.decode()
    assert "Lead team, Tags" in pages[1].content.decode()
