"""What columns, labels and keys around a paper say of it; made up."""

import textwrap

import pytest

from sessions.posts import parse_post

TITLE, URL = "Deep Nets Forget Old Tasks", "https://a.org/1.pdf"


def sessions_of(text: str, path: str = "README.md"):
    return parse_post(textwrap.dedent(text).lstrip(), path, variables={}).sessions


def test_a_list_of_papers_by_week_with_a_column_of_yes_and_no():
    first, second = sessions_of(
        """
        week,topic,title,authors,year,journal,url,required
        1,Roots,Concluding Remarks,"Lee, A. B.",1957,Journal of Trees,https://a.org/1,yes
        1,Roots,How Roots Grow,"Chen, B.",2009,,,no
        2,Leaves,How Leaves Fall,"Diaz, C.",1966,American Forester,https://a.org/2,yes
        """,
        "readings.csv",
    )
    assert [(s.number, s.title, [(r.title, r.requirement) for r in s.readings]) for s in (first, second)] == [
        (1, "Roots", [("Concluding Remarks", "required"), ("How Roots Grow", "more")]),
        (2, "Leaves", [("How Leaves Fall", "required")]),
    ]
    assert first.readings[0].authors == ("A. B. Lee",)


def test_one_day_on_several_rows():
    first, second = sessions_of(f"""
        # Fall 2023

        | Date | Paper | Presenter |
        |---|---|---|
        | 9/4 | [{TITLE}]({URL}) | Ann Lee |
        | 9/4 | [How Nets Sleep at Night](https://a.org/2.pdf) | Bo Chen |
        | 9/11 | [How Nets Wake Again](https://a.org/3.pdf) | Cy Diaz |
    """)
    assert [(r.title, r.presenter) for r in first.readings] == [
        (TITLE, "Ann Lee"),
        ("How Nets Sleep at Night", "Bo Chen"),
    ]
    assert len(second.readings) == 1


def test_citations_behind_bullets_in_cells():
    _, second = sessions_of("""
        # Autumn 2016

        | Week | Topic | Required | Recommended |
        |---|---|---|---|
        | 1 (9/28) | Introductions | | |
        | 2 (10/5) | Roots | • Lee, A., & Chen, B. (1989). How roots grow in fields. *Trees*, 18(1), 32–42.<br>• diSessa, A. A. (1993). How leaves fall in towns. *Trees*, 10(2), 105–225. | • Diaz, C. (1991). How bark splits in winter. |
    """)  # noqa: E501
    assert [(r.title, r.authors, r.published, r.requirement) for r in second.readings] == [
        ("How roots grow in fields", ("A. Lee", "B. Chen"), "1989", "required"),
        ("How leaves fall in towns", ("A. A. diSessa",), "1993", "required"),
        ("How bark splits in winter", ("C. Diaz",), "1991", "more"),
    ]


def test_a_day_over_one_labelled_paper():
    sessions = sessions_of(f"""
        # Reading Group

        ### Oct 7, 2020

        **Paper:** [{TITLE}]({URL}) (ICML 2020)
        **Presenter:** Ann Lee

        ### Sep 30, 2020

        No meeting

        ### Sep 23, 2020

        **Paper:** [How Nets Sleep at Night](https://a.org/2.pdf) (ICML 2019)
        **Presenter:** Bo Chen
    """)
    assert [(str(s.date), s.title, s.lead_team) for s in sessions] == [
        ("2020-10-07", TITLE, "Ann Lee"),
        ("2020-09-23", "How Nets Sleep at Night", "Bo Chen"),
    ]


@pytest.mark.parametrize("label", ["**For Monday:**", "*Wednesday, September 7:*", "By Friday:"])
def test_the_day_a_reading_is_for(label):
    [session] = sessions_of(f"""
        ---
        title: Trees
        ---
        ## Readings

        {label} Ann Lee, Bo Chen. [{TITLE}]({URL}). FAT* 2020.
    """)
    assert [(r.title, r.authors, r.venue) for r in session.readings] == [(TITLE, ("Ann Lee", "Bo Chen"), "FAT* 2020")]


