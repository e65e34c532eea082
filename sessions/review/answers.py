"""The answers that a question can be given, and what each of them does."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from readings.models import Paper
from sessions.models import ReviewItem, Session

from .joining import join
from .merging import merge
from .settling import CannotSettle, confirm_reading, is_about_a_value, keep, reject_reading, settle, take

# What taking and keeping come to, where that is not a value to read.
LABELS = {
    ("withdrawn", "True"): ("Withdraw it", "Keep it"),
    ("state", "draft"): ("Make it a draft", "Keep it as it is"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    name: str
    label: str
    act: Callable[[ReviewItem], object]
    needs: tuple[str, ...] = ()  # permissions beyond that to change the item


def other_of(item: ReviewItem) -> Paper | Session | None:
    """The paper or session with which the item's own is compared."""
    said = item.theirs if isinstance(item.theirs, dict) else {}
    if item.kind == ReviewItem.Kind.IDENTITY and item.paper and "paper" in said:
        return Paper.objects.filter(pk=said["paper"]).exclude(pk=item.paper_id).with_people().first()
    if item.kind == ReviewItem.Kind.SESSION and item.session and "session" in said:
        return Session.objects.filter(pk=said["session"]).exclude(pk=item.session_id).select_related("course").first()
    return None


def answers_of(item: ReviewItem) -> list[Answer]:
    """What a person can answer, most likely first."""
    dismiss = Answer("dismiss", "Dismiss", partial(settle, state=ReviewItem.State.DISMISSED))
    if item.kind in (ReviewItem.Kind.IDENTITY, ReviewItem.Kind.SESSION):
        return [*same_answers(item), Answer("different", "They are different", dismiss.act)]
    if is_about_a_value(item):
        record = item.record._meta
        needs = (f"{record.app_label}.change_{record.model_name}",)
        taking, keeping = LABELS.get((item.field, str(item.theirs)), ("Take the post's value", "Keep mine"))
        return [Answer("theirs", taking, take, needs), Answer("ours", keeping, keep, needs)]
    if item.reading_id:
        needs = ("course_sessions.change_reading",)
        return [
            Answer("right", "It is right", confirm_reading, needs),
            Answer("wrong", "It is no reading: take it out", reject_reading, needs),
        ]
    return [Answer("done", "Settled", settle), dismiss]


def same_answers(item: ReviewItem) -> list[Answer]:
    """One record of two, whichever is to stay."""
    other = other_of(item)
    if other is None:
        return []
    if isinstance(other, Paper):
        one, act, needs = item.paper, merge, ("readings.change_paper", "readings.delete_paper")
    else:
        one, act, needs = item.session, join, ("course_sessions.change_session",)
    return [
        Answer("this", f"The same: keep “{str(one)[:60]}” ({one.slug})", partial(both, act, one, other), needs),
        Answer("other", f"The same: keep “{str(other)[:60]}” ({other.slug})", partial(both, act, other, one), needs),
    ]


def both(act: Callable, stays: Paper | Session, goes: Paper | Session, item: ReviewItem) -> None:
    act(stays, goes)
    settle(item)


__all__ = ["Answer", "CannotSettle", "answers_of", "other_of"]
