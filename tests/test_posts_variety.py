"""Reading lists as other people write them: heads, headings, citations and fields in many forms; made up."""

import pytest

from sessions.posts import parse_post
from tests.parsed_posts import TITLE, URL, listed, reading_of, session_of

TWO = ("Ann Lee", "Bo Chen")


@pytest.mark.parametrize(
    ("citation", "authors", "published", "venue"),
    [
        (f"[Ann Lee, Bo Chen. {TITLE}. ICML 2020.]({URL})", TWO, "2020", "ICML 2020"),
        (f"[Lee et al., {TITLE}, ICML 2020]({URL})", ("Lee",), "2020", "ICML 2020"),
        (f"[Lee and Chen (2020)]({URL}): {TITLE}", ("Lee", "Chen"), "2020", ""),
        (f"Lee A, Chen BC. {TITLE}. ICML. 2020. {URL}", ("A. Lee", "B. C. Chen"), "2020", "ICML"),
        (f"Lee, Chen, Diaz: {TITLE}, 2020 ({URL})", ("Lee", "Chen", "Diaz"), "2020", ""),
        (f'Lee, Ann Marie. "{TITLE}." ICML, 2020. {URL}', ("Ann Marie Lee",), "2020", "ICML"),
        (f"[Lee et al., 2020] {TITLE}, {URL}", ("Lee",), "2020", ""),
        (f"[ICML 2020] [{TITLE}]({URL})", (), "2020", "ICML 2020"),
        (f"{TITLE} / Nature 2020 / {URL}", (), "2020", "Nature 2020"),
        (f"[{TITLE}]({URL}), Ann Lee, Bo Chen, IEEE S&P 2020", TWO, "2020", "IEEE S&P 2020"),
        (f"Ann Lee. {TITLE}. ICML 2020. {URL}", ("Ann Lee",), "2020", "ICML 2020"),
        (f"Summer Lee, Jie An. [{TITLE}]({URL}). ICML 2020.", ("Summer Lee", "Jie An"), "2020", "ICML 2020"),
    ],
)
def test_citation_forms(citation, authors, published, venue):
    reading = reading_of(f"## Readings\n- {citation}\n")
    assert (reading.title, reading.authors, reading.published, reading.venue) == (TITLE, authors, published, venue)
    assert [link.url for link in reading.links] == [URL]


def test_identifier_in_brackets_is_no_part_of_the_title():
    reading = reading_of("## Readings\n- Deep Nets Forget Old Tasks (arXiv:2001.00001)\n")
    assert (reading.title, [link.url for link in reading.links]) == (TITLE, [URL])


def test_two_words_joined_by_and_are_no_authors():
    assert reading_of(f"## Readings\n- Lessons and Perspectives, Some Thoughts on Data {URL}\n").authors == ()


def test_question_is_a_title_where_people_and_links_stand_below_it():
    assert listed(f"""
        ## Readings
        - Do Nets Know What They Forget?
          - Authors: Ann Lee, Bo Chen
          - Link: {URL}
        - How does [BERT]({URL}) differ?
    """) == [("Do Nets Know What They Forget?", "unspecified")]


@pytest.mark.parametrize(
    ("heading", "requirement"),
    [
        ("Primary readings", "required"),
        ("Pre-reading", "required"),
        ("Read before class", "required"),
        ("Required Paper(s)", "required"),
        ("Required for presenters", "required"),
        ("Required Readings 1: Theory", "required"),
        ("Secondary", "more"),
        ("Going further", "more"),
        ("See also", "more"),
        ("Deep dive", "more"),
        ("If you want to know more", "more"),
        ("Also of interest", "more"),
        ("Papers to be discussed", "unspecified"),
        ("Material", "unspecified"),
        ("Seminal papers", "unspecified"),
        ("Paper presentations", "unspecified"),
        ("Papers for this week", "unspecified"),
    ],
)
def test_words_for_the_parts_of_a_list(heading, requirement):
    assert listed(f"## {heading}\n- [{TITLE}]({URL})\n") == [(TITLE, requirement)]


@pytest.mark.parametrize("heading", ["Final papers", "Response papers", "Call for papers"])
def test_what_students_write_is_no_reading_list(heading):
    session = session_of(f"## {heading}\n- Two pages about one of the topics of this term\n")
    assert session.readings == ()
    assert heading in session.introduction


@pytest.mark.parametrize("heading", ["Resources", "Useful links", "To do", "Tasks"])
def test_list_of_other_addresses_beside_the_readings(heading):
    session = session_of(f"""
        ## Required
        - [{TITLE}]({URL})

        ## {heading}
        - [Course forum](https://forum.example.org)
    """)
    assert [reading.title for reading in session.readings] == [TITLE]
    assert "[Course forum](https://forum.example.org)" in session.introduction


