"""Long lists, a page at a time."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def page_of(items: QuerySet | Sequence, request: HttpRequest, size: int) -> Page:
    """The page that ?page= asks for: the first where it is no number, the last where it is too great."""
    page = Paginator(items, size).get_page(request.GET.get("page"))
    page.elided = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return page
