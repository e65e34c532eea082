"""A note before it is public, for those who have its address."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from readings.citing import address_of
from sessions.preview_links import note_behind

from .frame import frame
from .session import reading_lists


@require_safe
def note_preview(request: HttpRequest, token: str) -> HttpResponse:
    found = note_behind(token)
    if found is None:
        return kept_private(render(request, "sessions/preview_over.html", status=404))
    note, until = found
    session = note.session
    prefetch_related_objects([session], "slides")
    lists = reading_lists(session)
    for _, readings in lists:
        for reading in readings:
            reading.address = address_of(reading.paper)
    context = {
        **frame(request, session.course),
        "session": session,
        "note": note,
        "until": until,
        "lists": lists,
    }
    return kept_private(render(request, "sessions/preview.html", context))


def kept_private(response: HttpResponse) -> HttpResponse:
    """Neither found, nor kept, nor told to the sites that it links to."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    return response
