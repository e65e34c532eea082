"""Reading lists in bullets and running paragraphs, as different people type them over the years; made up."""

import pytest

from tests.parsed_posts import TITLE, URL, listed, reading_of, session_of

OTHER = "Small Nets Remember"
TWO_MORE = ("John D. Lee", "Bo A. Chen")


def listed_of(session):
    return [reading.title for reading in session.readings]


# Entries


@pytest.mark.parametrize(
    "entry",
    [
        f"**{TITLE}** 🦜\n+ {URL}\n",
        f"+ #### {TITLE}\n   + {URL}\n",
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


@pytest.mark.parametrize("lead", ["a)", "(b)"])
def test_lettered_line_over_its_address(lead):
    reading = reading_of(f"## Readings\n\n{lead} {TITLE} (ICLR 2024)\n   + {URL}\n")
    assert (reading.title, reading.venue, [link.url for link in reading.links]) == (TITLE, "ICLR 2024", [URL])


def test_address_on_an_item_of_its_own_below_its_title():
    text = f"## More Readings\n\n+ {TITLE}\n+ {URL}1\n\n+ {OTHER} of It\n+ {URL}2\n"
    found = [(r.title, [link.url for link in r.links]) for r in session_of(text).readings]
    assert found == [(TITLE, [f"{URL}1"]), (f"{OTHER} of It", [f"{URL}2"])]


def test_short_bold_line_gathers_what_is_listed_below_it():
    first = f"**Papers**\n\na) {TITLE}\n   + {URL}\n\n"
    text = f"## Readings\n\n{first}**Products**\n\n+ Net computer use: https://example.org/a\n"
    assert [title for title, _ in listed(text)] == [TITLE, "Net computer use"]


def test_people_and_year_as_heading_over_the_title():
    text = f"## Reading list\n\n### Lee & Chen (1998)\n\n*{TITLE}.* Nature 393, 440–442. <{URL}>\n\n"
    text += "High clustering and short paths.\n"
    reading = reading_of(text)
    assert (reading.title, reading.authors, reading.venue) == (TITLE, ("Lee", "Chen"), "Nature")
    assert (reading.published, reading.abstract, reading.links[0].url) == (
        "1998",
        "High clustering and short paths.",
        URL,
    )


def test_one_word_over_running_text_beside_a_list_is_no_paper():
    session = session_of(f"## Reading list\n\n### {TITLE}\n{URL}\n\n## Protocol\n\nAnn began with rings. We agreed.\n")
    assert ([r.title for r in session.readings], session.introduction.startswith("## Protocol")) == ([TITLE], True)


@pytest.mark.parametrize(
    "heading", ["#### Summary of the paper", "**Notes from the meeting** (by Rosa)", "**Notes by Rosa**"]
)
def test_what_opens_the_note_behind_the_readings(heading):
    prose = "We agreed that nets forget what they are not asked about for a while."
    session = session_of(f"**Paper:** [{TITLE}]({URL}) by Ann Lee and Bo Chen. PLDI 2008.\n\n{heading}\n\n{prose}\n")
    assert (listed_of(session), session.note and session.note.markdown.strip()) == ([TITLE], prose)


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
        ("Suggested reading before the talk", "more"),
        ("and, if you have the time", "more"),
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
        ("DeepSeek-AI", ("DeepSeek-AI",)),
        ("Gemini Team, Google", ("Gemini Team",)),
        ("Lee A, Chen B, Diaz CD", ("A. Lee", "B. Chen", "C. D. Diaz")),
        ("Lee, Chen, et al. (58 authors from 25 institutions!)", ("Lee", "Chen")),
        ("Ann Lee, Claudia d'Amato, Blaise Aguera y Arcas", ("Ann Lee", "Claudia d'Amato", "Blaise Aguera y Arcas")),
        ("Kimi Team: Ann Lee, Bo Chen", ("Kimi Team", "Ann Lee", "Bo Chen")),
        ("Apple, June 2025", ("Apple",)),
        ("Ann Lee (1), Bo Chen (1 and 2) ((1) ETH Zurich, (2) Lakeside Center for AI)", ("Ann Lee", "Bo Chen")),
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
        (f"[{TITLE}]({URL}) by Ann Lee and 20 co-authors", ("Ann Lee",)),
        (f"We discussed *{TITLE}* by John D. Lee and Bo A. Chen (Human Factors, 2004, [doi]({URL})).", TWO_MORE),
        (f"[{TITLE}]({URL}) (Anthropic)", ("Anthropic",)),
        (f"OpenAI - {TITLE}: {URL}", ("OpenAI",)),
        (f"Belinkov (2022), [{TITLE}]({URL}), *Computational Linguistics* 48(1)", ("Belinkov",)),
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


def test_presenter_on_a_line_of_the_entry():
    reading = reading_of(f"## Readings\n### {TITLE}\n- {URL}\n- Presented by Team 4\n")
    assert (reading.presenter, reading.remarks) == ("Team 4", "")


def test_pictures_that_a_legend_explains():
    text = f"""
        ### 📚 Readings

        1. 🔴 [{TITLE}]({URL}1), Lee et al. 2016
        2. ⚪ [Nets That Plan Ahead]({URL}2), Chen et al. 2019

        🔴 = required, ⚪ = optional
    """
    assert listed(text) == [(TITLE, "required"), ("Nets That Plan Ahead", "more")]


@pytest.mark.parametrize(
    ("label", "requirement"),
    [("For everybody:", "required"), ("For those who want more:", "more")],
)
def test_label_in_running_text_before_a_cited_title(label, requirement):
    assert listed(f"## Readings\n\n{label} [{TITLE}]({URL}) by Ann Lee and Bo Chen\n") == [(TITLE, requirement)]


def test_requirement_beside_what_to_read():
    assert listed(f"## Readings\n\n- [{TITLE}]({URL}), Lee et al. 2023 (required, sections 1-3)\n") == [
        (TITLE, "required")
    ]


def test_what_to_hand_in_before_class_is_no_reading():
    text = f"**Main reading:** [{TITLE}]({URL})\n\n**Before class:** send me one example of a bad net.\n"
    assert listed(text) == [(TITLE, "required")]


def test_book_of_one_author_and_its_chapters():
    reading = reading_of("**Assigned reading:** Pierce, *Types and Languages*, ch. 8 and 9.\n")
    assert (reading.title, reading.authors, reading.instruction) == ("Types and Languages", ("Pierce",), "ch. 8 and 9")


def test_one_paper_under_a_topic_of_one_word():
    text = f"## More Readings\n\n#### Dialogue\n- {TITLE}, EACL 2021, {URL}\n"
    assert [(r.title, r.venue) for r in session_of(text).readings] == [(TITLE, "EACL 2021")]


def test_notes_behind_a_picture():
    prose = "We voted at the start: four of eleven thought that nets forget."
    text = (
        f"### 📚 Readings\n\n- [{TITLE}]({URL})\n\n### 💬 Discussion\n\n- Is it so?\n\n### ✍️ Notes (Idris)\n\n{prose}\n"
    )
    assert session_of(text).note.markdown == prose


def test_core_as_item_beside_extra_is_required():
    text = f"* **Core**\n  * [{TITLE}]({URL}1)\n* **Extra**\n  * [Nets That Plan Ahead]({URL}2)\n"
    assert listed(text) == [(TITLE, "required"), ("Nets That Plan Ahead", "more")]


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
        ("Ann Lee, Bo Chen\n+ Trends in Machine Learning, 2021", "Trends in Machine Learning, 2021", "2021"),
        ("Mar 27, 2025 ● 8 min read", "", "2025-03-27"),
        ("Ann Lee, March 13, 2019", "", "2019-03-13"),
        ("27 Yale J.L. & Tech. 112 (2024)", "27 Yale J.L. & Tech. 112 (2024)", "2024"),
        ("Filed December 27, 2023", "", "2023-12-27"),
        ("arXiv preprint arXiv:2303.13988, 2023", "", "2023"),
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
        (" | ICML 2024 | Ann Lee, Bo Chen", ("Ann Lee", "Bo Chen"), "ICML 2024", "2024"),
        (" / Ann Lee, Bo Chen", ("Ann Lee", "Bo Chen"), "", ""),
    ],
)
def test_tail_of_a_heading(tail, people, venue, published):
    reading = reading_of(f"## Readings\n### {TITLE}{tail}\n+ {URL}\n")
    assert (reading.title, reading.authors, reading.venue, reading.published) == (TITLE, people, venue, published)


def test_publisher_of_a_book_is_no_venue():
    reading = reading_of("## Literature\n\nLee, Ann. 1957. *Nets of Words*. The Hague: Mouton. (pp. 13–17)\n")
    assert (reading.title, reading.venue, reading.published) == ("Nets of Words", "", "1957")
