"""Reading lists and schedules that are data: YAML, JSON, CSV, BibTeX, RIS; each read as its file gives it."""

import datetime
import textwrap

import pytest

from sessions.posts import ParsedSession, PostError, parse_post
from sessions.posts.data_files import looks_like_data

BIBTEX = r"""
@string{nips = "NeurIPS"}
@comment{not this one}
@inproceedings{vaswani,
  title = {Attention Is {All} You Need},
  author = {Vaswani, Ashish and Noam Shazeer and others},
  booktitle = nips # " 2017", year = 2017, month = jun,
  eprint = {1706.03762}, archivePrefix = {arXiv}, keywords = {required, nlp},
  note = {Read section 3},
}
@book{godel, title = "{\"U}ber formal unentscheidbare S{\"a}tze", author = {Kurt G{\"o}del}, year = {1931},
  publisher = {Springer}, doi = {10.1007/BF01700692}}
@misc{empty, year = 2020}
"""

RIS = """TY  - JOUR
AU  - Lovelace, Ada
AU  - Babbage, Charles
TI  - Notes on the Analytical
  Engine
T2  - Scientific Memoirs
PY  - 1843/09//
UR  - https://example.org/notes
AB  - The engine weaves patterns.
ER  -

TY  - BOOK
T1  - A Second Thing to Read
DO  - 10.1000/182
ER  -
"""

CSL = """[
  {"id": "a", "type": "article-journal", "title": "Computing Machinery and Intelligence",
   "author": [{"family": "Turing", "given": "Alan"}], "container-title": "Mind",
   "issued": {"date-parts": [[1950, 10]]}, "DOI": "10.1093/mind/LIX.236.433"},
  {"id": "b", "title": "A Report without a Date", "author": [{"literal": "The Working Group"}], "URL": "https://a.org/b"}
]
"""


def sessions_of(text: str, path: str, hint: str = "") -> tuple[ParsedSession, ...]:
    return parse_post(textwrap.dedent(text).lstrip("\n"), path, hint=hint).sessions


def given(session: ParsedSession) -> list[tuple]:
    return [(r.title, r.authors, r.venue, r.published, [link.url for link in r.links]) for r in session.readings]


def test_bibtex_becomes_one_session_named_after_the_file():
    (session,) = sessions_of(BIBTEX, "week-three.bib")
    assert (session.title, session.date) == ("week three", None)
    assert given(session) == [
        (
            "Attention Is All You Need",
            ("Ashish Vaswani", "Noam Shazeer"),
            "NeurIPS 2017",
            "2017-06",
            ["https://arxiv.org/abs/1706.03762"],
        ),
        (
            "Über formal unentscheidbare Sätze",
            ("Kurt Gödel",),
            "Springer",
            "1931",
            ["https://doi.org/10.1007/bf01700692"],
        ),
    ]
    first = session.readings[0]
    assert (first.requirement, first.remarks, first.line) == ("required", "Read section 3", 3)
    assert session.introduction == "2020"


def test_ris_becomes_one_session_named_after_the_file():
    (session,) = sessions_of(RIS, "refs.ris")
    assert given(session) == [
        (
            "Notes on the Analytical Engine",
            ("Ada Lovelace", "Charles Babbage"),
            "Scientific Memoirs",
            "1843-09",
            ["https://example.org/notes"],
        ),
        ("A Second Thing to Read", (), "", "", ["https://doi.org/10.1000/182"]),
    ]
    assert [reading.line for reading in session.readings] == [1, 12]
    assert session.readings[0].abstract == "The engine weaves patterns."


def test_csl_json_becomes_one_session_named_after_the_file():
    (session,) = sessions_of(CSL, "library.json")
    assert given(session) == [
        (
            "Computing Machinery and Intelligence",
            ("Alan Turing",),
            "Mind",
            "1950-10",
            ["https://doi.org/10.1093/mind/lix.236.433"],
        ),
        ("A Report without a Date", ("The Working Group",), "", "", ["https://a.org/b"]),
    ]
    assert [reading.line for reading in session.readings] == [2, 5]


