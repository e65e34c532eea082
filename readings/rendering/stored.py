"""HTML that is kept beside its source: made when the source is saved, marked safe when it is shown."""

from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

from readings.markdown import TooCostly

from . import Rendered, render


def render_for_storage(text: str, **options) -> Rendered:
    """The rendered text; text past a limit is kept as escaped paragraphs, with a warning that names the line."""
    if not text.strip():
        return Rendered(html=SafeString(""), contents=(), warnings=())
    try:
        return render(text, **options)
    except TooCostly as error:
        html = mark_safe(linebreaks(text, autoescape=True))
        return Rendered(html=html, contents=(), warnings=((error.line, f"shown as plain text: {error.reason}"),))


def from_storage(html: str) -> SafeString:
    """Stored HTML, which only this room has written, as safe for a page."""
    return mark_safe(html)
