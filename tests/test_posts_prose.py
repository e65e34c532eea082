"""Reading lists in bullets and running paragraphs, as different people type them over the years; made up."""

import pytest

from tests.parsed_posts import TITLE, URL, listed, reading_of, session_of

OTHER = "Small Nets Remember"


# Entries


@pytest.mark.parametrize(
    "entry",
    [
        f"**{TITLE}** 🦜\n+ {URL}\n",
        f"+ #### {TITLE}\n   + {URL}\n",
        f"**{TITLE}**, Ann Lee and Bo Chen, *Neuron*, 2013.\n",
        f"{TITLE}\nAnn Lee, Bo Chen, NeurIPS 2020\n",
    ],
)
def test_what_an_entry_may_look_like(entry):
    assert [title for title, _ in listed(f"## Readings\n\n{entry}")] == [TITLE]


def test_bold_title_without_address_is_no_abstract_of_the_one_above():
    session = session_of(
        f"## Papers\n\n**{TITLE}**, Ann Lee, *Cell*, 2020. [pdf]({URL})\n\n**{OTHER} More**, Bo Chen, *Cell*, 2021.\n"
    )
    assert [(r.title, r.abstract) for r in session.readings] == [(TITLE, ""), (f"{OTHER} More", "")]


def test_two_papers_below_a_lettered_line_that_announces_them():
    first = f"+ a. {OTHER} of It (2024)\n  - {URL}1\n\n"
    text = f"## Papers\n\n{first}+ b. Two surveys on nets:\n  - {TITLE} / {URL}2\n  - Nets That Plan Ahead / {URL}3\n"
    assert [title for title, _ in listed(text)] == [f"{OTHER} of It", TITLE, "Nets That Plan Ahead"]


def test_blogs_beside_papers_are_read_too():
    text = f"### Blogs\n+ What are nets? https://example.org/nets\n\n### Papers\n+ {TITLE} / {URL}\n"
    assert [title for title, _ in listed(text)] == ["What are nets?", TITLE]


def test_title_people_and_address_on_labelled_lines_of_one_paragraph():
    text = f"**Paper:** {TITLE}  \n**Authors:** Ann Lee, Bo Chen  \n**Link:** <{URL}>  \n"
    reading = reading_of(text)
    assert (reading.title, reading.authors, reading.links[0].url) == (TITLE, ("Ann Lee", "Bo Chen"), URL)


def test_citation_of_a_book_outside_a_list():
    reading = reading_of("Ann Lee, Bo Chen. *Nets for Social Sciences*. Lakeside Press, 2015. Chapters 1-3.\n")
    assert (reading.title, reading.published, reading.instruction) == (
        "Nets for Social Sciences",
        "2015",
        "Chapters 1-3",
    )


def test_headings_behind_a_labelled_list_are_no_papers():
    text = f"**Papers:**\n\n1. [{TITLE}]({URL})\n\n## Discussion\n\n- Is it so?\n\n## What we liked\n\n- one setting\n"
    assert listed(text) == [(TITLE, "unspecified")]


@pytest.mark.parametrize("heading", ["Discuss", "Discussion"])
def test_questions_that_repeat_an_address(heading):
    text = f"## Read\n\n{TITLE}\nAnn Lee, Bo Chen, CHI 2010\n[PDF]({URL})\n\n"
    text += f"## {heading}\n\n1. Did [Lee and Chen]({URL}) replicate it?\n"
    assert listed(text) == [(TITLE, "unspecified")]


def test_summary_behind_citations_in_paragraphs_is_the_note():
    prose = "Nets forget because their weights are shared, as the first experiment shows."
    session = session_of(f"Ann Lee, Bo Chen. [{TITLE}]({URL}). JMLR, 2009.\n\n## Summary\n\n{prose}\n")
    assert (len(session.readings), session.note and session.note.markdown) == (1, prose)


# Requirement


@pytest.mark.parametrize(
    ("heading", "requirement"),
    [
        ("Additonal Readings", "more"),
        ("Recomended Readings", "more"),
        ("Related papers that came up:", "more"),
        ("Papers which we discussed", "unspecified"),
    ],
)
def test_heading_of_a_list(heading, requirement):
    assert listed(f"## {heading}\n\n- [{TITLE}]({URL})\n") == [(TITLE, requirement)]


@pytest.mark.parametrize(
    ("label", "requirement"),
    [
        ("`required`", "required"),
        ("`background`", "more"),
        ("**Required**", "required"),
        ("Main paper:", "required"),
        ("Also read:", "more"),
        ("Fun:", "more"),
    ],
)
def test_label_before_an_entry(label, requirement):
    assert listed(f"## Readings\n\n- {label} [{TITLE}]({URL})\n") == [(TITLE, requirement)]


