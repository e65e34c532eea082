"""Follows a page's Liquid over its posts, and notes which entry of which list it shows for which post.

The page's own rules count: whichever row takes a place in a list is found by doing what the page does.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from .liquid_tree import Branch, Node, NotUnderstood, tree_of
from .liquid_values import LONGEST, UNKNOWN, Item, Slot, Slots, evaluate, holds, value_of

MOST_STEPS = 100_000
MOST_WRITTEN = 1 << 20  # characters that captures may write
CHEAP = 10  # entries of a list that cost as much as a step
MOST_INCLUDES = 5  # one within another
LOOP = re.compile(r"([\w-]+)\s+in\s+(\([^)]*\)|\S+)\s*(.*)", re.S)
COUNTS = {"assign", "increment", "decrement", "capture", "break", "continue"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A list's entry that the page shows in a post's row."""

    post: str  # path
    slots: Slots
    place: int
    missing: bool
    line: int


class Left(Exception):
    """break or continue."""


@dataclass
class Page:
    """One page while it is followed."""

    posts: Mapping[str, Sequence[Item]]  # by collection
    includes: Mapping[str, str]  # name -> template
    own: Mapping[str, Slots] = field(default_factory=dict)  # the lists of the page's front matter
    variables: dict[str, Any] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)  # of increment and decrement: a room of their own
    current: list[Item] = field(default_factory=list)
    entry: Slot | None = None  # of the list that a loop goes through
    fetched: Item | None = None  # the post that this turn of a loop took from its list
    waiting: list[Slot] = field(default_factory=list)  # shown in this turn before its post was fetched
    shown: list[Shown] = field(default_factory=list)
    lists: dict[tuple, Slots] = field(default_factory=dict)
    seen: set[tuple] = field(default_factory=set)  # the lists of which an entry was shown, beside a post or not
    doubts: list[tuple[int, str]] = field(default_factory=list)
    steps: int = 0
    written: int = 0
    filtering: bool = False
    depth: int = 0
    line: int = 1

    def look_up(self, name: str) -> Any:
        if name in self.variables:
            value = self.variables[name]
            self.steps += len(value) // CHEAP if self.filtering and isinstance(value, list | str) else 0
            return value
        if name == "site":
            self.steps += sum(len(posts) for posts in self.posts.values()) // CHEAP
            return Known({key: list(posts) for key, posts in self.posts.items()})
        if name in ("page", "layout"):
            return Known(self.own) if name == "page" else UNKNOWN
        return self.counters.get(name)

    def run(self, nodes: Sequence[Node]) -> str:
        """What the nodes write, as far as it is known."""
        text = "".join(self._step(node) for node in nodes)
        self.written += len(text)
        if self.written > MOST_WRITTEN:
            raise NotUnderstood(self.line, "the page writes too much to be followed")
        return text

    def _step(self, node: Node) -> str:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise NotUnderstood(node.line, "the page's loops are too long to be followed")
        if not self.depth:
            self.line = node.line
        if node.kind == "text":
            return node.words if self.variables.get("\0capturing") else ""
        if node.kind == "output":
            return self._show(self._value(node.words))
        method = getattr(self, f"_tag_{node.kind}", None)
        return (method(node) or "") if method else ""

    def _value(self, expression: str) -> Any:
        self.filtering = "|" in expression
        value = evaluate(expression, self.look_up)
        self.filtering = False
        return value

    def _show(self, value: Any) -> str:
        if isinstance(value, Slot):
            self.seen.add(value.slots.key)
            if post := self.current[-1] if self.current else self.fetched:
                self._note(post, value)
            else:
                self.waiting.append(value)
        return "" if value is UNKNOWN or value is None or isinstance(value, list | dict) else str(value)[:LONGEST]

    def _note(self, post: Item, slot: Slot) -> None:
        self.seen.add(slot.slots.key)
        self.shown.append(Shown(post.path, slot.slots, slot.place, slot.missing, self.line))

    def _tag_assign(self, node: Node) -> None:
        name, _, expression = node.words.partition("=")
        value = self._value(expression)
        if isinstance(value, Slots) and not value.name:
            value.name, value.line = name.strip(), self.line
            self.lists.setdefault(value.key, value)
            self.steps += len(value) // CHEAP
        if isinstance(value, Item) and not self.current:
            self._fetch(value)
        self.variables[name.strip()] = value

    def _fetch(self, post: Item) -> None:
        """The loop is over the list or over places: its post is taken by its place."""
        self.fetched = post
        for slot in [self.entry] if self.entry is not None else self.waiting:
            self._note(post, slot)
        self.waiting = []

    def _tag_increment(self, node: Node) -> str:
        value = self.counters.get(node.words, 0)
        self.counters[node.words] = value + 1
        return str(value)

    def _tag_decrement(self, node: Node) -> str:
        self.counters[node.words] = self.counters.get(node.words, 0) - 1
        return str(self.counters[node.words])

    def _tag_capture(self, node: Node) -> None:
        before = self.variables.get("\0capturing")
        self.variables["\0capturing"] = True
        text = self.run(node.branches[0].nodes)
        self.variables["\0capturing"] = before
        self.variables[node.words.strip("'\"")] = text[:LONGEST]

    def _tag_if(self, node: Node) -> str:
        for branch in node.branches:
            truth = True if branch.name == "else" else holds(branch.words, self.look_up)
            if branch.name == "unless" and truth is not None:
                truth = not truth
            if truth is None:
                self._doubt(node, branch.words)
            elif truth:
                return self.run(branch.nodes)
        return ""

    _tag_unless = _tag_if

    def _tag_case(self, node: Node) -> str:
        value = evaluate(node.words, self.look_up)
        if value is UNKNOWN:
            self._doubt(node, node.words)
            return ""
        for branch in node.branches[1:]:
            options = re.split(r"\s*,\s*|\s+or\s+", branch.words)
            if branch.name == "else" or value in [value_of(option, self.look_up) for option in options]:
                return self.run(branch.nodes)
        return ""

    def _doubt(self, node: Node, words: str) -> None:
        """A condition that is not known matters only where something is counted or shown behind it."""
        if any(matters(branch) for branch in node.branches):
            self.doubts.append((self.line, f"the condition “{words[:80]}” is not understood"))

    def _tag_for(self, node: Node) -> str:
        match = LOOP.fullmatch(node.words.strip())
        items = value_of(match[2], self.look_up) if match else UNKNOWN
        items = self._cut(items, match[3]) if isinstance(items, list) else items
        if items is UNKNOWN or not isinstance(items, list):
            if items is UNKNOWN and matters(node.branches[0]):
                self.doubts.append((self.line, f"the loop “{node.words[:80]}” is not understood"))
            return ""
        name, kept = match[1], {key: self.variables.get(key) for key in (match[1], "forloop")}
        written = []
        for place, item in enumerate(items):
            self.variables[name], self.variables["forloop"] = item, loop_state(place, len(items))
            pushed = isinstance(item, Item)
            self.entry = item if isinstance(item, Slot) else self.entry
            self.fetched, self.waiting = None, []
            if pushed:
                self.current.append(item)
            try:
                written.append(self.run(node.branches[0].nodes))
            except Left as left:
                if str(left) == "break":
                    break
            finally:
                if pushed:
                    self.current.pop()
        self.entry, self.fetched, self.waiting = None, None, []
        self.variables.update(kept)
        if not items and len(node.branches) > 1:
            return self.run(node.branches[1].nodes)
        return "".join(written)

    def _cut(self, items: list, words: str) -> Any:
        """A loop's offset, limit and reversed, in the order in which Liquid applies them."""
        limits = dict(re.findall(r"\b(limit|offset)\s*:\s*([\w.-]+)", words))
        values = {key: value_of(text, self.look_up) for key, text in limits.items()}
        if any(not isinstance(value, int | None) for value in values.values()):
            return UNKNOWN
        start, count = values.get("offset") or 0, values.get("limit")
        pieces = [Slot(items, place) for place in range(len(items))] if isinstance(items, Slots) else list(items)
        pieces = pieces[start : None if count is None else start + count]
        return pieces[::-1] if re.search(r"\breversed\b", words) else pieces

    def _tag_break(self, node: Node) -> None:
        raise Left("break")

    def _tag_continue(self, node: Node) -> None:
        raise Left("continue")

    def _tag_include(self, node: Node) -> str:
        name, _, words = node.words.partition(" ")
        template = self.includes.get(name.strip("'\""))
        if template is None or self.depth == MOST_INCLUDES:
            return ""
        given = re.findall(r"([\w-]+)\s*=\s*('[^']*'|\"[^\"]*\"|[\w.\[\]-]+)", words)
        before = self.variables.get("include")
        self.variables["include"] = {key: value_of(text, self.look_up) for key, text in given}
        self.depth += 1
        try:
            return self.run(tree_of(template))
        finally:
            self.depth -= 1
            self.variables["include"] = before

    _tag_include_relative = _tag_include


