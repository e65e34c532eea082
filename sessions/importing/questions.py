"""What is asked of a person: one row a question, and none twice."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from readings.models import Paper
from sessions.models import BlogNote, Course, Page, Post, Reading, ReviewItem, Session, SlideDeck

LINKS = {Session: "session", Reading: "reading", Paper: "paper", BlogNote: "note", Page: "page", SlideDeck: "deck"}


def digest(*told: Any) -> str:
    return hashlib.sha256("\0".join(map(str, told)).encode("utf-8", "replace")).hexdigest()


def linked(record: Model) -> dict[str, Model]:
    """The item's foreign key to a record; a course is named by every item anyway."""
    return {LINKS[type(record)]: record} if type(record) in LINKS else {}


def conflict_key(record: Model, field: str) -> str:
    return digest("conflict", record._meta.label, record.pk, field)


def ask(course: Course, post: Post | None, kind: str, message: str, key: str, **values: Any) -> bool:
    """A question for a person; False where it has been asked already, in whichever course."""
    if ReviewItem.objects.filter(kind=kind, key=key).exists():
        return False
    ReviewItem.objects.create(course=course, post=post, kind=kind, message=message[:500], key=key, **values)
    return True


def ask_conflict(course: Course, post: Post | None, record: Model, field: str, message: str, **values: Any) -> None:
    """Both sides changed a value. One item a field: it opens again when the post's value changes again.

    `values`: base, ours, theirs and line. An item still open keeps the base that nobody has looked at yet.
    """
    key = conflict_key(record, field)
    item = ReviewItem.objects.filter(kind=ReviewItem.Kind.CONFLICT, key=key).first()
    if item is None:
        values |= {"kind": ReviewItem.Kind.CONFLICT, "key": key, "field": field} | linked(record)
        ReviewItem.objects.create(course=course, post=post, message=message[:500], **values)
        return
    if item.state == ReviewItem.State.OPEN:
        values["base"] = item.base
    values |= {"course": course, "post": post, "message": message[:500], "state": ReviewItem.State.OPEN}
    for name, value in values.items():
        setattr(item, name, value)
    item.save()


def open_conflicts() -> set[str]:
    """The keys of conflicts that nobody has settled."""
    waiting = ReviewItem.objects.filter(kind=ReviewItem.Kind.CONFLICT, state=ReviewItem.State.OPEN)
    return set(waiting.values_list("key", flat=True))


def close(keys: Iterable[str]) -> None:
    """Conflicts that are none any more, because post and person agree by now."""
    ReviewItem.objects.filter(kind=ReviewItem.Kind.CONFLICT, key__in=list(keys)).update(state=ReviewItem.State.SETTLED)


def unsure_key(reading: Reading) -> str:
    return digest("unsure", reading.pk)


def unsure_readings(course: Course) -> set[int]:
    """The readings about which somebody is still asked."""
    waiting = ReviewItem.objects.filter(course=course, kind=ReviewItem.Kind.UNSURE, state=ReviewItem.State.OPEN)
    return set(waiting.exclude(reading=None).values_list("reading", flat=True))


def confirm(readings: Iterable[int]) -> None:
    """A person has looked at these readings: nobody asks about them any more."""
    waiting = ReviewItem.objects.filter(kind=ReviewItem.Kind.UNSURE, state=ReviewItem.State.OPEN)
    waiting.filter(reading__in=list(readings)).update(state=ReviewItem.State.SETTLED)