def test_a_schedule_as_csv():
    sessions = sessions_of(
        """
        Date,Title,Teams,Links,Room
        Jan 16,Introduction,instructor,,E301
        Jan 18,"Attention, and what it is",Team 1,https://arxiv.org/abs/1706.03762,
        Jan 23,No class,,,
        Jan 25,Retrieval,Team 2,https://arxiv.org/abs/2005.11401; https://arxiv.org/abs/2002.08909,
        """,
        "schedule.csv",
        hint="2024 Spring",
    )
    assert [(s.title, s.date, s.lead_team, s.introduction) for s in sessions] == [
        ("Introduction", datetime.date(2024, 1, 16), "instructor", "Room: E301"),
        ("Attention, and what it is", datetime.date(2024, 1, 18), "Team 1", ""),
        ("Retrieval", datetime.date(2024, 1, 25), "Team 2", ""),
    ]
    assert [(r.title, r.links[0].url, r.line) for r in sessions[1].readings] == [
        ("Attention, and what it is", "https://arxiv.org/abs/1706.03762", 3)
    ]
    assert [r.title for r in sessions[2].readings] == [
        "https://arxiv.org/abs/2005.11401",
        "https://arxiv.org/abs/2002.08909",
    ]


def test_a_reading_list_as_csv_with_semicolons():
    (session,) = sessions_of(
        """
        Title;Author(s);Year;Link
        On Computable Numbers;Alan Turing;1936;https://a.org/1
        """,
        "list.csv",
    )
    assert given(session) == [("On Computable Numbers", ("Alan Turing",), "", "1936", ["https://a.org/1"])]


def test_sessions_of_yaml_data():
    sessions = sessions_of(
        """
        - date: 2024-01-16
          presenter: Ada
          title: Notes on the Analytical Engine
          authors: [Lovelace, Ada]
          link: https://a.org/1
        - date: 2024-01-18
          title: No class
        - date: Jan 23
          topic: Machines
          readings:
            - title: On Computable Numbers
              authors: Alan Turing
            - "Alan Turing, Ada Lovelace. Computing Machinery and Intelligence. Mind, 1950."
        - just words
        """,
        "_data/schedule.yml",
        hint="2024",
    )
    assert [(s.title, s.date, s.lead_team, [r.title for r in s.readings]) for s in sessions] == [
        ("Notes on the Analytical Engine", datetime.date(2024, 1, 16), "Ada", ["Notes on the Analytical Engine"]),
        ("Machines", datetime.date(2024, 1, 23), "", ["On Computable Numbers", "Computing Machinery and Intelligence"]),
    ]
    assert sessions[0].introduction == "just words"


def test_readings_of_yaml_and_json_data():
    yaml = "- title: One Long Title\n  authors: Ada Lovelace\n  year: 1843\n- title: Two\n  doi: 10.1000/182\n"
    (session,) = sessions_of(yaml, "_data/papers.yml")
    assert [(r.title, r.published) for r in session.readings] == [("One Long Title", "1843"), ("Two", "")]
    (session,) = sessions_of(
        '{"title": "Week 2", "required": [{"title": "A"}], "optional": [{"title": "B"}]}', "w.json"
    )
    assert (session.title, [(r.title, r.requirement) for r in session.readings]) == (
        "Week 2",
        [("A", "required"), ("B", "more")],
    )


def test_dates_of_publication_in_a_list_of_papers_are_no_meetings():
    yaml = "- title: A Title of Some Length\n  authors: Ada Lovelace\n  date: 1843-09-01\n"
    (session,) = sessions_of(yaml, "_data/papers.yml")
    assert (session.date, session.readings[0].published) == (None, "1843-09-01")


def test_days_as_the_keys_of_a_mapping():
    yaml = "2024-01-16:\n  topic: Machines\n  presenter: Ada\n2024-01-18:\n  - title: On Numbers\n"
    sessions = sessions_of(yaml, "schedule.yaml")
    assert [(s.title, str(s.date)) for s in sessions] == [("Machines", "2024-01-16"), ("On Numbers", "2024-01-18")]