@pytest.mark.parametrize(
    "head",
    [
        "Title of Paper",
        "Paper Title / Link",
        "Table of Readings",
        "Selected Paper",
        "Publication",
        "Material",
        "Article(s)",
    ],
)
def test_heads_of_the_column_of_titles(head):
    reading = reading_of(f"| Student Name | {head} |\n|---|---|\n| Maria Diaz | [{TITLE}]({URL}) |\n")
    assert (reading.title, reading.presenter) == (TITLE, "Maria Diaz")


def test_whole_citation_in_a_cell():
    reading = reading_of(
        f"| Lead | Paper |\n|---|---|\n| Eve Diaz | Ann Lee, Bo Chen. [{TITLE}]({URL}). ICML 2020. |\n"
    )
    assert (reading.title, reading.authors, reading.venue) == (TITLE, TWO, "ICML 2020")
    assert reading.presenter == "Eve Diaz"


def test_column_that_says_what_is_required():
    assert listed("""
        | Paper | Authors | Required? |
        |---|---|---|
        | Deep Nets Forget | Ann Lee | yes |
        | Old Tasks Stay | Bo Chen | no |
    """) == [("Deep Nets Forget", "required"), ("Old Tasks Stay", "more")]


def test_table_of_staff_and_breaks_are_no_readings():
    session = session_of("""
        | Name | Title | Email |
        |---|---|---|
        | Ann Lee | Professor | a@example.org |

        | Paper | Presenter |
        |---|---|
        | Break | |
    """)
    assert session.readings == ()


FIELDS = {
    "bold line": f"**{TITLE}**\nAnn Lee, Bo Chen\nICML 2020\n{URL}\n",
    "bold line with venue": f"**{TITLE}** (ICML 2020)\nAnn Lee, Bo Chen\n[PDF]({URL})\n",
    "plain lines": f"{TITLE}\nAnn Lee, Bo Chen\nICML 2020\n{URL}\n",
    "labels": f"**Title:** {TITLE}  \n**Authors:** Ann Lee, Bo Chen  \n**Venue:** ICML 2020  \n**Link:** {URL}\n",
    "labels in an item": f"- Title: {TITLE}\n  Authors: Ann Lee, Bo Chen\n  Venue: ICML 2020\n  Link: {URL}\n",
    "items of one list": f"- Paper: [{TITLE}]({URL})\n- Authors: Ann Lee, Bo Chen\n- Venue: ICML 2020\n",
    "definition": f"[{TITLE}]({URL})\n: Ann Lee, Bo Chen\n: ICML 2020\n",
    "published": f"### {TITLE}\n* **Authors**: Ann Lee, Bo Chen\n* **Published**: ICML 2020\n* **URL**: {URL}\n",
    "nickname": f"### Forgetting\n+ {TITLE}\n+ Ann Lee, Bo Chen\n+ ICML 2020\n+ {URL}\n",
    "container": f"<div markdown='1'>\n\n- [{TITLE}]({URL}). Ann Lee, Bo Chen. ICML 2020.\n\nMore text.\n\n</div>\n",
}


@pytest.mark.parametrize("form", FIELDS)
def test_fields_of_an_entry(form):
    reading = reading_of(f"## Required\n\n{FIELDS[form]}\n")
    assert (reading.title, reading.requirement, reading.authors) == (TITLE, "required", TWO)
    assert (reading.published, reading.venue, [link.url for link in reading.links]) == ("2020", "ICML 2020", [URL])


def test_text_of_an_arxiv_page_under_plain_titles():
    session = session_of(f"""
        ## Reading

        {TITLE}
        [Submitted on 14 Jun 2021 (v1), last revised 2 Jul 2021 (this version, v2)]
        Ann Lee, Bo Chen
        Abstract: We show that deep nets forget what they have learned before when they learn something else.
        Subjects: Machine Learning (cs.LG)
        {URL}

        Please bring one question.
    """)
    [reading] = session.readings
    assert (reading.title, reading.authors, reading.published) == (TITLE, TWO, "2021-06-14")
    assert reading.abstract.startswith("We show that")
    assert session.introduction == "Please bring one question."


def test_bold_lines_of_prose_are_no_readings():
    session = session_of("""
        ## Required

        **Please read all of this carefully**

        **Core Component:** how agents act
    """)
    assert session.readings == ()
    assert "**Core Component:** how agents act" in session.introduction


