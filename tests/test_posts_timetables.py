"""Meetings listed as data, in front matter and in a site's data files; made up."""

import datetime
import textwrap

import pytest

from sessions.posts import parse_post


def post_of(text: str, path: str = "_terms/fall.md", **options):
    return parse_post(textwrap.dedent(text).lstrip(), path, variables={}, **options)


@pytest.mark.parametrize("key", ["sessions", "papers", "agenda"])
def test_one_paper_a_meeting_in_front_matter(key):
    post = post_of(f"""
        ---
        layout: term
        semester: "Fall 2021"
        {key}:
          - date: "09/07/2021"
            presenter: "Bo Chen"
            title: "A Title of Some Length"
            authors: "Ann Lee, NetApp, Inc.; Cy Diaz and Di Roe, ETH Zurich"
            venue: "FAST '18"
            link: "https://a.org/1.pdf"
          - date: "09/14/2021"
            presenters: [Ann Lee, Cy Diaz]
            title: "Another Title"
            venue: "FAST 2018"
            link: "https://a.org/2.pdf"
        ---
        Weekly.
    """)
    assert post.term == "Fall 2021"
    assert [(s.date, s.title, s.lead_team) for s in post.sessions] == [
        (datetime.date(2021, 9, 7), "A Title of Some Length", "Bo Chen"),
        (datetime.date(2021, 9, 14), "Another Title", "Ann Lee, Cy Diaz"),
    ]
    [first], [second] = (session.readings for session in post.sessions)
    assert (first.authors, first.venue, first.published) == (("Ann Lee", "Cy Diaz", "Di Roe"), "FAST '18", "")
    assert (second.venue, second.published) == ("FAST 2018", "2018")  # the meeting's date is no date of the paper


def test_dates_of_papers_in_front_matter_are_no_meetings():
    [session] = post_of("""
        ---
        title: Week 3
        readings:
          - {title: An Old Paper, date: 1998-05-01, presenter: Ann Lee, link: "https://a.org/1"}
          - {title: A New Paper, date: 2020-06-01, presenter: Bo Chen, link: "https://a.org/2"}
        ---
    """).sessions
    assert [(r.title, r.published) for r in session.readings] == [
        ("An Old Paper", "1998-05-01"),
        ("A New Paper", "2020-06-01"),
    ]


def test_the_only_meeting_so_far():
    [session] = post_of("""
        ---
        title: Seminar
        sessions:
          - {date: 2024-09-05, topic: Trees, readings: [{title: On Trees}]}
        ---
    """).sessions
    assert (session.date, session.title) == (datetime.date(2024, 9, 5), "Trees")


def test_days_of_the_week_are_no_sessions():
    [session] = post_of("""
        ---
        title: Weekly Schedule
        schedule:
          - {name: Monday, events: [{name: Lecture, start: "9:30"}]}
          - {name: Tuesday, events: [{name: Office hours, start: "8:30"}]}
        ---
    """).sessions
    assert session.title == "Weekly Schedule"


def test_meetings_of_a_data_file_with_a_leader_and_a_description():
    [session, other] = post_of(
        """
        - {date: "2021-03-11", time: "12:00", leader: Ann Lee, description: Recurrent Things, url: "https://a.org/1"}
        - {date: "2021-03-18", leader: Bo Chen, paper: Grounded Words, url: "https://a.org/2"}
        """,
        "_data/reading_sessions.yml",
    ).sessions
    assert (session.title, session.lead_team, session.introduction) == ("Recurrent Things", "Ann Lee", "")
    assert [(r.title, r.presenter, r.published) for r in session.readings] == [("Recurrent Things", "Ann Lee", "")]
    assert (other.title, other.readings[0].title) == ("Grounded Words", "Grounded Words")


def test_lectures_of_a_data_file_with_their_contents():
    [session] = post_of(
        """
        lectures:
          - date: 2016-10-17
            content:
              - {title: First steps, slides: lectures/01.pdf}
            reading:
              - {title: "The Book, Part I", url: "http://a.org/book", optional: True}
        """,
        "_data/schedule.yaml",
    ).sessions
    assert (session.title, [deck.address for deck in session.slides]) == ("First steps", ["lectures/01.pdf"])
    assert [(r.title, r.requirement) for r in session.readings] == [("The Book, Part I", "more")]


def test_several_presenters_of_a_post():
    [session] = post_of("---\ntitle: Trees\npresenters:\n  - Ann Lee\n  - Bo Chen\n---\nText.\n").sessions
    assert session.lead_team == "Ann Lee, Bo Chen"


def test_a_semester_that_is_no_term():
    assert post_of("---\ntitle: Trees\nsemester: 2\n---\nText.\n").term == ""


def test_text_below_sessions_of_the_front_matter_introduces_the_first():
    first, second = post_of(
        """
        ---
        title: Trees
        sessions:
          - {date: 2026-02-01, topic: Roots, required: ["Ann Lee. How Roots Grow. 2019."]}
          - {date: 2026-02-08, topic: Leaves, required: ["Bo Chen. How Leaves Fall. 2018."]}
        ---
        We meet under the oak.
        """
    ).sessions
    assert (first.introduction, second.introduction) == ("We meet under the oak.", "")
