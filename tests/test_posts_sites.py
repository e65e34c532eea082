"""Posts in the dialects of site generators, journals of a group's meetings, and data under other keys than ours."""

import textwrap

import pytest

from readings.markdown import parse
from sessions.posts import ParsedSession, parse_post
from sessions.posts.callouts import without_boxes
from sessions.posts.data_files import looks_like_data
from tests.parsed_posts import listed, reading_of, session_of

A, B = "https://arxiv.org/abs/2001.00001", "https://arxiv.org/abs/2001.00002"


def sessions_of(text: str, path: str) -> tuple[ParsedSession, ...]:
    return parse_post(textwrap.dedent(text).lstrip(), path, variables={}).sessions


@pytest.mark.parametrize(
    ("required", "optional"),
    [
        ('!!! note "Required reading"\n\n    - {0}\n', '??? info "Optional reading"\n\n    - {0}\n'),
        (":::info Required\n\n{0}\n\n:::\n", ":::tip Optional\n\n{0}\n\n:::\n"),
        (":::note[Required]\n{0}\n:::\n", ":::note[Optional]\n{0}\n:::\n"),
        (
            '::: {{.callout-note title="Required"}}\n- {0}\n:::\n',
            "::: {{.callout-tip}}\n## Further reading\n- {0}\n:::\n",
        ),
    ],
    ids=["mkdocs", "docusaurus", "docusaurus label", "quarto"],
)
def test_readings_in_the_boxes_of_a_site_generator(required, optional):
    text = required.format(f"[How Roots Grow]({A})") + "\n" + optional.format(f"[How Leaves Fall]({B})")
    assert listed(text) == [("How Roots Grow", "required"), ("How Leaves Fall", "more")]


def test_boxes_within_boxes_and_code_keep_their_lines():
    text = (
        '!!! note "Outer"\n    ??? tip "Inner"\n        Deep.\n    Less deep.\n\n```\n!!! note "Code"\n:::\n```\nOut.'
    )
    opened = '**Outer**\n**Inner**\nDeep.\nLess deep.\n\n```\n!!! note "Code"\n:::\n```\nOut.'
    assert without_boxes(text) == opened
    assert parse(opened).blocks[-1].line == 10


def test_the_day_and_the_lead_on_one_line():
    session = session_of(
        "**Thursday, January 11, 2024** · Discussion lead: Ann Lee\n\n## Readings\n- [Trees](https://a.org)"
    )
    assert (str(session.date), session.lead_team) == ("2024-01-11", "Ann Lee")


def test_a_journal_of_meetings_with_who_presented_before_the_paper():
    first, second = sessions_of(
        f"""
        # Meetings

        **2023-11-16** — Ann — [Splines Are Back]({A}) (NeurIPS 2022)

        **2023-11-09** — *cancelled, fire drill*

        **2023-11-02** — Bo & Carla — [Edges Everywhere]({B}); background: [Old Edges](https://a.org/old.pdf)

        **2023-10-12** — Ann — practice talk, no paper
        """,
        "log.md",
    )[:2]
    assert (str(first.date), first.title, first.lead_team) == ("2023-11-16", "Splines Are Back", "Ann")
    assert (str(second.date), second.lead_team) == ("2023-11-02", "Bo & Carla")
    assert [(r.title, r.requirement) for r in second.readings] == [
        ("Edges Everywhere", "unspecified"),
        ("Old Edges", "more"),
    ]


def test_the_host_of_a_meeting_in_brackets():
    first, second = sessions_of(
        f"## 2024-03-08: Trees (host: Ann Lee)\n- [How Roots Grow]({A})\n\n"
        f"## 2024-03-15: Leaves (host: Bo Chen)\n- [How Leaves Fall]({B})\n",
        "log.md",
    )
    assert (first.title, first.lead_team, second.lead_team) == ("Trees", "Ann Lee", "Bo Chen")


def test_a_sheet_with_its_own_title_and_columns_of_papers_with_their_addresses():
    text = f"""
        "Seminar on Trees, Spring 2024",,,,,
        ,,,,,
        Date,Theme,Who,Paper 1,Link 1,Paper 2
        1/17,Roots,Ann Lee,How Roots Grow,{A},
        """
    [session] = sessions_of(text, "schedule.csv")
    assert (str(session.date), session.title, session.lead_team) == ("2024-01-17", "Roots", "Ann Lee")
    assert [(r.title, r.links[0].url) for r in session.readings] == [("How Roots Grow", A)]
    assert session.introduction == "Seminar on Trees, Spring 2024"
    assert looks_like_data("schedule.csv", textwrap.dedent(text))


