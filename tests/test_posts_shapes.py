"""Other shapes: several sessions in one file, schedules, papers as data; made up for the purpose."""

import datetime
import textwrap

import pytest

from sessions.posts import parse_post


def sessions_of(text: str, path: str = "README.md"):
    return parse_post(textwrap.dedent(text).lstrip(), path, variables={}).sessions


def test_schedule_table_gives_a_session_for_each_date():
    sessions = sessions_of("""
        # Causality, Spring 2024

        Meets Fridays.

        | Date | Presenter | Paper | Link |
        |---|---|---|---|
        | 01/12 | Alice Smith | Causal Inference: An Overview | [pdf](https://a.org/1.pdf) |
        | 01/19 | | No class | |
        | 01/26 | TBD | TBD | |
        | | Carol | Invariant Risk Minimization (Arjovsky et al., 2019) | https://arxiv.org/abs/1907.02893 |
        | **Part II** | | | |
        | 02/02 | Dan | [Anchor Regression](https://a.org/2.pdf) and [DAGs with NO TEARS](https://a.org/3.pdf) | |
    """)
    assert [(s.date, s.title, s.lead_team, [r.title for r in s.readings]) for s in sessions] == [
        (datetime.date(2024, 1, 12), "Causal Inference: An Overview", "Alice Smith", ["Causal Inference: An Overview"]),
        (datetime.date(2024, 1, 26), "Invariant Risk Minimization", "Carol", ["Invariant Risk Minimization"]),
        (datetime.date(2024, 2, 2), "Anchor Regression", "Dan", ["Anchor Regression", "DAGs with NO TEARS"]),
    ]
    assert [link.url for link in sessions[0].readings[0].links] == ["https://a.org/1.pdf"]
    assert sessions[0].introduction == "# Causality, Spring 2024\n\nMeets Fridays."


def test_dated_headings_cut_a_file_into_sessions():
    sessions = sessions_of("""
        ---
        title: Schedule
        term: 2023 Fall
        ---
        Welcome.

        ## Week 1 (Sep 5): Introduction

        - [Deep Learning](https://a.org/1.pdf) Yann LeCun, Yoshua Bengio. Nature.

        ## Week 2 (Sep 12): Attention

        **Required:**
        - Vaswani et al. [Attention is all you need](https://a.org/2.pdf). NeurIPS 2017.

        **Optional:**
        - [BERT](https://arxiv.org/abs/1810.04805)

        ## Week 3 (Sep 19): No class

        ## Resources
        - The book
    """)
    assert [(s.number, s.date, s.title) for s in sessions] == [
        (1, datetime.date(2023, 9, 5), "Introduction"),
        (2, datetime.date(2023, 9, 12), "Attention"),
    ]
    assert [(r.title, r.requirement) for r in sessions[1].readings] == [
        ("Attention is all you need", "required"),
        ("BERT", "more"),
    ]
    assert "The book" in sessions[0].introduction


def test_sessions_as_a_list_of_front_matter():
    sessions = sessions_of("""
        ---
        title: Seminar
        term: Fall 2022
        sessions:
          - date: Sep 7
            topic: Transformers
            presenter: Ann Lee
            readings:
              - title: Attention Is All You Need
                authors: Ashish Vaswani, Noam Shazeer
                link: https://arxiv.org/abs/1706.03762
                venue: NeurIPS 2017
              - "[BERT](https://arxiv.org/abs/1810.04805). Devlin et al. NAACL 2019."
          - date: Sep 14
            topic: No class
          - date: Sep 21
            title: Scaling Laws
            authors: [Jared Kaplan, Sam McCandlish]
            link: https://arxiv.org/abs/2001.08361
        ---
    """)
    assert [(s.date, s.title, s.lead_team, len(s.readings)) for s in sessions] == [
        (datetime.date(2022, 9, 7), "Transformers", "Ann Lee", 2),
        (datetime.date(2022, 9, 21), "Scaling Laws", "", 1),
    ]
    first, second = sessions[0].readings
    assert (first.authors, first.venue, first.published) == (("Ashish Vaswani", "Noam Shazeer"), "NeurIPS 2017", "2017")
    assert (second.title, second.authors, second.published) == ("BERT", ("Devlin",), "2019")


def test_post_about_one_paper_reads_it_and_keeps_its_text_as_the_note():
    [session] = sessions_of("""
        ---
        title: "Adam: A Method for Stochastic Optimization"
        authors:
          - "Kingma, Diederik P."
          - "Ba, Jimmy"
        arxiv: 1412.6980
        venue: ICLR 2015
        date: 2024-02-02
        ---
        Notes about the optimiser.
    """)
    [reading] = session.readings
    assert reading.authors == ("Diederik P. Kingma", "Jimmy Ba")
    assert (reading.venue, reading.published) == ("ICLR 2015", "2015")
    assert [link.url for link in reading.links] == ["https://arxiv.org/abs/1412.6980"]
    assert session.note.markdown == "Notes about the optimiser."
    assert session.date == datetime.date(2024, 2, 2)


