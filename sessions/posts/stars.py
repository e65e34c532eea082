"""Stars before or behind the entries of a list, where the text says what they mean: "Starred readings are required"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from readings.markdown import Block

from .lines import lines_of, plain
from .structure import MORE, REQUIRED, UNSPECIFIED, ParsedReading

STAR = r"(?:\\?\*(?!\*)|[★☆⭐✱∗])"
NAMED = rf"(?:\b(?:starred|stars?|asterisk(?:s|ed)?)\b|(?<![*\w]){STAR}(?!\w))"
WORD = r"(?P<{}>required|mandatory|must[\s-]reads?|(?:please\s+)?read\b|optional)\b"
SAID = re.compile(
    rf"{NAMED}[^.;:=]{{0,40}}?(?:\b(?:are|is|means?|denotes?|marks?|indicates?)\b|[=:–—])\s*(?:the\s+|an?\s+)?"
    rf"{WORD.format('behind')}|{WORD.format('before')}(?:\s+\w+)?\s+(?:are|is)\s+(?:\w+\s+){{0,3}}{NAMED}",
    re.I,
)
# "🔴 = required, ⚪ = optional"; stars are told apart above
EMOJI = r"(?![★☆✱⭐])[\u25a0-\u25ff\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?"
LEGEND = re.compile(
    rf"(?P<mark>{EMOJI})\s*(?:[=:–—-]|\b(?:means?|is|marks?|are)\b)\s*"
    r"(?P<word>required|mandatory|must[\s-]reads?|core|optional|extra|bonus|background|recommended)\b",
    re.I,
)
OF_MORE = ("optional", "extra", "bonus", "background", "recommended")
LONGEST = 200  # characters of a line that says so
LEADING = re.compile(rf"\s*(?:[-+]\s+|\*\s+(?=\\?\*)|\d+[.)]\s+|#+\s+)?(?!\*[^*]+\*){STAR}")
TRAILING = re.compile(rf"(?<!\*){STAR}\)?\s*$")


def with_stars(readings: Sequence[ParsedReading], blocks: Iterable[Block]) -> list[ParsedReading]:
    """The readings, the starred ones and the others told apart where a line says what the star means."""
    blocks = list(blocks)
    if legend := legend_of(blocks):
        return [replace(reading, requirement=_marked(reading, legend)) for reading in readings]
    said = meaning_of_star(blocks)
    starred = [bool(said) and is_starred(reading) for reading in readings]
    if not any(starred):
        return list(readings)
    other = MORE if said == REQUIRED else REQUIRED
    return [
        replace(reading, requirement=said if star else other) if star or reading.requirement == UNSPECIFIED else reading
        for reading, star in zip(readings, starred, strict=True)
    ]


def legend_of(blocks: Iterable[Block]) -> dict[str, str]:
    """mark -> requirement, where a line explains marks that are pictures."""
    said: dict[str, str] = {}
    for line in lines_of(blocks):
        text = plain("".join(span.text for span in line.spans))
        for match in LEGEND.finditer(text) if len(text) <= LONGEST else ():
            said[match["mark"][0]] = MORE if match["word"].casefold() in OF_MORE else REQUIRED
    return said


def _marked(reading: ParsedReading, legend: Mapping[str, str]) -> str:
    """The requirement that the mark before an entry, or behind it on its first line, stands for."""
    line = next((line for line in reading.text.split("\n") if line.strip()), "")
    mark = next((mark for mark in legend if mark in line), "")
    if mark or reading.requirement != UNSPECIFIED:
        return legend.get(mark, reading.requirement)
    return MORE if set(legend.values()) == {REQUIRED} else REQUIRED if set(legend.values()) == {MORE} else UNSPECIFIED


def meaning_of_star(blocks: Iterable[Block]) -> str:
    """The requirement of starred readings, "" where nothing is said."""
    for line in lines_of(blocks):
        text = plain("".join(span.text for span in line.spans))
        if len(text) <= LONGEST and (match := SAID.search(text)):
            return MORE if (match["behind"] or match["before"]).casefold() == "optional" else REQUIRED
    return ""


def is_starred(reading: ParsedReading) -> bool:
    """Does a star stand before the entry, at the end of its first line or behind its title?"""
    line = next((line for line in reading.text.split("\n") if line.strip()), "")
    behind = re.search(rf"{re.escape(reading.title)}[”\"]?(?:\]\([^()\s]*\))?\s*{STAR}", line)
    return bool(LEADING.match(line) or TRAILING.search(line) or behind) and not re.search(r"(?<!\*)\*[^*]+\*\s*$", line)