def test_a_cell_of_a_sheet_with_a_citation_on_each_of_its_lines():
    lines = f"Lee, A. (2013). How Roots Grow. Trees. {A}\nChen, B. (2014). How Leaves Fall. Trees. {B}"
    [session] = parse_post(f'Date\tTopic\tMust read\n2023-09-05\tTrees\t"{lines}"\n', "a.tsv", variables={}).sessions
    assert [(r.title, r.published, r.requirement) for r in session.readings] == [
        ("How Roots Grow", "2013", "required"),
        ("How Leaves Fall", "2014", "required"),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.bib",
            "@misc{a, title={How Roots Grow}, keywords={week1, required}}\n@misc{b, title={Leaves}, keywords={week_2}}",
        ),
        (
            "a.ris",
            "TY  - JOUR\nTI  - How Roots Grow\nKW  - trees\nKW  - week1\nER  - \n"
            "TY  - JOUR\nTI  - Leaves\nKW  - Week 2\nER  - \n",
        ),
    ],
)
def test_keywords_of_a_bibliography_that_name_meetings(name, text):
    first, second = parse_post(text, name, variables={}).sessions
    assert (first.title, first.number, first.readings[0].title) == ("Week 1", 1, "How Roots Grow")
    assert (second.title, second.number, second.readings[0].title) == ("Week 2", 2, "Leaves")


def test_meetings_and_papers_under_keys_of_other_people():
    post = parse_post(
        textwrap.dedent(
            f"""
            calendar:
              - held: 2024-02-01
                heading: Roots
                guide: Ann Lee
                texts_of_the_day:
                  - {{paper: How Roots Grow, authors: Bo Chen, proceedings_name: ICLR 2020, at: "{A}", mood: gloomy}}
            """
        ),
        "_data/schedule.yml",
        variables={},
    )
    [session] = post.sessions
    [reading] = session.readings
    assert (str(session.date), session.title, session.lead_team) == ("2024-02-01", "Roots", "Ann Lee")
    assert (reading.title, reading.authors, reading.venue) == ("How Roots Grow", ("Bo Chen",), "ICLR 2020")
    assert ([link.url for link in reading.links], reading.remarks) == ([A], "mood: gloomy")
    unknown = ("held", "heading", "guide", "texts_of_the_day", "proceedings_name", "at", "mood")
    told = {warning.text.partition(" is ")[0] for warning in post.warnings}
    assert told == {f"the key “{key}”" for key in unknown}


def test_what_a_meeting_says_under_other_keys_introduces_it():
    [session] = sessions_of(
        "- {date: 2024-02-01, topic: Roots, room: Gates 104, readings: [{title: How Roots Grow}]}\n", "_data/s.yml"
    )
    assert session.introduction == "room: Gates 104"


def test_readings_as_lists_within_a_text_and_under_labels_of_their_own():
    first, second = sessions_of(
        f"""
        - date: 2024-02-01
          topic: Roots
          readings: |
            - [How Roots Grow]({A})
            - [How Leaves Fall]({B})
        - date: 2024-02-08
          topic: Leaves
          readings:
            main: [{{title: How Stems Stand}}]
            extra: [{{title: How Buds Open}}]
        """,
        "_data/s.yml",
    )
    assert [reading.title for reading in first.readings] == ["How Roots Grow", "How Leaves Fall"]
    assert [(r.title, r.requirement) for r in second.readings] == [
        ("How Stems Stand", "required"),
        ("How Buds Open", "more"),
    ]


@pytest.mark.parametrize(("word", "requirement"), [("**required**", "required"), ("*optional*", "more")])
def test_a_requirement_behind_the_citation(word, requirement):
    reading = reading_of(f"## Readings\n- [How Roots Grow]({A}). Ann Lee. ICML 2022. {word}\n")
    assert (reading.requirement, reading.venue, reading.remarks) == (requirement, "ICML 2022", "")


