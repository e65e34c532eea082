"""Slugs: ASCII words where there are any, never empty, unique among those taken."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence

from django.db.models import Manager, QuerySet
from django.utils.text import slugify

LONGEST = 80
FEW, MOST = 8, 512  # names that are asked for at a time, at first and at most


def slug_of(text: str) -> str:
    """A slug of at most 80 characters; text without a single ASCII letter gets a short stable name."""
    slug = slugify(text)[:LONGEST].strip("-_")
    return slug or "x-" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:10]


def unique_slug(text: str, taken: Callable[[Sequence[str]], Collection[str]]) -> str:
    """The slug of `text`, with -2, -3, ... where it is taken. `taken`: those of some names that are; asked seldom."""
    base, first, count = slug_of(text), 1, FEW
    while True:
        names = numbered(base, first, count)
        there = taken(names)
        if free := [name for name in names if name not in there]:
            return free[0]
        first, count = first + count, min(count * FEW, MOST)


def numbered(base: str, first: int, count: int) -> list[str]:
    return [base if number == 1 else f"{base}-{number}" for number in range(first, first + count)]


def taken_in(rows: Manager | QuerySet) -> Callable[[Sequence[str]], Collection[str]]:
    """For unique_slug: the slugs of these rows."""
    return lambda names: set(rows.filter(slug__in=names).order_by().values_list("slug", flat=True))


class Slugs:
    """Slugs for several new rows, with few queries. `rows`: those among which each must be unique."""

    def __init__(self, *rows: Manager | QuerySet):
        self.rows = rows
        self.asked: set[str] = set()
        self.there: set[str] = set()

    def look_up(self, texts: Iterable[str]) -> None:
        """Ask for all texts that may need a slug together, and again for those whose first choice is taken."""
        bases = [slug_of(text) for text in texts]
        there = self.taken(bases)
        self.taken([name for base in bases if base in there for name in numbered(base, 1, FEW)])

    def give(self, text: str) -> str:
        """The slug of `text`, taken from now on."""
        slug = slug_of(text)
        if slug in self.taken([slug]):
            slug = unique_slug(text, self.taken)
        self.there.add(slug)
        return slug

    def taken(self, names: Sequence[str]) -> Collection[str]:
        if new := set(names) - self.asked:
            self.asked |= new
            for rows in self.rows:
                self.there.update(taken_in(rows)(new))
        return self.there
