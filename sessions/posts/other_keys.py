"""Keys of data that no list knows, taken for what their values are: a day, people, papers, a venue, an address."""

import re
from collections.abc import Callable, Collection
from collections.abc import Mapping as AnyMapping
from typing import Any

from readings.identifiers import identifiers_of_url

from .clues import only_venue
from .meetings import read_meeting
from .people import is_name
from .vocabulary import IGNORED
from .yaml_events import Items, Mapping, Scalar

OF_PLACES = ("time", "times", "room", "location", "place", "where", "building", "campus", "zoom", "status", "type")
MOST_WORDS = 20  # of a title
Test = Callable[[Any], bool]


def renamed(values: AnyMapping[str, Any], known: Collection[str], wanted: AnyMapping[str, Test]) -> dict[str, Any]:
    """The values, the first unknown one that each test of `wanted` holds of under that test's own key."""
    found = dict(values)
    for key, test in wanted.items():
        names = (name for name in found if is_unknown(name, known) and name not in OF_PLACES)
        other = next((name for name in names if test(found[name])), None)
        if other is not None:
            found[key] = found.pop(other)
    return found


def is_unknown(key: str, known: Collection[str]) -> bool:
    return key not in known and key not in IGNORED


def is_day(value: Any) -> bool:
    meeting = read_meeting(value, 2024) if _is_text(value) else None
    return meeting is not None and meeting.dated and not meeting.title


def is_venue(value: Any) -> bool:
    return _is_text(value) and bool(only_venue(value))


def is_address(value: Any) -> bool:
    return _is_text(value) and bool(re.fullmatch(r"https?://\S+", value.strip()))


def is_title(value: Any) -> bool:
    text = value.strip() if _is_text(value) else ""
    words = re.findall(r"[^\W\d_]+", text)
    return 0 < len(words) <= MOST_WORDS and "://" not in text and not (is_day(value) or is_name(text))


def are_people(value: Any) -> bool:
    """One full name or several, and nothing else."""
    names = (
        value if isinstance(value, Items) else re.split(r"\s*(?:[,;&]|\band\b)\s*", value) if _is_text(value) else []
    )
    return bool(names) and all(isinstance(name, str) and is_name(name) for name in names)


def are_papers(value: Any) -> bool:
    """A list of which every entry gives a paper's address, or of mappings that have one or people."""
    return isinstance(value, Items) and bool(value) and all(map(_is_paper, value))


def _is_paper(entry: Any) -> bool:
    if isinstance(entry, Mapping):
        people = any(str(key).lower() in ("author", "authors") for key in entry)
        return people or any(_is_paper(value) for value in entry.values() if isinstance(value, Scalar))
    urls = re.findall(r"https?://[^\s)\]>]+", entry) if _is_text(entry) else []
    return any(map(identifiers_of_url, urls))


def _is_text(value: Any) -> bool:
    return isinstance(value, Scalar) and value.value is not None and bool(value.strip())
