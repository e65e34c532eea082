import json

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from readings.identifiers import Identifiers
from readings.models import Author, AuthorSpelling, PaperLink
from sessions.importing.removing import remove_course
from sessions.models import BlogNote, Category, Page, Reading, SearchDocument, SearchTrigram, SlideDeck
from sessions.review.joining import join, part
from sessions.review.merging import merge, undo
from sessions.search.finding import Found, Hit, search
from sessions.search.identified import identifiers_in
from sessions.search.language import parse
from sessions.search.suggesting import suggest
from sessions.search.sync import flush
from tests.factories import make_course, make_note, make_paper, make_reading, make_session


def text_of(pieces) -> str:
    return "".join(text for text, _ in pieces)


def found(query: str, *filters: str) -> list[tuple[str, str]]:
    """(kind, title) of the hits, once what has changed is indexed: a test's transaction never commits."""
    flush()
    return [(hit.kind, text_of(hit.title)) for hit in search(query, filters).hits]


@pytest.mark.django_db
def test_papers_are_found_by_title_abstract_venue_and_author():
    paper = make_paper(title="Attention Is All You Need", authors=("Łukasz Kaiser",))
    paper.abstract, paper.venue = "Without recurrences.", "NeurIPS"
    paper.save()
    for query in ("attention", "RECURRENCE", "neurips", "kaiser attention", "lukasz need", '"all you need"'):
        assert ("paper", "Attention Is All You Need") in found(query)
    assert found("convolution") == []
    assert not search("all attention").is_partial
    assert search('"need all"').is_partial


@pytest.mark.django_db
def test_a_phrase_stands_in_one_field():
    paper = make_paper(title="Attention Is All You Need", authors=("Ashish Vaswani",))
    paper.abstract = "Without recurrences."
    paper.save()
    flush()
    for phrase in ("you need", "ashish vaswani", "without recurrences"):
        assert not search(f'"{phrase}"').is_partial
    for phrase in ("need ashish", "vaswani without"):
        assert search(f'"{phrase}"').is_partial


@pytest.mark.django_db
def test_people_sessions_notes_and_pages_are_found():
    make_paper(authors=("Ada Lovelace",))
    session = make_session(title="Engines", introduction="About looms.")
    make_note(session=session, title="Weaving", markdown="Cards with *holes*.")
    Page.objects.create(course=make_course(), title="Syllabus", slug="syllabus", markdown="Punched cards.")
    assert ("person", "Ada Lovelace") in found("lovelace")
    assert found("looms") == [("session", "Engines")]
    assert found("cards holes") == [("note", "Weaving")]
    assert found("punched") == [("page", "Syllabus")]


@pytest.mark.django_db
def test_hits_in_titles_come_first():
    paper = make_paper(title="Something else")
    paper.abstract = "Mentions diffusion."
    paper.save()
    make_session(title="Diffusion")
    assert found("diffusion") == [("session", "Diffusion"), ("paper", "Something else")]


@pytest.mark.django_db
def test_a_hit_says_where_it_leads_and_what_it_is():
    paper = make_paper(title="Attention", authors=("Ada Lovelace",), published="2017-06-12")
    paper.abstract = "On attention."
    paper.save()
    flush()
    assert search("attention").hits == [
        Hit(
            kind="paper",
            url="/papers/attention/",
            title=[("Attention", True)],
            people=("Ada Lovelace",),
            detail="2017",
            snippet=[("On ", False), ("attention", True), (".", False)],
        )
    ]


@pytest.mark.django_db
def test_a_hit_in_a_note_leads_to_its_section():
    session = make_session(course=make_course(slug="seminar"), slug="s1", title="Agents")
    make_note(session=session, markdown="Before.\n\n# Tools\n\nHammers.\n\n# Memory\n\nElephants.")
    flush()
    (hit,) = search("elephants").hits
    assert (hit.url, text_of(hit.title)) == ("/courses/seminar/s1/#h-memory", "Memory")
    (hit,) = search("hammers elephants").hits  # in no one section
    assert (hit.url, text_of(hit.title)) == ("/courses/seminar/s1/#note", "Note on Agents")


@pytest.mark.django_db
def test_a_session_is_found_by_its_teams_and_by_the_name_in_its_address():
    session = make_session(slug="s0-l18", title="Agents")
    session.lead_team = "Team 3"
    session.save()
    assert found("Team 3") == found("S0-L18") == [("session", "Agents")]


