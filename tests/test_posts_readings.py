"""Which pieces of a post are readings, and what each says. Every post here is made up for its shape."""

import textwrap

import pytest

from sessions.posts import parse_post


def session_of(body: str, *, front: str = "title: Week 1", path: str = "_posts/week1.md"):
    text = f"---\n{front}\n---\n{textwrap.dedent(body)}"
    return parse_post(text, path, variables={"site.baseurl": ""}).sessions[0]


def titles(body: str, **options) -> list[str]:
    return [reading.title for reading in session_of(body, **options).readings]


def only(body: str, **options):
    [reading] = session_of(body, **options).readings
    return reading


def test_heading_with_bullets_is_one_reading_with_its_fields():
    reading = only("""
        ## Required Readings:

        #### Attention Is All You Need
        + Ashish Vaswani, Noam Shazeer, Niki Parmar
        + [Submitted on 12 Jun 2017 (v1), last revised 2 Aug 2023 (this version, v7)]
        + [URL](https://arxiv.org/abs/1706.03762)
        + A network made of attention alone translates better than recurrent ones and trains faster.
        + Comments: NeurIPS 2017, 15 pages
    """)
    assert reading.title == "Attention Is All You Need"
    assert reading.requirement == "required"
    assert reading.authors == ("Ashish Vaswani", "Noam Shazeer", "Niki Parmar")
    assert reading.published == "2017-06-12"
    assert reading.venue == "NeurIPS 2017"
    assert [link.url for link in reading.links] == ["https://arxiv.org/abs/1706.03762"]
    assert reading.abstract.startswith("A network made of attention alone")
    assert reading.remarks == "Comments: NeurIPS 2017, 15 pages"
    assert (reading.line, reading.rule, reading.confidence) == (7, "heading with bullets", 1.0)


@pytest.mark.parametrize(
    ("heading", "requirement"),
    [
        ("## Required Readings:", "required"),
        ("## Require Readings", "required"),
        ("## Required  Readings: TOOLS & ACTIONS", "required"),
        ("### Even  More:", "more"),
        ("## Additional Resources", "more"),
        ("## Further Reading & Resources", "more"),
        ("## Readings (optional)", "more"),
        ("## Readings:", "unspecified"),
        ("## Papers", "unspecified"),
        ("**Optional:**", "more"),
        ("`Required`", "required"),
    ],
)
def test_section_gives_its_readings_their_requirement(heading, requirement):
    reading = only(f"{heading}\n\n- [Deep Residual Learning](https://arxiv.org/abs/1512.03385)\n")
    assert (reading.title, reading.requirement) == ("Deep Residual Learning", requirement)


def test_title_that_begins_like_a_section_is_still_a_title():
    body = """
        ## More Readings:

        ### More Agents Is All You Need
        + https://arxiv.org/abs/2402.05120
    """
    assert titles(body) == ["More Agents Is All You Need"]


