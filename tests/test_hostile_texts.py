"""Texts made to take long are read as quickly as any, or refused."""

import time
from contextlib import suppress

import pytest

from readings.lookup.formats import line_of
from readings.markdown import TooCostly
from readings.rendering import render_markdown
from sessions.posts import PostError, parse_post
from sessions.posts.data_files import looks_like_data
from sessions.posts.liquid import resolve_liquid
from sessions.posts.liquid_values import holds
from sessions.posts.permalinks import Permalinks, addresses_of
from sessions.posts.references import read_references
from sessions.posts.yaml_events import Scalar

QUICK = 1.0  # seconds of computing


def seconds(function, *arguments) -> float:
    started = time.process_time()
    with suppress(PostError, TooCostly):
        function(*arguments)
    return time.process_time() - started


def read(entry: str) -> None:
    parse_post(f"---\ntitle: Trees\n---\n## Required Readings\n+ {entry}", "S1.md")


@pytest.mark.parametrize("piece", [".a", "A. ", "Required: ", "a, "])
def test_an_entry_of_one_long_line_is_read_in_time(piece):
    assert seconds(read, piece * 6_000) < QUICK


@pytest.mark.parametrize("mark", ["{%", "{{"])
def test_liquid_that_is_never_closed_is_read_in_time(mark):
    assert seconds(resolve_liquid, f"{mark}{' ' * 50_000}", {}) < QUICK


@pytest.mark.parametrize(
    "text",
    [
        "https://a.org/" + "." * 50_000 + "x",
        "https://a.org/" + ")." * 50_000,
        "| a | b |\n|" + "-" * 50_000 + "x\n| c | d |",
        "| a | b |\n|---|---|\n| " + "{{ " * 30_000 + "| c |",
    ],
    ids=["an address of dots", "an address of brackets", "a rule of a table", "braces in a table"],
)
def test_a_text_is_rendered_in_time(text):
    assert seconds(render_markdown, text) < QUICK


@pytest.mark.parametrize("line", ["a\n\n", "a\n", "+++\n"])
def test_many_short_lines_are_pasted_in_time(line):
    assert seconds(read_references, line * (100_000 // len(line))) < QUICK


def test_blank_lines_of_a_data_file_are_looked_at_in_time():
    assert seconds(looks_like_data, "a.yml", "\n" * 50_000) < QUICK


def test_an_address_that_repeats_its_title_is_made_in_time():
    title = Scalar("a" * 50_000, "", 1)
    permalinks = Permalinks(":title" * 20_000)
    assert seconds(addresses_of, "_posts/2024-01-18-a.md", {"slug": title}, permalinks) < QUICK


@pytest.mark.parametrize(
    "condition", ["a" + " " * 50_000, "(" + "." * 50_000, "a == (" + "." * 50_000], ids=["blanks", "dots", "a range"]
)
def test_a_condition_of_an_index_page_is_read_in_time(condition):
    assert seconds(holds, condition, {}.get) < QUICK


def test_markup_of_an_answer_that_is_never_closed_is_read_in_time():
    assert seconds(line_of, "<" * 50_000) < QUICK
