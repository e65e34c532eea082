"""Papers pasted as arXiv shows them, several in one item, and table rows that say little of themselves; made up."""

import textwrap

from sessions.posts import parse_post


def readings_of(text: str):
    [session] = parse_post("---\ntitle: A session\n---\n" + textwrap.dedent(text), "a.md", variables={}).sessions
    return session.readings


TITLE, URL = "Deep Nets Forget Old Tasks", "https://arxiv.org/abs/2001.00001"
OTHER, OTHER_URL = "Old Tasks Come Back to Deep Nets", "https://arxiv.org/abs/2001.00002"


def test_day_behind_a_heading_s_own_fields_begins_the_next_paper():
    first, second = readings_of(f"""
        ## Required Readings
        ### {TITLE}
        - Ann Lee, Bo Chen
        - {URL}
        - We study how nets forget, and what they forget.
        - [Submitted on 2 May 2020]
        - {OTHER}
        - Carla Diaz, Dan Evans
        - {OTHER_URL}
    """)
    assert (first.title, first.authors, first.published) == (TITLE, ("Ann Lee", "Bo Chen"), "")
    assert (second.title, second.authors, second.published) == (OTHER, ("Carla Diaz", "Dan Evans"), "2020-05-02")
    assert [link.url for reading in (first, second) for link in reading.links] == [URL, OTHER_URL]
    assert (first.requirement, second.requirement) == ("required", "required")


def test_titles_and_days_of_one_flat_list_are_papers_each():
    found = readings_of(f"""
        ## Readings
        - {TITLE}
        - [Submitted on 22 Aug 2020 (v1)]
        - Ann Lee, Bo Chen
        - {URL}
        - {OTHER}
        - [Submitted on 2 May 2020]
        - Carla Diaz, Dan Evans
    """)
    assert [(reading.title, reading.published) for reading in found] == [(TITLE, "2020-08-22"), (OTHER, "2020-05-02")]


def test_title_that_is_said_again_under_its_heading_is_no_other_paper():
    [reading] = readings_of(f"""
        ## Readings
        ### {TITLE}
        - [Submitted on 22 Aug 2020]
        - {TITLE}
        - Ann Lee, Bo Chen
        - We study how nets forget, and what they forget.
    """)
    assert (reading.authors, reading.abstract) == (
        ("Ann Lee", "Bo Chen"),
        "We study how nets forget, and what they forget.",
    )


def test_titles_with_bare_addresses_in_one_item_are_readings_each():
    found = readings_of(f"## Readings\n- {TITLE}, {URL}; {OTHER}, {OTHER_URL}\n")
    assert [(reading.title, reading.links[0].url) for reading in found] == [(TITLE, URL), (OTHER, OTHER_URL)]
    [one] = readings_of(f"## Readings\n- {TITLE}, {URL}, code and data at {OTHER_URL}\n")
    assert len(one.links) == 2


def test_names_without_capitals_are_people_and_topics_are_not():
    [named] = readings_of(f"## Readings\n### {TITLE}\n- ann lee, bo chen\n- {URL}\n")
    [other] = readings_of(f"## Readings\n### {TITLE}\n- image segmentation, graph learning\n- {URL}\n")
    assert (named.authors, other.authors) == (("ann lee", "bo chen"), ())


TABLE = "| Presenter | Papers | Paper URL | Our Slides |\n|---|---|---|---|\n"


def test_nickname_of_a_row_gives_way_to_the_title_of_its_footnote():
    [reading] = readings_of(
        f"{TABLE}| Bo | ForgetNet [^1] | [PDF]({URL}) | [PDF](/talks/bo.pdf) |\n\n"
        "[^1]: ForgetNet: Why Deep Nets Forget / Ann Lee, Carla Diaz / We study how nets forget, and what.\n"
    )
    assert (reading.title, reading.authors) == ("ForgetNet: Why Deep Nets Forget", ("Ann Lee", "Carla Diaz"))
    assert (reading.abstract, reading.remarks) == ("We study how nets forget, and what.", "ForgetNet")


def test_row_without_a_presenter_goes_on_with_the_one_above():
    found = readings_of(f"{TABLE}| Bo | {TITLE} | [PDF]({URL}) | |\n| | {OTHER} | [PDF]({OTHER_URL}) | |\n")
    assert [reading.presenter for reading in found] == ["Bo", "Bo"]
    found = readings_of(f"{TABLE}| Bo | {TITLE} | [PDF]({URL}) | |\n| – | {OTHER} | [PDF]({OTHER_URL}) | |\n")
    assert [(reading.presenter, reading.topic) for reading in found] == [("Bo", ""), ("", "")]


def test_row_that_only_names_a_part_belongs_to_the_row_above():
    [reading] = readings_of(
        f"{TABLE}| Bo | {TITLE} | [PDF]({URL}) | [PDF](/talks/one.pdf) |\n| Bo | Part 2 | | [PDF](/talks/two.pdf) |\n"
    )
    assert [deck.address for deck in reading.slides] == ["/talks/one.pdf", "/talks/two.pdf"]


def test_part_that_somebody_else_presents_is_a_reading_of_its_own():
    rows = ["Ann", "", "–", "Ann", "Bo", "Bo", "Ann"]
    table = "| Presenter | Paper |\n|---|---|\n" + f"| Ann | [{TITLE}]({URL}) |\n"
    table += "".join(f"| {who} | [Part {number}]({URL}{number}) |\n" for number, who in enumerate(rows, 2))
    found = readings_of(f"## Readings\n\n{table}")
    assert [(reading.title, reading.presenter, reading.remarks) for reading in found] == [
        (TITLE, "Ann", "Part 2\nPart 3\nPart 4\nPart 5"),
        ("Part 6", "Bo", "Part 7"),
        ("Part 8", "Ann", ""),
    ]
