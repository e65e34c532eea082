"""What is understood of pasted references and schedules."""

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.posts.pasted_schedules import read_schedule
from sessions.posts.references import MOST_REFERENCES, entries_of, read_references
from sessions.posts.structure import PostError


def urls(reading):
    return [link.url for link in reading.links]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("1706.03762v3", "https://arxiv.org/abs/1706.03762"),
        ("arXiv:1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("cs/0112017", "https://arxiv.org/abs/cs/0112017"),
        ("doi:10.1145/3442188.3445922", "https://doi.org/10.1145/3442188.3445922"),
        ("<https://example.org/a.pdf>", "https://example.org/a.pdf"),
    ],
)
def test_identifier_alone_stands_for_its_address(text, url):
    (found,) = read_references(text)
    assert (found.title, urls(found), found.rule) == (url, [url], "identifier")
    assert found.confidence < 0.5


def test_citation_keeps_the_identifier_it_names():
    (found,) = read_references("Language Models are Few-Shot Learners. Brown et al. NeurIPS 2020. arXiv:2005.14165")
    assert found.title == "Language Models are Few-Shot Learners"
    assert found.venue == "NeurIPS 2020"
    assert urls(found) == ["https://arxiv.org/abs/2005.14165"]


def test_each_line_of_a_plain_list_is_a_reference():
    found = read_references("1706.03762\n2005.14165\n\n\n2001.08361\n")
    assert [(r.line, r.title[-10:]) for r in found] == [(1, "1706.03762"), (2, "2005.14165"), (5, "2001.08361")]


def test_wrapped_citations_are_parted_by_blank_lines():
    text = '"Deep Residual Learning", Kaiming He, Xiangyu Zhang,\nShaoqing Ren, CVPR 2016\n\n1706.03762'
    first, second = read_references(text)
    assert first.authors == ("Kaiming He", "Xiangyu Zhang", "Shaoqing Ren")
    assert second.line == 4


def test_list_markers_begin_references_and_indented_lines_continue_them():
    text = "- Kaplan et al. 2020. Scaling Laws for Neural Language Models.\n  arXiv:2001.08361\n- 1706.03762"
    first, second = read_references(text)
    assert (first.title, urls(first)) == (
        "Scaling Laws for Neural Language Models",
        ["https://arxiv.org/abs/2001.08361"],
    )
    assert second.line == 3


def test_numbers_inside_a_citation_are_no_list_markers():
    (found,) = read_references("A long title of a paper. Ada Lovelace and Alan Turing. NeurIPS 2020. 12 pages")
    assert found.published == "2020"


@pytest.mark.parametrize(
    "text",
    [
        "@article{a, title={A title of words}, author={Lovelace, Ada}, year=2017}",
        "TY  - JOUR\nTI  - A title of words\nAU  - Lovelace, Ada\nPY  - 2017\nER  - \n",
        '[{"title": "A title of words", "author": [{"family": "Lovelace", "given": "Ada"}],'
        ' "issued": {"date-parts": [[2017]]}}]',
    ],
)
def test_bibliographies_are_recognised_by_how_they_begin(text):
    (found,) = read_references(text)
    assert (found.title, found.authors, found.published) == ("A title of words", ("Ada Lovelace",), "2017")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("\n@article{a, title={open", 2, "not BibTeX"),
        ('[{"title": ]', 1, "not JSON"),
        ('{"name": "x"}', 1, "no list of references"),
        ("\n".join(["1706.03762"] * (MOST_REFERENCES + 1)), MOST_REFERENCES + 1, "more than 500 references"),
        ("x" * 5001, 1, "is a line break missing"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text, line, said):
    with pytest.raises(PostError) as caught:
        read_references(text)
    assert caught.value.line == line
    assert said in caught.value.text


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_with_a_line(text):
    lines = text.count("\n") + text.count("\r") + 1
    try:
        told = [reading.line for reading in read_references(text)]
    except PostError as error:
        told = [error.line]
    assert all(1 <= line <= lines for line in told)


@given(st.lists(st.text(alphabet="abc1. -[]\t", max_size=20), max_size=8))
def test_every_line_with_words_is_in_an_entry(lines):
    entries = " ".join(entry for _, entry in entries_of("\n".join(lines)))
    assert all(word in entries for line in lines for word in line.split() if word.isalpha())


def test_pasted_table_gives_sessions_and_names_rows_that_are_none():
    table = "Date\tTitle\tLead team\tBlog team\n1/18\tIntroduction\tteam-1\tteam-2\n3/5\tNo class\t\t\n"
    (session,), (message,) = read_schedule(table, 2024)
    assert (session.title, session.date) == ("Introduction", datetime.date(2024, 1, 18))
    assert (session.lead_team, session.blog_team) == ("team-1", "team-2")
    assert (message.line, message.text) == (3, "no session: “3/5 No class”")


