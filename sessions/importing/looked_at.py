"""What rendering found in the texts of a post, told with the lines of its file."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from readings.rendering import Finding, Kind, Rendered
from sessions.posts import ParsedPost

from .report import counted

NAMED = 3  # of one kind in one post, one by one
LIQUID = re.compile(r"\{[{%][^{}\n]*[%}]\}")
# The others are told of when the pictures are looked for and the post is read.
MORE = {
    Kind.NO_ALT: ("more image", "without alternative text"),
    Kind.TEX: ("more formula", "shown as code"),
    Kind.PLAIN: ("more text", "shown as plain text"),
}


class Lines:
    """Finds the lines of a text in the file it was taken from, Liquid aside; only ever forward."""

    def __init__(self, source: str) -> None:
        self.places: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(source.split("\n"), 1):
            self.places[key_of(line)].append(number)

    def place(self, line: str, start: int) -> int | None:
        """The first place of the line from `start` on."""
        places = self.places.get(key_of(line), ())
        found = bisect_left(places, start)
        return places[found] if found < len(places) else None


def key_of(line: str) -> str:
    return LIQUID.sub("", line).strip()


def texts_with_lines(parsed: ParsedPost) -> Iterator[tuple[str, int]]:
    """Each text of a post, with a line of the file at or above its first."""
    yield parsed.markdown, 1
    for session in parsed.sessions:
        yield session.introduction, session.line
        yield from ((reading.abstract, reading.line) for reading in session.readings)
        if session.note:
            yield session.note.markdown, session.note.line


def to_look_at(source: str, parsed: ParsedPost, rendered: Mapping[str, Rendered]) -> list[tuple[int, str]]:
    """(line, sentence), in the order of the lines; of one kind three at most are named and the others counted."""
    lines = Lines(source)
    found: dict[Kind, list[Finding]] = defaultdict(list)
    for text, first in texts_with_lines(parsed):
        if text in rendered:
            for finding in placed(rendered[text].findings, text.split("\n"), first, lines):
                found[finding.kind].append(finding)
    told = []
    for kind, (noun, how) in MORE.items():
        several = sorted(found[kind])
        told += [(finding.line, as_message(finding.text)) for finding in several[:NAMED]]
        if rest := several[NAMED:]:
            told.append((rest[0].line, f"and {counted(len(rest), noun)} {how} in this post"))
    return sorted(told)


def placed(findings: Iterable[Finding], text: list[str], first: int, lines: Lines) -> Iterator[Finding]:
    last, place, start = 0, first, first
    for finding in sorted(findings):
        if finding.line != last:
            last = finding.line
            if found := lines.place(text[last - 1], start):
                place, start = found, found + 1
        yield Finding(place, finding.text, finding.kind)


def as_message(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:].rstrip(".")
