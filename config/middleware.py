"""What stands before Django's own middleware."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

ADMIN = "/admin/"


class CompressionMiddleware(GZipMiddleware):
    """Compresses what is made for the answer; stored files, which are streamed, are compressed already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if response.streaming else super().process_response(request, response)


def trimmed(page: bytes) -> bytes:
    """The page without blank lines and blanks at the ends of lines, but for those of verbatim text."""
    kept = []
    depth = 0
    for line in page.split(b"\n"):
        outer = depth
        depth += line.count(b"<pre") + line.count(b"<textarea") - line.count(b"</pre") - line.count(b"</textarea")
        if depth or outer:
            kept.append(line)
        elif shown := line.rstrip():
            kept.append(shown)
    return b"\n".join(kept) + (b"\n" if page.endswith(b"\n") else b"")


def without_blank_ends(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Takes the blanks out of public pages that templates leave at the ends of lines; the admin compares texts."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and not request.path.startswith(ADMIN):
            response.content = trimmed(response.content)
            if "Content-Length" in response.headers:
                response.headers["Content-Length"] = str(len(response.content))
        return response

    return respond


def without_broken_cookies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Drops cookies that hold a NUL, which PostgreSQL refuses to look up as a session's key."""

    def respond(request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
            del request.COOKIES[name]
        return get_response(request)

    return respond