def test_table_without_dates_is_numbered_in_its_order():
    sessions, _ = read_schedule("Title,Lead team\nIntroduction,team-1\nScaling laws,team-2\n", None)
    assert [(s.number, s.title, s.lead_team) for s in sessions] == [
        (1, "Introduction", "team-1"),
        (2, "Scaling laws", "team-2"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("Name,Shoe size\nAda,36\n", 1, "no schedule"),
        ("Date,Title\n1/18,Introduction,team-1\n", 2, "3 cells where the first line names 2 columns"),
        ("Title\n", 1, "the table has no rows"),
        ('Date,Title\n1/18,"open\n', 2, "not CSV"),
        (f"Date,Title\n1/18,Graphs\n1/25,{'.' * 5001}\n", 3, "a cell of more than 5000 characters"),
        ("Title," * 60 + "Date\n1/18\n", 1, "more than 50 columns"),
    ],
)
def test_table_that_is_no_schedule_is_told_with_its_line(text, line, said):
    with pytest.raises(PostError) as caught:
        read_schedule(text, 2024)
    assert caught.value.line == line
    assert said in caught.value.text


def test_bibtex_between_other_references_is_read_in_its_place():
    text = (
        "10.1038/nature14539\n"
        "@article{a, title={A {B} title (of words)},\n  author={Ada Lovelace}, year={1843}}\n"
        "Alan Turing. Computing Machinery and Intelligence. Mind, 1950.\n"
        '@book(b, title="Other words", year=2001)\n'
        "% a remark\n"
    )
    assert [(found.line, found.title) for found in read_references(text)] == [
        (1, "https://doi.org/10.1038/nature14539"),
        (2, "A B title (of words)"),
        (4, "Computing Machinery and Intelligence"),
        (5, "Other words"),
    ]


def test_many_small_entries_are_read_in_no_more_than_their_length():
    started = time.perf_counter()
    with pytest.raises(PostError, match="not BibTeX near this line"):
        read_references("@a(x, t={a)})\n" * 30_000)
    assert time.perf_counter() - started < 5


def test_rows_of_a_pasted_schedule_that_are_no_session_are_told():
    text = (
        "Date,Title,Team\n"
        "18 Jan 2024,Introduction,team-1\n"
        "31 Feb 2024,Impossible day,team-2\n"
        "nonsense\n"
        "6 Mar,Spring break,\n"
        "23 Jan,Graphs,team-3\n"
    )
    sessions, warnings = read_schedule(text, 2024)
    assert [session.title for session in sessions] == ["Introduction", "Graphs"]
    assert [(warning.line, warning.text) for warning in warnings] == [
        (3, "no day or number is understood in “31 Feb 2024 Impossible day team-2”: taken as part of “Introduction”"),
        (4, "no day or number is understood in “nonsense”: left out"),
        (5, "no session: “6 Mar Spring break”"),
    ]


def test_a_date_of_endless_digits_is_no_date():
    text = '[{"title": "Trees", "author": [{"family": "Lovelace"}], "issued": {"date-parts": [["%s"]]}}]' % ("9" * 5000)
    assert [(one.title, one.published) for one in read_references(text)] == [("Trees", "")]


def test_half_a_character_is_refused():
    with pytest.raises(PostError, match="half a character"):
        read_references('[{"title": "Trees \\ud800", "author": [{"family": "Lovelace"}]}]')


@pytest.mark.parametrize("day", ["", "TBA"])
def test_a_schedule_whose_days_are_still_open_is_taken_in_its_order(day):
    rows = [f"{day}\t{title}\tteam-{number}" for number, title in enumerate(("Introduction", "Agents", "Safety"), 1)]
    sessions, told = read_schedule("\n".join(["Date\tTitle\tLead team", *rows]), 2024)
    assert [(session.title, session.number, session.date, session.lead_team) for session in sessions] == [
        ("Introduction", 1, None, "team-1"),
        ("Agents", 2, None, "team-2"),
        ("Safety", 3, None, "team-3"),
    ]
    assert told == []


@pytest.mark.parametrize(
    ("title", "named"), [("Introduction", "https://arxiv.org/abs/1706.03762"), ("Attention Is All You Need", None)]
)
def test_a_paper_that_a_pasted_schedule_only_links_is_not_called_after_a_short_title_of_its_meeting(title, named):
    (session,), _ = read_schedule(f"Title\tLinks\n{title}\thttps://arxiv.org/abs/1706.03762\n", 2024)
    assert (session.title, [reading.title for reading in session.readings]) == (title, [named or title])