@pytest.mark.parametrize(
    ("line", "title", "authors"),
    [
        (f"[Dynamic Trees, Static Leaves]({A}). Ann Lee, Bo Chen. ICML 2021", "Dynamic Trees, Static Leaves", 2),
        (f"[Three Scenarios, Many Confusions]({A}) (Lee & Chen, 2019)", "Three Scenarios, Many Confusions", 2),
        (f"[Memory Trees, Ten Years Later]({A})", "Memory Trees, Ten Years Later", 0),
        (f"[Spreadsheets by Example]({A}) (Gulliver, POPL 2011)", "Spreadsheets by Example", 1),
    ],
)
def test_a_comma_in_a_linked_title_and_one_surname_before_a_venue(line, title, authors):
    reading = reading_of(f"## Readings\n- {line}\n")
    assert (reading.title, len(reading.authors)) == (title, authors)


def test_a_schedule_of_which_no_key_is_known_is_one_by_its_days_and_addresses():
    text = textwrap.dedent(
        f"""
        entries:
          - on: Sep 12
            what: Roots
            must:
              - {{t: How Roots Grow, a: "Ann Lee, Bo Chen", u: "{A}", v: ICLR 2015}}
            nice:
              - {{t: How Leaves Fall, a: Carla Diaz, u: "{B}", v: ICML 2019}}
          - on: Sep 19
            what: Leaves
            must: []
        """
    )
    assert looks_like_data("_data/calendar.yml", text)
    first, _ = parse_post(text, "_data/calendar.yml", variables={}, hint="Fall 2023").sessions
    assert (str(first.date), first.title) == ("2023-09-12", "Roots")
    assert [(r.title, r.authors, r.venue, r.requirement) for r in first.readings] == [
        ("How Roots Grow", ("Ann Lee", "Bo Chen"), "ICLR 2015", "required"),
        ("How Leaves Fall", ("Carla Diaz",), "ICML 2019", "more"),
    ]


def test_a_sheet_with_a_paper_a_row_whose_session_is_a_word():
    [session] = sessions_of(
        """
        Session,Date,Required/Optional,Author(s),Year,Title,DOI
        Roots,2/5/2024,Required,"Lee, A.; Chen, B.",1974,How Roots Grow,10.1016/S0079-74219
        Roots,2/5/2024,Optional,"Diaz, C.",2001,How Leaves Fall,10.1017/S0140525X01009
        """,
        "readings.csv",
    )
    assert session.title == "Roots"
    assert [(r.title, r.requirement, r.links[0].url) for r in session.readings] == [
        ("How Roots Grow", "required", "https://doi.org/10.1016/S0079-74219"),
        ("How Leaves Fall", "more", "https://doi.org/10.1017/S0140525X01009"),
    ]


def test_one_plain_word_over_a_list_and_a_presenter_behind_the_day():
    session = session_of(
        f"Tuesday, September 8, 2020. Presenter: Ann Lee.\n\nRequired\n\n1. [How Roots Grow]({A})\n\n"
        f"Optional\n\n2. [How Leaves Fall]({B})\n"
    )
    assert (str(session.date), session.lead_team) == ("2020-09-08", "Ann Lee")
    assert [(r.title, r.requirement) for r in session.readings] == [
        ("How Roots Grow", "required"),
        ("How Leaves Fall", "more"),
    ]


def test_boxes_written_as_shortcodes():
    text = '{{< details "Optional" >}}\n[How Roots Grow](https://a.org)\n{{< /details >}}\n{{% hint info %}}'
    assert without_boxes(text) == "**Optional**\n[How Roots Grow](https://a.org)\n\n"


def test_what_of_a_reading_list_is_taken_for_no_reading_is_said():
    post = parse_post(
        f"---\ntitle: Trees\n---\n## Readings\n\nLee, Ann. [How Roots Grow]({A}). ICML, 2022.\n\n"
        "We will all look at the pictures and sketches that are still in [the attic](https://a.org) by then.\n",
        "a.md",
        variables={},
    )
    [warning] = post.warnings
    assert (warning.line, warning.text.partition(":")[0]) == (
        8,
        "not recognised as a reading, kept in the introduction",
    )
    assert "the attic" in post.sessions[0].introduction


def test_who_leads_as_an_item_beside_the_list_of_papers():
    first, second = sessions_of(
        f"## 03/05/2024\n\n- Lead: Ann\n- Papers\n  - [How Roots Grow]({A})\n\n"
        f"## 03/12/2024\n\n- Lead: Bo\n- Papers\n  - [How Leaves Fall]({B})\n",
        "log.md",
    )
    assert [(s.lead_team, [r.title for r in s.readings], s.introduction) for s in (first, second)] == [
        ("Ann", ["How Roots Grow"], ""),
        ("Bo", ["How Leaves Fall"], ""),
    ]
