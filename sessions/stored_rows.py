"""Rows kept as JSON, every column with its number, to be written back just as they were."""

import json
from collections.abc import Iterable

from django.core import serializers
from django.db.models import Model


def stored(rows: Iterable[Model]) -> list[dict]:
    # Not the "json" format: that one cuts times to milliseconds.
    return json.loads(json.dumps(serializers.serialize("python", list(rows)), default=str))


def restore(rows: list[dict]) -> None:
    for row in serializers.deserialize("python", rows):
        row.save()
