"""Dates that a site keeps in its index page: one list, an entry per post in the page's order by the page's own rules.

    {% assign ddates = "|0118|0123|01/30" | split: "|" %} ... {% for post in site.contents %} ... {{ ddates[counter] }}

The page is followed over the posts (liquid_run); what it would show beside a post is that post's date. Where the page
and the posts do not fit together nothing is guessed: the doubt is told, and there is no date.
"""

import datetime
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .liquid_run import Shown, follow
from .liquid_tree import NotUnderstood
from .liquid_values import Item, Slots
from .meetings import year_in
from .site_days import NO_DATE, day_in_term, holds_dates, month_and_day

LARGEST_PAGE = 256 << 10  # characters
CERTAIN, PLAIN_ORDER = 1.0, 0.9  # confidence: an order that is stated, an order by file names


@dataclass(frozen=True, slots=True)
class SitePost:
    """A post as an index page sees it."""

    path: str
    values: Mapping[str, Any]  # front matter, plain
    date: datetime.date | None = None  # its own


@dataclass(frozen=True, slots=True)
class SiteDate:
    date: datetime.date
    confidence: float
    page: str
    line: int  # of the page


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why there is no date: of one post, or ("") of the page's whole list."""

    page: str
    line: int
    text: str
    post: str = ""


@dataclass(slots=True)
class SiteDates:
    dates: dict[str, SiteDate] = field(default_factory=dict)  # by the post's path
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Collection:
    """Posts in the order in which a site goes through them."""

    posts: tuple[SitePost, ...]
    clear: bool = True
    confidence: float = CERTAIN


def has_list(template: str, own: Mapping[str, Sequence[str]] | None = None) -> bool:
    """Whether a page cuts a string into a list, or has one, and loops over something: worth following."""
    cuts = own or re.search(r"\{%-?\s*assign\s[^%\n]{1,60}=[^%]{2,20000}\|\s*split\b", template)
    return len(template) <= LARGEST_PAGE and bool(cuts) and bool(re.search(r"\{%-?\s*for\s", template))


def collection_of(posts: Sequence[SitePost], sort_by: str = "", *, newest_first: bool = False) -> Collection:
    """Jekyll's order: by `sort_by` (posts without it last), else by date and path; `_posts` newest first."""
    by_path = sorted(posts, key=lambda post: ((post.date or datetime.date.max), post.path), reverse=newest_first)
    keys = [post.values.get(sort_by) for post in by_path] if sort_by else []
    present = [key for key in keys if key is not None]
    if not present:
        return Collection(tuple(by_path), True, PLAIN_ORDER)
    if len({isinstance(key, int | float) for key in present}) > 1 or any(isinstance(key, list) for key in present):
        return Collection(tuple(by_path), clear=False)
    try:
        placed = sorted(zip(keys, range(len(keys)), strict=True), key=lambda pair: (pair[0] is None, *pair))
    except TypeError:  # a day beside a time of day, or mappings
        return Collection(tuple(by_path), clear=False)
    return Collection(tuple(by_path[place] for _, place in placed))


def read_site_dates(
    path: str,
    template: str,
    collections: Mapping[str, Collection],
    *,
    includes: Mapping[str, str] | None = None,
    own: Mapping[str, Sequence[str]] | None = None,
    term: str = "",
) -> SiteDates:
    """The dates that the page at `path` shows for posts that have none.

    `own`: lists of its front matter; `term`: the site's, for posts without.
    """
    found = SiteDates()
    items = {name: [_item(post) for post in collection.posts] for name, collection in collections.items()}
    posts = {post.path: post for collection in collections.values() for post in collection.posts}
    try:
        page = follow(template, items, includes or {}, own)
    except NotUnderstood as error:
        found.doubts.append(Doubt(path, error.line, f"dates are not read: {error.text}"))
        return found
    found.doubts += [
        Doubt(path, slots.line, f"the dates in “{slots.name}” are not read: the page shows them beside no post")
        for slots in page.lists.values()
        if slots.key not in page.seen
        and holds_dates(slots)
        and any(post.date is None for post in posts.values())
        and not any(set(slots) <= set(other) for other in page.lists.values() if other.key in page.seen)
    ]
    rows: dict[tuple, list[Shown]] = {}
    for shown in page.shown:
        rows.setdefault(shown.slots.key, []).append(shown)
    for shown in rows.values():
        if not holds_dates(shown[0].slots):
            continue
        reading = _Reading(path, shown, posts, term)
        told = reading.whole_doubts(page.doubts, [c for c in collections.values() if not c.clear])
        if told:
            found.doubts += told
        else:
            lowest = min(c.confidence for c in collections.values() if any(p.path in reading.places for p in c.posts))
            reading.read(found, lowest)
    return found


def _item(post: SitePost) -> Item:
    item = Item({**post.values, "path": post.path, "date": post.date and post.date.isoformat()})
    item.path = post.path
    return item