@pytest.mark.django_db
def test_operators_and_facets_narrow():
    course, other = make_course(slug="2024sp", title="Agents"), make_course(slug="2025sp", title="More")
    early = make_paper(title="Nets early", authors=("Ada Lovelace",), published="2012")
    late = make_paper(title="Nets late", authors=("Alan Turing",), published="2020-05")
    session = make_session(course=course, title="Nets")
    session.tags.add("Red Teaming")
    make_reading(session=session, paper=early)
    make_reading(session=make_session(course=other, title="Other"), paper=late, requirement="more")
    for query in (
        "nets author:lovelace",
        "nets year:2012",
        "nets year:2010-2015",
        "is:required",
        "nets tag:red-teaming is:paper",
    ):
        assert found(query) == [("paper", "Nets early")], query
    assert found("nets course:2025") == [("paper", "Nets late")]
    assert found("nets", "kind:session") == [("session", "Nets")]
    assert found('tag:"red teaming"') == [("paper", "Nets early"), ("session", "Nets")]
    assert search("nets").facets == {
        "kind": [("paper", 2), ("session", 1)],
        "course": [("2024sp", 2), ("2025sp", 1)],
        "year": [("2012", 1), ("2020", 1), ("2024", 1)],
        "tag": [("red-teaming", 2)],
        "is": [("more", 1), ("required", 1)],
    }


@pytest.mark.django_db
def test_misspelt_and_unfinished_words_find():
    make_paper(title="Retrieval augmented generation", authors=("Patrick Lewis",))
    assert found("retr") == [("paper", "Retrieval augmented generation")]
    flush()
    answer = search("retreival")
    assert (answer.instead, len(answer.hits)) == ("retrieval", 1)
    assert search("author:lewes").instead == "author:lewis"
    assert search("qqqqqq").hits == []


@pytest.mark.django_db
def test_a_word_that_finds_little_is_asked_about():
    make_paper(title="Atention span")
    for number in range(3):
        make_paper(title=f"Attention {number}")
    flush()
    answer = search("attentoin")
    assert (answer.instead, answer.total) == ("attention", 3)
    session = make_session(introduction="Attentoin, they wrote.")
    flush()
    answer = search("attentoin")
    assert ([hit.url for hit in answer.hits], answer.perhaps) == ([session.get_absolute_url()], "attention")


@pytest.mark.django_db
def test_where_nothing_has_all_words_some_will_do_but_filters_hold(client):
    session = make_session(title="Nets")
    make_reading(session=session, paper=make_paper(title="Nets and more", published="2012"))
    for query in ("nets zebra", "nets year:1999", '"zebra nets"', "author:nets"):
        assert set(found(query)) == {("paper", "Nets and more"), ("session", "Nets")}, query
        assert search(query).is_partial
    assert found("nets zebra", "kind:paper") == [("paper", "Nets and more")]
    assert search("nets zebra").facets["kind"] == [("paper", 1), ("session", 1)]
    assert found("the zebra of is:paper") == found("tag:zebra is:required") == found("zebra") == []
    assert not search("nets").is_partial
    text = client.get(reverse("search"), {"q": "nets zebra"}).content.decode()
    assert "Nothing has all of “nets zebra”. These have some of its words:" in text


@pytest.mark.django_db
def test_a_name_and_its_number_are_found_however_they_are_joined():
    make_paper(title="Low-resource languages jailbreak GPT-4")
    assert found("gpt4 jailbreak") == [("paper", "Low-resource languages jailbreak GPT-4")]
    assert search("gpt4 jailbreak").instead == "gpt-4 jailbreak"


HIDDEN = "Clandestine"


def hide_session(reading):
    reading.session.visible = False
    reading.session.save()


def withdraw_reading(reading):
    reading.withdrawn = True
    reading.save()


def withdraw_session(reading):
    join(make_session(course=reading.session.course, title="The other"), reading.session)
    Reading.objects.exclude(pk=reading.pk).delete()
    BlogNote.objects.exclude(session=reading.session).delete()


