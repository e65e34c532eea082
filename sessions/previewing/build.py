"""A post's file -> the pages it would become, and what the import would say of its lines."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.urls import resolve

from sessions.importing.report import REFUSED, Message, Report
from sessions.importing.run import Options, Run, run_import
from sessions.importing.sources import SourceError, open_source
from sessions.models import Session


@dataclass
class Preview:
    """`pages` by address, `files` (pictures and decks) by their name in the storage."""

    report: Report
    text: str
    pages: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str
    messages: tuple[Message, ...]


def build_preview(path: str, course: str = "", waiting: Callable[[], None] = lambda: None) -> Preview:
    """Import the post and take it back; `waiting` is called where an import has to end first.

    Raises SourceError when it is no post's file.
    """
    if not Path(path).is_file() or path.lower().endswith(".zip"):
        raise SourceError(f"{Path(path).name}: not a post; name one Markdown file")
    pages: dict[str, bytes] = {}
    files: dict[str, bytes] = {}

    def look(run: Run) -> None:
        paths = [run.prefix + post.path for post in run.posts if post.action != REFUSED]
        shown = Session.objects.filter(post__course=run.course, post__path__in=paths).select_related("course")
        for session in shown.in_order():
            address = session.get_absolute_url()
            pages[address] = page_at(address)
            for deck in session.slides.all():  # a preview forwards nothing
                pages[address] = pages[address].replace(deck.get_absolute_url().encode(), deck.address.encode())

    source = open_source(path)
    keep = files.__setitem__
    options = Options(path, course, dry_run=True, again=True, as_published=True, keep=keep, source=source)
    report = run_import(options, waiting=waiting, look=look)
    # What is to be said of the site's other files is an import's to say.
    report.messages = [message for message in report.messages if message.path == source.within]
    preview = Preview(report, text_of(path), pages, files)
    pages["/"] = overview(preview, Path(path).name).encode()
    return preview


def text_of(path: str) -> str:
    with open(path, "rb") as file:
        data = file.read(settings.LIMITS.post)
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")


def page_at(address: str) -> bytes:
    """What a visitor gets there."""
    request = HttpRequest()
    request.method, request.path, request.user = "GET", address, AnonymousUser()
    request.META |= {"SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    view, arguments, values = resolve(address)
    try:
        return view(request, *arguments, **values).content
    except Http404:
        return b"This session is hidden: only those who may edit the course see it."


def overview(preview: Preview, name: str) -> str:
    """The source with what is said of its lines, beside the pages it becomes."""
    by_line: dict[int, list[Message]] = {}
    for message in preview.report.messages:
        by_line.setdefault(max(message.line, 1), []).append(message)
    lines = [
        Line(number, text, tuple(by_line.get(number, ())))
        for number, text in enumerate(preview.text.split("\n"), start=1)
    ]
    context = {"name": name, "lines": lines, "addresses": list(preview.pages), "report": preview.report}
    return render_to_string("previewing/overview.html", context)
