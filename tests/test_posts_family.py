"""Slips of those who write posts for years: glued marks, pasted pages, several papers in one row; made up."""

import pytest

from .parsed_posts import TITLE, URL, listed, reading_of, session_of

OTHER, OTHER_URL = "How Nets Sleep at Night", "https://arxiv.org/abs/2001.00002"
HEAD = "| Presenter | Papers | Paper URL | Our Slides |\n|---|---|---|---|\n"


def of_rows(text: str, head: str = HEAD):
    return session_of("\n" + head + text).readings


def test_hashes_without_a_space_are_headings():
    text = f"##Required Readings:\n\n###{TITLE}\n+{URL}\n+ We show that nets forget what they learned first.\n"
    [reading] = session_of(text).readings
    assert (reading.title, reading.requirement) == (TITLE, "required")
    assert reading.abstract == "We show that nets forget what they learned first."
    assert [link.url for link in reading.links] == [URL]


def test_a_title_on_a_line_of_its_own_over_its_address():
    text = f"## Required Reading\n\n{TITLE}\n+ {URL}\n+ Ann Lee, Bo Chen\n\n{OTHER}\n+ {OTHER_URL}\n"
    assert listed(text) == [(TITLE, "required"), (OTHER, "required")]


def test_people_on_a_line_of_their_own_are_no_title():
    reading = reading_of(f"## Readings\n\n### {TITLE}\n\nAnn Lee, Bo Chen, Cy Diaz\n\n+ {URL}\n")
    assert (reading.title, reading.authors) == (TITLE, ("Ann Lee", "Bo Chen", "Cy Diaz"))


def test_a_sentence_over_addresses_is_no_title():
    text = f"## Readings\n\nThe paper of today and another one\n+ {URL}\n+ {OTHER_URL}\n"
    assert "The paper of today and another one" not in [title for title, _ in listed(text)]


@pytest.mark.parametrize("line", [f"#### 1 - {TITLE}", f"#### 2 – {TITLE}", f"#### {TITLE}, Arxiv 2001.00001"])
def test_numbers_around_a_title(line):
    assert reading_of(f"## Readings\n\n{line}\n+ {URL}\n").title == TITLE


def test_a_second_address_with_its_word():
    reading = reading_of(f"## Readings\n\n- {TITLE}: {URL} ; code https://github.com/a/b\n")
    assert (reading.title, [link.url for link in reading.links]) == (TITLE, [URL, "https://github.com/a/b"])


def test_a_word_glued_to_an_address_of_arxiv():
    reading = reading_of(f"## Readings\n\n#### {TITLE}\n+ {URL}and https://a.org/b\n")
    assert [link.url for link in reading.links] == [URL, "https://a.org/b"]


def test_a_page_of_arxiv_pasted_with_its_links():
    search = "https://arxiv.org/search/cs?searchtype=author&query="
    reading = reading_of(
        f"## Readings\n\n#### {TITLE}\n+ [Submitted on 2 May 2020 ([v1]({URL}v1)), last revised 3 Jun 2021]\n"
        f"+ [Ann Lee]({search}Lee,+A), [Bo Chen]({search}Chen,+B)\n"
    )
    assert (reading.authors, reading.published) == (("Ann Lee", "Bo Chen"), "2020-05-02")
    assert [link.url for link in reading.links] == [URL]


def test_published_as_a_paper_of_a_conference():
    text = f"## Readings\n\n#### {TITLE}\n+ {URL}\n+ Published as a conference paper at ICLR 2024\n"
    assert (reading_of(text).venue, reading_of(text).published) == ("ICLR 2024", "2024")


def test_a_tag_of_liquid_describes_nothing():
    reading = reading_of(f'## Readings\n\n#### {TITLE}\n+ {{% include video id="a" provider="b" %}}\n+ {URL}\n')
    assert reading.abstract == ""


@pytest.mark.parametrize(
    ("titles", "links"),
    [
        (f"{TITLE} <br> {OTHER}", f"[PDF]({URL}) <br> [PDF]({OTHER_URL})"),
        (f"1. {TITLE} 2. {OTHER}", f"[PDF1]({URL}) [PDF2]({OTHER_URL})"),
        (f"Nets: [{TITLE}]({URL}), [{OTHER}]({OTHER_URL})", ""),
    ],
)
def test_several_papers_in_one_row(titles, links):
    found = of_rows(f"| Ann | {titles} | {links} | [PDF](/talks/ann.pdf) |\n")
    assert [(r.title, [link.url for link in r.links]) for r in found] == [(TITLE, [URL]), (OTHER, [OTHER_URL])]
    assert [[deck.address for deck in r.slides] for r in found] == [["/talks/ann.pdf"]] * 2


def test_a_title_over_two_lines_with_a_paper_and_its_code():
    [reading] = of_rows(f"| Ann | {TITLE} <br> and Sleep at Night | [PDF]({URL}) <br> [code](https://a.org/c) | |\n")
    assert [link.url for link in reading.links] == [URL, "https://a.org/c"]


def test_code_among_the_slides_of_a_row():
    [reading] = of_rows(f"| Ann | {TITLE} | [PDF]({URL}) | [PDF](/talks/a.pdf) [Code](https://a.org/c) |\n")
    assert [link.url for link in reading.links] == [URL, "https://a.org/c"]
    assert [deck.address for deck in reading.slides] == ["/talks/a.pdf"]


def test_an_empty_cell_goes_on_with_the_team_above():
    rows = f"| Team 2 | {TITLE} | [PDF]({URL}) | |\n| | {OTHER} | [PDF]({OTHER_URL}) | |\n"
    assert [r.presenter for r in of_rows(rows, HEAD.replace("Presenter", "Team"))] == ["Team 2", "Team 2"]


@pytest.mark.parametrize(
    "note",
    [
        f"{TITLE} (ICLR17)/ Ann Lee, Bo Chen/ Nets forget what they learned first.",
        f"{TITLE}, ICLR17, Authors: Ann Lee, Bo Chen/ Abstract: Nets forget what they learned first.",
    ],
)
def test_people_in_a_footnote(note):
    [reading] = of_rows(f"| Ann | {TITLE} [^1] | [PDF]({URL}) | |\n\n[^1]: {note}\n")
    assert reading.authors == ("Ann Lee", "Bo Chen")
    assert reading.abstract == "Nets forget what they learned first."


def test_a_footnote_that_begins_with_its_day():
    note = "(Submitted on 2 May 2020 (v1), last revised 3 Jun 2021 (this version, v3)) Nets forget what they learned."
    [reading] = of_rows(f"| Ann | {TITLE} [^1] | [PDF]({URL}) | |\n\n[^1]: {note}\n")
    assert (reading.published, reading.abstract) == ("2020-05-02", "Nets forget what they learned.")


def test_a_label_that_is_a_tag_of_the_session_is_a_topic():
    row = f"| Program | {TITLE} | [PDF]({URL}) | [PDF](/talks/prog.pdf) |\n"
    [reading] = session_of("\n" + HEAD + row, "title: Nets\ntags: [ code, program ]").readings
    assert (reading.topic, reading.presenter) == ("Program", "")
