"""Schedules as tables and data, with all that people put into their cells; made up."""

import datetime
import textwrap

import pytest

from readings.markdown import parse
from readings.markdown.limits import MAX_CELLS
from sessions.posts import parse_post

TITLE, URL = "Deep Nets Forget Old Tasks", "https://a.org/1.pdf"


def sessions_of(text: str, path: str = "README.md"):
    return parse_post(textwrap.dedent(text).lstrip(), path, variables={}).sessions


def schedule(*rows: str, head: str = "Date | Paper | Presenter | Notes"):
    lines = [head, " | ".join("---" for _ in head.split("|")), *rows]
    return sessions_of("# Fall 2023\n\n" + "\n".join(f"| {line} |" for line in lines) + "\n")


def test_cells_that_reach_down_are_said_of_each_meeting():
    first, second, third = sessions_of("""
        # Winter 2020

        <table>
        <tr><th>Date</th><th>Theme</th><th>Paper</th><th>Presenter</th></tr>
        <tr><td>Jan 16, 2020</td><td rowspan="3">Trees</td><td><a href="https://a.org/1">How Roots Grow</a></td>
        <td>Ann Lee</td></tr>
        <tr><td>Jan 30, 2020</td><td><a href="https://a.org/2">How Leaves Fall</a></td><td>Bo Chen</td></tr>
        <tr><td>Feb 6, 2020</td><td>TBD</td><td>Cy Diaz</td></tr>
        <tr><td>Feb 13, 2020</td><td colspan="3">No meeting</td></tr>
        </table>
    """)
    assert [(s.title, s.lead_team, [r.title for r in s.readings]) for s in (first, second)] == [
        ("Trees", "Ann Lee", ["How Roots Grow"]),
        ("Trees", "Bo Chen", ["How Leaves Fall"]),
    ]
    assert (third.date, third.title, third.lead_team) == (datetime.date(2020, 2, 6), "Trees", "Cy Diaz")


def test_a_day_that_reaches_down_has_several_papers():
    first, second = sessions_of("""
        # Winter 2020

        <table>
        <tr><th>Date</th><th>Paper</th><th>Presenter</th></tr>
        <tr><td rowspan="2">Jan 16, 2020</td><td><a href="https://a.org/1">How Roots Grow</a></td><td>Ann Lee</td></tr>
        <tr><td><a href="https://a.org/2">How Leaves Fall</a></td><td>Bo Chen</td></tr>
        <tr><td>Jan 30, 2020</td><td><a href="https://a.org/3">How Bark Splits</a></td><td>Cy Diaz</td></tr>
        </table>
    """)
    assert [(r.title, r.presenter) for r in first.readings] == [
        ("How Roots Grow", "Ann Lee"),
        ("How Leaves Fall", "Bo Chen"),
    ]
    assert (first.lead_team, second.lead_team) == ("Ann Lee", "Cy Diaz")


def test_papers_and_decks_among_the_remarks():
    first, second = schedule(
        f"9/4 | [{TITLE}]({URL}) | Ann Lee | background: [How Nets Learn Anything](https://a.org/2.pdf)",
        "9/11 | [How Nets Sleep at Night](https://a.org/3.pdf) | Bo Chen | [slides](slides/sleep.pdf)",
    )
    assert [(r.title, r.requirement) for r in first.readings] == [
        (TITLE, "unspecified"),
        ("How Nets Learn Anything", "more"),
    ]
    assert ([deck.address for deck in second.slides], len(second.readings)) == (["slides/sleep.pdf"], 1)


def test_a_day_without_reading_is_called_by_what_its_row_says():
    _, second = schedule(f"9/4 | [{TITLE}]({URL}) | Ann Lee |", "9/11 | Visit to the museum, no reading | |")
    assert (second.title, second.readings) == ("Visit to the museum, no reading", ())


@pytest.mark.parametrize("key", ["person", "who", "moderator"])
def test_who_leads_a_meeting_of_a_data_file(key):
    session, _ = sessions_of(
        f"""
        - date: 2025-09-17
          {key}: Thea
          title: Trees
          readings: [{{title: How Roots Grow}}]
        - {{date: 2025-09-24, title: Leaves, readings: [{{title: How Leaves Fall}}]}}
        """,
        "_data/fall.yml",
    )
    assert session.lead_team == "Thea"


