"""The preview on this machine: the post is read anew whenever its overview is loaded."""

import mimetypes
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage

from sessions.importing.sources import SourceError

from .build import Preview

POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'"


def serve(port: int, build: Callable[[], Preview]) -> None:
    """Answer on 127.0.0.1 until interrupted. Raises OSError when the port is taken."""

    class Handler(BaseHTTPRequestHandler):
        preview = build()

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            try:
                Handler.preview = build() if path == "/" else Handler.preview
                content = content_at(Handler.preview, path)
            except (SourceError, SuspiciousFileOperation) as error:
                content, path = str(error).encode(), ""
            kind = "text/html; charset=utf-8" if path.endswith("/") else mimetypes.guess_type(path)[0]
            self.send_response(200 if content is not None else 404)
            self.send_header("Content-Type", kind if content is not None and kind else "text/plain; charset=utf-8")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(b"Not part of this preview." if content is None else content)

        def log_message(self, *arguments: object) -> None:
            """Nothing: the terminal is for what is said of the post."""

    with HTTPServer(("127.0.0.1", port), Handler) as server:
        server.serve_forever()


def content_at(preview: Preview, path: str) -> bytes | None:
    """A page of the preview, a picture or deck, or a file of the pages' looks.

    Raises SuspiciousFileOperation for a way out of their folders.
    """
    if path.startswith(settings.MEDIA_URL):
        name = path.removeprefix(settings.MEDIA_URL)
        return preview.files.get(name) or stored(name)
    if path.startswith(settings.STATIC_URL):
        found = finders.find(path.removeprefix(settings.STATIC_URL))
        return Path(found).read_bytes() if found else None
    return preview.pages.get(path)


def stored(name: str) -> bytes | None:
    """A picture that an earlier import stored."""
    try:
        with default_storage.open(name) as file:
            return file.read()
    except (OSError, ValueError):
        return None