@dataclass
class _Reading:
    """One list and the rows in which it was shown."""

    page: str
    shown: list[Shown]
    posts: Mapping[str, SitePost]
    term: str
    places: dict[str, list[Shown]] = field(default_factory=dict)

    def __post_init__(self):
        for shown in self.shown:
            self.places.setdefault(shown.post, []).append(shown)

    @property
    def slots(self) -> Slots:
        return self.shown[0].slots

    def _doubt(self, text: str, post: str = "") -> Doubt:
        return Doubt(self.page, self.slots.line or self.shown[0].line, text, post)

    def whole_doubts(self, told: Sequence[tuple[int, str]], unclear: Sequence[Collection]) -> list[Doubt]:
        """Why none of the list's dates is taken."""
        if not any(self.posts[path].date is None for path in self.places):
            return []
        name = f"the dates in “{self.slots.name}” are not read"
        doubts = [Doubt(self.page, line, f"{name}: {text}") for line, text in told]
        if any(post.path in self.places for collection in unclear for post in collection.posts):
            doubts.append(self._doubt(f"{name}: the posts sort by values of different kinds: their order is not clear"))
        read = {shown.place for shown in self.shown if not shown.missing}
        left = [slot for place, slot in enumerate(self.slots) if place not in read and not NO_DATE.fullmatch(slot)]
        beyond = {shown.post for shown in self.shown if shown.missing}
        if left or beyond:
            filled = sum(not NO_DATE.fullmatch(slot) for slot in self.slots)
            doubts.append(self._doubt(f"{name}: it has {filled} dates for {len(self.places)} posts of the page"))
        return doubts

    def read(self, found: SiteDates, confidence: float) -> None:
        days = min((self._days(day_first=first) for first in (False, True)), key=lambda days: days[1])[0]
        fitting = ascending([shown.place for shown in self.shown if days.get(shown.place)], days)
        for path, rows in self.places.items():
            post, slots = self.posts[path], {row.place for row in rows}
            text = self.slots[rows[0].place]
            if post.date is not None or NO_DATE.fullmatch(text):
                continue
            day = days.get(rows[0].place)
            if len({days.get(place) for place in slots}) > 1:
                why = "the page shows it with two dates"
            elif day is None:
                why = f"“{text[:40]}” is no day of its term ({self._term_of(post) or 'which names no year'})"
            elif rows[0].place not in fitting:
                why = f"{day} is out of the order of the others"
            else:
                known = found.dates.get(path)
                if known is None or known.date == day:
                    found.dates[path] = SiteDate(day, confidence, self.page, self.slots.line)
                    continue
                del found.dates[path]
                why = f"two lists of the page give {known.date} and {day}"
            found.doubts.append(self._doubt(f"no date is taken from the page: {why}", path))

    def _term_of(self, post: SitePost) -> str:
        own = str(post.values.get("term") or "")
        return own if year_in(own) else self.term

    def _days(self, *, day_first: bool) -> tuple[dict[int, datetime.date | None], int]:
        """Place -> day, and how many entries are none or stand out of order."""
        days: dict[int, datetime.date | None] = {}
        for shown in self.shown:
            text = self.slots[shown.place]
            if not NO_DATE.fullmatch(text):
                post = self.posts[shown.post]
                days[shown.place] = day_in_term(month_and_day(text, day_first=day_first), self._season(post))
        places = [place for place, day in days.items() if day]
        return days, len(days) - len(ascending(places, days))

    def _season(self, post: SitePost) -> str:
        """The post's term; with the season of the site's own, where they are of one year."""
        own = self._term_of(post)
        same_year = year_in(own) == year_in(self.term)
        return f"{own} {self.term}" if same_year else own


def ascending(places: Sequence[int], days: Mapping[int, datetime.date | None]) -> set[int]:
    """The places of the longest run of days that never goes back; forwards, or backwards where that is longer."""
    ordered = sorted(set(places))
    forwards = longest_run([days[place] for place in ordered])
    backwards = longest_run([days[place] for place in ordered][::-1])
    if len(backwards) > len(forwards):
        return {ordered[len(ordered) - 1 - index] for index in backwards}
    return {ordered[index] for index in forwards}


def longest_run(days: Sequence[datetime.date]) -> list[int]:
    """Indices of a longest non-decreasing subsequence."""
    ends: list[int] = []  # of the best run of each length
    last_days: list[datetime.date] = []
    previous: list[int] = []
    for index, day in enumerate(days):
        length = bisect_right(last_days, day)
        previous.append(ends[length - 1] if length else -1)
        ends[length : length + 1], last_days[length : length + 1] = [index], [day]
    run, index = [], ends[-1] if ends else -1
    while index >= 0:
        run.append(index)
        index = previous[index]
    return run[::-1]
