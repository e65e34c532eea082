"""Versions are written here: around a change, at an addition, before a deletion."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max, Model
from django.db.models.deletion import Collector

from ..models import BlogNote, Reading, Session, Version
from ..stored_rows import stored
from .values import MODELS, Key, Values, bare, key_of, states

FIRST = "As it was before the changes kept here"
OUTSIDE = "Changed by an import or a command"


def with_their_rows(keys: Iterable[Key]) -> set[Key]:
    """Sessions together with their readings and notes."""
    keys = set(keys)
    sessions = {number for kind, number in keys if kind == Version.Kind.SESSION}
    if sessions:
        for kind, model in ((Version.Kind.READING, Reading), (Version.Kind.NOTE, BlogNote)):
            numbers = model.objects.filter(session__in=sessions).order_by().values_list("pk", flat=True)
            keys |= {(str(kind), number) for number in numbers}
    return keys


def lock(keys: Iterable[Key]) -> None:
    """So that nobody else's change is taken for one of the block's."""
    for kind, model in MODELS.items():
        numbers = [number for one, number in keys if one == kind]
        if numbers:
            list(model._base_manager.select_for_update().filter(pk__in=numbers).order_by("pk").values_list("pk"))


@contextmanager
def recorded(user: AbstractBaseUser | None, reason: str, records: Iterable[Model]) -> Iterator[None]:
    """In one transaction: what the block changes in these records, and in the rows of sessions, becomes versions."""
    with transaction.atomic():
        own = {key_of(record) for record in records if record.pk is not None}
        lock(own)
        lock(with_their_rows(own) - own)
        before = {key: values for key, (_, values) in states(with_their_rows(own)).items()}
        yield
        after = states(with_their_rows(own) | before.keys())
        write_changes(before, after, user, reason)


def write_changes(
    before: dict[Key, Values], after: dict[Key, tuple[Model, Values]], user: AbstractBaseUser | None, reason: str
) -> None:
    changed = {key: found for key, found in after.items() if key not in before or differ(before[key], found[1])}
    last = last_versions(changed)
    versions = []
    for key, (record, values) in sorted(changed.items(), key=lambda item: item[0]):
        old = before.get(key)
        if old is not None and (key not in last or differ(last[key].values, old)):
            earlier, said = (last[key].values, OUTSIDE) if key in last else (old, FIRST)
            versions.append(version_of(record, old, None, said, names_changed(earlier, old)))
        said = reason if old is not None else reason or "Added"
        versions.append(version_of(record, values, user, said, names_changed(old or {}, values)))
    Version.objects.bulk_create(versions)


def differ(one: Values, other: Values) -> bool:
    """In what both keep: versions of old keep fewer values."""
    return any(bare(one[name]) != bare(other[name]) for name in one.keys() & other.keys())


def names_changed(before: Values, after: Values) -> list[str]:
    return [name for name in after if name in before and bare(before[name]) != bare(after[name])]


def last_versions(keys: Iterable[Key]) -> dict[Key, Version]:
    found = {}
    numbers: dict[str, list[int]] = {}
    for kind, number in keys:
        numbers.setdefault(kind, []).append(number)
    for kind, wanted in numbers.items():
        rows = Version.objects.filter(kind=kind, number__in=wanted).order_by()
        newest = rows.values("number").annotate(newest=Max("pk")).values("newest")
        found |= {(kind, version.number): version for version in Version.objects.filter(pk__in=newest)}
    return found


def version_of(
    record: Model, values: Values, user: AbstractBaseUser | None, reason: str, changed: list[str]
) -> Version:
    kind, number = key_of(record)
    session = record if isinstance(record, Session) else getattr(record, "session", None)
    return Version(
        kind=kind,
        number=number,
        course=session.course if session else None,
        session=session.pk if session else None,
        title=(values.get("title") or str(record))[:300],
        values=values,
        changed=changed,
        user=user,
        reason=reason[:300],
    )


def note_addition(records: Iterable[Model], user: AbstractBaseUser | None, reason: str) -> None:
    """Records that have just been made, and the rows of sessions."""
    write_changes({}, states(with_their_rows(map(key_of, records))), user, reason)


def note_deletion(records: Iterable[Model], user: AbstractBaseUser | None) -> None:
    """Records that are about to be deleted, with every row that goes along."""
    for record, values in states(map(key_of, records)).values():
        version = version_of(record, values, user, "Deleted", [])
        version.taken = rows_taken(record)
        version.save()


def rows_taken(record: Model) -> list[dict]:
    """Every row that the record's deletion deletes, its own first."""
    collector = Collector(using="default")
    collector.collect([record])
    rows = [row for found in [*collector.data.values(), *collector.fast_deletes] for row in found]
    rows = [row for row in rows if not row._meta.auto_created]  # what joins two records is stored with the first
    rows.sort(key=lambda row: row != record)
    return stored(rows)
