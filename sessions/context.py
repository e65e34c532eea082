"""What every template knows."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import SiteSettings


def site(request: HttpRequest) -> dict:
    """The site's own words as `site`, read from the database only by templates that use them."""
    return {"site": SimpleLazyObject(SiteSettings.current)}
