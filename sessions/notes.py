"""A new version of a published note: proposed, then accepted or declined; until then the old one stays public."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from sessions.importing.merge import plain

from .models import BlogNote, NoteVersion, Post

TEXTS = ("title", "markdown")


class AlreadyAnswered(ValueError):
    """A sentence for the person who answered second."""


@transaction.atomic
def propose(
    note: BlogNote,
    *,
    title: str,
    markdown: str,
    by: AbstractUser | None,
    post: Post | None = None,
    as_given: dict | None = None,
) -> NoteVersion:
    """Have a version wait, in place of an earlier one of the same author that waits.

    `by`: None for an import, which tells the `post` and what of it counts as given. The same again writes nothing.
    """
    standing = BlogNote.objects.select_for_update().get(pk=note.pk)
    version = waiting_of(note, by) or NoteVersion(note=note, by=by, imported=by is None)
    new = {"title": title, "markdown": markdown, "post": post, "as_given": as_given or {}}
    if version.pk and all(plain(getattr(version, name)) == plain(value) for name, value in new.items()):
        return version
    for name, value in new.items():
        setattr(version, name, value)
    version.base = {name: getattr(standing, name) for name in TEXTS}
    version.created = timezone.now()
    version.save()
    return version


def waiting_of(note: BlogNote, by: AbstractUser | None) -> NoteVersion | None:
    """The version of this author, or of the import, that waits."""
    return note.versions.waiting().filter(by=by, imported=by is None).first()


@transaction.atomic
def accept(version: NoteVersion, by: AbstractUser) -> None:
    """The version becomes the note's text. Raises AlreadyAnswered."""
    note = answer(version, NoteVersion.State.ACCEPTED, by)
    for name, value in version.changed.items():
        setattr(note, name, value)
    if version.imported:
        note.as_given = {**note.as_given, **version.as_given}
        note.as_given.pop("images", None)
    note.save()


@transaction.atomic
def decline(version: NoteVersion, by: AbstractUser) -> None:
    """The note stays, as a person's text where the version is a post's. Raises AlreadyAnswered."""
    note = answer(version, NoteVersion.State.DECLINED, by)
    if version.imported:
        BlogNote.objects.filter(pk=note.pk).update(as_given={**note.as_given, **version.as_given})


def answer(version: NoteVersion, state: NoteVersion.State, by: AbstractUser) -> BlogNote:
    """The note, which nobody else changes until the transaction ends."""
    note = BlogNote.objects.select_for_update().get(pk=version.note_id)
    version.refresh_from_db()
    if version.state != NoteVersion.State.WAITING:
        raise AlreadyAnswered(f"This version has been {version.state} already.")
    version.state, version.answered, version.answered_by = state, timezone.now(), by
    version.save(update_fields=["state", "answered", "answered_by"])
    return note


def withdraw(note: BlogNote) -> None:
    """The post's version waits no more: the post says what the note says, or a person has to decide between them."""
    note.versions.waiting().filter(imported=True).delete()
