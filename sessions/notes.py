"""A new version of a public text: proposed, then accepted or declined; until then the old one stays public."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from sessions.importing.merge import plain

from .models import BlogNote, NoteVersion, Page, Post, Session
from .models.note_version import OF, TEXTS, texts_of

Text = BlogNote | Session | Page  # what has a text that others than its publishers propose to change


class AlreadyAnswered(ValueError):
    """A sentence for the person who answered second."""


@transaction.atomic
def propose(
    record: Text,
    *,
    markdown: str,
    title: str = "",
    by: AbstractUser | None,
    post: Post | None = None,
    as_given: dict | None = None,
) -> NoteVersion:
    """Have a version wait, in place of an earlier one of the same author that waits.

    `by`: None for an import, which tells the `post` and what of it counts as given. The same again writes nothing.
    """
    standing = type(record)._base_manager.select_for_update().get(pk=record.pk)
    version = waiting_of(record, by) or NoteVersion(**{OF[type(record)]: record}, by=by, imported=by is None)
    new = {"title": title, "markdown": markdown, "post": post, "as_given": as_given or {}}
    if version.pk and all(plain(getattr(version, name)) == plain(value) for name, value in new.items()):
        return version
    for name, value in new.items():
        setattr(version, name, value)
    version.base = texts_of(standing)
    version.created = timezone.now()
    version.save()
    return version


def waiting_of(record: Text, by: AbstractUser | None) -> NoteVersion | None:
    """The version of this author, or of the import, that waits."""
    return record.versions.waiting().filter(by=by, imported=by is None).first()


@transaction.atomic
def accept(version: NoteVersion, by: AbstractUser) -> None:
    """The version becomes the record's text. Raises AlreadyAnswered."""
    record = answer(version, NoteVersion.State.ACCEPTED, by)
    for name, value in version.changed.items():
        setattr(record, TEXTS[OF[type(record)]][name], value)
    if version.imported:
        record.as_given = {**record.as_given, **version.as_given}
        record.as_given.pop("images", None)
    record.save()


@transaction.atomic
def decline(version: NoteVersion, by: AbstractUser) -> None:
    """The record stays, as a person's text where the version is a post's. Raises AlreadyAnswered."""
    record = answer(version, NoteVersion.State.DECLINED, by)
    if version.imported:
        BlogNote.objects.filter(pk=record.pk).update(as_given={**record.as_given, **version.as_given})


def answer(version: NoteVersion, state: NoteVersion.State, by: AbstractUser) -> Text:
    """The record, which nobody else changes until the transaction ends."""
    record = type(version.record)._base_manager.select_for_update().get(pk=version.record.pk)
    version.refresh_from_db()
    if version.state != NoteVersion.State.WAITING:
        raise AlreadyAnswered(f"This version has been {version.state} already.")
    version.state, version.answered, version.answered_by = state, timezone.now(), by
    version.save(update_fields=["state", "answered", "answered_by"])
    return record


def withdraw(note: BlogNote) -> None:
    """The post's version waits no more: the post says what the note says, or a person has to decide between them."""
    note.versions.waiting().filter(imported=True).delete()
