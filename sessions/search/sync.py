"""Which documents are renewed when. The only signals of changed rows; what skips signals calls `reindex` itself.

Changes are noted while a transaction runs and written once, when it commits: `flush`. An import calls it within the
transaction of a post that was there before, so that nothing withdrawn is found any more; the documents of new posts
are written for many posts at once, and after an interruption by the next import: `mend`.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.apps import AppConfig
from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_delete, pre_save
from taggit.models import Tag, TaggedItem

from readings.models import Author, Authorship, AuthorSpelling, Paper
from sessions.models import BlogNote, Category, Course, Page, Reading, SearchDocument, Session, SlideDeck

from .index import in_chunks, rebuild, renew

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
        if not getattr(_noted, "held", False):
            transaction.on_commit(flush)


@contextmanager
def held() -> Iterator[None]:
    """Within, no commit renews documents: the caller does, and what it leaves is renewed at the end."""
    _noted.held = True
    try:
        yield
    finally:
        _noted.held = False
        transaction.on_commit(flush)


def flush_before_commit() -> None:
    """Renew documents within the transaction that is about to end. Within a larger one: when that ends."""
    if not connection.savepoint_ids:
        flush()


def flush_held(least: int = 1) -> None:
    """Renew what was held back where it is so many rows. Within a transaction: when that ends."""
    if not connection.in_atomic_block and sum(map(len, noted().values())) >= least:
        flush()


def mend() -> None:
    """Have documents written of sessions and pages that lack them, with all that belongs to these."""
    for model, rows in ((Session, Session.objects.public()), (Page, Page.objects.filter(visible=True))):
        documents = SearchDocument.objects.filter(kind=KINDS[model], part=0, object_id=OuterRef("pk"))
        reindex(model, rows.exclude(Exists(documents)).values_list("pk", flat=True))


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
        for name, numbers in condition.items():
            for some in in_chunks(sorted(numbers)):
                found[model].update(model.objects.filter(**{name: some}).order_by().values_list("pk", flat=True))

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
    """A course's name is about to change: all of it says so. Its year is that of its sessions without a date."""
    before = Course.objects.filter(pk=instance.pk).first() if instance.pk else None
    if before and (before.slug, before.title) != (instance.slug, instance.title):
        reindex(Course, [instance.pk])
    elif before and before.season_key[0] != instance.season_key[0]:
        reindex(Session, instance.sessions.filter(date=None).values_list("pk", flat=True))


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
