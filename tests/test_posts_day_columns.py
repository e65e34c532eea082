"""Schedules with a row a week and a column a day, and columns that ask in other words for what is read; made up."""

import datetime
import textwrap

import pytest

from sessions.posts import parse_post
from sessions.posts.data_files import looks_like_data
from sessions.posts.name_lists import listed_people

TITLE, URL = "Deep Nets Forget Old Tasks", "https://doi.org/10.1145/1142473.1142488"


def sessions_of(text: str, path: str = "README.md"):
    return parse_post(textwrap.dedent(text).lstrip(), path, variables={}).sessions


def told(sessions):
    return [(f"{s.date:%m-%d}", s.title, [r.title for r in s.readings]) for s in sessions]


def test_each_cell_of_a_day_is_a_meeting():
    sessions = sessions_of(f"""
        # Winter 2024

        | Week | Monday | Wednesday |
        |---|---|---|
        | 1 | **Jan 8** Introduction | **Jan 10** Memory: [{TITLE}]({URL}) |
        | 2 | **Jan 15** No class | **Jan 17** Sleep: [How Nets Sleep]({URL}1), [How Nets Wake]({URL}2) |
    """)
    assert told(sessions) == [
        ("01-08", "Introduction", []),
        ("01-10", "Memory", [TITLE]),
        ("01-17", "Sleep", ["How Nets Sleep", "How Nets Wake"]),
    ]


def test_days_of_a_week_that_is_named_by_one_of_its_days():
    sessions = sessions_of(f"""
        # Fall 2022

        | Week of | Topic | Tue | Thu | Due |
        |---|---|---|---|---|
        | Sep 5 | Memory | [{TITLE}]({URL}) | Discussion | |
        | Sep 12 | Sleep | | [How Nets Sleep]({URL}1)<br>[How Nets Wake]({URL}2) | Essay |
    """)
    assert told(sessions) == [
        ("09-06", "Memory", [TITLE]),
        ("09-08", "Discussion", []),
        ("09-15", "Sleep", ["How Nets Sleep", "How Nets Wake"]),
    ]
    assert sessions[2].introduction == "Due: Essay"


def test_a_table_of_office_hours_is_no_schedule():
    text = f"""
        ---
        title: Trees
        ---
        | Who | Monday | Wednesday |
        |---|---|---|
        | Ann Lee | 10-12 | 2-4 |
        | Bo Chen | 9-10 | 3-4 |

        ## Readings

        * [{TITLE}]({URL})
    """
    [session] = sessions_of(text)
    assert (session.title, [r.title for r in session.readings]) == ("Trees", [TITLE])


@pytest.mark.parametrize(
    ("head", "requirement"),
    [
        ("Read before class", "required"),
        ("To be read in advance", "required"),
        ("If you want more", "more"),
        ("Extra", "more"),
        ("Going deeper", "more"),
        ("Not required, but good", "more"),
        ("Our text", "unspecified"),
    ],
)
def test_a_column_of_readings_under_other_words(head, requirement):
    first, second = sessions_of(f"""
        # Spring 2020

        | When | What | {head} |
        |---|---|---|
        | Jan 14 | Memory | [{TITLE}]({URL}) (Lee, 2016) |
        | Jan 21 | Sleep | |
    """)
    assert [(r.title, r.requirement, r.published) for r in first.readings] == [(TITLE, requirement, "2016")]
    assert (first.title, second.title, second.readings) == ("Memory", "Sleep", ())


DATA = """
    - day: Thu 9/12
      subject: Memory
      discussant: Ann Lee
      must_read:
        - {name: Deep Nets Forget, by: Bo Chen, published: ApJ 2004, href: "https://a.org/1"}
      nice_to_have:
        - {name: Deep Nets Recall, by: Cy Diaz, published: 2005-06, href: "https://a.org/2"}
    - day: Thu 9/19
      subject: Sleep
      discussant: Bo Chen
      must_read: []
"""


def test_lists_of_readings_under_other_keys():
    text = textwrap.dedent(DATA).lstrip()
    assert looks_like_data("_data/calendar.yml", text)
    first, second = parse_post(text, "_data/calendar.yml", hint="Fall 2019").sessions
    assert (first.date, first.title, first.lead_team) == (datetime.date(2019, 9, 12), "Memory", "Ann Lee")
    assert [(r.title, r.requirement, r.authors, r.venue, r.published) for r in first.readings] == [
        ("Deep Nets Forget", "required", ("Bo Chen",), "ApJ 2004", "2004"),
        ("Deep Nets Recall", "more", ("Cy Diaz",), "", "2005-06"),
    ]
    assert [r.links[0].url for r in first.readings] == ["https://a.org/1", "https://a.org/2"]
    assert (second.title, second.readings) == ("Sleep", ())


