"""Headings, terms and lines that are nothing but marks, or far too many words; made up."""

import pytest

from sessions.posts import parse_post
from sessions.posts.headings import section_of

TITLE, URL = "Deep Nets Forget Old Tasks", "https://arxiv.org/abs/2001.00001"


@pytest.mark.parametrize(
    "text", ["also interesting " * 300 + "x", "also interesting " * 8 + "x", "more " * 20 + "x", "more, " * 20 + "x"]
)
def test_words_said_many_times_open_no_section(text):
    assert section_of(text) is None


@pytest.mark.parametrize(
    ("text", "requirement"),
    [
        ("Optional / further readings", "more"),
        ("Extra,related papers", "more"),
        ("Optional & additional & further readings", "more"),
        ("Also interesting and optional", "more"),
        ("Required and core readings", "required"),
    ],
)
def test_words_joined_by_marks_or_spaces_open_a_section(text, requirement):
    assert section_of(text) == (requirement, "")


def sessions_of(text: str):
    sessions = parse_post(f"---\ntitle: A session\n---\n{text}", "schedule.md", variables={}).sessions
    return [(session.title, [reading.title for reading in session.readings]) for session in sessions]


@pytest.mark.parametrize("mark", ["★", "☐", "🎉"])
@pytest.mark.parametrize(
    "text",
    [
        "## Readings\n### {mark}\n+ {url}\n\n### {title}\n+ {url}\n",
        "## Readings\n**{mark}**\n\n- [{title}]({url})\n",
        "## Readings\n{mark}\n: A few words.\n\n{title}\n: Ann Lee, Bo Chen\n: {url}\n",
        "## Readings\n### Presenter: Jo Diaz\n- {mark}\n\n{url}\n\n### {title}\n+ {url}\n",
    ],
)
def test_mark_alone_names_nothing_and_refuses_no_post(text, mark):
    [(_, titles)] = sessions_of(text.format(mark=mark, title=TITLE, url=URL))
    assert TITLE in titles
    assert mark not in titles


@pytest.mark.parametrize("mark", ["★", "☐", "🎉"])
def test_mark_alone_among_meetings_belongs_to_the_one_above_it(mark):
    text = f"- Jan 12: Trees\n  - [{TITLE}]({URL})\n- {mark}\n- Jan 19: Nets\n"
    assert sessions_of(text) == [("Trees", [TITLE]), ("Nets", [])]
