"""Small words of the public templates."""

from urllib.parse import urlsplit

from django import template

from readings.models import PaperLink

register = template.Library()


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
