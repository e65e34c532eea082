"""Which documents are renewed when. The only model signals of the project; what skips signals calls `reindex` itself.

Changes are noted while a transaction runs and written once, when it commits: `flush`. An import calls it at the end of
each post's transaction, so that a post and its documents are there together or not at all.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable

from django.apps import AppConfig
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_delete, pre_save
from taggit.models import Tag, TaggedItem

from readings.models import Author, Authorship, AuthorSpelling, Paper
from sessions.models import BlogNote, Category, Course, Page, Reading, SearchDocument, Session, SlideDeck

from .index import rebuild, renew

LOCK = 7_233_472  # one writer of documents at a time, on PostgreSQL; another number than that of imports

_noted = threading.local()


def noted() -> dict[type[Model], set[int]]:
    """The rows whose documents are to be renewed, by model."""
    if not hasattr(_noted, "rows"):
        _noted.rows = defaultdict(set)
    return _noted.rows


def reindex(model: type[Model], numbers: Iterable[int]) -> None:
    """Have the documents of these rows renewed, with all that shows something of them, when the transaction commits."""
    if numbers := set(numbers):
        noted()[model] |= numbers
        transaction.on_commit(flush)


def flush_before_commit() -> None:
    """Renew documents within the transaction that is about to end. Within a larger one: when that ends."""
    if not connection.savepoint_ids:
        flush()


def flush() -> None:
    """Renew what was noted. It may name rows whose change was taken back: they are read as they are."""
    rows = noted()
    if not rows:
        return
    changed = {model: set(numbers) for model, numbers in rows.items()}
    rows.clear()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for model, numbers in with_all_they_touch(changed).items():
            renew(KINDS[model], numbers)


KINDS = {
    Paper: SearchDocument.Kind.PAPER,
    Author: SearchDocument.Kind.PERSON,
    Session: SearchDocument.Kind.SESSION,
    BlogNote: SearchDocument.Kind.NOTE,
    Page: SearchDocument.Kind.PAGE,
    SlideDeck: SearchDocument.Kind.DECK,
}


def with_all_they_touch(changed: dict[type[Model], set[int]]) -> dict[type[Model], set[int]]:
    """The rows, and those whose documents show something of them."""
    found = {model: set(changed.get(model, ())) for model in KINDS}

    def add(model: type[Model], **condition: Iterable[int]) -> None:
        found[model].update(model.objects.filter(**condition).values_list("pk", flat=True))

    if courses := changed.get(Course):
        add(Session, course__in=courses)
        add(Page, course__in=courses)
    if sessions := found[Session]:
        add(BlogNote, session__in=sessions)
        add(SlideDeck, session__in=sessions)
        add(Paper, readings__session__in=sessions)
    if authors := changed.get(Author):
        add(Paper, authors__in=authors)
    if papers := found[Paper]:
        add(Author, papers__in=papers)
        add(SlideDeck, reading__paper__in=papers)
    return found


def on_change(sender: type[Model], instance: Model, **kwargs) -> None:
    """A row was saved or deleted."""
    if sender in KINDS:
        reindex(sender, [instance.pk])
    elif sender is Category:
        reindex(Session, instance.sessions.values_list("pk", flat=True))
    elif sender is Reading:
        reindex(Paper, [instance.paper_id])
    elif sender is Authorship:
        reindex(Paper, [instance.paper_id])
        reindex(Author, [instance.author_id])
    elif sender is AuthorSpelling:
        reindex(Author, [instance.author_id])
    elif sender is TaggedItem:
        reindex_tagged([instance])
    elif sender is Tag:
        reindex_tagged(TaggedItem.objects.filter(tag_id=instance.pk).select_related("content_type"))


def reindex_tagged(items: Iterable[TaggedItem]) -> None:
    for item in items:
        if (model := item.content_type.model_class()) in (Paper, Session):
            reindex(model, [item.object_id])


def on_course(sender: type[Model], instance: Course, **kwargs) -> None:
    """A course's name or year is about to change: all of it says so."""
    before = Course.objects.filter(pk=instance.pk).first() if instance.pk else None
    if before and shown_of(before) != shown_of(instance):
        reindex(Course, [instance.pk])


def shown_of(course: Course) -> tuple:
    """What documents say of their course."""
    return course.slug, course.title, course.season_key[0]


def on_categories(sender: type[Model], instance: Model, action: str, reverse: bool, pk_set, **kwargs) -> None:
    if not reverse:
        reindex(Session, [instance.pk])
    elif action == "pre_clear":
        reindex(Session, instance.sessions.values_list("pk", flat=True))
    else:
        reindex(Session, pk_set or ())


def on_migrate(**kwargs) -> None:
    """The first documents of a database that was there before the search had any."""
    if not SearchDocument.objects.exists() and (Paper.objects.exists() or Session.objects.exists()):
        rebuild()


def connect(app: AppConfig) -> None:
    """Listen; called once, when the app is ready."""
    for model in (*KINDS, Reading, Authorship, AuthorSpelling, TaggedItem, Tag):
        post_save.connect(on_change, sender=model)
        post_delete.connect(on_change, sender=model)
    post_save.connect(on_change, sender=Category)
    pre_delete.connect(on_change, sender=Category)  # while its sessions are known
    pre_save.connect(on_course, sender=Course)
    m2m_changed.connect(on_categories, sender=Session.categories.through)
    post_migrate.connect(on_migrate, sender=app)
