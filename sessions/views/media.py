"""Stored pictures and decks."""

import mimetypes
import os

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from sessions.models import SlideDeck

# Types that no browser runs as a page; everything else is a download.
PDF = "application/pdf"
INLINE = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", PDF}


def decks_withheld(name: str) -> list[SlideDeck]:
    """The decks of this file where the public sees none of them: all of hidden sessions or withdrawn readings."""
    decks = list(SlideDeck.objects.filter(file=name).select_related("reading", "session__course"))
    return [] if any(deck.is_public and not deck.session.same_as_id for deck in decks) else decks


@require_safe
def media(request: HttpRequest, name: str) -> FileResponse:
    """A file by its stored name. Names change with content, so it may be kept for a year."""
    try:
        file = default_storage.open(name)
        inside = os.path.realpath(file.name).startswith(os.path.realpath(default_storage.location) + os.sep)
    except (OSError, ValueError, SuspiciousFileOperation):  # no such file, a NUL, a way out of the folder
        raise Http404(f"No file {name!r}.") from None
    withheld = decks_withheld(name)
    for_editors = any(deck.session.course.editable_by(request.user) for deck in withheld)
    if not inside or (withheld and not for_editors):  # a link that leads out, or a hidden session's
        file.close()
        raise Http404(f"No file {name!r}.")
    kind, encoding = mimetypes.guess_type(name)
    inline = kind in INLINE and encoding is None
    response = FileResponse(file, as_attachment=not inline, filename=name.rsplit("/", 1)[-1])
    response["Content-Type"] = kind if inline else "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    # Browsers do not show a PDF in a sandbox; its type alone keeps it from being a page.
    response["Content-Security-Policy"] = "frame-ancestors 'self'" if kind == PDF else "sandbox; default-src 'none'"
    response["X-Frame-Options"] = "SAMEORIGIN" if kind == PDF else "DENY"
    response["Cache-Control"] = "private, no-store" if withheld else "public, max-age=31536000, immutable"
    return response
