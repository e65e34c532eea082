"""The pure parts of the search: what is asked, what is indexed, what is shown, in which order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readings.rendering import with_paper_links
from sessions.search.clauses import clauses_of, for_fts5, for_tsquery
from sessions.search.language import MOST, Query, parse
from sessions.search.ranking import Candidate, Wanted, in_order
from sessions.search.sections import Section, plain, sections_of
from sessions.search.snippets import Marks, highlighted, snippet
from sessions.search.spelling import distance, grams_of
from sessions.search.terms import terms_of, words_of


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Attention models", {"words": ("attention", "models")}),
        ("models models", {"words": ("models",)}),
        ('"in-context learning" llama', {"words": ("llama",), "phrases": (("in", "context", "learning"),)}),
        ("“red teaming", {"phrases": (("red", "teaming"),)}),
        ("GPT-3.5", {"phrases": (("gpt", "3", "5"),)}),
        ("author:Hinton", {"authors": (("hinton",),)}),
        ('author:"Geoffrey Hinton" nets', {"authors": (("geoffrey", "hinton"),), "words": ("nets",)}),
        ("year:2023", {"years": ((2023, 2023),)}),
        ("year:2020-2023", {"years": ((2020, 2023),)}),
        ("year:2023..2020", {"years": ((2020, 2023),)}),
        ("year:2020-", {"years": ((2020, 2100),)}),
        ("year:-2020", {"years": ((1900, 2020),)}),
        ("year:soon", {"words": ("year", "soon")}),
        ("year:9999", {"words": ("year", "9999")}),
        ('tag:"Red Teaming"', {"facets": ("tag:red-teaming",)}),
        ("course:2024sp is:required", {"courses": ("2024sp",), "facets": ("is:required",)}),
        ("is:note kind:deck is:fun", {"facets": ("kind:note", "kind:deck"), "words": ("fun",)}),
        ("the art of the", {"words": ("art",)}),
        ("to be", {"words": ("to", "be")}),
        ("How do we evaluate LLMs?", {"words": ("evaluate", "llms")}),
        ("foo:bar", {"words": ("foo", "bar")}),
        ("author: x", {"words": ("author", "x")}),
        ("Łukasz\0Kaiser \ud800", {"words": ("lukasz", "kaiser")}),
        ('" " :: "" -', {}),
        ("", {}),
    ],
)
def test_a_text_is_a_query(text, query):
    parsed = parse(text)
    assert parsed == Query(**query, plain=parsed.plain)


@given(st.text(st.characters(), max_size=200))
def test_every_text_is_a_query_that_both_databases_can_be_asked(text):
    query = parse(text)
    conditions = clauses_of(query, unfinished=True)
    assert bool(query) == bool(conditions)
    for said in (for_fts5(conditions), for_tsquery(conditions)):
        assert said.count("(") == said.count(")")
        assert "\0" not in said
        said.encode()


@given(st.text('":“” ab1-', max_size=60))
def test_quotes_and_colons_lose_no_word(text):
    query = parse(text)
    found = {*query.words, *(word for group in (*query.phrases, *query.authors) for word in group)}
    assert set(words_of(query.plain)) - {"a"} <= found | {"a"} or len(query.words) == MOST or len(query.phrases) == MOST


def test_a_query_is_bounded():
    assert len(parse(" ".join(f"word{number}" for number in range(500))).words) == MOST
    assert parse("x" * 10_000).words == ("x" * 40,)


def test_a_query_in_the_words_of_both_databases():
    conditions = clauses_of(parse('deep "neural nets" author:hinton year:2011-2012 course:20'), ("kind:paper",))
    assert for_fts5(conditions) == (
        '("deep") AND ({title_terms people_terms body_terms} : "neural net") AND (people_terms : "hinton")'
        ' AND (facets : "kind:paper")'
        ' AND (facets : "course:20"*) AND (facets : "year:2011" OR facets : "year:2012")'
    )
    assert for_tsquery(conditions) == (
        "(('deep')) & ((('neural':A <-> 'net':A) | ('neural':B <-> 'net':B) | ('neural':C <-> 'net':C)))"
        " & (('hinton':B)) & (('kind:paper'))"
        " & (('course:20':*)) & (('year:2011') | ('year:2012'))"
    )
    assert for_tsquery(clauses_of(parse('"neural nets"')), across=True) == "(('neural' <-> 'net'))"


def test_an_unfinished_last_word_may_go_on():
    assert for_fts5(clauses_of(parse("deep attenti"), unfinished=True)) == '("deep") AND ("attenti" OR "attenti"*)'
    assert for_fts5(clauses_of(parse("deep ne"), unfinished=True)) == '("deep") AND ("ne")'


def test_terms_are_folded_and_stemmed():
    assert terms_of("Learning Läuferinnen’s models, MODELED") == ["learn", "lauferinnen", "s", "model", "model"]


def test_html_is_cut_at_its_headings():
    markup = (
        '<p>Before.</p><h2 id="h-one">One &amp; <em>only</em></h2><p>First</p><p>second.</p>'
        '<h3 class="x" id="h-two">Two</h3><h3 id="h-three">Three</h3><ul><li>a</li><li>b</li></ul>'
    )
    assert sections_of(markup) == [
        Section("", "", "Before."),
        Section("h-one", "One & only", "First second."),
        Section("h-two", "Two", ""),
        Section("h-three", "Three", "a b"),
    ]
    assert sections_of("") == []


def test_what_a_link_to_a_known_paper_adds_is_no_text():
    html = '<p>See <a href="https://arxiv.org/abs/1">here</a>, and on.</p>'
    linked = with_paper_links(html, {"https://arxiv.org/abs/1": "/papers/a/"})
    assert 'class="original"' in linked
    assert plain(linked) == "See here, and on."


def test_markup_is_no_text():
    assert plain("<p>Q&amp;A <em>he</em>re</p><p>x</p>") == "Q&A here x"
    assert plain('Before <span class="missing-image">Image missing: a.png</span> after') == "Before after"
    assert plain("<math><mi>x</mi><annotation encoding='application/x-tex'>\\alpha</annotation></math>") == "x"


ATTENTION = Marks(frozenset({"attent"}))


def test_words_are_marked_by_their_stems_whatever_their_case():
    assert highlighted("On ATTENTIONS, attentive", ATTENTION) == [
        ("On ", False),
        ("ATTENTIONS", True),
        (", ", False),
        ("attentive", True),
    ]
    assert highlighted("inattention attention2", ATTENTION) == [("inattention attention2", False)]
    assert highlighted("Étude", Marks(frozenset({"etud"}))) == [("Étude", True)]
    assert highlighted("studies", Marks(frozenset({"studi"}))) == [("studies", True)]
    assert highlighted("studying", Marks(frozenset({"studi"}))) == [("studying", True)]
    assert highlighted("Transformers", Marks(beginning="transf")) == [("Transformers", True)]
    assert highlighted("Nothing", Marks()) == [("Nothing", False)]


@given(st.text(max_size=300), st.sampled_from([Marks(), ATTENTION, Marks(frozenset({"a", "0"}), "b")]))
def test_pieces_are_the_text(text, marks):
    assert "".join(piece for piece, _ in highlighted(text, marks)) == text


def test_a_snippet_stands_where_most_words_are_together():
    text = "attention " + "before " * 60 + "the needle of attention " + "after " * 60
    found = snippet(text, Marks(frozenset({"attent", "needl"})))
    assert found[0][0].startswith("… before")
    assert [piece for piece, marked in found if marked] == ["needle", "attention"]
    assert found[-1][0].endswith("after …")
    assert snippet("", ATTENTION) == []


def candidate(number: int, title: str, body: str = "", **values) -> Candidate:
    known = {"kind": "paper", "object_id": number, "part": 0, "times_read": 0, "people": "", **values}
    return Candidate(id=number, title=" ".join(terms_of(title)), body=" ".join(terms_of(body)), **known)


def order(words: str, *candidates: Candidate) -> list[int]:
    return [one.id for one in in_order(candidates, Wanted(tuple(terms_of(words))))]


def test_the_title_itself_comes_before_titles_that_have_the_words_and_those_before_texts():
    assert order(
        "scaling laws",
        candidate(1, "Something", "scaling laws " * 50),
        candidate(2, "Laws of planetary scaling"),
        candidate(3, "Explaining neural scaling laws"),
        candidate(4, "Scaling laws"),
    ) == [4, 3, 2, 1]


def test_a_title_that_begins_so_comes_before_one_that_goes_on_so():
    first, second = "Chain of thought prompting", "Improving chain of thought"
    assert order("chain of thought", candidate(1, second), candidate(2, first)) == [2, 1]


def test_a_heading_that_says_just_that_comes_after_what_is_all_about_it():
    heading = candidate(1, "Hallucination", "hallucination", kind="note", part=4)
    assert order("hallucination", heading, candidate(2, "LLM hallucination", kind="session")) == [2, 1]


def test_a_whole_name_comes_before_words_that_stand_anywhere():
    named = candidate(1, "Guardrails", kind="session", people="team 3")
    assert order("team 3", candidate(2, "Finding 3", "the team " * 9), named) == [1, 2]


def test_among_equals_what_was_read_more_often_comes_first():
    assert order("nets", candidate(1, "Nets one"), candidate(2, "Nets two", times_read=4)) == [2, 1]


def test_of_one_thing_only_the_best_part_is_shown():
    whole = candidate(1, "Note", "words words attention", kind="note", object_id=7)
    section = candidate(2, "Attention", "attention", kind="note", object_id=7, part=3)
    assert order("attention", whole, section) == [2]


@given(st.permutations(range(6)))
def test_the_order_does_not_depend_on_the_databases(places):
    candidates = [candidate(n, "same title", kind=("paper", "note")[n % 2], object_id=n % 3) for n in range(6)]
    assert order("title", *(candidates[place] for place in places)) == order("title", *candidates)


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        ("retrieval", "retrieval", 0),
        ("retreival", "retrieval", 1),
        ("retrival", "retrieval", 1),
        ("xetrival", "retrieval", 2),
        ("attention", "convolution", 3),
        ("abc", "abcdefgh", 3),
    ],
)
def test_letters_that_differ_are_counted_up_to_three(one, other, letters):
    assert distance(one, other, 2) == letters


def test_letters_in_threes_know_the_ends():
    assert grams_of("deep") == [" de", "dee", "eep", "ep "]
