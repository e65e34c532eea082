"""Partial dates: "2024", "2024-01" or "2024-01-30", as reading lists give them (ISO 8601, reduced precision)."""

import datetime
import re

from django.core.exceptions import ValidationError
from django.db import models

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def parse_partial_date(text: str) -> tuple[int, ...]:
    """(year,), (year, month) or (year, month, day). Raises ValueError with a sentence for a person."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    if not match:
        raise ValueError(f"“{text}” is not a date: write 2024, 2024-01 or 2024-01-30.")
    parts = tuple(int(part) for part in match.groups() if part)
    try:
        datetime.date(*(*parts, 1, 1)[:3])
    except ValueError:
        raise ValueError(f"“{text}” is not a day of the calendar.") from None
    return parts


def display_partial_date(text: str) -> str:
    """ "2024-01-30" as "30 January 2024", "2024-01" as "January 2024", "2024" as it is."""
    parts = parse_partial_date(text) if text else ()
    return " ".join(str(part) for part in [*parts[:1:-1], *(MONTHS[month - 1] for month in parts[1:2]), *parts[:1]])


def validate_partial_date(text: str) -> None:
    try:
        parse_partial_date(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


class PartialDateField(models.CharField):
    """A partial date as text: it sorts as written, and "" means unknown."""

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)
        self.validators.append(validate_partial_date)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs
