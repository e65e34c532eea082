"""Ids and levels of headings."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the contents list."""

    id: str
    text: str
    level: int


def slug(text: str) -> str:
    """An id from a heading's text, as kramdown makes it, with letters of any script.

    https://kramdown.gettalong.org/converter/html.html#auto-ids
    """
    kept = re.sub(r"[^\w\s-]", "", text.lower())
    return re.sub(r"\s", "-", kept.strip()).lstrip("-_0123456789")[:80] or "section"


@dataclass(slots=True)
class Ids:
    """Hands out each id once, in linear time."""

    used: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def take(self, wanted: str) -> str:
        """The id, or the same with the next free number."""
        name = wanted
        while name in self.used:
            self.counts[wanted] = self.counts.get(wanted, 0) + 1
            name = f"{wanted}-{self.counts[wanted]}"
        self.used.add(name)
        return name


@dataclass(slots=True)
class Levels:
    """Levels on a page: as written, or from `first` down without a gap."""

    first: int | None
    above: list[tuple[int, int]] = field(default_factory=list)  # as written, as shown

    def shown(self, level: int) -> int:
        """The level to show a heading of this level with."""
        if self.first is None:
            return level
        while self.above and self.above[-1][0] >= level:
            self.above.pop()
        shown = min(6, self.above[-1][1] + 1 if self.above else self.first)
        self.above.append((level, shown))
        return shown