@pytest.mark.django_db
@pytest.mark.parametrize("hide", [hide_session, withdraw_reading, withdraw_session])
def test_what_is_hidden_later_is_found_no_more(hide):
    reading = make_reading(paper=make_paper(title=HIDDEN, authors=(f"{HIDDEN} Author",)), as_given={"title": HIDDEN})
    assert {kind for kind, _ in found(HIDDEN)} == {"paper", "person"}
    hide(reading)
    assert found(HIDDEN) == []
    assert suggest(HIDDEN) == []


@pytest.mark.django_db
@pytest.mark.parametrize("hide", [hide_session, withdraw_reading, withdraw_session])
def test_a_word_that_only_something_hidden_has_is_not_suggested_for_another(hide):
    reading = make_reading(paper=make_paper(title=f"{HIDDEN} openly", authors=(f"Ada {HIDDEN}berg",)))
    make_reading(paper=make_paper(title="Read openly", authors=("Ada Lovelace",)))
    flush()
    assert [search(query).instead for query in ("clandestyne", "clandestinebrg", "openyl")] == [
        "clandestine",
        "clandestineberg",
        "openly",
    ]
    hide(reading)
    flush()
    answers = [search(query) for query in ("clandestyne", "clandestinebrg", "clandestine", "openyl")]
    assert [(one.instead, one.perhaps) for one in answers] == [("", "")] * 3 + [("openly", "")]
    assert not SearchTrigram.objects.filter(word__startswith=HIDDEN.lower()).exists()
    assert SearchTrigram.objects.filter(word="openly").exists()


@pytest.mark.django_db
def test_a_session_hidden_takes_its_note_and_slides_along_and_brings_them_back():
    session = make_session(title=HIDDEN)
    make_note(session=session, title=HIDDEN)
    SlideDeck.objects.create(session=session, file="decks/a.pptx", label=HIDDEN)
    shown = {("session", HIDDEN), ("note", HIDDEN), ("deck", f"{HIDDEN} ({HIDDEN})")}
    assert set(found(HIDDEN)) == shown
    hide_session(make_reading(session=session))
    assert found(HIDDEN) == []
    session.visible = True
    session.save()
    assert set(found(HIDDEN)) == shown


@pytest.mark.django_db
def test_a_note_is_found_while_it_is_published():
    note = make_note(title=HIDDEN, state=BlogNote.State.DRAFT)
    assert found(HIDDEN) == []
    note.state = BlogNote.State.PUBLISHED
    note.save()
    assert found(HIDDEN) == [("note", HIDDEN)]
    note.delete()
    assert found(HIDDEN) == []


@pytest.mark.django_db
def test_new_names_are_found_in_place_of_the_old():
    course = make_course(title="Seminar")
    session = make_session(course=course, title="Engines")
    session.tags.add("steam")
    category = Category.objects.create(name="Machinery")
    session.categories.add(category)
    paper = make_paper(title="Looms", authors=("Ada Byron",))
    make_reading(session=session, paper=paper)
    assert ("session", "Engines") in found("steam")
    assert found("machinery") == [("session", "Engines")]
    tag = session.tags.get()
    tag.name = "water"
    tag.save()
    category.name = "Apparatus"
    category.save()
    author = Author.objects.get()
    author.name = "Ada Lovelace"
    author.save()
    course.slug = "renamed"
    course.save()
    assert found("steam") == found("machinery") == []
    assert ("session", "Engines") in found("water")
    assert found("apparatus") == [("session", "Engines")]
    assert ("paper", "Looms") in found("lovelace")
    assert ("paper", "Looms") in found("byron")
    assert search("engines").hits[0].url.startswith("/courses/renamed/")
    category.delete()
    session.tags.clear()
    AuthorSpelling.objects.all().delete()
    assert found("apparatus") == found("water") == found("byron") == []


@pytest.mark.django_db
def test_a_merge_and_its_undoing_are_followed():
    stays, goes = make_paper(title="Attention is all"), make_paper(title="Attention, all of it")
    make_reading(paper=goes)
    assert len(found("attention")) == 2
    merged = merge(stays, goes)
    assert found("attention") == [("paper", "Attention is all")]
    assert search("attention").facets["is"] == [("required", 1)]
    undo(merged)
    assert set(found("attention is:required")) == {("paper", "Attention, all of it")}
    assert len(found("attention")) == 2


@pytest.mark.django_db
def test_joined_sessions_are_one_until_they_are_parted():
    one, two = make_session(title="Agents one"), make_session(title="Agents two")
    join(one, two)
    assert found("agents") == [("session", "Agents one")]
    two.refresh_from_db()
    part(two)
    assert len(found("agents")) == 2


