"""Links of notes to papers: where they lead, and that they stay true whatever becomes of the papers."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from readings.models import Paper, PaperLink
from sessions.importing.removing import remove_course
from sessions.importing.run import Options, run_import
from sessions.mentions import renew_mentions
from sessions.models import BlogNote, Mention, Reading, ReviewItem, Session
from sessions.review.joining import join, part
from sessions.review.merging import merge, undo
from sessions.review.settling import reject_reading, take
from tests.admin_pages import address, save
from tests.factories import make_files, make_note, make_paper, make_post_text, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db

ARXIV = "https://arxiv.org/abs/1706.03762v5"
TITLE = "A paper about many things"


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(make_user(is_superuser=True))
    return client


@pytest.fixture
def note() -> BlogNote:
    return make_note(markdown=f"# What they say\n\nSee [this]({ARXIV}).")


def read_paper(**values) -> Paper:
    return make_reading(paper=make_paper(**{"title": TITLE, "arxiv_id": "1706.03762"} | values)).paper


def link_of(note: BlogNote) -> str:
    """The page that the note's first link leads to."""
    return BlogNote.objects.get(pk=note.pk).html.partition('<a href="')[2].partition('"')[0]


def leads_to(note: BlogNote, paper: Paper) -> bool:
    mention = Mention.objects.exclude(url="").get(note=note)
    return (link_of(note), mention.paper_id, mention.linked) == (paper.get_absolute_url(), paper.pk, paper.slug)


@pytest.mark.parametrize(
    "url",
    [
        "http://arxiv.org/pdf/1706.03762v2.pdf",
        "https://doi.org/10.48550/arXiv.1706.03762",
        "https://doi.org/10.1000/ABC",
        "https://openreview.net/forum?id=rJXMpikCZ",
        "https://aclanthology.org/P19-1001.pdf",
        "http://www.example.org/paper/?utm_source=x",
    ],
)
def test_a_link_to_a_known_paper_leads_to_its_page_with_the_original_beside(url):
    paper = read_paper()
    Paper.objects.update(doi="10.1000/abc", openreview_id="rJXMpikCZ", acl_id="P19-1001")
    PaperLink.objects.create(paper=paper, url="https://example.org/paper")
    note = make_note(markdown=f"See [this]({url}).")
    assert leads_to(note, paper)
    assert f'<a class="original" href="{url}"' in note.html


def test_a_link_that_means_no_paper_or_two_stays_as_it_is(note):
    assert link_of(note) == ARXIV
    for number in (1, 2):
        PaperLink.objects.create(paper=read_paper(arxiv_id=f"2401.0000{number}"), url="https://example.org/both")
    both = make_note(markdown="[Both](https://example.org/both)")
    assert link_of(both) == "https://example.org/both"


@pytest.mark.parametrize(
    "url",
    ["https://doi.org/10.1000/a%00b", "https://arxiv.org/abs/%00", "https://[x", "https://doi.org/10.1000/%ed%a0%80"],
)
def test_an_odd_address_does_no_harm(url):
    note = make_note(markdown=f"<a href='{url}'>x</a>")
    assert note.mentions.exclude(paper=None).count() == 0


def test_a_section_named_like_a_paper_speaks_of_it():
    paper = read_paper()
    note = make_note(markdown=f"## Paper II: {TITLE}\n\nIt is long.\n\n## Short title\n\nWords.")
    mention = note.mentions.get()
    assert (mention.paper, mention.section_id, mention.excerpt) == (paper, f"h-paper-ii-{paper.slug}", "It is long.")


def test_a_note_saved_again_has_the_mentions_of_its_text(note):
    note.markdown = "[Other](https://example.org/other)"
    note.save()
    assert list(note.mentions.values_list("key", flat=True)) == ["url:example.org/other"]


def run(folder, course: str, **posts):
    texts = {f"{name}.md": text for name, text in posts.items()}
    return run_import(Options(path=str(make_files(folder / course, texts)), course=course))


ENTRY = "#### {}\n+ {}\n"


def test_a_paper_imported_later_is_linked_from_earlier_notes_which_are_not_newly_dated(tmp_path, note):
    before = BlogNote.objects.get(pk=note.pk).updated
    run(tmp_path, "a", S1=make_post_text(required=ENTRY.format(TITLE, ARXIV), blog=f"Words on [it]({ARXIV})."))
    paper = Paper.objects.get()
    assert leads_to(note, paper)
    assert leads_to(BlogNote.objects.exclude(pk=note.pk).get(), paper)
    assert BlogNote.objects.get(pk=note.pk).updated == before


def test_notes_of_a_file_that_come_before_their_paper_are_linked(tmp_path):
    run(
        tmp_path,
        "a",
        S1=make_post_text(blog=f"Words on [it]({ARXIV})."),
        S2=make_post_text(required=ENTRY.format(TITLE, ARXIV)),
    )
    assert leads_to(BlogNote.objects.get(), Paper.objects.get())


def test_a_removed_course_takes_its_papers_out_of_the_links_of_others(tmp_path, note):
    run(tmp_path, "a", S1=make_post_text(required=ENTRY.format(TITLE, ARXIV)))
    remove_course(Session.objects.get(course__slug="a").course)
    assert link_of(note) == ARXIV
    assert Mention.objects.exclude(linked="").count() == 0


