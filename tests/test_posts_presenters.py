"""Headings that are none of a reading: who presents it, its abstract; made up."""

import textwrap

import pytest

from sessions.posts import parse_post

TITLE, URL = "Deep Nets Forget Old Tasks", "https://arxiv.org/abs/2001.00001"
OTHER, OTHER_URL = "Trees That Learn From Rain", "https://arxiv.org/abs/2001.00002"


def session_of(text: str):
    [session] = parse_post("---\ntitle: A session\n---\n" + textwrap.dedent(text), "a.md", variables={}).sessions
    return session


@pytest.mark.parametrize(
    "paper",
    [
        "+ {title}\n+ Ann Lee, Bo Chen\n+ {url}\n",
        "{title}\n{url}\n",
        "- [{title}]({url})\n",
        "**{title}**\n+ {url}\n",
        "#### {title}\n+ {url}\n",
    ],
)
@pytest.mark.parametrize("who", ["Team {}", "Presenter: Jo Diaz {}", "Presented by Jo Diaz {}"])
def test_heading_that_names_a_presenter_is_no_title(paper, who):
    first = f"### {who.format('I')}\n" + paper.format(title=TITLE, url=URL)
    second = f"### {who.format('V')}\n" + paper.format(title=OTHER, url=OTHER_URL)
    session = session_of(f"## Required Readings\n{first}\n{second}")
    found = [(reading.title, reading.presenter[-1], reading.requirement) for reading in session.readings]
    assert (found, session.introduction) == ([(TITLE, "I", "required"), (OTHER, "V", "required")], "")


def test_presenter_ends_with_the_next_heading_of_the_same_level():
    session = session_of(f"## Readings\n### Team 1\n#### {TITLE}\n+ {URL}\n\n### {OTHER}\n+ {OTHER_URL}\n")
    assert [reading.presenter for reading in session.readings] == ["Team 1", ""]


@pytest.mark.parametrize(
    "entry",
    ["### {title} (presented by Jo Diaz)\n+ {url}\n", "- [{title}]({url}) (presenter: Jo Diaz)\n"],
)
def test_presenter_in_brackets_is_no_part_of_a_title(entry):
    [reading] = session_of("## Readings\n" + entry.format(title=TITLE, url=URL)).readings
    assert (reading.title, reading.presenter, reading.authors) == (TITLE, "Jo Diaz", ())


def test_brackets_that_name_nobody_stay_in_a_title():
    [reading] = session_of(f"## Readings\n### {TITLE} (led by curiosity)\n+ {URL}\n").readings
    assert reading.title == f"{TITLE} (led by curiosity)"


def test_abstract_under_a_heading_of_its_own():
    text = "Nets that learn a new task lose the old one."
    session = session_of(
        f"## Readings\n### {TITLE}\n+ {URL}\n\n##### Abstract\n\n{text}\n\n### {OTHER}\n+ {OTHER_URL}\n"
    )
    assert [(reading.title, reading.abstract) for reading in session.readings] == [(TITLE, text), (OTHER, "")]
    assert session.introduction == ""


def test_summary_of_the_session_is_no_abstract():
    session = session_of(f"## Readings\n### {TITLE}\n+ {URL}\n\n## Summary\n\nWe read one.\n")
    assert (session.readings[0].abstract, session.introduction) == ("", "## Summary\n\nWe read one.")


@pytest.mark.parametrize(
    "line",
    [
        "Led by curiosity, we looked at nets.",
        "Presented by many as the future, nets are old.",
        "Presented by the team in the room.",
        "Presented by Google, nets are old.",
    ],
)
def test_sentence_that_names_nobody_who_leads_stays_in_the_introduction(line):
    session = session_of(f"{line}\n\n## Readings\n- [{TITLE}]({URL})\n")
    assert (session.lead_team, session.introduction) == ("", line)


@pytest.mark.parametrize(
    "who", ["Ann Lee", "Sofía and Jo", "Élodie Martin", "Team 4", "Prof. Ann Lee", "Ann, Bo & Jo Diaz"]
)
def test_line_that_names_people_who_lead_is_no_introduction(who):
    session = session_of(f"Led by {who}.\n\n## Readings\n- [{TITLE}]({URL})\n")
    assert (session.lead_team, session.introduction) == (who, "")


def test_second_lead_is_kept_in_the_introduction():
    session = session_of(f"Presented by Ann Lee.\n\nLed by Bo Chen.\n\n## Readings\n- [{TITLE}]({URL})\n")
    assert (session.lead_team, session.introduction) == ("Ann Lee", "Led by Bo Chen.")
