"""The order of what a database found. Pure: the same candidates come out in the same order whatever database gave them.

What counts, from much to little: the query is the title; its words are all in the title, in a row, at its beginning;
all in names; in the text, the more often the better; then how often a paper was read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

# Among equals the earlier; whole papers, sessions and people before passages that only speak of the same.
KINDS = {"paper": 3.0, "session": 3.0, "person": 2.0, "note": 0.0, "page": 0.0, "deck": -1.0}
PLACES = {kind: place for place, kind in enumerate(KINDS)}


class Candidate(NamedTuple):
    """A document as far as its place is decided by it. The terms are stems, separated by spaces."""

    id: int
    kind: str
    object_id: int
    part: int
    times_read: int
    title: str
    people: str
    body: str  # its beginning


@dataclass(frozen=True, slots=True)
class Wanted:
    """Stems of the words and phrases looked for; `beginning` is a word's, whose end is not typed yet."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    authors: tuple[tuple[str, ...], ...] = ()
    beginning: str = ""


def in_order(candidates: Iterable[Candidate], wanted: Wanted) -> list[Candidate]:
    """The best part of each thing, the best thing first."""
    looked_for = [f" {terms} " for terms in (*wanted.words, *(" ".join(phrase) for phrase in wanted.phrases))]
    row = " ".join([*wanted.words, *(word for phrase in wanted.phrases for word in phrase)])
    scored = [
        (-score(one, looked_for, row, wanted), PLACES[one.kind], one.title, one.object_id, one.part, one)
        for one in candidates
    ]
    best: dict[tuple[str, int], Candidate] = {}
    for *_, one in sorted(scored):
        best.setdefault((one.kind, one.object_id), one)
    return list(best.values())


def score(one: Candidate, looked_for: Sequence[str], row: str, wanted: Wanted) -> float:
    """How well a document answers; the figures only order, they mean nothing by themselves."""
    _, kind, _, part, times_read, title, people, body = one
    title, people, body = f" {title} ", f" {people} ", f" {body} "
    in_title, in_people, total = 0, 0, KINDS[kind] + (times_read and 0.5 * log(1 + times_read))
    for spaced in looked_for:
        if spaced in title:
            in_title += 1
            total += 6
        if spaced in people:
            in_people += 1
            total += 4
        if count := body.count(spaced):
            total += 1 + (count > 1 and 1.5 * log(count) / log(10 + len(body) / 50))
    if wanted.beginning and f" {wanted.beginning}" in title:
        total += 4
    if looked_for and in_title == len(looked_for):
        total += 6 + 4 * (len(looked_for) > 1 and f" {row} " in title)
        near = 6 * in_title / (1 + title.count(" ", 1, -1)) + 2 * title.startswith(f" {row} ")
        total += near / 3 if part else near + 10 * (title.strip() == row)  # many headings are called alike
    elif looked_for and in_people == len(looked_for):
        total += 4 + 8 * (len(looked_for) > 1 and f" {row} " in people)
    return round(total, 6) + (0.5 if part else 0)  # a section or page says more exactly where
