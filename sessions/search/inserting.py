"""Rows of this room's tables, written without what the ORM does for each of them: an import writes many."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model


def insert(rows: Sequence[Model]) -> None:
    """Add rows of one model; those that are there already stay as they are. Their numbers are not told."""
    if not rows:
        return
    meta = rows[0]._meta
    names = [field.attname for field in meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns, places = ", ".join(map(quote, names)), ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[getattr(row, name) for name in names] for row in rows])
