"""The values of a record given as data, as words and names."""

import re
from collections.abc import Mapping as AnyMapping
from typing import Any

from readings.names import given_first

from .characters import refuse_unstorable
from .lines import plain
from .people import split_people
from .yaml_events import Items, Mapping, Scalar

OTHERS = re.compile(r"(?:and\s+)?(?:et al\.?|others)", re.I)  # no names


def keyed(record: AnyMapping[str, Any]) -> dict[str, Any]:
    """The record under plain names: `Lead Team` and `lead-team` are `lead_team`."""
    return {re.sub(r"[\s-]+", "_", str(key).strip().lower()): value for key, value in record.items()}


def people_of(value: Any) -> tuple[str, ...]:
    """Names from a list ("Last, First" or "First Last", or mappings with a name) or from one string."""
    if isinstance(value, Items):
        names = [_name_of(item) if isinstance(item, Mapping) else text_of(item) for item in value]
        if any(";" in name for name in names):  # [Lovelace, Ada; Turing, Alan], which YAML cuts at its commas
            return tuple(split_people(", ".join(names)))
        return tuple(given_first(name) for name in names if name and not OTHERS.fullmatch(name))
    names = re.split(r"\s+and\s+", text_of(value))
    if len(names) > 1 and all(name.count(",") == 1 for name in names):
        return tuple(given_first(name) for name in names)  # "Lovelace, Ada and Turing, Alan", as BibTeX writes them
    return tuple(split_people(text_of(value))) if value is not None else ()


def _name_of(person: Mapping) -> str:
    """ "{name: Ada Lovelace}", "{given: Ada, family: Lovelace}"."""
    values = keyed(person)
    parts = (first_text(values, ("given", "first", "first_name")), first_text(values, ("family", "last", "last_name")))
    return text_of(values.get("name")) or " ".join(filter(None, parts))


def text_of(value: Any) -> str:
    """A scalar's words. Raises PostError with the line of a character that cannot be stored."""
    if not isinstance(value, Scalar) or value.value is None:
        return ""
    refuse_unstorable(value, "a value")
    return plain(str(value))


def texts_of(value: Any) -> list[str]:
    """The strings of a value, whether one, a list, or a mapping's values."""
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in texts_of(item)]
    if isinstance(value, Items):
        return [text for item in value for text in texts_of(item)]
    return [text_of(value)] if text_of(value) else []


def names_in(value: Any) -> str:
    """The names of one person or several, each given as text or as a mapping with a name."""
    people = value if isinstance(value, Items) else [value]
    names = [_name_of(person) if isinstance(person, Mapping) else ", ".join(texts_of(person)) for person in people]
    return ", ".join(filter(None, names)) or ", ".join(texts_of(value))


def first_named(values: AnyMapping[str, Any], keys: tuple[str, ...]) -> str:
    return next((said for key in keys if key in values and (said := names_in(values[key]))), "")


def first_text(values: AnyMapping[str, Any], keys: tuple[str, ...]) -> str:
    return next((", ".join(texts_of(values[key])) for key in keys if key in values and texts_of(values[key])), "")
