"""Posts read without a database, for the tests of what is understood in them."""

import textwrap

from sessions.posts import ParsedSession, parse_post
from sessions.posts.structure import ParsedReading

TITLE, URL = "Deep Nets Forget Old Tasks", "https://arxiv.org/abs/2001.00001"


def session_of(text: str, head: str = "title: A session") -> ParsedSession:
    [session] = parse_post(f"---\n{head}\n---\n" + textwrap.dedent(text), "a.md", variables={}).sessions
    return session


def reading_of(text: str) -> ParsedReading:
    [reading] = session_of(text).readings
    return reading


def listed(text: str) -> list[tuple[str, str]]:
    return [(reading.title, reading.requirement) for reading in session_of(text).readings]
