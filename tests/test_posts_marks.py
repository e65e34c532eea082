"""Headings, terms and lines that are nothing but marks, or far too many words; made up."""

import pytest

from sessions.posts import parse_post
from sessions.posts.headings import section_of

TITLE, URL = "Deep Nets Forget Old Tasks", "https://arxiv.org/abs/2001.00001"


@pytest.mark.parametrize(
    "text", ["also interesting " * 300 + "x", "also interesting " * 8 + "x", "more " * 20 + "x", "more, " * 20 + "x"]
)
def test_words_said_many_times_open_no_section(text):
    assert section_of(text) is None


@pytest.mark.parametrize(
    ("text", "requirement"),
    [
        ("Optional / further readings", "more"),
        ("Extra,related papers", "more"),
        ("Optional & additional & further readings", "more"),
        ("Also interesting and optional", "more"),
        ("Required and core readings", "required"),
    ],
)
def test_words_joined_by_marks_or_spaces_open_a_section(text, requirement):
    assert section_of(text) == (requirement, "")