@pytest.mark.django_db
def test_a_removed_course_is_found_no_more():
    session = make_session(title="Engines")
    make_note(session=session, title="Engines too")
    paper = make_paper(title="Engines as well", authors=("Ada Engine",))
    paper.as_given = {"title": "As imported"}
    paper.save()
    make_reading(session=session, paper=paper)
    assert len(found("engines")) == 4
    remove_course(session.course)
    assert found("engines") == []


@pytest.mark.django_db(transaction=True)
def test_documents_are_there_when_a_change_commits_and_not_when_it_is_taken_back():
    paper = make_paper(title="Attention")
    assert [hit.url for hit in search("attention").hits] == [paper.get_absolute_url()]
    with transaction.atomic():
        make_paper(title="Attention again")
        transaction.set_rollback(True)
    assert search("attention").total == 1


@pytest.mark.django_db
def test_what_has_not_changed_is_not_written_again():
    paper = make_paper(title="Attention")
    flush()
    before = list(SearchDocument.objects.values_list("pk", flat=True))
    paper.save()
    with CaptureQueriesContext(connection) as queries:
        flush()
    assert list(SearchDocument.objects.values_list("pk", flat=True)) == before
    assert not any("INSERT" in query["sql"] for query in queries)


@pytest.mark.django_db
def test_the_index_written_anew_is_the_one_that_was_kept(capsys):
    session = make_session(title="Engines")
    make_reading(session=session, paper=make_paper(title="Looms", authors=("Ada Lovelace",)))
    make_note(session=session, markdown="# One\n\nText.")
    Page.objects.create(course=session.course, title="Syllabus", slug="syllabus", markdown="# Part\n\nText.")
    flush()
    kept = set(SearchDocument.objects.values_list("kind", "object_id", "part", "digest"))
    call_command("reindex")
    assert set(SearchDocument.objects.values_list("kind", "object_id", "part", "digest")) == kept
    assert capsys.readouterr().out == f"Written: {len(kept)} documents.\n"
    assert len(kept) == 7


@pytest.mark.django_db
def test_suggestions_are_titles_and_names_as_far_as_they_are_typed():
    paper = make_paper(title="Attention Is All You Need", authors=("Ashish Vaswani",))
    make_note(title="Attention in notes", markdown="# Attention\n\nAttention.")
    flush()
    assert [(one.kind, one.title, one.url) for one in suggest("attent")] == [
        ("paper", paper.title, paper.get_absolute_url())
    ]
    assert [one.title for one in suggest("vasw")] == ["Ashish Vaswani", paper.title]
    for nothing in ("", "a", "zz", "year:2017", '"', "\0"):
        assert suggest(nothing) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["atention", "attentoin i", "attention vasvani", "chain-of-thou", "chian of though", "transfrom", "tranfo"]
)
def test_suggestions_bear_with_misspelt_words_and_hyphens(typed):
    titles = {"at": "Attention Is All You Need", "ch": "Chain-of-Thought Prompting", "tr": "A Transformer"}
    make_paper(title=titles["ch"])
    make_paper(title=titles["tr"])
    make_paper(title=titles["at"], authors=("Ashish Vaswani",))
    flush()
    assert [one.title for one in suggest(typed)] == [titles[typed[:2]]]


@pytest.mark.django_db
def test_what_is_nothing_like_a_title_is_suggested_nothing_for():
    make_paper(title="Attention Is All You Need")
    flush()
    for typed in ("xylophone", "attention graph", "at29", "2017"):
        assert suggest(typed) == []


@pytest.mark.django_db
def test_suggestions_are_answered_as_json(client):
    make_paper(title='A <b>"bold"</b> paper')
    flush()
    answer = json.loads(client.get(reverse("suggest"), {"q": "bold"}).content)
    url = SearchDocument.objects.get().address
    assert answer == {"suggestions": [{"kind": "paper", "title": 'A <b>"bold"</b> paper', "url": f"/{url}"}]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "shown"), [("2", 2), ("9e99", 1), ("-1", 1), ("99999999999", 1), ("999", 2), ("²", 1)]
)
def test_a_page_that_is_not_there_is_the_nearest(client, page, shown):
    for number in range(25):
        make_paper(title=f"Paper {number}")
    flush()
    response = client.get(reverse("search"), {"q": "paper", "page": page})
    assert response.context["page"].number == shown
    assert len(response.context["found"].hits) == {1: 20, 2: 5}[shown]


