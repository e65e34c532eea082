"""Citations and schedules as people of other disciplines write them; made up."""

import textwrap

import pytest

from sessions.posts import parse_post

TITLE = "Why Old Tasks Are Forgotten"


def post_of(text: str, path: str = "a.md"):
    return parse_post(textwrap.dedent(text).lstrip(), path, variables={})


def readings_of(body: str):
    [session] = post_of("---\ntitle: A session\n---\n" + textwrap.dedent(body)).sessions
    return session.readings


@pytest.mark.parametrize(
    ("entry", "authors", "published", "venue"),
    [
        (f'Lee, Ann. "{TITLE}." *Memory and Mind*, vol. 9, 1978, pp. 1-9.', ("Ann Lee",), "1978", "Memory and Mind"),
        (
            f"Lee, Ann, Bo Chen, and Cy Diaz. 2019. [{TITLE}](https://a.org/1) In *ACL*.",
            ("Ann Lee", "Bo Chen", "Cy Diaz"),
            "2019",
            "ACL",
        ),
        (
            f"Lee AM, Chen B, Roe-Li C. {TITLE}. Nat Rev Mem. 2015;16(6):35-7.",
            ("A. M. Lee", "B. Chen", "C. Roe-Li"),
            "2015",
            "Nat Rev Mem",
        ),
        (f"Lee A, Chen B, et al. {TITLE}. Memory. 2014;51:19-23.", ("A. Lee", "B. Chen"), "2014", "Memory"),
        (
            f"Ann Lee & Bo Chen, *{TITLE}*, 31 Mem. L. Rev. 98 (2018).",
            ("Ann Lee", "Bo Chen"),
            "2018",
            "31 Mem. L. Rev. 98",
        ),
        (f"Ann Lee, {TITLE.upper()} (2019), ch. 3-4.", ("Ann Lee",), "2019", ""),
        (
            f'Lee, A. and B. Chen (2013), "{TITLE}," Review of Memory 80(4): 1-9',
            ("A. Lee", "B. Chen"),
            "2013",
            "Review of Memory",
        ),
        (
            f"Lee, Ann M. & Bo Chen (eds.). 1963. {TITLE}. *Memory* 8(3). 6-7.",
            ("Ann M. Lee", "Bo Chen"),
            "1963",
            "Memory",
        ),
        (f'A. Lee *et al.*, "{TITLE}," *Proc. Mem.*, vol. 8, no. 3, Mar. 2000.', ("A. Lee",), "2000-03", "Proc. Mem"),
        (f"A. M. Lee and B. Chen, {TITLE}, Rev. Mem. 82, 3045 (2010)", ("A. M. Lee", "B. Chen"), "2010", "Rev. Mem."),
        (
            f"A. Lee, B. Chen, and C. Roe, {TITLE}, Mem. **82**, R30 (1999)",
            ("A. Lee", "B. Chen", "C. Roe"),
            "1999",
            "Mem.",
        ),
        (f"Ann Lee, *{TITLE}*, 4 Mem. L. Rev. 193 (1890).", ("Ann Lee",), "1890", "4 Mem. L. Rev. 193"),
    ],
)
def test_citations_of_other_disciplines(entry, authors, published, venue):
    [reading] = readings_of(f"## Readings\n\n- {entry}\n")
    assert (reading.authors, reading.published, reading.venue) == (authors, published, venue)
    assert reading.title.casefold() == TITLE.casefold()
    assert reading.abstract == ""


def test_term_in_the_first_lines_gives_the_year_of_days():
    sessions = post_of(f"""
        # Memory

        Spring 2022, Thursdays. Grading: participation.

        ## Jan 20: Start

        ## Jan 27: Forgetting
        - Ann Lee. [{TITLE}](https://a.org/1). ICML 2020.
    """).sessions
    assert [str(session.date) for session in sessions] == ["2022-01-20", "2022-01-27"]


@pytest.mark.parametrize("line", ["*October 2, 2023*", "Date: Mon, Oct 2, 2023"])
def test_day_on_a_line_of_its_own(line):
    [session] = post_of(f"# Forgetting\n\n{line}\n\n## Readings\n- [{TITLE}](https://a.org/1)\n").sessions
    assert str(session.date) == "2023-10-02"


def test_day_of_the_front_matter_in_words():
    [session] = post_of('---\ntitle: Forgetting\ndate: "Feb 14, 2023"\nslides: https://a.org/5.pdf\n---\n').sessions
    assert (str(session.date), [deck.address for deck in session.slides]) == ("2023-02-14", ["https://a.org/5.pdf"])


def test_row_that_names_one_more_reading():
    sessions = post_of(f"""
        ---
        title: Memory
        term: Spring 2024
        ---
        | Date | Topic | Readings | Discussant |
        |---|---|---|---|
        | 1/24 | Start | | |
        | 1/31 | Forgetting | Lee, A. (2015), "{TITLE}," Memory 7(1): 2-5 | Bo |
        | | | Chen, B. (2019), "Old Tasks Come Back Again," Memory 11(1): 5-9 | |
    """).sessions
    assert [[(r.title, r.presenter) for r in session.readings] for session in sessions] == [
        [],
        [(TITLE, "Bo"), ("Old Tasks Come Back Again", "Bo")],
    ]


