"""HTML that is kept beside its source: made when the source is saved, marked safe when it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from readings.markdown import TooCostly

from . import Finding, Kind, Rendered, render
from .pictures import ImageInfo


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text and how it is shown. `images` as `render` takes them."""

    text: str
    heading_level: int | None = None
    images: tuple[tuple[str, ImageInfo], ...] | None = None


def make(wanted: Wanted) -> Rendered:
    """The rendered text. Raises TooCostly past a limit."""
    if not wanted.text.strip():
        return Rendered(html=SafeString(""))
    images = None if wanted.images is None else dict(wanted.images)
    return render(wanted.text, heading_level=wanted.heading_level, images=images)


def make_all(wanted: Sequence[Wanted]) -> list[Rendered]:
    """All of them, each as it is kept."""
    return [make_for_storage(one) for one in wanted]


def make_for_storage(wanted: Wanted) -> Rendered:
    try:
        return make(wanted)
    except TooCostly as error:
        return as_plain_text(wanted.text, error)


def as_plain_text(text: str, error: TooCostly) -> Rendered:
    """Text past a limit is kept as escaped paragraphs, with a warning that names the line."""
    html = mark_safe(linebreaks(text, autoescape=True))
    return Rendered(html=html, findings=(Finding(error.line, f"shown as plain text: {error.reason}", Kind.PLAIN),))


def from_storage(html: str) -> SafeString:
    """Stored HTML, which only this room has written, as safe for a page."""
    return mark_safe(html)
