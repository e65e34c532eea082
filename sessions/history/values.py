"""What a version keeps of a record, as JSON; and a record given these values again."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import ForeignKey, Model, QuerySet

from readings.models import Author, Authorship, Paper, PaperLink, link_key

from ..models import BlogNote, Category, NoteContributor, Reading, Session, Version

Kind = Version.Kind
Key = tuple[str, int]  # kind and number of a record
Values = dict[str, Any]

MODELS: dict[str, type[Model]] = {
    Kind.PAPER: Paper,
    Kind.SESSION: Session,
    Kind.READING: Reading,
    Kind.NOTE: BlogNote,
}
KINDS = {model: kind for kind, model in MODELS.items()}
IDENTIFIERS = ("arxiv_id", "doi", "openreview_id", "acl_id")
MEETING = ("kind", "number", "status", "visible", "date", "pinned", "cancelled", "starts", "ends", "place")
COLUMNS: dict[str, tuple[str, ...]] = {
    Kind.PAPER: ("title", "kind", "published", "venue", "abstract", *IDENTIFIERS),
    Kind.SESSION: ("title", *MEETING, "lead_team", "blog_team", "introduction"),
    Kind.READING: ("paper", "requirement", "position", "presenter", "topic", "instruction", "remarks", "withdrawn"),
    Kind.NOTE: ("title", "state", "position", "markdown"),
}
# What has rows of its own.
LISTS: dict[str, tuple[str, ...]] = {
    Kind.PAPER: ("authors", "links", "tags"),
    Kind.SESSION: ("categories", "tags"),
    Kind.NOTE: ("contributors",),
}


class Missing(ValueError):
    """A sentence: something that the values name is no longer there."""


def key_of(record: Model) -> Key:
    return str(KINDS[type(record)]), record.pk


def rows_of(kind: str, numbers: Iterable[int]) -> QuerySet:
    rows = MODELS[kind]._default_manager.filter(pk__in=set(numbers))
    if kind == Kind.PAPER:
        return rows.with_people().prefetch_related("tags")
    if kind == Kind.SESSION:
        return rows.prefetch_related("categories", "tags").select_related("course")
    if kind == Kind.NOTE:
        return rows.select_related("session__course").prefetch_related("contributors")
    return rows.select_related("paper", "session__course")


def states(keys: Iterable[Key]) -> dict[Key, tuple[Model, Values]]:
    """The records that are there, as the database has them now, each with its values."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for kind, number in keys:
        numbers[kind].add(number)
    return {
        (kind, record.pk): (record, values_of(record))
        for kind, wanted in numbers.items()
        for record in rows_of(kind, wanted)
    }


def values_of(record: Model) -> Values:
    kind = KINDS[type(record)]
    values = {name: column_value(record, name) for name in COLUMNS[kind]}
    for name in LISTS.get(kind, ()):
        values[name] = LIST_READERS[name](record)
    return values


def column_value(record: Model, name: str) -> Any:
    field = record._meta.get_field(name)
    value = field.value_from_object(record)
    if isinstance(field, ForeignKey):
        return reference(getattr(record, name))
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


def reference(record: Model) -> dict[str, Any]:
    return {"pk": record.pk, "name": str(record)}


def bare(value: Any) -> Any:
    """For comparing: what is named may have been renamed since."""
    if isinstance(value, dict):
        return value["pk"] if value.keys() == {"pk", "name"} else {name: bare(part) for name, part in value.items()}
    return [bare(part) for part in value] if isinstance(value, list) else value


LIST_READERS = {
    "authors": lambda paper: [reference(author) for author in paper.authors_in_order],
    "links": lambda paper: [{"url": link.url, "label": link.label} for link in paper.links.all()],
    "tags": lambda record: sorted(tag.name for tag in record.tags.all()),
    "contributors": lambda note: [
        {"name": one.name, "shown": one.shown, "account": one.user_id} for one in note.contributors.all()
    ],
    "categories": lambda session: [reference(category) for category in session.categories.all()],
}


def give(record: Model, values: Values) -> None:
    """Write a record with these values and render it. Raises Missing; rows that did not change stay as they are."""
    kind = KINDS[type(record)]
    for name in COLUMNS[kind]:
        if name in values:
            give_column(record, name, values[name])
    record.save()
    now = values_of(rows_of(kind, [record.pk]).get())
    for name in LISTS.get(kind, ()):
        if name in values and values[name] != now[name]:
            LIST_WRITERS[name](record, values[name])


def give_column(record: Model, name: str, value: Any) -> None:
    field = record._meta.get_field(name)
    if isinstance(field, ForeignKey):
        if not field.related_model._base_manager.filter(pk=value["pk"]).exists():
            raise Missing(f"The {field.verbose_name} “{value['name']}” is no longer there.")
        value = value["pk"]
    setattr(record, field.attname, field.to_python(value))


def give_authors(paper: Paper, authors: list[dict]) -> None:
    paper.authorships.all().delete()
    for position, said in enumerate(authors):
        author = Author.objects.filter(pk=said["pk"]).first() or Author.objects.named(said["name"])
        author = author or Author.objects.create(name=said["name"])
        Authorship.objects.get_or_create(paper=paper, author=author, defaults={"position": position})


def give_links(paper: Paper, links: list[dict]) -> None:
    wanted = {link_key(said["url"]): said for said in links}
    paper.links.exclude(key__in=wanted).delete()
    here = {link.key: link for link in paper.links.all()}
    for position, (key, said) in enumerate(wanted.items()):
        link = here.get(key) or PaperLink(paper=paper)
        link.url, link.label, link.position = said["url"], said["label"], position
        link.save()


def give_tags(record: Paper | Session, tags: list[str]) -> None:
    record.tags.set(tags)


def give_categories(session: Session, categories: list[dict]) -> None:
    here = Category.objects.in_bulk([said["pk"] for said in categories])
    for said in categories:
        if said["pk"] not in here:
            raise Missing(f"The category “{said['name']}” is no longer there.")
    session.categories.set(here.values())


def give_contributors(note: BlogNote, contributors: list[dict]) -> None:
    """An account that is gone by now is left out, not the person."""
    accounts = get_user_model().objects.in_bulk([said["account"] for said in contributors if said["account"]])
    note.contributors.all().delete()
    NoteContributor.objects.bulk_create(
        NoteContributor(
            note=note, name=said["name"], shown=said["shown"], user=accounts.get(said["account"]), position=position
        )
        for position, said in enumerate(contributors)
    )


LIST_WRITERS = {
    "authors": give_authors,
    "links": give_links,
    "tags": give_tags,
    "categories": give_categories,
    "contributors": give_contributors,
}
