"""Writing one record: its values merged with what people did to it, and what is to be said about that."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from django.db.models import Model
from django.db.models.fields.files import FieldFile

from sessions.models import Course, Post, Session

from . import questions
from .merge import merge_set, plain, plan_fields
from .report import Message, PostOutcome, cut


@dataclass
class Log:
    """What one post's import says and counts."""

    course: Course
    path: str  # as shown to people
    outcome: PostOutcome
    messages: list[Message] = field(default_factory=list)
    post: Post | None = None

    def warn(self, line: int, text: str) -> None:
        message = Message("warning", self.path, max(line, 1), text)
        if message not in self.messages:
            self.messages.append(message)

    def changed(self, text: str) -> None:
        self.outcome.changes.append(text)

    @cached_property
    def open_conflicts(self) -> set[str]:
        return questions.open_conflicts()

    @cached_property
    def unsure(self) -> set[int]:
        return questions.unsure_readings(self.course)

    def ask(self, kind: str, message: str, key: str = "", **values: Any) -> None:
        """A question for a person, once: `key` tells it from others, else its words and values do."""
        told = [kind, self.post.path if self.post else self.path, message, values.get("field", "")]
        told += [repr(values.get(name)) for name in ("base", "ours", "theirs")]
        if questions.ask(self.course, self.post, kind, message, key or questions.digest(*told), **values):
            self.changed(f"to be asked: {message}")
            self.outcome.asked += 1

    def ask_conflict(self, record: Model, field: str, message: str, **values: Any) -> None:
        questions.ask_conflict(self.course, self.post, record, field, message, **values)
        self.changed(f"to be asked: {message}")
        self.outcome.asked += 1
        self.open_conflicts.add(questions.conflict_key(record, field))

    def agree(self, record: Model, fields: Iterable[str]) -> None:
        """Close what is still asked about these fields: they follow the post, or say what it says."""
        if not self.open_conflicts:
            return
        if closed := {questions.conflict_key(record, name) for name in fields} & self.open_conflicts:
            questions.close(closed)
            self.open_conflicts.difference_update(closed)


def value_of(record: Model, name: str) -> Any:
    """The record's value as it is kept in as_given."""
    value = getattr(record, name)
    if isinstance(value, FieldFile):
        return value.name or ""
    return value.isoformat() if isinstance(value, datetime.date) else value


def clipped(record: Model, theirs: dict, log: Log, line: int) -> dict:
    """The values cut to what their columns hold, each cut warned about."""
    result = dict(theirs)
    for name, value in theirs.items():
        longest = getattr(record._meta.get_field(name), "max_length", None)
        if isinstance(value, str) and longest and len(value) > longest:
            result[name] = value[: longest - 1] + "…"
            log.warn(line, f"{name.replace('_', ' ')} is longer than {longest} characters: shortened")
    return result


def merge_record(
    record: Model, theirs: dict, log: Log, line: int, about: str, lines: Mapping[str, int] = MappingProxyType({})
) -> bool:
    """Set the post's values where no person has; True when there is anything to save.

    `lines`: of the values that stand on a line of their own.
    """
    theirs = clipped(record, theirs, log, line)
    ours = {name: value_of(record, name) for name in theirs}
    base = record.as_given if record.pk else {**ours, **record.as_given}  # a new record's defaults are nobody's
    plan = plan_fields(base, ours, theirs)
    for name, value in plan.values.items():
        column = record._meta.get_field(name)
        setattr(record, column.attname, column.to_python(value))
    log.outcome.kept += len(plan.kept)
    if quietly := [name.replace("_", " ") for name in plan.kept if name not in plan.conflicts]:
        log.changed(f"kept as it is here: {about}: {', '.join(quietly)}")
    for name in plan.conflicts:
        said = f"{about}: {name.replace('_', ' ')} was changed here and in the post"
        at = lines.get(name, line)
        log.ask_conflict(record, name, said, line=at, base=base.get(name), ours=ours[name], theirs=theirs[name])
    if record.pk:
        log.agree(record, theirs.keys() - set(plan.kept))
    if record.pk and plan.values:
        log.changed(f"{about}: {', '.join(name.replace('_', ' ') for name in plan.values)}")
    told = {*plan.values, *plan.kept}
    agreed = [n for n, new in theirs.items() if n in base and n not in told and plain(new) != plain(base[n])]
    if record.pk and agreed:
        log.changed(f"{about}: {', '.join(n.replace('_', ' ') for n in agreed)}: the post now says what stands here")
    before, record.as_given = record.as_given, {**record.as_given, **theirs}
    return bool(plan.values) or record.as_given != before


def merge_names(record: Session, name: str, ours: list[str], theirs: list[str], log: Log) -> list[str]:
    """A set of names merged; what is to stand."""
    merged = merge_set(record.as_given.get(name, []), ours, theirs)
    log.outcome.kept += merged.kept
    if set(record.as_given.get(name, theirs)) != set(theirs):
        log.changed(f"session “{cut(record.title, 80)}”: {name}")
    record.as_given = {**record.as_given, name: list(theirs)}
    return merged.value
