"""Addresses under which a note is read before it is public: signed, for seven days, taken back all at once."""

import datetime

from django.core import signing
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string

from .models import BlogNote

SALT = "sessions.preview_links"
LASTS = datetime.timedelta(days=7)


def make_token(note: BlogNote) -> str:
    """What stands in the address. The first one gives the note the key that all of them need."""
    if not note.preview_key:
        BlogNote.objects.filter(pk=note.pk, preview_key="").update(preview_key=get_random_string(32))
        note.refresh_from_db(fields=["preview_key"])
    return signing.dumps([note.pk, note.preview_key, int(timezone.now().timestamp())], salt=SALT)


def note_behind(token: str) -> tuple[BlogNote, datetime.datetime] | None:
    """(the note, until when); None for an address that is made up, too old, or taken back."""
    try:
        number, key, made = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    until = datetime.datetime.fromtimestamp(made, datetime.UTC) + LASTS
    note = BlogNote.objects.filter(pk=number).select_related("session__course").first()
    works = note and note.preview_key and constant_time_compare(note.preview_key, key)
    return (note, until) if works and timezone.now() <= until else None


def withdraw_tokens(note: BlogNote) -> None:
    """No address that was made for the note leads there any more."""
    BlogNote.objects.filter(pk=note.pk).update(preview_key="")
