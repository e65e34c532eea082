"""Reading lists of seminars and courses by many hands, entry by entry; made up."""

import textwrap

import pytest

from sessions.posts import parse_post


def post_of(text: str, path: str = "a.md"):
    return parse_post(textwrap.dedent(text).lstrip(), path, variables={})


def session_of(text: str):
    [session] = post_of("---\ntitle: A session\n---\n" + textwrap.dedent(text)).sessions
    return session


TITLE, URL = "Deep Nets Forget Old Tasks", "https://a.org/1.pdf"


@pytest.mark.parametrize(
    ("entry", "authors", "published", "venue"),
    [
        (f"**{TITLE}** (Lee & Chen, 2018) [pdf]({URL})", ("Lee", "Chen"), "2018", ""),
        (f"[{TITLE}]({URL}) (Lee, 2018)", ("Lee",), "2018", ""),
        (f"[{TITLE}]({URL}) (OpenAI, 2023)", ("OpenAI",), "2023", ""),
        (f"[{TITLE}]({URL}) (Nature, 2023)", (), "2023", "Nature, 2023"),
        (f"[{TITLE}]({URL}) (Feb 2023)", (), "2023-02", ""),
        (f"(2024.08) **{TITLE}** [[paper]({URL})]", (), "2024-08", ""),
        (f"{TITLE}, Jul 31 2024, {URL}", (), "2024-07-31", ""),
        (f"Skim: Lee et al. 2017, [{TITLE}]({URL})", ("Lee",), "2017", ""),
        (f"Lee, A. (1974). {TITLE}. Journal of Forgetting. {URL}", ("A. Lee",), "1974", "Journal of Forgetting"),
        (f'Lee, "{TITLE}" (18-38)', ("Lee",), "", ""),
    ],
)
def test_citations_of_seminars(entry, authors, published, venue):
    [reading] = session_of(f"## Readings\n\n- {entry}\n").readings
    assert (reading.authors, reading.published, reading.venue) == (authors, published, venue)
    assert reading.title == TITLE


def test_authors_and_abstract_in_one_line():
    [reading] = session_of(f"""
        ## Readings
        #### {TITLE}
        + Authors: Ann Lee, Bo Chen. Abstract: We study what networks forget, and when.
    """).readings
    assert reading.authors == ("Ann Lee", "Bo Chen")
    assert reading.abstract == "We study what networks forget, and when."


def test_names_that_are_broken_over_three_lines():
    [reading] = session_of(f"""
        ## Readings
        #### {TITLE}
        + Ann Lee, Bo Chen,
          Cy Diaz, Elena
          Roe
        + {URL}
    """).readings
    assert reading.authors == ("Ann Lee", "Bo Chen", "Cy Diaz", "Elena Roe")


def test_what_people_do_in_class_is_no_reading():
    [reading] = session_of(f"""
        ## Readings
        - Discussion of the first week
        - Lee, "{TITLE}" (18-38)
        - Final project presentations by everyone
    """).readings
    assert reading.title == TITLE


def test_sections_of_prose_behind_a_reading_list():
    readings = session_of(f"""
        ## Further Reading
        * [{TITLE}]({URL}) by Lee and Chen

        ## Auxiliary Demos
        There are very nice [demos](https://a.org/demos) of all this.

        ## Course Project: Getting to know the data
        Please read the paper ["The Data"](https://a.org/data.pdf) and post your remarks.
    """).readings
    assert [reading.title for reading in readings] == [TITLE]


def test_titles_joined_behind_a_label():
    readings = session_of("""
        ## Readings
        - Paper A: [Low Ranks for Large Models](https://a.org/1) and [Few Bits for Large Models](https://a.org/2)
    """).readings
    assert [reading.title for reading in readings] == ["Low Ranks for Large Models", "Few Bits for Large Models"]


def test_what_stands_behind_a_linked_title_in_a_cell():
    [reading] = session_of(f"""
        | Index | Papers | Our Slides |
        | --- | --- | --- |
        | 1 | [{TITLE}]({URL}) + [A tutorial](https://a.org/t) | |
    """).readings
    assert (reading.title, [link.url for link in reading.links]) == (TITLE, [URL, "https://a.org/t"])


def test_two_people_of_a_row():
    [reading] = session_of(f"""
        | Presenter | Paper | Link |
        |---|---|---|
        | Ji & Mia | {TITLE} | [1]({URL}) |
    """).readings
    assert (reading.presenter, reading.topic) == ("Ji & Mia", "")


def test_a_file_that_names_itself_nowhere():
    text = f"Papers of our meetings.\n\n## Papers:\n1. {TITLE} [[paper]({URL})] [[slides](./s.pdf)]\n"
    assert [post_of(text, path).title for path in ("README.md", "fall-papers.md")] == ["Reading list", "fall papers"]


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        (f"For this week, we cover [{TITLE}]({URL}).", 0.6),
        (f"Everyone read the classic [{TITLE}]({URL}) this time.", 0.6),
        (f"Here is [A session]({URL}), and [{TITLE}]({URL}).", None),
        (f"We argued. The best is [{TITLE}]({URL}).", None),
    ],
)
def test_a_paper_named_in_a_sentence(text, confidence):
    found = session_of(f"{text}\n\n1. What is new?\n")
    assert [reading.confidence for reading in found.readings] == ([confidence] if confidence else [])
    assert text in found.introduction


