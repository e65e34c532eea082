"""Meetings in one file, under whatever names them: items of a list, terms, bold lines, rows; made up."""

import textwrap

import pytest

from sessions.posts import parse_page, parse_post
from sessions.posts.meetings import is_day_first, read_meeting, year_in


def sessions_of(text: str, path: str = "README.md", **options):
    return parse_post(textwrap.dedent(text).lstrip(), path, variables={}, **options).sessions


def told(sessions) -> list:
    return [(str(s.date), s.title, s.lead_team, [r.title for r in s.readings]) for s in sessions]


TITLE, OTHER = "Deep Nets Forget Old Tasks", "Replay Helps a Little"
LINKED, OTHER_LINKED = f"[{TITLE}](https://a.org/1)", f"[{OTHER}](https://a.org/2)"


@pytest.mark.parametrize(
    ("text", "day", "title"),
    [
        ("Week 1 (Feb. 5-9): Trees", "2024-02-05", "Trees"),
        ("9/24 – 9/26", "2024-09-24", ""),
        ("Jan 30 - Feb 1: Trees", "2024-01-30", "Trees"),
        ("14.02.2023 Trees", "2023-02-14", "Trees"),
        ("Talk (02.03.): Trees", "2024-03-02", "Talk : Trees"),
        ("7-Feb", "2024-02-07", ""),
        ("Thu, 8 Aug", "2024-08-08", ""),
        ("Lecture 9/12", "2024-09-12", "Lecture"),
    ],
)
def test_days_as_people_write_them(text, day, title):
    meeting = read_meeting(text, 2024)
    assert (str(meeting.date), meeting.title) == (day, title)


@pytest.mark.parametrize("text", ["1.1. Introduction", "GPT-4 against 3.5", "Dec2Vec", "v2.10.2024"])
def test_numbers_that_are_no_days(text):
    assert not read_meeting(text, 2024).dated


def test_an_academic_year_turns_in_august():
    year = year_in("Machine Learning (2023-2024)")
    assert [str(read_meeting(day, year).date) for day in ("Sep 5", "Feb 5", "Feb 5, 2022")] == [
        "2023-09-05",
        "2024-02-05",
        "2022-02-05",
    ]
    assert [year_in(text) for text in ("2023/24", "2023-12-05", "2023-25")] == [2023, 2023, 2023]


def test_seasons_in_short():
    assert [year_in(text) for text in ("/cs538/fa22", "spring24.yml", "Fall '19", "sp-21", "s23", "span24")] == [
        *(2022, 2024, 2019, 2021),
        *(None, None),
    ]


def test_days_before_months_where_one_tells():
    assert is_day_first(["29/03", "12/04"])
    assert not is_day_first(["03/29", "04/12"])
    assert not is_day_first(["02/03", "04/05"])


def test_rows_with_the_day_first_and_a_heading_with_the_year():
    sessions = sessions_of(f"""
        ---
        title: Reading group
        ---
        ## Schedule 2021

        | Date | Presenter | Paper | Conference | Repo |
        |---|---|---|---|---|
        | 29/03 | Ann Lee | {LINKED} | EMNLP 2020 | [code](https://github.com/a/b) |
        | 12/04 | Bo Chen | {OTHER_LINKED} | | |
    """)
    assert told(sessions) == [("2021-03-29", TITLE, "Ann Lee", [TITLE]), ("2021-04-12", OTHER, "Bo Chen", [OTHER])]
    [reading] = sessions[0].readings
    assert (reading.venue, reading.published) == ("EMNLP 2020", "2020")
    assert [link.url for link in reading.links] == ["https://a.org/1", "https://github.com/a/b"]


def test_items_of_a_list_that_name_meetings():
    sessions = sessions_of(f"""
        # Trustworthy machines (Fall 2024)

        We meet weekly.

        - Week 1 (Sep 3): Robustness
          - {LINKED}, Lee et al., ICML 2019
          - Presenter: Kim
        - Week 2 (Sep 10)
          - Lecture 2 (Sep 10): Privacy [[slides]](./l2.pdf)
          - Reading: Chapter 2 of the book
        - Week 3 (Sep 17): no meeting
        - Sep 24: {OTHER_LINKED}
    """)
    assert told(sessions) == [
        ("2024-09-03", "Robustness", "Kim", [TITLE]),
        ("2024-09-10", "Privacy", "", ["Chapter 2 of the book"]),
        ("2024-09-24", OTHER, "", [OTHER]),
    ]
    assert (
        sessions[0].introduction
        == "# Trustworthy machines (Fall 2024)\n\nWe meet weekly.\n\n- Week 3 (Sep 17): no meeting"
    )
    assert [deck.address for deck in sessions[1].slides] == ["./l2.pdf"]


def test_terms_that_are_days():
    sessions = sessions_of(f"""
        ---
        title: Foundations
        term: Winter 2023
        ---
        Mon Jan 9
        : [Introduction](../lectures/introduction)
          : **Lecture**
        : *Ana Silva*
        : Reading:
          - {LINKED}

        Wed Jan 11
        : (no class)

        Mon Jan 16
        : **Scaling** (lead: Bo)
        : {OTHER_LINKED}, Chen et al. 2016
    """)
    assert told(sessions) == [
        ("2023-01-09", "Introduction", "Ana Silva", [TITLE]),
        ("2023-01-16", "Scaling", "Bo", [OTHER]),
    ]


