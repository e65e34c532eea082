"""What stands around titles that is no part of them, and lines that say again what is read; made up."""

import pytest

from sessions.posts.lines import plain

from .parsed_posts import TITLE, URL, listed, reading_of, session_of

OTHER, OTHER_URL = "How Nets Sleep at Night", "https://arxiv.org/abs/2001.00002"


def titled(line: str):
    return reading_of(f"## Readings\n\n### {line}\n+ {URL}\n")


@pytest.mark.parametrize(
    ("line", "authors", "venue", "published"),
    [
        (f"1️⃣ {TITLE}", (), "", ""),
        (f"{TITLE} [arXiv, Feb 2025]", (), "", "2025-02"),
        (f"{TITLE} (Inception, Feb 26, 2025)", ("Inception",), "", "2025-02-26"),
        (f"{TITLE} (January 2025), 298 pages", (), "", "2025-01"),
        (f"{TITLE} (Cohen, Biran; TACL 2024)", ("Cohen", "Biran"), "TACL 2024", "2024"),
    ],
)
def test_what_stands_around_a_title(line, authors, venue, published):
    reading = titled(line)
    assert (reading.title, reading.authors, reading.venue, reading.published) == (TITLE, authors, venue, published)


def test_people_behind_a_question():
    [reading] = session_of("| Presenter | Papers |\n|--|--|\n| Cy | Why Sleep? Ann E., Bo C., Cy D. |\n").readings
    assert (reading.title, reading.authors) == ("Why Sleep?", ("Ann E.", "Bo C.", "Cy D"))


def test_a_year_is_no_volume():
    reading = reading_of(f"## Readings\n\n+ **[{TITLE}]({URL})**, *CVPR 2025*, [code](https://github.com/a/b)\n")
    assert (reading.venue, reading.published) == ("CVPR 2025", "2025")


def test_a_record_for_bibtex_describes_nothing():
    text = f"## Readings\n\n### {TITLE}\n+ {URL}\n\n```\n@article{{nets, title={{Nets that forget and sleep}}}}\n```\n"
    assert reading_of(text).abstract == ""


def test_people_who_wrote_it():
    reading = reading_of(f"## Readings\n\n### {TITLE}\n+ {URL}\n+ Authored by: William F., Barret Z. and Noam S.\n")
    assert reading.authors == ("William F.", "Barret Z.", "Noam S.")


def test_a_citation_below_the_title_that_it_cites():
    reading = reading_of(f"## Readings\n\n### {TITLE}\n+ A. Lee & B. Chen, *{TITLE}*, J. Sleep (2024)\n+ {URL}\n")
    assert (reading.authors, reading.venue, reading.published) == (("A. Lee", "B. Chen"), "J. Sleep", "2024")
    assert reading.abstract == ""


def test_links_to_a_report_behind_dashes():
    reading = reading_of(f"## Readings\n\n- {TITLE} — [report]({URL}) — [demo](https://a.org)\n")
    assert (reading.title, len(reading.links)) == (TITLE, 2)


def test_a_column_of_titles_beside_one_of_addresses():
    rows = f"| Team 1 | {TITLE} | [arXiv]({URL}) |\n| Team 2 | {OTHER} | {OTHER_URL} |\n"
    readings = session_of(f"\n| Team | Pick | Paper/Link |\n|--|--|--|\n{rows}").readings
    assert [(r.title, r.presenter, [link.url for link in r.links]) for r in readings] == [
        (TITLE, "Team 1", [URL]),
        (OTHER, "Team 2", [OTHER_URL]),
    ]


def test_a_column_that_says_why():
    rows = f"| {TITLE} | [arXiv]({URL}) | nets that sleep |\n"
    [reading] = session_of(f"\n| Paper | Link | Why it matters |\n|--|--|--|\n{rows}").readings
    assert reading.abstract == "nets that sleep"


def test_headings_below_a_line_that_leads_in():
    text = f"Today, our readings are:\n\n#### {TITLE}\n+ {URL}\n\n#### A visual essay\n+ https://a.org/b\n"
    assert [title for title, _ in listed(text)] == [TITLE, "A visual essay"]


def test_headings_without_such_a_line_need_a_paper():
    text = f"Today we talk.\n\n#### {TITLE}\n+ {URL}\n\n#### Where we eat\n+ https://a.org/b\n"
    assert [title for title, _ in listed(text)] == [TITLE]


def test_what_one_may_also_like():
    text = f"## Readings\n\n#### {TITLE}\n+ {URL}\n\nYou may also like:\n\n- [{OTHER}]({OTHER_URL})\n"
    assert listed(text) == [(TITLE, "unspecified"), (OTHER, "more")]


def test_words_that_end_in_et_keep_their_full_stop():
    assert plain("Each facet. Also by Lee et. al.") == "Each facet. Also by Lee et al."
    assert plain("the facet. also the set. all") == "the facet. also the set. all"
