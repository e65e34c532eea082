"""SQLite has one writer at a time: whoever has waited for an import too long is told so, and keeps what they typed."""

import sqlite3

from django.contrib import admin
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from .admin_site import files_of, typed_in

ADVISED = 30  # seconds after which to try again


class BusyMiddleware:
    """Answers 503 where a view could not write because somebody else did."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return try_again(request) if is_busy(exception) else None


class PatientSessionMiddleware(SessionMiddleware):
    """Answers 503 where the session could not be saved because somebody else was writing; the view is done by then."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except OperationalError as error:
            if not is_busy(error):
                raise
            return try_again(request, answered=True)


def is_busy(error: Exception) -> bool:
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return isinstance(error, OperationalError) and code is not None and code & 0xFF == sqlite3.SQLITE_BUSY


def try_again(request: HttpRequest, answered: bool = False) -> HttpResponse:
    """The form with what was typed, to be sent again; not where the view has `answered` it already."""
    context = {
        **admin.site.each_context(request),
        "title": "Please try again in a minute",
        "answered": answered,
        "typed": [] if answered else typed_in(request),
        "files": files_of(request),
    }
    response = render(request, "admin/busy.html", context, status=503)
    response["Retry-After"] = str(ADVISED)
    add_never_cache_headers(response)
    return response