# People


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Ann Lee, Bo Chen and 25 more authors", ("Ann Lee", "Bo Chen")),
        ("Ann Lee and others, OpenAI", ("Ann Lee",)),
        ("Lee et al, ICML 2019", ("Lee",)),
        ("ICML16, Ann Lee, Bo Chen", ("Ann Lee", "Bo Chen")),
        ("Ann Lee, March 13, 2019", ("Ann Lee",)),
        ("DeepSeek-AI", ("DeepSeek-AI",)),
        ("Gemini Team, Google", ("Gemini Team",)),
        ("*Ann Lee, Bo Chen — WOOT 2020 — [USENIX](https://www.usenix.org/x)*", ("Ann Lee", "Bo Chen")),
    ],
)
def test_line_that_says_who_wrote_it(line, people):
    reading = reading_of(f"## Readings\n### {TITLE}\n+ {URL}\n+ {line}\n")
    assert (reading.authors, reading.abstract, reading.remarks) == (people, "", "")


@pytest.mark.parametrize(
    ("entry", "people"),
    [
        (f"[{TITLE}]({URL}) (Ann Lee, blog)", ("Ann Lee",)),
        (f"[{TITLE}]({URL}) (Gu, Dolan-Gavitt, Garg, 2017)", ("Gu", "Dolan-Gavitt", "Garg")),
        (f"Main paper: Gu, Garg, Nissim: [{TITLE}]({URL}) (TCC 2006)", ("Gu", "Garg", "Nissim")),
    ],
)
def test_people_beside_a_title(entry, people):
    reading = reading_of(f"## Readings\n- {entry}\n")
    assert (reading.title, reading.authors) == (TITLE, people)


def test_book_with_its_people_behind_the_chapter():
    reading = reading_of(f"## Readings\n- Chapter 9 of Nets and Their Uses (Lee and Chen) {URL}\n")
    assert (reading.title, reading.authors) == ("Chapter 9 of Nets and Their Uses", ("Lee", "Chen"))


@pytest.mark.parametrize("tail", ["by Alignment Before Projection", "by Noisy Channels"])
def test_how_it_was_done_is_nobody(tail):
    reading = reading_of(
        f"## Readings\n### Nets That See: United Views {tail}, EMNLP 2024\n+ {URL}\n+ Ann Lee, Bo Chen\n"
    )
    assert (reading.title, reading.authors) == (f"Nets That See: United Views {tail}", ("Ann Lee", "Bo Chen"))


def test_presenter_behind_an_entry():
    reading = reading_of(f"## Readings\n- [{TITLE}]({URL}), Ann Lee. SOSP 2015. *Presenter: Lena*\n")
    assert (reading.authors, reading.venue, reading.presenter) == (("Ann Lee",), "SOSP 2015", "Lena")


def test_who_leads_the_discussion():
    assert session_of(f"Leading the discussion: Chen.\n\n## Read\n\n- [{TITLE}]({URL})\n").lead_team == "Chen"


# Titles


def test_nickname_over_address_title_and_people():
    reading = reading_of(f"## Readings\n#### NetRAG\n+ {URL}\n+ {TITLE}\n+ Ann Lee, Bo Chen\n")
    assert (reading.title, reading.remarks, len(reading.links)) == (TITLE, "NetRAG", 1)


def test_site_behind_a_title_is_no_part_of_it():
    assert listed("## Readings\n- The effect of nets: [Wikipedia](https://en.wikipedia.org/wiki/Nets)\n") == [
        ("The effect of nets", "unspecified")
    ]


def test_software_named_as_its_site_keeps_its_name():
    assert listed("## More Readings\n- [vLLM](https://vllm.ai/)\n") == [("vLLM", "more")]


def test_talk_whose_link_begins_with_its_speaker():
    reading = reading_of("## Readings\n- [Ann Lee, Race After Technology](https://www.youtube.com/watch?v=abc)\n")
    assert reading.title == "Ann Lee, Race After Technology"


# Where and when


@pytest.mark.parametrize(
    ("line", "venue", "published"),
    [
        ("Nature 596, 583–589 (2021). https://doi.org/10.1038/x", "Nature", "2021"),
        ("Nature Medicine volume 29, pages1930–1940 (2023)", "Nature Medicine", "2023"),
        ("EMNLP 2024 Industry track", "EMNLP 2024 Industry track", "2024"),
        ("Mar 27, 2025 ● 8 min read", "", "2025-03-27"),
        ("Ann Lee, March 13, 2019", "", "2019-03-13"),
    ],
)
def test_line_that_says_where_and_when(line, venue, published):
    reading = reading_of(f"## Readings\n### {TITLE}\n+ {URL}\n+ {line}\n")
    assert (reading.venue, reading.published, reading.abstract) == (venue, published, "")


@pytest.mark.parametrize(
    ("tail", "people", "venue", "published"),
    [
        (", S&P 2017", (), "S&P 2017", "2017"),
        (" [Anthropic, March 2025]", ("Anthropic",), "", "2025-03"),
        (" / Ann Lee, Bo Chen", ("Ann Lee", "Bo Chen"), "", ""),
    ],
)
def test_tail_of_a_heading(tail, people, venue, published):
    reading = reading_of(f"## Readings\n### {TITLE}{tail}\n+ {URL}\n")
    assert (reading.title, reading.authors, reading.venue, reading.published) == (TITLE, people, venue, published)


def test_publisher_of_a_book_is_no_venue():
    reading = reading_of("## Literature\n\nLee, Ann. 1957. *Nets of Words*. The Hague: Mouton. (pp. 13–17)\n")
    assert (reading.title, reading.venue, reading.published) == ("Nets of Words", "", "1957")