@pytest.mark.django_db
def test_filters_are_links_that_add_and_remove(client):
    course = make_course(slug="seminar", title="The seminar")
    make_reading(session=make_session(course=course, title="Nets"), paper=make_paper(title="Nets", published="2012"))
    flush()
    text = client.get(reverse("search"), {"q": "nets", "page": "1"}).content.decode()
    assert '<a href="?q=nets&amp;kind=paper" rel="nofollow">Papers</a>' in text
    narrowed = client.get(reverse("search"), {"q": "nets", "kind": "paper"}).content.decode()
    assert (
        '<a href="?q=nets" rel="nofollow">Papers<span class="visually-hidden">, remove this filter</span></a>'
        in narrowed
    )
    nothing = client.get(reverse("search"), {"q": "nets", "kind": "deck"}).content.decode()
    assert "Nothing found for “nets”" in nothing
    assert "Search without the filters" in nothing


@pytest.mark.django_db
def test_markup_in_titles_is_shown_as_text(client):
    make_paper(title="The <script>alert(1)</script> tag")
    flush()
    text = client.get(reverse("search"), {"q": "alert"}).content.decode()
    assert "&lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt;" in text


@pytest.mark.parametrize(
    ("query", "identifiers"),
    [
        ("1706.03762", Identifiers(arxiv="1706.03762")),
        ("arXiv:1706.03762v5", Identifiers(arxiv="1706.03762")),
        ("arXiv 1706.03762", Identifiers(arxiv="1706.03762")),
        ("math.GT/0309136", Identifiers(arxiv="math/0309136")),
        ("arxiv.org/pdf/1706.03762", Identifiers(arxiv="1706.03762")),
        ("10.48550/arXiv.1706.03762", Identifiers(arxiv="1706.03762")),
        ("doi: 10.1000/ABC.1", Identifiers(doi="10.1000/abc.1")),
        ("https://doi.org/10.1000/abc.1", Identifiers(doi="10.1000/abc.1")),
        ("https://openreview.net/forum?id=HklBjCEKvH", Identifiers(openreview="HklBjCEKvH")),
        ("attention is all", Identifiers()),
        ("http://[", Identifiers()),
    ],
)
def test_a_query_may_be_an_identifier_or_an_address(query, identifiers):
    assert identifiers_in(query) == identifiers


@pytest.mark.django_db
def test_a_paper_is_found_by_its_identifiers_and_addresses():
    paper = make_paper(title="Attention Is All You Need", arxiv_id="1706.03762")
    paper.doi, paper.openreview_id, paper.acl_id = "10.1000/abc.1", "HklBjCEKvH", "2020.acl-main.1"
    paper.save()
    PaperLink.objects.create(paper=paper, url="https://example.org/attention/")
    make_paper(title="Another", arxiv_id="1706.00001")
    for query in (
        "1706.03762",
        "https://arxiv.org/abs/1706.03762v2",
        "10.1000/ABC.1",
        "https://dl.acm.org/doi/10.1000/abc.1",
        "HklBjCEKvH",
        "https://openreview.net/pdf?id=HklBjCEKvH",
        "2020.acl-main.1",
        "http://www.example.org/attention?utm_source=mail",
    ):
        assert found(query) == [("paper", "Attention Is All You Need")]


@pytest.mark.django_db
def test_what_an_identifier_names_stands_once_and_before_what_mentions_it():
    make_note(title="On 1706.03762", markdown="Words.")
    paper = make_paper(title="Attention (1706.03762)", arxiv_id="1706.03762")
    assert found("1706.03762") == [("paper", paper.title), ("note", "On 1706.03762")]


@pytest.mark.django_db
def test_an_identifier_finds_no_paper_of_a_hidden_session():
    make_reading(session=make_session(visible=False), paper=make_paper(arxiv_id="1706.03762"))
    assert found("1706.03762") == []


def test_the_count_of_results_reads_as_a_sentence():
    found = Found(parse("graphs"), [], listed=111, total=134)
    text = render_to_string("search/_heading.html", {"found": found, "query": "graphs"})
    assert "134 results for “graphs”; the best 111 are listed" in text