def test_column_that_says_whether_a_reading_is_required():
    text = f"Date,Theme,Paper title,Required?\n9/6/2023,Start,{TITLE},yes\n,,Old Tasks Come Back Again,no\n"
    [session] = post_of(text, "schedule.csv").sessions
    assert [reading.requirement for reading in session.readings] == ["required", "more"]


def test_column_of_titles_beside_topics_and_authors():
    sessions = post_of("""
        # Seminar

        | Datum | Thema | Titel | Autoren | Jahr | Referent |
        |---|---|---|---|---|---|
        | 21.10.2021 | Vergessen | Old Tasks Return | Lee | 2001 | Roe |
        | 28.10.2021 | entfällt | | | | |
        | 04.11.2021 | Lernen | New Tasks Arrive | Chen, Diaz | 2014 | Ode |
    """).sessions
    told = [(s.title, s.lead_team, [(r.title, r.authors, r.published) for r in s.readings]) for s in sessions]
    assert told == [
        ("Vergessen", "Roe", [("Old Tasks Return", ("Lee",), "2001")]),
        ("Lernen", "Ode", [("New Tasks Arrive", ("Chen", "Diaz"), "2014")]),
    ]


def test_leads_in_brackets_behind_every_title():
    sessions = post_of(f"""
        # Memory, Autumn 2022

        **12 October: Forgetting (Aoife)**

        Lee & Chen (2017), [{TITLE}](https://arxiv.org/abs/1601.00001), Memory.

        **26 October: Learning (Bo and Cy)**

        Diaz & Roe (2018), [Old Tasks Come Back Again](https://arxiv.org/abs/1601.00002), Memory.
    """).sessions
    assert [(session.title, session.lead_team) for session in sessions] == [
        ("Forgetting", "Aoife"),
        ("Learning", "Bo and Cy"),
    ]


def test_groups_in_bold_with_their_requirement():
    readings = readings_of(f"""
        1. **Attacks**
           1. Ann Lee. "{TITLE}." 2019. [PDF](https://a.org/1.pdf)
           2. Bo Chen. "Old Tasks Come Back Again." 2018. [PDF](https://a.org/2.pdf)
        2. **Defenses** (optional)
           1. Cy Diaz. "Tasks That Never Leave Us." 2005. [PDF](https://a.org/3.pdf)
    """)
    assert [(reading.authors, reading.requirement) for reading in readings] == [
        (("Ann Lee",), "unspecified"),
        (("Bo Chen",), "unspecified"),
        (("Cy Diaz",), "more"),
    ]


def test_tools_and_how_to_install_them_are_no_readings():
    assert readings_of("## Tools\n\n- [Notekeeper](https://n.org): how to install it\n- [Pens](https://p.org)\n") == ()


def test_what_stands_beside_readings_in_one_list_of_terms_is_kept():
    text = f"Required\n: [{TITLE}](https://a.org/1). Ann Lee. 2018.\n\nAssignment\n: Draw one chart.\n"
    [session] = post_of("---\ntitle: A session\n---\n" + text).sessions
    assert [reading.title for reading in session.readings] == [TITLE]
    assert session.introduction == "**Assignment**\nDraw one chart."


def test_schedule_under_the_names_of_terms():
    text = (
        "spring:\n  - date: 2021-02-02\n    topic: Forgetting\n    readings:\n"
        f"      - cite: 'A. Lee and B. Chen (2010). {TITLE}. Memory.'\n        url: https://a.org/1\n"
    )
    [session] = post_of(text, "schedule.yml").sessions
    [reading] = session.readings
    assert (reading.title, reading.authors, [link.url for link in reading.links]) == (
        TITLE,
        ("A. Lee", "B. Chen"),
        ["https://a.org/1"],
    )


def test_two_words_in_bold_over_people():
    readings = readings_of(f"""
        ## Readings

        **{TITLE}**
        Ann Lee, Bo Chen
        https://a.org/1

        **Deep Nets**
        Cy Diaz, Eve Roe
        https://a.org/2
    """)
    assert [(reading.title, reading.authors) for reading in readings] == [
        (TITLE, ("Ann Lee", "Bo Chen")),
        ("Deep Nets", ("Cy Diaz", "Eve Roe")),
    ]


def test_addresses_in_a_cell_of_readings():
    text = (
        "date,title,readings\n2024-01-02,A,https://arxiv.org/abs/2001.00001 https://arxiv.org/abs/2001.00002\n"
        f"2024-01-09,B,{TITLE} (https://a.org/1)\n"
    )
    sessions = post_of(text, "schedule.csv").sessions
    assert [[reading.title for reading in session.readings] for session in sessions] == [
        ["arXiv:2001.00001", "arXiv:2001.00002"],
        [TITLE],
    ]


def test_organisation_beside_a_bare_address_is_no_title():
    [reading] = readings_of("## Readings\n- OpenAI, https://openai.com/index/hello, 4 Mar 2024\n")
    assert (reading.title, reading.authors) == ("openai.com/index/hello", ("OpenAI",))
    assert (reading.published, reading.confidence) == ("2024-03-04", 0.6)


def test_beginning_of_a_name_behind_the_title_is_no_journal():
    [reading] = readings_of(
        f"## Readings\n- {TITLE}: nets that learn, Ann R. Lee, Bo Chen, Cy L. Diaz; [PDF](https://a.org/1)\n"
    )
    assert (reading.authors, reading.venue) == (("Ann R. Lee", "Bo Chen", "Cy L. Diaz"), "")