def test_a_paper_under_keys_of_its_own():
    [session] = sessions_of(
        """
        ---
        title: Roots
        paper_title: How Roots Grow
        paper_author: J. H. Lee, D. P. Chen and D. D. Diaz
        paper_year: 1984
        paper_link: https://a.org/roots
        presenter:
          - name: Rosa Roe
            link: https://roe.example.org
          - name: Bo Chen
        date: 2024-02-14
        ---
        """,
        "_sessions/roots.md",
    )
    [reading] = session.readings
    assert (session.title, session.lead_team, session.date) == (
        "Roots",
        "Rosa Roe, Bo Chen",
        datetime.date(2024, 2, 14),
    )
    assert (reading.title, reading.published) == ("How Roots Grow", "1984")
    assert reading.authors == ("J. H. Lee", "D. P. Chen", "D. D. Diaz")
    assert [link.url for link in reading.links] == ["https://a.org/roots"]


def test_what_a_star_means_is_said_once_for_all_weeks():
    first, second = sessions_of("""
        # Spring 2022

        Starred (*) readings are required. The others are optional.

        ### Week 1 (Jan 24): Trees

        * \\* Lee, Ann. 2007. "How Roots Grow." *Journal of Trees* 20(4): 733–783.
        * Chen, Bo. 2002. "How Leaves Fall." *Journal of Trees* 40(1): 7–72.

        ### Week 2 (Jan 31): Bark

        * \\* Diaz, Cy. 1994. "How Bark Splits in Winter." *Journal of Trees* 84(4): 772–793.

        Discussants: Team B
    """)
    assert [(r.title, r.requirement) for s in (first, second) for r in s.readings] == [
        ("How Roots Grow", "required"),
        ("How Leaves Fall", "more"),
        ("How Bark Splits in Winter", "required"),
    ]
    assert second.lead_team == "Team B"


PART = "The class opened with a quiz about roots, and most of us were wrong about the oak in front of the building."


def test_a_blog_in_parts_before_the_readings():
    [session] = sessions_of(f"""
        +++
        date = "2023-09-08T10:00:00-04:00"
        title = "Week 2: Trees"
        +++

        **Presenting team:** Ann Lee, Bo Chen

        **Blogging team:** Cy Diaz, Di Roe

        ## Introduction

        {PART}

        ## Thursday: Leaves

        {PART}

        ## Readings and discussion questions

        - Elena Agüera y Arcas, Bo Chen. [{TITLE}]({URL}). NeurIPS 2019.
    """)
    assert (session.lead_team, session.blog_team) == ("Ann Lee, Bo Chen", "Cy Diaz, Di Roe")
    assert (session.note.rule, session.introduction) == ("in parts before the readings", "")
    assert session.note.markdown == f"## Introduction\n\n{PART}\n\n## Thursday: Leaves\n\n{PART}"
    assert [(r.title, r.authors) for r in session.readings] == [(TITLE, ("Elena Agüera y Arcas", "Bo Chen"))]


def test_one_introduction_before_the_readings_is_no_blog():
    [session] = sessions_of(
        f"---\ntitle: Trees\n---\n## Overview\n\n{PART} {PART}\n\n## Readings\n\n- [{TITLE}]({URL})\n"
    )
    assert (session.note, len(session.readings)) == (None, 1)


@pytest.mark.parametrize(
    ("entry", "title", "venue", "published"),
    [
        ("Carpenter v. United States, 585 U.S. 296 (2018)", "Carpenter v. United States", "585 U.S. 296", "2018"),
        ("*Katz v. United States*, 389 U.S. 347 (1967)", "Katz v. United States", "389 U.S. 347", "1967"),
        ("Caparo v Dickman [1990] 2 AC 605", "Caparo v Dickman", "[1990] 2 AC 605", "1990"),
    ],
)
def test_judgments(entry, title, venue, published):
    first, _ = sessions_of(f"# Spring 2021\n\nJanuary 20: Privacy\n: {entry}\n\nJanuary 27: Duty\n: {entry}\n")
    assert [(r.title, r.venue, r.published) for r in first.readings] == [(title, venue, published)]


