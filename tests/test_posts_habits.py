"""Habits of one group's posts over the years: headings, labels, bullets and cells in shapes of their own; made up."""

import datetime
import textwrap

import pytest

from sessions.posts import parse_post

TITLE, URL = "Deep Nets Forget Old Tasks", "https://arxiv.org/abs/2001.00001"
TWO = ("Ann Lee", "Bo Chen")


def session_of(text: str, front: str = ""):
    post = f"---\ntitle: A session\n{front}---\n" + textwrap.dedent(text)
    [session] = parse_post(post, "a.md", variables={}).sessions
    return session


def reading_of(text: str):
    [reading] = session_of(text).readings
    return reading


@pytest.mark.parametrize(
    "heading",
    [f"(a) {TITLE}", f"Related - {TITLE}", f"{TITLE}, May 2025", f"{TITLE} by Ann Lee, Bo Chen, Eva Novak and Jo Diaz"],
)
def test_what_stands_around_a_title(heading):
    assert reading_of(f"## Readings\n### {heading}\n+ {URL}\n").title == TITLE


def test_all_people_behind_by_are_authors():
    reading = reading_of(f"## Readings\n### {TITLE} by Ann Lee, Bo Chen, Carla Diaz, Dev Patel, Eva Novak\n+ {URL}\n")
    assert reading.authors == ("Ann Lee", "Bo Chen", "Carla Diaz", "Dev Patel", "Eva Novak")


@pytest.mark.parametrize("tail", [", May 2025", " – May 2025"])
def test_month_behind_a_title_is_its_date(tail):
    reading = reading_of(f"## Readings\n### {TITLE}{tail}\n+ {URL}\n")
    assert (reading.title, reading.published) == (TITLE, "2025-05")


@pytest.mark.parametrize("mark", ["[B]", "#2", "Reading 2 -"])
def test_number_before_a_title_is_no_part_of_it(mark):
    assert reading_of(f"## Readings\n### {mark} {TITLE}\n+ {URL}\n").title == TITLE


@pytest.mark.parametrize("line", [f"{', '.join(TWO)} - {URL}", f"(*{', '.join(TWO)}*)\n\n{URL}"])
def test_people_in_brackets_or_beside_the_address(line):
    reading = reading_of(f"## Readings\n### {TITLE}\n{line}\n")
    assert (reading.authors, reading.abstract) == (TWO, "")


@pytest.mark.parametrize(
    ("heading", "requirement"),
    [
        ("1. Required Readings", "required"),
        ("B. More Readings", "more"),
        ("Our Required Readings for this Week", "required"),
        ("Reqiured Readings:", "required"),
        ("More Readigns", "more"),
        ("[Optional] Readings", "more"),
        ("To read after class", "more"),
        ("Additional resources to read", "more"),
    ],
)
def test_headings_that_open_a_part_of_the_list(heading, requirement):
    assert reading_of(f"## {heading}\n### {TITLE}\n+ {URL}\n").requirement == requirement


@pytest.mark.parametrize("mark", ["📄 ", "• ", "– ", "+", "-"])
def test_marks_that_are_no_bullets_hide_no_field(mark):
    lines = "\n".join(mark + text for text in (", ".join(TWO), URL, "Nets that learn a new task lose the old one."))
    reading = reading_of(f"## Readings\n### {TITLE}\n{lines}\n")
    assert (reading.authors, [link.url for link in reading.links]) == (TWO, [URL])
    assert reading.abstract == "Nets that learn a new task lose the old one."


@pytest.mark.parametrize(
    "line", ["Accepted at ICML 2020", "To appear in ICML 2020", "Published in ICML 2020", "ICML 2020 (oral)"]
)
def test_venue_with_words_around_it(line):
    reading = reading_of(f"## Readings\n### {TITLE}\n+ {URL}\n+ {line}\n")
    assert (reading.venue, reading.published) == ("ICML 2020", "2020")


def test_talk_on_video_is_a_link_and_no_deck():
    video = "https://www.youtube.com/watch?v=abc"
    reading = reading_of(f"## Readings\n### {TITLE}\n+ {URL}\n+ talk: {video}\n")
    assert ([link.url for link in reading.links], reading.slides) == ([URL, video], ())


def test_bold_title_before_what_it_says():
    said = "Nets that learn a new task lose the old one, unless they rehearse it. " * 5
    reading = reading_of(f"## Readings\n+ **{TITLE}**: {said}[Link]({URL})\n")
    assert (reading.title, reading.abstract[:12], [link.url for link in reading.links]) == (
        TITLE,
        "Nets that le",
        [URL],
    )


def test_title_with_and_is_no_list_of_people():
    title = "LoRA Learns Less and Forgets Less"
    assert reading_of(f"## Readings\n+ {title}\n  - Ann Lee, Bo Chen\n  - {URL}\n").title == title


def test_year_behind_et_al_beside_the_address():
    reading = reading_of(f"## Readings\n### {TITLE}\nAnn Lee, et al. 2020. {URL}\n")
    assert (reading.authors, reading.published) == (("Ann Lee",), "2020")


def row_of(row: str, head: str = "Presenter | Papers | Paper URL"):
    places = head.count("|") + 1
    return session_of(f"| {head} |\n|{'---|' * places}\n{row}\n").readings


def test_login_beside_a_name_makes_a_presenter():
    [reading] = row_of(f"| Jack (jk5ab) | {TITLE} | [PDF]({URL}) |")
    assert (reading.presenter, reading.topic) == ("Jack (jk5ab)", "")


def test_venue_behind_the_link_of_its_cell():
    [reading] = row_of(f"| Jack | {TITLE} | [PDF]({URL}) / ICML 2020 |")
    assert reading.venue == "ICML 2020"


def test_notes_that_are_a_link_are_no_abstract():
    [reading] = row_of(f"| Jack | {TITLE} | [PDF]({URL}) | [PDF](/t/a.pdf) |", "Presenter | Papers | URL | Our Notes")
    assert (reading.abstract, [deck.address for deck in reading.slides]) == ("", ["/t/a.pdf"])


def test_titles_on_lines_of_one_cell_are_readings_each():
    other = "https://arxiv.org/abs/2001.00002"
    readings = row_of(f"| Jack | [{TITLE}]({URL}) <br> [Old Tasks Come Back]({other}) | |")
    assert [(r.title, r.presenter, [link.url for link in r.links]) for r in readings] == [
        (TITLE, "Jack", [URL]),
        ("Old Tasks Come Back", "Jack", [other]),
    ]


def test_date_in_words_and_several_decks_in_front_matter():
    session = session_of("Text.\n", "date: Feb 13, 2025\nlecture:\n- W4-a\n- W4-b.pdf\n")
    assert session.date == datetime.date(2025, 2, 13)
    assert [deck.address for deck in session.slides] == ["/Lectures/W4-a.pdf", "/Lectures/W4-b.pdf"]


def test_session_summary_is_the_note():
    text = f"## Readings\n### {TITLE}\n+ {URL}\n\n## Session Summary\nWe spoke of forgetting.\n"
    session = session_of(text)
    assert (session.note.markdown, [r.title for r in session.readings]) == ("We spoke of forgetting.", [TITLE])
