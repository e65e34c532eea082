"""Three-way merge, pure: what the post said before, what stands here, what the post says now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

UNKNOWN = object()  # the importer has never written this value


@dataclass(frozen=True, slots=True)
class Merged:
    """`value` is to stand; `kept`: it is a person's; `conflict`: the post changed it as well."""

    value: Any
    kept: bool = False
    conflict: bool = False


def merge_value(base: Any, ours: Any, theirs: Any) -> Merged:
    """Untouched: the post's value. Changed by a person: theirs stays, a conflict where the post changed it too."""
    if plain(ours) in (plain(base), plain(theirs)):
        return Merged(theirs)
    if base is UNKNOWN:
        return Merged(theirs) if ours in ("", None, []) else Merged(ours, kept=True)
    return Merged(ours, kept=True, conflict=plain(theirs) != plain(base))


def plain(value: Any) -> Any:
    """Text without what a form alone changes: its line ends and the space around it."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def merge_set(base: Iterable[str], ours: Iterable[str], theirs: Iterable[str], key: Callable = str.casefold) -> Merged:
    """A person's additions and removals survive, the post's follow. Order: the post's, then the added."""
    bases, mine, new = ({key(item): item for item in items} for items in (base, ours, theirs))
    removed, added = bases.keys() - mine.keys(), mine.keys() - bases.keys()
    value = [mine.get(k, item) for k, item in new.items() if k not in removed]
    value += [item for k, item in mine.items() if k in added and k not in new]
    kept = bool((removed & new.keys()) | (added - new.keys()))
    return Merged(value, kept=kept)


@dataclass(slots=True)
class FieldPlan:
    """What becomes of one record's values."""

    values: dict[str, Any] = field(default_factory=dict)  # to be written
    kept: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def plan_fields(base: dict, ours: dict, theirs: dict) -> FieldPlan:
    """The merge of each value in `theirs`; `values` holds only what differs from what stands here."""
    plan = FieldPlan()
    for name, new in theirs.items():
        merged = merge_value(base.get(name, UNKNOWN), ours[name], new)
        if plain(merged.value) != plain(ours[name]):
            plan.values[name] = merged.value
        if merged.kept:
            plan.kept.append(name)
        if merged.conflict:
            plan.conflicts.append(name)
    return plan
