"""Stored pictures and decks."""

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

# Types that no browser runs as a page; everything else is a download.
INLINE = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "application/pdf"}


@require_safe
def media(request: HttpRequest, name: str) -> FileResponse:
    """A file by its stored name. Names change with content, so it may be kept for a year."""
    try:
        file = default_storage.open(name)
    except (OSError, ValueError, SuspiciousFileOperation):  # no such file, a NUL, a way out of the folder
        raise Http404(f"No file {name!r}.") from None
    kind, encoding = mimetypes.guess_type(name)
    inline = kind in INLINE and encoding is None
    response = FileResponse(file, as_attachment=not inline, filename=name.rsplit("/", 1)[-1])
    response["Content-Type"] = kind if inline else "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
