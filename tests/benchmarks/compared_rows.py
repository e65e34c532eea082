"""The rows of a database as text that two databases can be compared by: without ids, times and what is drawn by lot.

Run as a program it prints those of the project's database as JSON.
"""

import hashlib
import json
import os
import sys
from collections import Counter
from functools import cache
from pathlib import Path

LEFT_OUT = {"ImportRun", "SearchTrigram", "Permission", "ContentType", "LogEntry", "User", "Group"}
KNOWN_BY = ("slug", "path", "sha256", "name")
TIMES_AND_DRAWN = {"DateTimeField", "UUIDField"}
OF_NUMBERS = {("SearchDocument", "digest"), ("ReviewItem", "key")}  # digests of ids among other things
FROM_OTHERS = frozenset(("html", "introduction_html"))  # links to papers that other posts brought


def differing(one: dict, other: dict) -> list[str]:
    """What is not the same, by model: "Paper 1 less, 2 more"."""
    found = []
    for model in sorted(one["rows"].keys() | other["rows"].keys()):
        before, after = Counter(one["rows"].get(model, [])), Counter(other["rows"].get(model, []))
        if before != after:
            found.append(f"{model} {(before - after).total()} less, {(after - before).total()} more")
    return found


def dump() -> dict:
    """All rows by model, those of each post by its path, and their number."""
    from django.apps import apps

    from sessions.models import Post

    models = [model for model in apps.get_models() if model.__name__ not in LEFT_OUT]
    rows = {model.__name__: sorted(said(row) for row in model._base_manager.all()) for model in models}
    posts = {post.path: rows_of(post) for post in Post.objects.order_by("path")}
    return {"rows": rows, "posts": posts, "count": sum(map(len, rows.values()))}


def rows_of(post) -> list[str]:
    """The post's own rows: its sessions with their readings, decks and notes, and its pages."""
    found = [post, *post.pages.all()]
    for session in post.sessions.all():
        found += [session, *session.readings.all(), *session.slides.all(), *session.notes.all()]
    return sorted(said(row, pointers=False, without=FROM_OTHERS) for row in found)


@cache
def named(model: type, number: int) -> str:
    """A row that another one points to: what it is known by, else all that it says."""
    row = model._base_manager.filter(pk=number).first()
    if row is None:
        return "gone"
    known = next((getattr(row, name) for name in KNOWN_BY if getattr(row, name, "")), "") or said(row)
    return f"{named(type(row.course), row.course_id)}/{known}" if getattr(row, "course_id", None) else known


def said(row, *, pointers: bool = True, without: frozenset[str] = frozenset()) -> str:
    """All that a row says, short; without `pointers` only whether it points to others."""
    parts = []
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.primary_key and field.get_internal_type().endswith("AutoField"):
            continue
        if field.get_internal_type() in TIMES_AND_DRAWN or field.name in without:
            continue
        if (type(row).__name__, field.name) in OF_NUMBERS:
            continue
        if field.is_relation and value is not None:
            value = named(field.related_model, value) if pointers and field.related_model is not type(row) else "set"
        elif field.name == "object_id":
            value = named(target(row), int(value)) if target(row) else value
        elif field.get_internal_type() == "JSONField":
            value = json.dumps(without_numbers(value, pointers), sort_keys=True)
        parts.append(f"{field.name}={value!r}")
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def target(row) -> type | None:
    """The model that a row's `object_id` is a number of."""
    from sessions.search.sync import KINDS

    if hasattr(row, "content_type"):
        return row.content_type.model_class()
    return {str(kind): model for model, kind in KINDS.items()}.get(getattr(row, "kind", ""))


def without_numbers(value, pointers: bool):
    """Stored values with what their numbers stand for, or without them."""
    from readings.models import Author, Paper
    from sessions.models import Reading

    if isinstance(value, list):
        return [without_numbers(part, pointers) for part in value]
    if not isinstance(value, dict):
        return value
    models = {"pk": Reading, "paper": Paper, "authors": Author}

    def meant(name: str, part):
        if name == "authors" and isinstance(part, list):
            return [meant(name, one) for one in part]
        if name in models and isinstance(part, int):
            return pointers and str(models[name]._base_manager.filter(pk=part).first())
        return without_numbers(part, pointers)

    return {name: meant(name, part) for name, part in value.items()}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    json.dump(dump(), sys.stdout)
