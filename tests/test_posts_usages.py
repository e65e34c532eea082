"""What posts say in passing: marks on titles, fields between slashes, what a page of arXiv shows; made up."""

import pytest

from .parsed_posts import TITLE, URL, listed, reading_of, session_of

OTHER, OTHER_URL = "How Nets Sleep at Night", "https://arxiv.org/abs/2001.00002"
THIRD, THIRD_URL = "Why Nets Wake Up", "https://arxiv.org/abs/2001.00003"
SAID = "We show that nets forget/lose what they learned first, and that rest helps."
HEAD = "| Presenter | Papers | Paper URL | Our Slides |\n|---|---|---|---|\n"


@pytest.mark.parametrize(
    "heading",
    [
        f"{TITLE} (optional)",
        f"(Optional) {TITLE}",
        f"[Optional] {TITLE}",
        f"Optional: {TITLE}",
        f"Optional - {TITLE}",
        f"Paper 3 (optional): {TITLE}",
    ],
)
def test_a_heading_that_calls_its_paper_optional(heading):
    assert listed(f"## Required Readings\n\n### {heading}\n+ {URL}\n") == [(TITLE, "more")]


def test_an_item_keeps_no_mark_in_its_title():
    assert listed(f"## Required Readings\n\n- {TITLE} (optional) {URL}\n") == [(TITLE, "more")]


def test_a_word_joined_by_a_hyphen_is_no_mark():
    assert listed(f"## Readings\n\n- Core-Sets for Small Nets {URL}\n") == [("Core-Sets for Small Nets", "unspecified")]


@pytest.mark.parametrize("letter", ["(A)", "(b)", "[C]"])
def test_a_letter_before_a_title(letter):
    assert reading_of(f"## Readings\n\n#### {letter} {TITLE}\n+ {URL}\n").title == TITLE


def test_a_picture_between_a_title_and_its_fields():
    text = f'## Readings\n\n### {TITLE}\n<img src="/a.png" width="70%">\n+ {URL}\n+ Slides: [PDF](/Lectures/a.pdf)\n'
    reading = reading_of(text)
    assert (reading.title, [deck.address for deck in reading.slides]) == (TITLE, ["/Lectures/a.pdf"])


def test_fields_between_slashes_on_one_line():
    reading = reading_of(f"## Readings\n\n### {TITLE}\n+ Ann Lee, Bo Chen / NeurIPS 2024 / {URL} / {SAID}\n")
    assert (reading.authors, reading.venue, reading.published) == (("Ann Lee", "Bo Chen"), "NeurIPS 2024", "2024")
    assert reading.abstract == SAID


def test_a_slash_within_a_description_cuts_nothing():
    reading = reading_of(f"## Readings\n\n### {TITLE}\n+ Ann Lee, Bo Chen / Nets / brains: {SAID}\n")
    assert reading.abstract == f"Nets / brains: {SAID}"


def test_the_fields_that_a_page_of_arxiv_shows():
    reading = reading_of(
        f"## Readings\n\n### {TITLE}\n+ {URL}\n+ {SAID}\n+ Cite as: arXiv:2001.00001 [cs.LG]\n"
        "+ Journal reference: Nature 634, 818-823 (2024)\n+ Related DOI: https://doi.org/10.1038/a\n"
    )
    assert (reading.venue, reading.published, reading.abstract) == ("Nature", "2024", SAID)
    assert [link.url for link in reading.links] == [URL, "https://doi.org/10.1038/a"]


@pytest.mark.parametrize("line", ["NEJM AI, 2024;1(3)", "NEJM AI. 2024;1:12-19"])
def test_a_journal_with_its_year_before_the_volume(line):
    reading = reading_of(f"## Readings\n\n### {TITLE}\n+ {URL}\n+ {line}\n")
    assert (reading.venue, reading.published, reading.authors) == ("NEJM AI", "2024", ())


def test_an_organisation_with_its_day():
    reading = reading_of(f"## Readings\n\n### {TITLE}\n+ {URL}\n+ World Health Organization, January 2024\n")
    assert (reading.authors, reading.published) == (("World Health Organization",), "2024-01")


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("Website: nets.example.org", "https://nets.example.org"),
        ("doi: 10.1145/3658644.3670388", "https://doi.org/10.1145/3658644.3670388"),
        ("Paper: arXiv:2310.08999", "https://arxiv.org/abs/2310.08999"),
    ],
)
def test_a_label_before_what_stands_for_an_address(line, url):
    reading = reading_of(f"## Readings\n\n### Nets\n+ {line}\n")
    assert ([link.url for link in reading.links], reading.abstract, reading.remarks) == ([url], "", "")


def test_a_kind_of_text_beside_its_year():
    reading = reading_of(f"## Readings\n\n### {TITLE} (Blog, 2025)\n+ https://a.org/b\n")
    assert (reading.title, reading.published) == (TITLE, "2025")


