"""Lists of people as proceedings and sites print them, with the places where they work."""

import pytest

from sessions.posts.people import authors_of_line, split_author_tail, split_people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ann S. Lee, Bo Chen (U. Chicago); Cy Diaz (Acme)", ["Ann S. Lee", "Bo Chen", "Cy Diaz"]),
        (
            "Ann Lee, NetApp, Inc.; Bo Chen, Composite Things; Cy Diaz and Di Roe, ETH Zurich",
            ["Ann Lee", "Bo Chen", "Cy Diaz", "Di Roe"],
        ),
        ("Ann Lee, Bo Chen, and Cy Diaz, MIT CSAIL", ["Ann Lee", "Bo Chen", "Cy Diaz"]),
        ("Ann Lee, University of California, Irvine; Bo Chen, KAIST", ["Ann Lee", "Bo Chen"]),
        ("Ann Lee, University of Michigan and Google; Bo Chen, Two Sigma", ["Ann Lee", "Bo Chen"]),
        ("Ann Lee, Bo Chen - University of Chicago", ["Ann Lee", "Bo Chen"]),
        ("Lee, Ann; van der Berg, Bo; Chen, C. D.", ["Ann Lee", "Bo van der Berg", "C. D. Chen"]),
        ("OpenAI, Ann Lee, Bo Chen", ["OpenAI", "Ann Lee", "Bo Chen"]),
        ("Gemini Team, Google", ["Gemini Team", "Google"]),
    ],
)
def test_people_without_the_places_where_they_work(text, people):
    assert split_people(text) == people


def test_places_alone_are_no_line_of_authors():
    assert authors_of_line("MIT, ETH Zurich and Stanford University") == ()


def test_what_a_paper_does_by_something_is_nobody():
    people = ("Ann Lee", "Bo Chen")
    title = "Faster Training by Sharing Hidden Layers"
    assert split_author_tail(f"{title}, Ann Lee, Bo Chen") == (title, people)
    assert split_author_tail("Faster Training by Ann Lee, Bo Chen") == ("Faster Training", people)