def test_merged_papers_are_one_in_notes_and_two_again(note):
    goes, stays = read_paper(), read_paper(title="Another", arxiv_id="2401.00001")
    renew_mentions([goes.pk])
    assert leads_to(note, goes)
    merged = merge(stays, goes)
    assert leads_to(note, stays)
    assert leads_to(note, undo(merged))


def test_an_identifier_typed_in_the_admin_links_and_unlinks(browser, note):
    paper = read_paper(arxiv_id="")
    assert save(browser, paper, arxiv_id="1706.03762").status_code == 302
    assert leads_to(note, paper)
    assert save(browser, paper, arxiv_id="").status_code == 302
    assert link_of(note) == ARXIV


def test_a_paper_deleted_in_the_admin_is_linked_no_more(browser, note):
    paper = make_paper(arxiv_id="1706.03762")
    renew_mentions([paper.pk])
    assert leads_to(note, paper)
    browser.post(address(Paper, "delete", paper.pk), {"post": "yes"})
    assert link_of(note) == ARXIV


def test_papers_that_only_hidden_sessions_read_are_not_linked(browser, note):
    paper = read_paper()
    session = paper.readings.get().session
    renew_mentions([paper.pk])
    assert save(browser, session, visible="").status_code == 302
    assert (link_of(note), note.mentions.exclude(url="").get().paper) == (ARXIV, paper)
    assert save(browser, session, visible="on").status_code == 302
    assert leads_to(note, paper)


def test_an_imported_paper_whose_last_reading_is_deleted_is_not_linked(browser, note):
    paper = read_paper()
    Paper.objects.update(as_given={"title": TITLE})
    renew_mentions([paper.pk])
    chosen = {"action": "delete_selected", "_selected_action": paper.readings.get().pk, "post": "yes"}
    browser.post(address(Reading, "changelist"), chosen)
    assert link_of(note) == ARXIV


def test_a_reading_withdrawn_in_the_admin_hides_its_paper(browser, note):
    reading = read_paper().readings.get()
    renew_mentions([reading.paper_id])
    assert save(browser, reading, withdrawn="on").status_code == 302
    assert link_of(note) == ARXIV


def test_a_reading_that_was_none_hides_its_paper(note):
    reading = read_paper().readings.get()
    renew_mentions([reading.paper_id])
    values = {"kind": "unsure", "message": "?", "key": "a"}
    reject_reading(ReviewItem.objects.create(course=reading.session.course, reading=reading, **values))
    assert link_of(note) == ARXIV


def test_a_value_taken_from_a_post_is_followed(note):
    paper = read_paper(arxiv_id="2401.00001")
    item = {"kind": "conflict", "message": "?", "key": "a", "field": "arxiv_id", "theirs": "1706.03762"}
    take(ReviewItem.objects.create(course=paper.readings.get().session.course, paper=paper, **item))
    assert leads_to(note, paper)


def test_joined_and_parted_sessions_keep_links_true(note):
    paper = read_paper()
    stays, goes = make_session(visible=False), paper.readings.get().session
    renew_mentions([paper.pk])
    assert leads_to(note, paper)
    join(stays, goes)
    assert link_of(note) == ARXIV
    part(goes)
    assert leads_to(note, paper)


def test_render_notes_finds_the_mentions_of_notes_that_an_older_renderer_made(note, capsys):
    paper = read_paper()
    Mention.objects.all().delete()
    BlogNote.objects.update(renderer_version=2)
    call_command("render_notes")
    assert "1 blog notes" in capsys.readouterr().out
    assert leads_to(note, paper)


def test_the_page_of_a_paper_shows_what_notes_say_and_leads_to_the_section(client):
    paper = read_paper()
    session = paper.readings.get().session
    words = "The paper that this whole seminar goes back to, as far as anybody in the room could tell today: "
    for other in (session, make_session(title="Only mentions it"), make_session(title="Secret", visible=False)):
        make_note(session=other, markdown=f"# What they say\n\n{words}[it]({ARXIV}).\n\nAgain [it]({ARXIV}).")
    make_note(session=make_session(title="Unfinished"), markdown=f"{words}[it]({ARXIV}).", state=BlogNote.State.DRAFT)
    text = client.get(paper.get_absolute_url()).content.decode()
    assert text.count(f"{words}it.") == 2  # once for each public note's section
    assert f'href="{session.get_absolute_url()}#h-what-they-say">What they say</a>' in text
    assert (
        text.index("Read in")
        < text.index(f'">{session.title}</a>')
        < text.index("Also mentioned in")
        < text.index("Only mentions it")
    )
    assert "Secret" not in text
    assert "Unfinished" not in text


def test_saving_a_note_asks_few_questions_however_many_links_it_has():
    counts = []
    for links in (3, 30):
        for number in range(links):
            read_paper(title=f"Number {number} of {links}", arxiv_id=f"{links:02}01.{number:05}")
        note = make_note()
        note.markdown = "\n\n".join(f"[x](https://arxiv.org/abs/{links:02}01.{n:05})" for n in range(links))
        with CaptureQueriesContext(connection) as queries:
            note.save()
        assert note.mentions.exclude(linked="").count() == links
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9
