"""What every template knows."""

import re

from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject

from .models import SiteSettings


def site(request: HttpRequest) -> dict:
    """The site's own words as `site`, read from the database only by templates that use them; `canonical`."""
    return {"site": SimpleLazyObject(SiteSettings.current), "canonical": SimpleLazyObject(lambda: canonical(request))}


def canonical(request: HttpRequest) -> str:
    """The address of a page by which it is known: of its parameters only the page of a long list is kept.

    What a search finds is known as the search itself, whatever its page.
    """
    number = "" if "q" in request.GET else request.GET.get("page", "")
    page = f"?page={number}" if number != "1" and re.fullmatch(r"[1-9][0-9]{0,5}", number) else ""
    return f"{request.scheme}://{request.get_host()}{escape_uri_path(request.path)}{page}"