def test_presenter_below_a_dated_heading_leads_its_session():
    sessions = sessions_of(f"""
        # Reading group log

        ## 2023-03-02 Forgetting
        Paper: {LINKED}
        Presenter: Lin

        ## 03/09/2023 Replay
        Paper: {OTHER_LINKED}
        Presenter: Ada
    """)
    assert told(sessions) == [("2023-03-02", "Forgetting", "Lin", [TITLE]), ("2023-03-09", "Replay", "Ada", [OTHER])]


def test_each_term_of_a_file_has_its_year():
    sessions = sessions_of(f"""
        # Reading group

        ## Spring 2024

        ### Feb 6: Forgetting
        - {LINKED}

        ## Fall 2023

        ### Sep 5: Replay
        - {OTHER_LINKED}
    """)
    assert [str(session.date) for session in sessions] == ["2024-02-06", "2023-09-05"]


SCHEDULE = f"""
---
title: Schedule
---
Rooms change.

| Date | Topic | Readings |
|---|---|---|
| Sep 5 | Forgetting | {LINKED}, Lee et al., ICML 2019 |
| Sep 12 | Replay | [Another Title of Words](https://arxiv.org/abs/2001.00001) |
"""


def test_page_that_is_a_schedule():
    page = parse_page(SCHEDULE.lstrip(), "schedule.md", hint="Fall 2024")
    assert told(page.sessions) == [
        ("2024-09-05", "Forgetting", "", [TITLE]),
        ("2024-09-12", "Replay", "", ["Another Title of Words"]),
    ]
    assert (page.markdown, page.sessions[0].introduction) == ("", "Rooms change.")


def test_page_with_dates_and_links_to_no_papers_is_prose():
    page = parse_page(SCHEDULE.lstrip().replace(", Lee et al., ICML 2019", ""), "schedule.md", hint="Fall 2024")
    assert (page.sessions, page.markdown.startswith("Rooms change.")) == ((), True)


@pytest.mark.parametrize(("lead", "schedule"), [("Ann Lee", True), ("", False)])
def test_page_whose_readings_somebody_presents(lead, schedule):
    rows = "".join(f"| Sep {day} | Trees | [Title {day} of Words](https://a.org/{day}) | {lead} |\n" for day in (5, 12))
    papers = "| Sep 19 | Bark | [How Bark Splits](https://eprint.iacr.org/2016/1013) | |\n"
    text = f"---\ntitle: Fall 2024\n---\n| Date | Topic | Readings | Presenter |\n|---|---|---|---|\n{rows}{papers}"
    assert bool(parse_page(text, "index.md").sessions) is schedule


def test_schedule_in_german():
    sessions = sessions_of(f"""
        ---
        title: Seminar
        term: WS 2023/24
        ---
        | Termin | Thema | Literatur | Referent |
        |---|---|---|---|
        | 24.10.2023 | Vergessen | {LINKED} | Ann Lee |
        | 09.01.2024 | Wiederholen | {OTHER_LINKED} | |
    """)
    assert told(sessions) == [
        ("2023-10-24", "Vergessen", "Ann Lee", [TITLE]),
        ("2024-01-09", "Wiederholen", "", [OTHER]),
    ]


def test_topics_below_a_day_are_no_readings_and_guests_no_papers():
    [first, second] = sessions_of(f"""
        ---
        title: Foundations
        term: Winter 2023
        ---
        Mon Jan 9
        : [Harms II](../lectures/harms)
          : **Lecture** **Discussion**
        : *Ana Silva*
        : 1. Kinds of harm
          1. Overview of the rest
        : Discussion paper:
          - {LINKED}

        Mon Jan 16
        : Guest lecture
        : *[Max Roe](https://maxroe.org/)*
        : Reading:
          - {OTHER_LINKED}
    """)
    assert told([first, second]) == [
        ("2023-01-09", "Harms II", "Ana Silva", [TITLE]),
        ("2023-01-16", "Guest lecture", "", [OTHER]),
    ]
    assert "Overview of the rest" in first.introduction


def test_only_paper_of_a_schedule_stands_in_its_notes():
    text = """
    # Knots, Autumn 2021
    | Week | Date | Speaker | Title | Notes |
    |---|---|---|---|---|
    | 1 | Oct 7 | Ann Lee | First meeting | bring [coffee](https://a.org/coffee) |
    | 2 | Oct 14 | Bo Chen | Knots and nets | [Lee & Chen 2004](https://arxiv.org/abs/math/0209056) |
    """
    first, second = sessions_of(text)
    assert (first.readings, first.introduction.count("Notes: bring [coffee]")) == ((), 1)
    assert [(r.links[0].url, r.presenter) for r in second.readings] == [
        ("https://arxiv.org/abs/math/0209056", "Bo Chen")
    ]
    assert second.introduction == ""