def test_days_below_their_weeks_in_a_data_file():
    first, second, third = sessions_of(
        """
        - week: 1
          theme: Roots
          days:
            - {date: Aug 23, topic: Taproots, papers: ["[How Roots Grow](https://a.org/1). Ann Lee. TREES 1988."]}
            - {date: Aug 25, topic: Rootlets, presenters: [Bo Chen, Cy Diaz]}
        - week: 2
          days:
            - {date: Aug 30, topic: No class}
            - {date: Sep 1, topic: Bark, readings: ["[How Bark Splits](https://a.org/2). Di Roe. TREES 1990."]}
        """,
        "_data/fa22.yml",
    )
    assert [(s.date, s.title, s.lead_team) for s in (first, second, third)] == [
        (datetime.date(2022, 8, 23), "Taproots", ""),
        (datetime.date(2022, 8, 25), "Rootlets", "Bo Chen, Cy Diaz"),
        (datetime.date(2022, 9, 1), "Bark", ""),
    ]
    assert first.introduction == "week: 1\n\ntheme: Roots"
    assert [(r.title, r.authors, r.published) for r in first.readings] == [("How Roots Grow", ("Ann Lee",), "1988")]


def test_what_of_a_cell_is_optional():
    first, _ = schedule(
        f"9/4 | [{TITLE}]({URL}) (Lee, 2001); optional: [How Nets Sleep](https://a.org/2.pdf) (Chen, 2014) | Ann Lee |",
        "9/11 | [How Nets Wake](https://a.org/3.pdf) | Bo Chen |",
    )
    assert [(r.title, r.authors, r.published, r.requirement) for r in first.readings] == [
        (TITLE, ("Lee",), "2001", "unspecified"),
        ("How Nets Sleep", ("Chen",), "2014", "more"),
    ]


def test_citations_between_semicolons_of_a_cell():
    first, _ = sessions_of(
        """
        Week,Date,Topic,Required Reading
        1,"September 8, 2021",Roots,"Lee, Ann J. 1983. ""How Roots Grow in Fields."" Journal of Trees 48(2): 147-160.; Chen, Bo, and Cy Diaz. 1977. ""How Leaves Fall in Towns."" Journal of Trees 83(2): 340-363."
        2,"September 15, 2021",Bark,"Roe, Di. 1986. ""How Bark Splits in Winter."" Journal of Trees 51(2): 273-286."
        """,  # noqa: E501
        "schedule.csv",
    )
    assert [(r.title, r.authors, r.published) for r in first.readings] == [
        ("How Roots Grow in Fields", ("Ann J. Lee",), "1983"),
        ("How Leaves Fall in Towns", ("Bo Chen", "Cy Diaz"), "1977"),
    ]


def test_meetings_in_lists_under_upcoming_and_past():
    sessions = sessions_of("""
        # Journal Club

        ## Upcoming

        - **11/18/2022** - Dana Whitfield
          - Lee A, Chen B. *How Roots Grow in Fields.* Nature 2019. [doi](https://doi.org/10.1000/1)

        ## Past

        - **11/11/2022** - Felix Brandt
          - Diaz C, Roe D. *How Leaves Fall in Towns.* Nature 2018. [doi](https://doi.org/10.1000/2)
        - **11/04/2022** - Dana Whitfield
          - Roe D, Lee A. *How Bark Splits in Winter.* Nature 2017. [doi](https://doi.org/10.1000/3)
    """)
    assert [(s.date.day, s.title, s.lead_team) for s in sessions] == [
        (18, "How Roots Grow in Fields", "Dana Whitfield"),
        (11, "How Leaves Fall in Towns", "Felix Brandt"),
        (4, "How Bark Splits in Winter", "Dana Whitfield"),
    ]


def test_titles_that_may_be_names_stay_where_none_comes_again():
    titles = ("Labor Supply", "Gender Gaps")
    items = "".join(
        f"- **{day}/11/2022** - {title}\n  - Lee A, Chen B. *How Roots Grow {day}.* Nature 2019.\n"
        for day, title in enumerate(titles, 1)
    )
    assert [(s.title, s.lead_team) for s in sessions_of(f"# Club\n\n{items}")] == [(title, "") for title in titles]


def test_cells_that_reach_far_beyond_their_table_stay_within_bounds():
    rows = '<tr><td rowspan="60000" colspan="1000">x</td><td>y</td></tr>' * 500
    document = parse(f"<table><tr><th>Date</th></tr>{rows}</table>")
    assert sum(len(row.blocks) for row in document.blocks[0].blocks) <= MAX_CELLS + 2 * 501
