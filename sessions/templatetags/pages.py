"""Small words of the public templates."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django import template

from readings.models import PaperLink

register = template.Library()
# So many authors are named in lists; a paper's own page names them all.
NAMED = 4


@register.filter
def cut_names(names: Sequence) -> str:
    """Names in a row, cut after four: "A, B, C, D and 12 more"."""
    further = len(names) - NAMED
    return ", ".join(str(name) for name in names[:NAMED]) + (f" and {further} more" if further > 0 else "")


@register.filter
def badge(link: PaperLink) -> str:
    """What a link's badge says: its kind; for a plain page its label, else the host it leads to."""
    if link.kind != PaperLink.Kind.PAGE:
        return link.get_kind_display()
    return link.label or host(link.url)


@register.filter
def host(url: str) -> str:
    """The host of an address without "www."; the address itself where it has none."""
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url


@register.filter
def web(url: str) -> str:
    """The address if it leads to the web or into this site, else "": stored addresses may be anything."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return ""
    return url if scheme in ("http", "https") or (not scheme and url.startswith("/")) else ""