def test_addresses_in_a_column_beside_each_paper():
    table = textwrap.dedent("""
        Date,Theme,Paper 1,Paper 1 link,Paper 2,Paper 2 link
        2023-10-11,Memory,Deep Nets Forget,https://a.org/1,Deep Nets Recall,https://a.org/2
        2023-10-18,Sleep,How Nets Sleep,https://a.org/3,,
    """).lstrip()
    first, second = parse_post(table, "sessions.csv").sessions
    assert [(r.title, [link.url for link in r.links]) for s in (first, second) for r in s.readings] == [
        ("Deep Nets Forget", ["https://a.org/1"]),
        ("Deep Nets Recall", ["https://a.org/2"]),
        ("How Nets Sleep", ["https://a.org/3"]),
    ]


def test_a_label_must_read():
    [session] = sessions_of(f"""
        ---
        title: Memory
        ---
        ## Readings

        1. `must read` [{TITLE}]({URL}). A. Lee, B. Chen. CCS 2016.
        2. `optional` [How Nets Sleep at Night]({URL}1). C. Diaz, D. Roe. CCS 2017.
    """)
    assert [(r.title, r.requirement) for r in session.readings] == [
        (TITLE, "required"),
        ("How Nets Sleep at Night", "more"),
    ]


def test_a_chapter_in_an_edited_volume():
    [session] = sessions_of("""
        ---
        title: Memory
        ---
        ## Readings

        * Lee, Ann. 1991. On some roots of memory. In B. Chen & C. Diaz (eds.), Roots of Memory. Oxford: Blackwell.
        * Chen, Bo. 2004. On leaves and what they keep. In C. Diaz et al. (eds.), Leaves and Bark. Austin: Texas Press.
    """)
    assert [(r.authors, r.title, r.venue) for r in session.readings] == [
        (("Ann Lee",), "On some roots of memory", "Roots of Memory"),
        (("Bo Chen",), "On leaves and what they keep", "Leaves and Bark"),
    ]


def test_a_topic_in_bold_under_a_heading_that_is_a_day():
    first, second = sessions_of(f"""
        # Spring 2019

        #### Wednesday, March 6

        **Roots and memory**

        Paper: [{TITLE}]({URL}), Ann Lee, Bo Chen, KDD 2015

        #### Wednesday, March 20

        **Required reading**

        * [How Nets Sleep at Night]({URL}1), Cy Diaz, Di Roe, KDD 2016
    """)
    assert (first.title, [r.title for r in first.readings]) == ("Roots and memory", [TITLE])
    assert [(r.title, r.requirement) for r in second.readings] == [("How Nets Sleep at Night", "required")]


def test_a_short_blog_before_the_readings_that_is_signed():
    [session] = sessions_of(f"""
        ---
        title: Memory
        ---
        Bloggers: Ann Lee, Bo Chen

        # What roots keep

        We first asked who had ever seen a root that forgets, and nobody had.

        # Questions for discussion

        1. What would a fair test be? ([Diaz]({URL}))

        # Papers

        * [{TITLE}]({URL}) Cy Diaz, Di Roe. ACL 2019.
    """)
    assert session.note.markdown.startswith("# What roots keep\n\nWe first asked")
    assert (session.blog_team, [r.title for r in session.readings]) == ("Ann Lee, Bo Chen", [TITLE])


def test_people_before_a_long_title_in_quotes():
    title = "A Long Title About the Roots and the Leaves of Trees That Stand in a Wood and Keep Whatever the Wind Says"
    [session] = sessions_of(f"""
        ---
        title: Memory
        ---
        Optional
        : Ann Lee, Bo Chen, Cy Diaz. "{title}." ASSETS 2010.
    """)
    assert [(r.title, r.requirement, r.authors, r.venue) for r in session.readings] == [
        (title, "more", ("Ann Lee", "Bo Chen", "Cy Diaz"), "ASSETS 2010")
    ]


def test_people_family_name_first_joined_by_and():
    assert listed_people("Lee, Ann & Chen, Bo") == ("Ann Lee", "Bo Chen")
    assert listed_people("Lee, Ann and Chen, Bo and Diaz, Cy M") == ("Ann Lee", "Bo Chen", "Cy M. Diaz")
    assert listed_people("Lee, Chen, Diaz & Roe") == ("Lee", "Chen", "Diaz", "Roe")
