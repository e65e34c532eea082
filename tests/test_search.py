import pytest
from django.urls import reverse

from readings.identifiers import Identifiers
from readings.models import PaperLink
from sessions.models import Page
from sessions.search import Hit, search
from sessions.search.identified import identifiers_in
from sessions.search.snippets import highlighted, plain, snippet, words_of
from tests.factories import make_course, make_note, make_paper, make_reading, make_session


def test_a_query_is_cut_to_eight_distinct_words_of_bounded_length():
    assert words_of('"deep  learning" deep') == ["deep", "learning"]
    assert len(words_of(" ".join(f"word{number}" for number in range(500)))) == 8
    assert words_of("x" * 10_000) == ["x" * 60]
    assert words_of(" \0 ") == []


def test_the_words_of_a_query_are_marked_whatever_their_case():
    assert highlighted("On Attention, again", ["attention"]) == [
        ("On ", False),
        ("Attention", True),
        (", again", False),
    ]
    assert highlighted("C++ (again)", ["c++", "("]) == [("C++", True), (" ", False), ("(", True), ("again)", False)]
    assert highlighted("Nothing", []) == [("Nothing", False)]


def test_a_snippet_stands_around_the_first_word_found():
    text = "before " * 40 + "needle " + "after " * 60
    found = snippet(text, ["needle"])
    assert found[0][0].startswith("… before")
    assert found[1] == ("needle", True)
    assert found[2][0].endswith("after …")
    assert snippet("", ["needle"]) == []


def test_stored_html_is_searched_as_text():
    assert plain("<p>Q&amp;A <em>here</em></p>") == "Q&A here"


def found(query: str) -> list[tuple[str, str]]:
    return [(hit.kind, "".join(text for text, _ in hit.title)) for hit in search(query)]


@pytest.mark.django_db
def test_papers_are_found_by_title_abstract_venue_and_author():
    paper = make_paper(title="Attention Is All You Need", authors=("Łukasz Kaiser",))
    paper.abstract, paper.venue = "Without recurrence.", "NeurIPS"
    paper.save()
    for query in ("attention", "RECURRENCE", "neurips", "kaiser attention", "lukasz need"):
        assert ("paper", "Attention Is All You Need") in found(query)
    assert found("attention convolution") == []


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
    assert search("attention") == [
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
@pytest.mark.parametrize(
    "query",
    [
        "\0",
        "a\0b",
        "%",
        "_",
        "'",
        '"',
        "\\",
        "' OR 1=1 --",
        "(" * 50,
        "*",
        "a" * 10_000,
        "a b " * 2500,
        "\ud800",
        "é" * 300,
    ],
)
def test_any_query_gets_a_page(client, query):
    make_paper(title="A paper")
    response = client.get(reverse("search") + "?q=" + _quoted(query))
    assert response.status_code == 200


def _quoted(query: str) -> str:
    return "".join(f"%{byte:02x}" for byte in query.encode("utf-8", "surrogatepass"))


@pytest.mark.django_db
def test_a_percent_sign_is_a_letter_like_any_other():
    make_paper(title="Ninety percent")
    make_paper(title="Ninety % of it")
    assert found("%") == [("paper", "Ninety % of it")]


@pytest.mark.django_db
def test_markup_in_titles_is_shown_as_text(client):
    make_paper(title="The <script>alert(1)</script> tag")
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
