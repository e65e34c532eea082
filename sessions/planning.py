"""A course's rows and its rule -> a plan of dates; a plan that a person has seen -> rows, in one transaction."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from .models import Course, NoClassDay, Session
from .schedule import (
    Change,
    Item,
    MeetingPattern,
    changes,
    dates_of,
    days_between,
    in_order,
    meeting_days,
    summary,
)

Kind = Session.Kind
SAVED = ("date", "kind", "cancelled", "pinned", "position", "stands_before", "date_by_rule", "updated")


class PlanIsOld(Exception):
    """What was shown is no longer what would be done."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person wants of one session; `place` counts from 1 in the course's order."""

    place: int
    kind: str
    cancelled: bool
    fixed: bool
    date: datetime.date | None  # of a row that does not follow the rule


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying would do. `key` names it: the same rows, rule and edits have the same key."""

    sessions: tuple[Session, ...]  # in their new order
    edits: Mapping[int, Edit]
    dates: Mapping[int, datetime.date | None]
    changes: tuple[Change, ...]
    without_date: tuple[Session, ...]  # meetings for which the rule has no day left
    days: int  # that the rule gives
    by_rule: frozenset[int]
    key: str

    @property
    def summary(self) -> str:
        return summary(self.changes)

    @property
    def moved(self) -> list[tuple[Session, Change]]:
        """The sessions whose dates change."""
        by_pk = {session.pk: session for session in self.sessions}
        return [(by_pk[change.key], change) for change in self.changes]


def days_of(course: Course, spans: Iterable[NoClassDay]) -> tuple[list[datetime.date], set[datetime.date]]:
    """(the course's meeting days in order, its days without class); no meeting days where it has no rule."""
    no_class = {day for span in spans for day in days_between(span.date, span.last)}
    if not course.has_rule:
        return [], no_class
    pattern = MeetingPattern(frozenset(course.weekdays), course.first_day, course.last_day)
    return meeting_days(pattern, no_class), no_class


def sessions_of_plan(course: Course) -> list[Session]:
    """The course's own sessions in order, hidden ones too; what planning needs of them."""
    sessions = course.sessions.filter(same_as=None).in_order()
    return list(sessions.defer("introduction", "introduction_html", "as_given"))


def as_it_stands(sessions: Sequence[Session]) -> dict[int, Edit]:
    return {
        session.pk: Edit(place, session.kind, session.cancelled, session.is_fixed, session.date)
        for place, session in enumerate(sessions, start=1)
    }


def plan_dates(course: Course, edits: Mapping[int, Edit] | None = None) -> Plan:
    """What the rule and a person's edits make of the course; sessions without an edit stay as they are."""
    standing = sessions_of_plan(course)
    before = as_it_stands(standing)
    edits = {pk: (edits or {}).get(pk, edit) for pk, edit in before.items()}
    by_pk = {session.pk: session for session in standing}
    order = [by_pk[pk] for pk in in_order(list(before), {pk: edit.place for pk, edit in edits.items()})]
    days, no_class = days_of(course, course.no_class_days.all())
    items = [item_of(session, edits[session.pk], ruled=course.has_rule) for session in order]
    dates = dates_of(items, days)
    followers = [session for session, item in zip(order, items, strict=True) if item.follows]
    standing_items = [Item(session.pk, session.date, follows=False) for session in order]
    return Plan(
        sessions=tuple(order),
        edits=edits,
        dates=dates,
        changes=tuple(changes(standing_items, dates, days, no_class)),
        without_date=tuple(session for session in followers if dates[session.pk] is None),
        days=len(days),
        by_rule=frozenset(session.pk for session in followers),
        key=digest_of(before, edits, days),
    )


def item_of(session: Session, edit: Edit, *, ruled: bool) -> Item:
    """Without a rule every row keeps its date; headings and cancelled rows that nobody fixed follow nothing."""
    if ruled and not edit.fixed and edit.kind == Kind.MEETING and not edit.cancelled:
        return Item(session.pk, session.date, follows=True)
    date = edit.date
    if ruled and not edit.fixed:
        # A cancelled meeting stays in calendars where it was; another row has had a date of the rule only by mistake.
        date = session.date if edit.kind == Kind.MEETING else None
    return Item(session.pk, date, follows=False, holds_day=edit.fixed and edit.kind in (Kind.MEETING, Kind.BREAK))


def digest_of(before: Mapping[int, Edit], edits: Mapping[int, Edit], days: Sequence[datetime.date]) -> str:
    states = [[(pk, *asdict(edit).values()) for pk, edit in state.items()] for state in (before, edits)]
    return hashlib.sha256(json.dumps([*states, list(days)], default=str).encode()).hexdigest()


@transaction.atomic
def apply_plan(course: Course, edits: Mapping[int, Edit], key: str) -> Plan:
    """Write the plan that was shown under this key. Raises PlanIsOld where it has become another one."""
    locked = Course.objects.select_for_update().get(pk=course.pk)
    list(locked.sessions.select_for_update().order_by("pk").values_list("pk"))
    plan = plan_dates(locked, edits)
    if plan.key != key:
        raise PlanIsOld
    following = None
    for place, session in reversed(list(enumerate(plan.sessions, start=1))):
        edit, date = plan.edits[session.pk], plan.dates[session.pk]
        session.position, session.date = place, date
        session.kind, session.cancelled = edit.kind, edit.cancelled
        # Another date than the rule's is fixed without a pin.
        session.pinned = edit.fixed and date is not None and (session.pinned or date == session.date_by_rule)
        session.date_by_rule = date if session.pk in plan.by_rule else session.date_by_rule
        session.stands_before = following if date is None and session.pk not in plan.by_rule else None
        session.save(update_fields=SAVED)
        following = session if date else following
    return plan