@pytest.mark.parametrize(
    ("item", "title", "authors", "venue", "published"),
    [
        (
            "[Dense Passage Retrieval](https://arxiv.org/abs/2004.04906), Karpukhin et al., EMNLP 2020",
            "Dense Passage Retrieval", ("Karpukhin",), "EMNLP 2020", "2020",
        ),
        (
            "Lewis, P., & Perez, E. (2020). Retrieval-Augmented Generation. NeurIPS. [pdf](https://a.org/b.pdf)",
            "Retrieval-Augmented Generation", ("P. Lewis", "E. Perez"), "NeurIPS", "2020",
        ),
        (
            "Vaswani, Shazeer and Parmar. “Attention Is All You Need”. NeurIPS 2017. https://a.org/b.pdf",
            "Attention Is All You Need", ("Vaswani", "Shazeer", "Parmar"), "NeurIPS 2017", "2017",
        ),
        (
            "Tim Dettmers, Luke Zettlemoyer. [QLoRA: Efficient Finetuning](https://a.org/b.pdf). NeurIPS, 2023.",
            "QLoRA: Efficient Finetuning", ("Tim Dettmers", "Luke Zettlemoyer"), "NeurIPS", "2023",
        ),
        (
            "Denoising Diffusion Models, Jonathan Ho, Ajay Jain, NeurIPS 2020 ([arXiv](https://a.org/b.pdf))",
            "Denoising Diffusion Models", ("Jonathan Ho", "Ajay Jain"), "NeurIPS 2020", "2020",
        ),
        (
            "[ReAct](https://arxiv.org/abs/2210.03629): Synergizing Reasoning and Acting (Yao et al., 2022)",
            "ReAct: Synergizing Reasoning and Acting", ("Yao",), "", "2022",
        ),
        (
            "a. Voyager: An Open-Ended Embodied Agent (May 2023) https://arxiv.org/abs/2305.16291",
            "Voyager: An Open-Ended Embodied Agent", (), "", "2023-05",
        ),
        ("<https://arxiv.org/abs/1706.03762>", "arXiv:1706.03762", (), "", ""),
    ],
)  # fmt: skip
def test_bullet_is_read_as_a_citation(item, title, authors, venue, published):
    reading = only(f"## Readings\n\n- {item}\n")
    assert (reading.title, reading.authors, reading.venue, reading.published) == (title, authors, venue, published)
    assert len(reading.links) == 1


def test_reading_without_address_is_a_reading_of_low_confidence():
    reading = only("## Required\n\n- Chapter 2 of Introduction to Information Retrieval\n")
    assert (reading.title, reading.confidence) == ("Chapter 2 of Introduction to Information Retrieval", 0.6)


def test_lettered_bullets_under_a_gathering_heading_are_readings():
    body = """
        ## Required Readings: MEMORY

        Some words about memory.

        ### 2025 IMPORTANT PAPERS on this topic

        + a. Memory in Agents: A Survey (March 2025)
          - Link: https://arxiv.org/abs/2503.00001
          - Forms of memory, compared on twelve tasks and three sizes of model.
        + b. Second Thoughts about Memory (2024)
          - GitHub: https://github.com/example/memory
    """
    session = session_of(body)
    assert [(r.title, r.published, r.requirement) for r in session.readings] == [
        ("Memory in Agents: A Survey", "2025-03", "required"),
        ("Second Thoughts about Memory", "2024", "required"),
    ]
    assert session.readings[0].abstract == "Forms of memory, compared on twelve tasks and three sizes of model."
    assert session.introduction == "Some words about memory."


def test_several_addresses_under_one_heading_belong_to_its_reading():
    reading = only("""
        ## Required Readings

        ### Lessons about bias
        + https://example.org/one
        + https://example.org/two
    """)
    assert [link.url for link in reading.links] == ["https://example.org/one", "https://example.org/two"]


def test_stray_bracket_is_no_part_of_an_address():
    reading = only("## Readings\n\n### InstructGPT in Detail\n+ https://arxiv.org/abs/2203.02155)\n")
    assert [link.url for link in reading.links] == ["https://arxiv.org/abs/2203.02155"]


def test_author_list_over_two_lines_and_abstract_in_the_same_bullet():
    reading = only("""
        ## Readings

        ### Augmented Language Models
        + Grégoire Mialon, Roberto Dessì, Maria Lomeli,
        Thomas Scialom
        This survey reviews works in which models use tools and reason about them.
    """)
    assert reading.authors == ("Grégoire Mialon", "Roberto Dessì", "Maria Lomeli", "Thomas Scialom")
    assert reading.abstract == "This survey reviews works in which models use tools and reason about them."


def test_enumeration_at_the_end_of_a_title_names_nobody():
    title = "Red Teaming: Methods, Scaling Behaviors, and Lessons Learned"
    reading = only(f"## Readings\n\n### {title}\n- https://arxiv.org/abs/2209.07858\n")
    assert (reading.title, reading.authors) == (title, ())


