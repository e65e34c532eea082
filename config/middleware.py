"""What stands before Django's own middleware."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def without_broken_cookies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Drops cookies that hold a NUL, which PostgreSQL refuses to look up as a session's key."""

    def respond(request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        return get_response(request)

    return respond
