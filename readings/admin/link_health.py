"""Links that lead nowhere: found by a filter, checked by an action."""

import time

from django.contrib import admin, messages
from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone

from ..link_health import Checker, check_all
from ..models import CheckedAddress, PaperLink

SLICE = 20.0  # seconds of one click; the command has no such limit


BROKEN = Q(last_broken=F("checked"))  # of a checked address


def with_broken_link() -> Q:
    """Papers."""
    return Q(Exists(PaperLink.objects.filter(BROKEN, paper=OuterRef("pk"))))


def health_of(link: CheckedAddress) -> str:
    """When the address was last looked at, in words."""
    if not link.checked:
        return "not checked"
    if link.is_broken:
        return f"not found since {link.first_broken:%-d %B %Y}, last looked on {link.checked:%-d %B %Y}"
    return f"on {link.checked:%-d %B %Y}"


class BrokenLinksFilter(admin.SimpleListFilter):
    title, parameter_name = "links", "links"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("broken", "With a link that was not found")]

    def queryset(self, request, queryset):
        return queryset.filter(with_broken_link()) if self.value() == "broken" else queryset


class LinkHealthMixin:
    """For the admin of papers."""

    actions = ["check_links_of_selected"]

    @admin.action(description="Check the links of selected papers", permissions=["change"])
    def check_links_of_selected(self, request: HttpRequest, queryset) -> None:
        links = PaperLink.objects.filter(paper__in=queryset.order_by().values("pk")).order_by(
            F("checked").asc(nulls_first=True), "pk"
        )
        working, broken, unsure, left = check_all(links, Checker(), timezone.now, time.monotonic() + SLICE)
        said = f"Links that work: {working}, not found: {broken}, without a clear answer: {unsure}."
        if left:
            said += f" Left: {left}; run it again, or let the command check_links do it."
        self.message_user(request, said, messages.WARNING if broken or left else messages.SUCCESS)