def test_two_words_by_somebody_and_others():
    reading = reading_of(f"## Readings\n\n- Small Nets by Ann Lee et. al. (NeurIPS 2023)\n  - {URL}\n")
    assert (reading.title, reading.authors, reading.venue) == ("Small Nets", ("Ann Lee",), "NeurIPS 2023")


def test_the_last_of_the_people_before_a_year_is_no_journal():
    reading = reading_of(f"## Readings\n\n- [{TITLE}]({URL}), Mira Lee, Dan Chen, 2024\n")
    assert (reading.authors, reading.venue, reading.published) == (("Mira Lee", "Dan Chen"), "", "2024")


@pytest.mark.parametrize(
    ("cell", "authors", "venue"),
    [
        (f"{TITLE} -- A. Lee, B. Chen, et al.", ("A. Lee", "B. Chen"), ""),
        (f"Yara Lee - {TITLE}", ("Yara Lee",), ""),
        (f"{TITLE}, Cognitive Science 1985", (), "Cognitive Science 1985"),
        (f"*{TITLE}*. CACM, 2021.", (), "CACM, 2021"),
    ],
)
def test_what_stands_beside_a_title_in_a_cell(cell, authors, venue):
    [reading] = session_of(f"\n{HEAD}| Cy | {cell} | [PDF]({URL}) | |\n").readings
    assert (reading.title, reading.authors, reading.venue) == (TITLE, authors, venue)


def test_a_notebook_among_the_slides():
    [reading] = session_of(
        f"\n{HEAD}| Cy | {TITLE} | | [PDF](/a.pdf) + [Notebook](https://github.com/a/b) |\n"
    ).readings
    assert ([deck.address for deck in reading.slides], [link.url for link in reading.links]) == (
        ["/a.pdf"],
        ["https://github.com/a/b"],
    )


def test_a_title_in_bold_that_might_be_a_name():
    text = f"## Papers\n\n- **Judges Under Pressure** (NeurIPS 2025)\n  - **Link:** {URL}\n  - **Findings:** long\n"
    assert (reading_of(text).title, reading_of(text).venue) == ("Judges Under Pressure", "NeurIPS 2025")


def test_a_title_of_short_words_over_its_address():
    assert reading_of(f"## Readings\n\nNets Are All You Need\n\n+ {URL}\n+ {SAID}\n").title == "Nets Are All You Need"


def test_a_title_with_its_address_and_text_in_one_paragraph():
    reading = reading_of(f"## Readings\n\n{TITLE}\n{URL}\n{SAID}\n")
    assert (reading.title, reading.abstract) == (TITLE, SAID)


def test_background_of_some_kind_is_a_section():
    assert listed(f"## Readings\n\n### Classic background\n\n- {TITLE} {URL}\n") == [(TITLE, "more")]


def test_a_heading_with_an_address_among_headings_of_papers():
    text = f"# {TITLE}\n+ {URL}\n\n# Dreamer\n+ https://dreamer.org/\n\n# {OTHER}\n+ {OTHER_URL}\n"
    assert [title for title, _ in listed(text)] == [TITLE, "Dreamer", OTHER]


def test_a_name_before_each_title_that_comes_again():
    text = (
        f"+ Ann: {TITLE} [PDF]({URL})\n+ Ann: {OTHER} [PDF]({OTHER_URL})\n+ Bo: {THIRD} [PDF]({THIRD_URL})\n"
        "+ Bo: Where Nets Live [PDF](https://arxiv.org/abs/2001.00004)\n"
    )
    assert [(r.title, r.presenter) for r in session_of(text).readings] == [
        (TITLE, "Ann"),
        (OTHER, "Ann"),
        (THIRD, "Bo"),
        ("Where Nets Live", "Bo"),
    ]


def test_nicknames_before_each_title_are_part_of_it():
    text = f"+ Napper: {TITLE} {URL}\n+ Sleeper: {OTHER} {OTHER_URL}\n+ Waker: {THIRD} {THIRD_URL}\n"
    assert [title for title, _ in listed(text)] == [f"Napper: {TITLE}", f"Sleeper: {OTHER}", f"Waker: {THIRD}"]


def test_a_post_that_is_nothing_but_a_list_of_addresses():
    text = (
        "This week we look at tools.\n\n+ The Tokens Course: https://a.org/1\n+ [A visual guide to nets](https://b.org/2)\n"
        "+ Finetune nets in 30 lines https://c.org/3\n"
    )
    assert [title for title, _ in listed(text)] == [
        "The Tokens Course",
        "A visual guide to nets",
        "Finetune nets in 30 lines",
    ]


def test_a_list_that_asks_for_something_is_no_reading_list():
    text = (
        "+ Send us your slides: https://a.org/1\n+ [A visual guide to nets](https://b.org/2)\n+ [Wiki](https://c.org)\n"
    )
    assert session_of(text).readings == ()
