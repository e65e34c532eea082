"""Settling a conflict: the post's value is taken, or the person's kept. Either way the post's counts as given."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from readings.models import Authorship, Paper
from sessions.importing.people import People
from sessions.importing.questions import confirm
from sessions.importing.records import value_of
from sessions.mentions import papers_of, renew_mentions
from sessions.models import Reading, ReviewItem
from sessions.search.sync import reindex


class CannotSettle(ValueError):
    """A sentence for the person who asked for it."""


def current_value(item: ReviewItem) -> Any:
    """What stands here now; the item's own copy where the field is none of the record's columns."""
    record = item.record
    if item.field == "authors" and isinstance(record, Paper):
        return [author.name for author in record.authors_in_order]
    if item.field in {column.name for column in record._meta.concrete_fields}:
        return value_of(record, item.field)
    return item.ours


def is_about_a_value(item: ReviewItem) -> bool:
    """Whether there is a value to take or to keep."""
    columns = {column.name for column in item.record._meta.concrete_fields}
    return bool(item.field) and item.field in columns | {"authors", "order"}


@transaction.atomic
def take(item: ReviewItem) -> None:
    """The post's value comes in. Raises CannotSettle."""
    record = locked(item.record)
    if item.field == "authors" and isinstance(record, Paper):
        take_authors(record, item.theirs)
    elif item.field == "order":
        for reading in record.readings.all():
            Reading.objects.filter(pk=reading.pk).update(position=reading.as_given.get("position", reading.position))
    else:
        papers = papers_of([record])
        take_value(record, item.field, item.theirs)
        renew_mentions(papers | papers_of([record]))
    settle(item)


@transaction.atomic
def keep(item: ReviewItem) -> None:
    """What stands here stays; the post's value is noted, so that only another one is asked about."""
    record = locked(item.record)
    if item.field not in ("authors", "order"):
        note_given(record, item.field, item.theirs)
    settle(item)


@transaction.atomic
def confirm_reading(item: ReviewItem) -> None:
    confirm([item.reading_id])


@transaction.atomic
def reject_reading(item: ReviewItem) -> None:
    """It was no reading: taken out of the lists, and no import brings it back."""
    Reading.objects.filter(pk=item.reading_id).update(withdrawn=True)
    reindex(Paper, [item.reading.paper_id])
    confirm([item.reading_id])
    renew_mentions(papers_of([item.reading]))


def locked(record: Model) -> Model:
    return type(record)._default_manager.select_for_update().get(pk=record.pk)


def note_given(record: Model, field: str, value: Any) -> None:
    type(record)._default_manager.filter(pk=record.pk).update(as_given={**record.as_given, field: value})


def take_value(record: Model, field: str, value: Any) -> None:
    column = record._meta.get_field(field)
    try:
        setattr(record, column.attname, column.to_python(value))
        record.as_given = {**record.as_given, field: value}
        with transaction.atomic():
            record.save()
    except (IntegrityError, ValidationError):
        raise CannotSettle(f"“{str(value)[:80]}” cannot stand here: another record has it already.") from None


def take_authors(paper: Paper, names: list[str]) -> None:
    """Authors by name, made where nobody here has it."""
    people = People(names).make(names)
    paper.authorships.all().delete()
    Authorship.objects.bulk_create(
        Authorship(paper=paper, author_id=author, position=place) for place, author in enumerate(people)
    )
    note_given(paper, "authors", people)
    reindex(Paper, [paper.pk])


def settle(item: ReviewItem, state: str = ReviewItem.State.SETTLED) -> None:
    item.state = state
    item.save(update_fields=["state"])
