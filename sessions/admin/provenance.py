"""Where a record came from, in words. Pure."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

# The parser's certainty in words, from the highest bound down.
CERTAINTY = ((0.9, "sure"), (0.6, "fairly sure"), (0.0, "unsure"))
MISSING = "–"


def provenance(source: str, as_given: Mapping[str, Any], imported: datetime.datetime | None) -> str:
    """One sentence: "From _posts/a.md, line 42, by the rule “heading with bullets” (sure); imported 3 March 2024." """
    if not as_given and not source:
        return "Entered by hand."
    origin = f"From {source}" if source else "From a post"
    if as_given.get("line"):
        origin += f", line {as_given['line']}"
    if as_given.get("rule"):
        origin += f", by the rule “{as_given['rule']}”"
        confidence = as_given.get("confidence", 1.0)
        origin += f" ({next(word for bound, word in CERTAINTY if confidence >= bound)})"
    if imported:
        origin += f"; imported {imported.day} {imported:%B %Y}"
    return origin + "."


def value_sources(here: Mapping[str, Any], given: Mapping[str, Any], posts: Sequence[tuple[str, Mapping]]) -> str:
    """For each value of a paper, one a line, the post that gave it, or that it was entered here.

    `posts`: (source, what it said of the paper), the earliest first.
    """
    lines = []
    for name, value in here.items():
        if not value:
            continue
        origin = "entered here"
        if value == given.get(name):
            origin = next((place(source, said) for source, said in posts if said.get(name) == value), "from its posts")
        lines.append(f"{name}: {origin}")
    return "\n".join(lines) or MISSING


def place(source: str, as_given: Mapping[str, Any]) -> str:
    return f"{source}, line {as_given['line']}" if as_given.get("line") else source


def in_lines(value: Any) -> str:
    """A stored value for reading: lists one entry a line, records as "label: value", nothing as a dash."""
    if isinstance(value, Mapping):
        shown = [f"{key}: {in_lines(part)}" for key, part in value.items() if part not in ("", None, [], {})]
        return "\n".join(shown) or MISSING
    if isinstance(value, list | tuple):
        return "\n".join(_in_one_line(part) for part in value) or MISSING
    return str(value) if value not in ("", None) else MISSING


def _in_one_line(value: Any) -> str:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value if part not in ("", None))
    return in_lines(value)


def given_values(as_given: Mapping[str, Any]) -> str:
    """What a post said of a reading, one "name: value" a line, values that were absent left out."""
    names = ("title", "requirement", "authors", "published", "venue", "abstract", "presenter", "topic", "instruction")
    parts = {name: as_given.get(name) for name in (*names, "links", "slides", "remarks")}
    lines = []
    for name, value in parts.items():
        if name == "authors" and value:
            value = ", ".join(value)
        if value:
            lines.append(f"{name}: {in_lines(value)}")
    return "\n".join(lines) or MISSING
