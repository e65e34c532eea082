"""A record as an earlier version has it."""

from django.contrib.auth.models import AbstractBaseUser
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from ..mentions import papers_of, renew_mentions
from ..models import Version
from .recording import note_addition, recorded
from .values import MODELS, Missing, give

TAKEN = "Another record has taken its place, address or identifier meanwhile: change that one first."


class CannotRestore(ValueError):
    """A sentence for the person who asked for it."""


def record_of(version: Version) -> Model | None:
    return MODELS[version.kind]._default_manager.filter(pk=version.number).first()


def restore(version: Version, user: AbstractBaseUser) -> Model:
    """Give the record the version's values, or bring it back with all that its deletion took. Raises CannotRestore."""
    reason = f"Restored as it was on {version.created:%-d %B %Y, %H:%M}"
    try:
        with transaction.atomic():
            record = MODELS[version.kind]._default_manager.select_for_update().filter(pk=version.number).first()
            if record is None:
                return bring_back(version, user, reason)
            papers = papers_of([record])
            with recorded(user, reason, [record]):
                give(record, version.values)
            renew_mentions(papers | papers_of([record]))
            return record
    except Missing as error:
        raise CannotRestore(str(error)) from None
    except (IntegrityError, ValidationError, DeserializationError):
        raise CannotRestore(TAKEN) from None


def bring_back(version: Version, user: AbstractBaseUser, reason: str) -> Model:
    if not version.taken:
        raise CannotRestore(f"This {version.kind} was deleted: restore the version in which that was done.")
    taken = {(row["model"], row["pk"]) for row in version.taken}
    for row in serializers.deserialize("python", version.taken):
        empty_what_is_gone(row.object, taken)
        row.save()
    record = record_of(version)
    renew_mentions(papers_of([record]))
    note_addition([record], user, reason)
    return record


def empty_what_is_gone(row: Model, taken: set[tuple[str, int]]) -> None:
    """A row may do without what was deleted since; where it may not, the database refuses it."""
    for field in row._meta.concrete_fields:
        number = getattr(row, field.attname)
        if not field.is_relation or not field.null or number is None:
            continue
        comes_back = (field.related_model._meta.label_lower, number) in taken
        if not comes_back and not field.related_model._base_manager.filter(pk=number).exists():
            setattr(row, field.attname, None)
