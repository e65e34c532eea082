"""What would be done, record by record."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Model


def nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one record; without `write` it stays as it is, and `said` tells why."""

    record: Model
    said: str
    write: Callable[[], object] | None = None
    details: Sequence[str] = ()  # what a person looks at before deciding

    @property
    def changes(self) -> bool:
        """For templates, which would call `write`."""
        return self.write is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """Effects in order, and what is to be done once after all of them."""

    effects: Sequence[Effect]
    finish: Callable[[], object] = field(default=nothing)
    touched: Sequence[Model] = ()  # what is changed beside the records of the effects

    @property
    def changes(self) -> list[Effect]:
        return [effect for effect in self.effects if effect.changes]

    @property
    def key(self) -> str:
        """Names what is shown: a plan with other effects has another one."""
        told = [(type(one.record).__name__, one.record.pk, one.said, one.changes) for one in self.effects]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    @transaction.atomic
    def apply(self) -> None:
        for effect in self.changes:
            effect.write()
        self.finish()