def test_paper_described_outside_a_list():
    session = session_of(f"Jonas leads us through\n\n**{TITLE}**\nAnn Lee, Bo Chen\n{URL}\n\nBring questions.\n")
    assert [(reading.title, reading.authors) for reading in session.readings] == [(TITLE, TWO)]
    assert session.introduction == "Jonas leads us through\n\nBring questions."


def test_short_titles_in_one_item_are_several_readings():
    assert listed(f"**Further reading**: [RETRO]({URL}), [Atlas](https://arxiv.org/abs/2001.00002)\n") == [
        ("RETRO", "more"),
        ("Atlas", "more"),
    ]


def test_requirement_in_brackets_behind_a_title():
    assert listed(f"## Readings\n- [{TITLE}]({URL}) (blog post, optional)\n") == [(TITLE, "more")]


def test_links_in_a_heading_are_no_part_of_the_title():
    reading = reading_of(f"## Required\n### {TITLE} [ICML 2020] [[Paper]({URL})] [[Code](https://github.com/a/b)]\n")
    assert (reading.title, reading.venue, len(reading.links)) == (TITLE, "ICML 2020", 2)


def test_heading_that_gathers_within_a_section_keeps_its_requirement_and_uses_both_headings():
    session = session_of(f"## Required Readings: MEMORY\n### 2025 IMPORTANT PAPERS\n+ A. {TITLE}\n  - {URL}\n")
    assert [(r.title, r.requirement) for r in session.readings] == [(TITLE, "required")]
    assert session.introduction == ""


def test_numbered_papers_under_headings_of_their_own():
    assert listed(f"""
        ## Papers
        ### Paper 1: {TITLE}
        * {URL}
        ### Paper 2: Old Tasks Stay With Us
        * https://arxiv.org/abs/2001.00002
    """) == [(TITLE, "unspecified"), ("Old Tasks Stay With Us", "unspecified")]


def test_two_addresses_without_a_space_between_them():
    reading = reading_of(f"## Readings\n- {TITLE} {URL}https://github.com/a/b\n")
    assert (reading.title, [link.url for link in reading.links]) == (TITLE, [URL, "https://github.com/a/b"])


def test_topics_of_a_file_that_each_have_their_readings_are_no_blog():
    session = session_of(f"""
        ## Forgetting
        ### Readings
        - [{TITLE}]({URL})

        ## Remembering
        ### Readings
        - [Old Tasks Stay With Us](https://arxiv.org/abs/2001.00002)
    """)
    assert [reading.title for reading in session.readings] == [TITLE, "Old Tasks Stay With Us"]
    assert session.note is None


def test_front_matter_with_readings_by_requirement_and_with_flags():
    text = """---
title: A session
readings:
  required:
    - {title: Deep Nets Forget, authors: [Ann Lee]}
  optional:
    - {title: Old Tasks Stay}
papers:
  - {title: New Tasks Come, required: false}
---
"""
    [session] = parse_post(text, "a.md", variables={}).sessions
    assert [(reading.title, reading.requirement) for reading in session.readings] == [
        ("Deep Nets Forget", "required"),
        ("Old Tasks Stay", "more"),
        ("New Tasks Come", "more"),
    ]


def test_schedule_without_a_year_keeps_what_its_cells_hold_beside_readings():
    sessions = parse_post(
        f"""---
title: Scaling
---
| Lecture Date | Session title | Reading Materials | Optional Reading |
|---|---|---|---|
| 10/24 | Laws | [Lee et al. 2020]({URL}) | Ch. 3 |
| 10/26 | Limits | [{TITLE}](https://arxiv.org/abs/2001.00002) | |
""",
        "a.md",
        variables={},
    ).sessions
    assert [(s.title, [r.title for r in s.readings], s.introduction) for s in sessions] == [
        ("Laws", ["Lee et al. 2020"], "Optional Reading: Ch. 3"),
        ("Limits", [TITLE], ""),
    ]


def test_sessions_under_bold_dates_have_their_presenters():
    sessions = parse_post(
        f"""---
title: Seminar
term: Fall 2022
---
**Sep 13: Forgetting**

*Presenter: Eve Diaz*

- [{TITLE}]({URL})

**Sep 20: Remembering**

- [Old Tasks Stay With Us](https://arxiv.org/abs/2001.00002)
""",
        "a.md",
        variables={},
    ).sessions
    assert [(s.title, s.date.isoformat(), s.lead_team, len(s.readings)) for s in sessions] == [
        ("Forgetting", "2022-09-13", "Eve Diaz", 1),
        ("Remembering", "2022-09-20", "", 1),
    ]