def test_teams_within_html():
    [session] = sessions_of(f"""
        ---
        title: Trees
        ---
        <div class="teams">
        <b>Presenting Team:</b> Ann Lee, Bo Chen
        </div>
        <div class="teams">
        <b>Blogging Team:</b> Cy Diaz
        </div>

        ## Readings

        - [{TITLE}]({URL})
    """)
    assert (session.lead_team, session.blog_team, session.introduction) == ("Ann Lee, Bo Chen", "Cy Diaz", "")


@pytest.mark.parametrize(
    "keys", ["venue: ICCV 2021\npaperurl: https://a.org/barf", "venue: ICCV 2021\nlink: https://a.org/barf"]
)
def test_one_paper_of_a_post(keys):
    [session] = sessions_of(f"---\ntitle: {TITLE}\nauthors: Ann Lee, Bo Chen\n{keys}\n---\nCoarse to fine.\n")
    [reading] = session.readings
    assert (reading.title, reading.authors, reading.venue) == (TITLE, ("Ann Lee", "Bo Chen"), "ICCV 2021")
    assert [link.url for link in reading.links] == ["https://a.org/barf"]


def test_authors_of_a_post_alone_are_no_paper():
    [session] = sessions_of(f"---\ntitle: {TITLE}\nauthors: Ann Lee, Bo Chen\n---\nWe met.\n")
    assert session.readings == ()


def test_titles_in_italics_beside_links_to_journals():
    first, _ = sessions_of("""
        # Fall 2019

        Date | Leader | Topic | Primary paper | Secondary papers
        --- | --- | --- | --- | ---
        Sept 12 | Ann Lee | Roots | [arXiv:1608.00263](https://arxiv.org/abs/1608.00263), *How Roots Grow in Fields* | *How Leaves Fall*, [J. Trees. 43, 4452](https://doi.org/10.1063/1); *How Bark Splits*, [quant-ph/9707021](https://arxiv.org/abs/quant-ph/9707021)
        Sept 19 | Bo Chen | Wood | *How Wood Burns*, [TRA 86, 032324](https://doi.org/10.1103/1) |
    """)  # noqa: E501
    assert [(r.title, r.venue, r.requirement, r.links[0].url) for r in first.readings] == [
        ("How Roots Grow in Fields", "", "required", "https://arxiv.org/abs/1608.00263"),
        ("How Leaves Fall", "J. Trees. 43, 4452", "more", "https://doi.org/10.1063/1"),
        ("How Bark Splits", "", "more", "https://arxiv.org/abs/quant-ph/9707021"),
    ]


def test_decks_named_in_a_column():
    first, second = sessions_of(
        """
        Date,Topic,Speakers,Paper title,Slides
        2022-01-18,Roots,"Ann Lee, Bo Chen",How Roots Grow,roots.pdf
        2022-01-25,Leaves,Bo Chen,How Leaves Fall,not yet
        """,
        "schedule.csv",
    )
    assert ([deck.address for deck in first.slides], second.slides) == (["roots.pdf"], ())


def test_papers_as_mappings_below_what_is_read():
    first, _ = sessions_of(
        """
        - when: 2021-01-12
          what: Roots
          who: Dana
          read:
            - paper: {title: How Roots Grow, author: "Frank, Michael C. and Goodman, Noah D.", year: 2012}
              url: https://a.org/roots
        - {when: 2021-01-19, what: Leaves, who: Ming, read: [{title: How Leaves Fall}]}
        """,
        "_data/schedule.yml",
    )
    assert (first.title, first.lead_team) == ("Roots", "Dana")
    assert [(r.title, r.authors, r.published, r.links[0].url) for r in first.readings] == [
        ("How Roots Grow", ("Michael C. Frank", "Noah D. Goodman"), "2012", "https://a.org/roots")
    ]


def test_a_discussant_behind_the_presenter():
    [session] = sessions_of(f"""
        ---
        title: Trees
        ---
        ## Readings
        - [{TITLE}]({URL}) (presenter: Ann Lee; discussant: Bo Chen)
    """)
    assert [(r.title, r.presenter) for r in session.readings] == [(TITLE, "Ann Lee")]