class Known(Mapping):
    """`site` with its collections, `page` with its lists; anything else of them is not known."""

    def __init__(self, values: Mapping[str, Any]):
        self.values_known = values

    def get(self, key, default=None):
        return self.values_known.get(key, UNKNOWN)

    __getitem__ = get

    def __iter__(self):
        return iter(self.values_known)

    def __len__(self):
        return len(self.values_known)


def loop_state(place: int, length: int) -> dict[str, Any]:
    return {
        "index": place + 1,
        "index0": place,
        "rindex": length - place,
        "rindex0": length - place - 1,
        "first": place == 0,
        "last": place == length - 1,
        "length": length,
    }


def matters(branch: Branch) -> bool:
    """Whether anything in a branch counts, or shows an entry of a list."""
    return any(
        node.kind in COUNTS
        or (node.kind == "output" and "[" in node.words)
        or any(matters(inner) for inner in node.branches)
        for node in branch.nodes
    )


def follow(
    template: str,
    posts: Mapping[str, Sequence[Item]],
    includes: Mapping[str, str],
    own: Mapping[str, Sequence[str]] | None = None,
) -> Page:
    """The page after it has been followed to its end; `own`: lists of its front matter. Raises NotUnderstood."""
    page = Page(posts, includes, {key: Slots(entries) for key, entries in (own or {}).items()})
    for name, slots in page.own.items():
        slots.name, slots.line = name, 1
        page.lists[slots.key] = slots
    with suppress(Left):
        page.run(tree_of(template))
    return page