def test_definition_list_of_required_and_optional():
    [session] = sessions_of("""
        ---
        title: Week
        ---
        Required
        : [Attention is all you need](https://arxiv.org/abs/1706.03762)

        Optional
        : [BERT: Pre-training](https://arxiv.org/abs/1810.04805)

        <!-- - [Hidden paper title](https://arxiv.org/abs/1810.99999) -->
    """)
    assert [(r.title, r.requirement) for r in session.readings] == [
        ("Attention is all you need", "required"),
        ("BERT: Pre-training", "more"),
    ]


def test_table_in_a_dated_post_is_no_schedule():
    [session] = sessions_of(
        """
        ---
        title: One Day
        ---
        | Time | Title | Link |
        |---|---|---|
        | 10:00 | First Paper of Two | https://a.org/1.pdf |
        | 11:00 | Second Paper of Two | https://a.org/2.pdf |
        """,
        "_posts/2024-03-01-day.md",
    )
    assert session.date == datetime.date(2024, 3, 1)
    assert [r.title for r in session.readings] == ["First Paper of Two", "Second Paper of Two"]


def test_plain_notes_in_citation_style():
    [session] = sessions_of("""
        # Week 2: Causal Trees (Sept 10, 2025)

        Presenter: Maria & Tom

        Required readings
        -----------------

        [1] S. Wager and S. Athey, "Estimation of Effects using
        Random Forests", JASA, 2018. doi:10.1080/01621459.2017.1319839

        [2] M. Arjovsky, L. Bottou. Invariant Risk Minimization. 2019. arXiv:1907.02893

        Optional
        --------

        Wager & Athey, *Estimation and Inference in Trees* (2018)

        - Chernozhukov et al. 2018, Double machine learning for structural parameters
        - LaLonde (1986), "Evaluating the Evaluations of Training Programs", AER
        - Athey, S. and Imbens, G. (2016) Recursive partitioning for causal effects.
        - Causal diagrams for empirical research. Judea Pearl, Biometrika 1995
        - Holland, P. (1986). Statistics and Causal Inference. *JASA*, 81(396), 945-960.

        Slides: [deck](slides/week02.pdf)

        ## Questions

        What is a tree?
    """)
    assert (session.title, session.number, session.date) == ("Causal Trees", 2, datetime.date(2025, 9, 10))
    assert session.lead_team == "Maria & Tom"
    assert [deck.address for deck in session.slides] == ["slides/week02.pdf"]
    assert [(r.requirement, r.title, r.authors, r.venue, r.published) for r in session.readings] == [
        ("required", "Estimation of Effects using Random Forests", ("S. Wager", "S. Athey"), "JASA, 2018", "2018"),
        ("required", "Invariant Risk Minimization", ("M. Arjovsky", "L. Bottou"), "", "2019"),
        ("more", "Estimation and Inference in Trees", ("Wager", "Athey"), "", "2018"),
        ("more", "Double machine learning for structural parameters", ("Chernozhukov",), "", "2018"),
        ("more", "Evaluating the Evaluations of Training Programs", ("LaLonde",), "AER", "1986"),
        ("more", "Recursive partitioning for causal effects", ("S. Athey", "G. Imbens"), "", "2016"),
        ("more", "Causal diagrams for empirical research", ("Judea Pearl",), "Biometrika 1995", "1995"),
        ("more", "Statistics and Causal Inference", ("P. Holland",), "JASA", "1986"),
    ]
    assert [link.url for reading in session.readings[:2] for link in reading.links] == [
        "https://doi.org/10.1080/01621459.2017.1319839",
        "https://arxiv.org/abs/1907.02893",
    ]
    assert session.introduction == "## Questions\n\nWhat is a tree?"


def test_paragraph_without_a_visible_word_is_no_reading():
    [session] = sessions_of(
        "---\ntitle: Week\n---\n## Readings\n\n&#8203;\n\n- [A Title of Words](https://a.org/b.pdf)\n"
    )
    assert [reading.title for reading in session.readings] == ["A Title of Words"]


@pytest.mark.parametrize("items", ["- - nested\n", "+ first\n+\n+ last\n"], ids=["a list in it", "nothing in it"])
def test_an_item_without_words_of_its_own_is_no_reading(items):
    [session] = sessions_of(
        "---\ntitle: Trees\n---\n## Required Readings:\n\n### A paper about trees\n+ https://arxiv.org/abs/2401.00001\n\n"
        f"## What we did\n\n{items}"
    )
    assert [reading.title for reading in session.readings] == ["A paper about trees"]
    assert session.introduction == f"## What we did\n\n{items}".rstrip()
