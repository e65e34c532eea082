"""Who leads a session and who writes of it, as names with addresses; pure."""

import re
from collections.abc import Iterable

from readings.slugs import slug_of

from .ordering import natural_key

BETWEEN = re.compile(r"\s*[,;]\s*|\s[&+]\s")


def team_names(text: str) -> list[str]:
    """The teams of one field: "Team 1 & Team 2" are two."""
    return [name.strip() for name in BETWEEN.split(text) if name.strip()]


def teams(*texts: str) -> list[tuple[str, str]]:
    """[(slug, name), ...] of all the fields, each team once."""
    found: dict[str, str] = {}
    for text in texts:
        for name in team_names(text):
            found.setdefault(slug_of(name), name)
    return list(found.items())


def all_teams(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Slug -> name of all teams of a course in natural order; `fields`: its sessions' lead and blog teams."""
    found: dict[str, str] = {}
    for pair in fields:
        for slug, name in teams(*pair):
            found.setdefault(slug, name)
    return dict(sorted(found.items(), key=lambda item: natural_key(item[1])))