TABLE = """
    | Presenter | Papers | Paper URL | Our Slides |
    | --- | --- | --- | --- |
    | Maria | Testing Nets Well, Guy Katz, Clark Barrett [^1] | <https://a.org/b> | [x]({{site.baseurl}}/M/Maria.pdf) |
    | Understand | Understanding Black-box Predictions | [PDF](https://arxiv.org/abs/1703.04730) | |
    | T14 | [Creative Networks](https://arxiv.org/abs/1706.07068) | | |
    | Youtube | Lectures on Optimisation | [URL](https://www.youtube.com/watch?v=1) | |
    | | TBD | | |

    <!--excerpt.start-->
    [^1]: <sub>Testing Nets Well, Guy Katz, Clark Barrett / A solver decides properties of networks.</sub>
"""


def test_table_rows_are_readings_with_presenter_topic_slides_and_footnote():
    session = session_of(TABLE)
    assert [(r.title, r.presenter, r.topic) for r in session.readings] == [
        ("Testing Nets Well", "Maria", ""),
        ("Understanding Black-box Predictions", "", "Understand"),
        ("Creative Networks", "T14", ""),
        ("Lectures on Optimisation", "", ""),
    ]
    first = session.readings[0]
    assert first.authors == ("Guy Katz", "Clark Barrett")
    assert [deck.address for deck in first.slides] == ["/M/Maria.pdf"]
    assert first.abstract == "A solver decides properties of networks."
    assert first.text.startswith("Presenter: Maria\nPapers: Testing Nets Well")
    assert session.note is None


def test_links_in_discussion_questions_are_no_readings():
    body = """
        ## Readings

        - [Retrieval-Augmented Generation](https://arxiv.org/abs/2005.11401)

        ## Discussion questions

        - What does [RAG](https://arxiv.org/abs/2005.11401) do better?
    """
    session = session_of(body)
    assert [reading.title for reading in session.readings] == ["Retrieval-Augmented Generation"]
    assert "What does [RAG]" in session.introduction


def test_papers_below_a_short_item_are_the_readings():
    body = """
        ## Required Readings

        + Planning papers
          - Plans of Language Agents: A Survey (Feb 2024) - https://a.org/1.pdf
          - Planning with Proofs, https://a.org/2.pdf
    """
    session = session_of(body)
    assert [(r.title, r.published) for r in session.readings] == [
        ("Plans of Language Agents: A Survey", "2024-02"),
        ("Planning with Proofs", ""),
    ]
    assert session.readings[0].section == "Required Readings / Planning papers"


def test_heading_that_names_a_kind_gathers_even_bare_addresses():
    body = """
        ## More Readings

        ### Videos
        - https://www.youtube.com/watch?v=kCc8FmEb1nY
        - [Lecture on Attention](https://www.youtube.com/watch?v=1) by Maria Silva
    """
    assert [(r.title, r.authors, r.confidence) for r in session_of(body).readings] == [
        ("youtube.com/watch?v=kCc8FmEb1nY", (), 0.6),
        ("Lecture on Attention", ("Maria Silva",), 0.9),
    ]


def test_words_after_by_are_people_only_when_they_are_names():
    title = "Accelerating Training by Reducing Internal Covariate Shift"
    reading = only(f"## Readings\n\n### {title}\n- https://a.org/1.pdf\n")
    assert (reading.title, reading.authors) == (title, ())


def test_labelled_definitions_stay_in_the_introduction():
    session = session_of(
        "## Required Readings\n\n**Roles:**\n- **Input:** receives data\n- **Output:** informs plans\n"
    )
    assert session.readings == ()
    assert "receives data" in session.introduction
    assert "Required Readings" in session.introduction


def test_deck_under_slides_is_the_sessions():
    session = session_of(
        "## Readings\n\n- [A Title of Words](https://a.org/b.pdf)\n\n## Slides\n\n[deck](/Lectures/a.pdf)\n"
    )
    assert [deck.address for deck in session.slides] == ["/Lectures/a.pdf"]
    assert session.introduction == ""


def test_plain_prose_with_links_has_no_readings():
    session = session_of(
        "# What we did\n\nWe read [this](https://arxiv.org/abs/1412.6980).\n\n- one point\n- another\n"
    )
    assert session.readings == ()