def test_csl_json_with_values_of_other_kinds():
    text = '[{"title": "The trees of winter", "container-title": [1, null, "Leaves"], "issued": {"raw": {"a": 1}}}]'
    (reading,) = parse_post(text, "a.json").sessions[0].readings
    assert (reading.title, reading.venue) == ("The trees of winter", "Leaves")


def test_what_is_not_recognised_is_kept_and_said():
    post = parse_post(textwrap.dedent(BIBTEX).lstrip(), "a.bib")
    assert [(m.line, m.text) for m in post.warnings] == [(12, "not recognised, kept in the introduction: “2020”")]


@pytest.mark.parametrize(
    ("path", "text", "line", "said"),
    [
        ("a.bib", "@misc{a,\n title={x}}\n@misc{b,\n title={never closed\n", 4, "not BibTeX near this line: "),
        ("a.bib", '@misc{a,\n title = "x"\n author = "y"}\n', 3, "not BibTeX near this line: "),
        ("a.ris", "TY  - JOUR\nTI  - x\nER  - \nstray\n", 4, "not RIS: a record begins with "),
        ("a.json", '[\n {"title": "x",}\n]', 2, "not JSON: "),
        ("a.json", "[" * 100_000, 1, "not JSON that can be read: "),
        ("a.json", '{"readings": [\n{"title": "The trees \\u0000 of winter"}]}', 2, "a value holds a character"),
        ("a.csv", "title,link\n" + "Trees,x\n" * 3_001, 3002, "3,001 readings are listed, at most 3,000 are"),
        (
            "a.csv",
            "date,topic\n" + "".join(f"2024-03-01,No. {number}\n" for number in range(1_001)),
            1002,
            "1,001 sessions are listed, at most 1,000 are",
        ),
        ("a.json", '{"readings": [{"ti\\u0000": "x"}]}', 1, "a key holds a character"),
        ("a.json", '[\n{"title": "The \\ud800 trees", "issued": {}}]', 1, "a value holds a character that cannot"),
        ("a.json", '{"a": ' * 50 + "1" + "}" * 50, 1, "the file is nested deeper than 20 levels"),
        ("a.yml", "- title: a\n  x: &b 1\n- *b\n", 2, "YAML anchors (&b) are not allowed in a data file"),
        (
            "a.yml",
            "- title: 'a\n",
            1,
            "the quotation mark ' that this line opens is not closed; add ' at the end",
        ),
        ("a.csv", 'date,title\n2024-01-01,x\n2024-01-02,"y\n', 3, "not CSV: "),
        ("a.csv", "date,title\n", 1, "the table has no rows"),
        ("a.csv", "x,y\n1,2\n", 1, "no sessions or readings are recognised in this file"),
        ("a.yml", "words\n", 1, "the file holds no list of sessions or readings"),
        ("a.yml", "- x: 1\n", 1, "no sessions or readings are recognised in this file"),
        ("a.bib", "no entries\n", 1, "no sessions or readings are recognised in this file"),
    ],
)
def test_bad_files_are_told_with_their_line(path, text, line, said):
    with pytest.raises(PostError) as error:
        parse_post(text, path)
    assert (error.value.line, error.value.text[: len(said)]) == (line, said)


@pytest.mark.parametrize(
    ("path", "head", "ours"),
    [
        ("a.bib", "", True),
        ("s.csv", "Date,Title,Teams,Links\n", True),
        ("s.csv", "name,score\n", False),
        ("schedule.yml", "- date: 2024-01-01\n  topic: x\n", True),
        ("navigation.yml", "main:\n  - title: Home\n    url: /\n", False),
        ("authors.yml", "ada:\n  name: Ada\n  bio: x\n", False),
        ("news.yml", "- date: 2024-01-01\n  title: We moved\n", False),
        ("papers.json", '[{"title": "x", "authors": ["y"]}]', True),
        ("package.json", '{"name": "x", "author": "y", "version": "1"}', True),
        ("data.json", '{"x": [1, 2]}', False),
    ],
)
def test_files_that_look_like_ours(path, head, ours):
    assert looks_like_data(path, head) is ours
