"""What seventy questions find first among papers that everybody knows: the same on either database."""

from pathlib import Path

import pytest

from sessions.search.finding import search
from sessions.search.sync import flush
from tests.factories import make_paper


def lines_of(name: str) -> list[list[str]]:
    """The fields of each line but the first, which names them."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line.split(" | ") for line in text.splitlines()[1:]]


@pytest.fixture
def library(db):
    for title, authors, published, abstract in lines_of("known_papers.txt"):
        paper = make_paper(title=title, authors=tuple(authors.split(", ")), published=published)
        paper.abstract = abstract
        paper.save()
    flush()


def first_three(query: str) -> list[str]:
    return ["".join(text for text, _ in hit.title) for hit in search(query, facets=False).hits[:3]]


def test_the_first_three_answers_are_the_known_ones(library):
    known = {query: titles for query, *titles in lines_of("known_answers.txt")}
    assert len(known) >= 60
    assert {query: first_three(query) for query in known} == known