def test_columns_of_a_csv_by_what_they_say():
    text = (
        "Paper Title;Author(s);Published In;Link to PDF;Priority\n" + f"{TITLE};Ann Lee, Bo Chen;ICLR;{URL};Optional\n"
    )
    [reading] = post_of(text, "papers.csv").sessions[0].readings
    assert (reading.title, reading.authors, reading.venue) == (TITLE, ("Ann Lee", "Bo Chen"), "ICLR")
    assert (reading.requirement, [link.url for link in reading.links]) == ("more", [URL])


def test_links_of_what_is_left_are_kept():
    session = session_of(f"""
        ## Readings
        - [{TITLE}]({URL})
        - How does [it](https://a.org/x) compare?
    """)
    assert session.introduction == "- How does [it](https://a.org/x) compare?"


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        (
            "DeepSeek-AI, Ann Lee, Bo Chen, et al. (100 additional authors not shown)",
            ("DeepSeek-AI", "Ann Lee", "Bo Chen"),
        ),
        ("An Yang, Bo Chen, Cy Diaz", ("An Yang", "Bo Chen", "Cy Diaz")),
    ],
)
def test_lines_of_authors(line, authors):
    [reading] = session_of(f"## Readings\n#### {TITLE}\n+ {line}\n+ {URL}\n").readings
    assert reading.authors == authors


def test_date_of_submission_says_more_than_the_year_of_a_venue():
    [reading] = session_of(f"## Readings\n#### {TITLE} (ICLR 2024)\n+ [Submitted on 31 May 2023]\n+ {URL}\n").readings
    assert (reading.published, reading.venue) == ("2023-05-31", "ICLR 2024")


def test_headings_that_begin_like_sections_over_a_link_of_their_own():
    session = session_of("""
        ### Required Readings:
        #### related: Open Things
        + https://a.org/open , https://github.com/a/open
        #### Blog - Closed Things
        + https://a.org/closed
    """)
    assert [(reading.title, reading.requirement) for reading in session.readings] == [
        ("Open Things", "required"),
        ("Blog - Closed Things", "required"),
    ]
    assert session.note is None


def test_slides_of_a_list_are_the_sessions():
    session = session_of(f"## Readings\n* [{TITLE}]({URL})\n* [Slides from class](w1.pdf)\n")
    assert [reading.title for reading in session.readings] == [TITLE]
    assert [deck.address for deck in session.slides] == ["w1.pdf"]


def test_fields_of_a_session_as_a_list():
    session = session_of(f"""
        - **Presenters:** Ann Lee, Bo Chen
        - **Scribe:** Cy Diaz
        - **Paper:** [{TITLE}]({URL})
        - **Slides:** [deck](/slides/a.pdf)
    """)
    assert (session.lead_team, [reading.title for reading in session.readings]) == ("Ann Lee, Bo Chen", [TITLE])
    assert [deck.address for deck in session.slides] == ["/slides/a.pdf"]
    assert (session.blog_team, session.introduction) == ("Cy Diaz", "")


def test_people_that_a_sentence_links_are_no_reading():
    session = session_of("## Background\nAttention was introduced in [Lee et al.](https://arxiv.org/abs/1409.0473).\n")
    assert session.readings == ()


def test_deadlines_are_no_meetings():
    session = session_of(f"""
        ## Important dates
        - Feb 3: Project proposals due
        - Mar 10: Midterm report due ([template]({URL}))
    """)
    assert (session.title, session.readings) == ("A session", ())


def test_citation_of_two_with_the_first_name_turned():
    [reading] = session_of(f'## Readings\n* Lee, Ann, and Bo Chen. "{TITLE}." (2018).\n').readings
    assert (reading.title, reading.authors, reading.published) == (TITLE, ("Ann Lee", "Bo Chen"), "2018")


def test_link_that_only_says_who_wrote_it_when():
    readings = session_of("""
        ## Readings
        - Topic models
          - Reading: [Lee et al. (2003)](https://a.org/1)
          - Reading: [Chen (2014)](https://a.org/2)
        - **Assignment 1**: [Build something](https://github.com/a/b)
    """).readings
    assert [(reading.title, reading.authors, reading.published) for reading in readings] == [
        ("Lee et al. (2003)", ("Lee",), "2003"),
        ("Chen (2014)", ("Chen",), "2014"),
    ]


def test_label_as_the_last_line_of_a_paragraph():
    readings = session_of(f"""
        **Topic**: Forgetting
        **Readings**:
        1. [{TITLE}]({URL})
        2. Another Title of Words, Lee et al. 2022
    """).readings
    assert [(reading.title, reading.authors, reading.published) for reading in readings] == [
        (TITLE, (), ""),
        ("Another Title of Words", ("Lee",), "2022"),
    ]


def test_lists_in_details_that_the_parser_leaves_as_text():
    readings = session_of(f"""
        <details>
        <summary>Required readings</summary>

        - [{TITLE}]({URL})
        </details>
        <details markdown="1">
        <summary>Optional readings</summary>

        - [Another Title](https://a.org/2)
        </details>
    """).readings
    assert [(r.title, r.requirement) for r in readings] == [(TITLE, "required"), ("Another Title", "more")]
