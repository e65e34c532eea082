"""Papers without authors or date: filtered, looked up at arXiv and Crossref, compared, and completed."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from ..lookup.asking import MOST, answer_waiting, ask_for
from ..lookup.comparing import complete_share, differences, incomplete, take
from ..lookup.hosts import Hosts, NoAnswer
from ..models import Authorship, LookUp, Paper

PAGE = "admin:readings_paper_look_up"


class CompletenessFilter(admin.SimpleListFilter):
    title, parameter_name = "completeness", "complete"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("no", "Without authors or date"), ("yes", "With authors and date")]

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.filter(incomplete())
        return queryset.exclude(incomplete()) if self.value() == "yes" else queryset


class LookUpMixin:
    """For the admin of papers."""

    actions = ["look_up_selected"]

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.look_up_view)
        return [path("look-up/", view, name="readings_paper_look_up"), *super().get_urls()]

    @admin.action(description="Look up selected papers at arXiv and Crossref", permissions=["change"])
    def look_up_selected(self, request: HttpRequest, queryset) -> HttpResponse | None:
        papers = Paper.objects.filter(pk__in=queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(papers) > MOST:
            self.message_user(request, f"At most {MOST} papers are looked up at a time: select fewer.", messages.ERROR)
            return None
        ask_for(papers, request.user)
        return redirect(PAGE)

    def look_up_view(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("readings.change_paper"):
            raise PermissionDenied
        if request.method == "POST":
            if "ask" in request.POST:
                self.ask(request)
            elif "take" in request.POST:
                self.take(request)
            elif "forget" in request.POST:
                LookUp.objects.filter(asked_by=request.user, state=LookUp.State.WAITING).delete()
            return redirect(PAGE)
        named = Paper.objects.filter(pk__in=numbers(request.GET.getlist("paper")[:1])).first()
        mine = LookUp.objects.filter(asked_by=request.user)
        people = Prefetch("paper__authorships", Authorship.objects.select_related("author"))
        found = mine.filter(state=LookUp.State.FOUND).select_related("paper").prefetch_related(people, "paper__links")
        complete, papers = complete_share()
        context = {
            **self.admin_site.each_context(request),
            "title": "Look up papers",
            "opts": self.opts,
            "named": named,
            "waiting": mine.exclude(paper=named).filter(state=LookUp.State.WAITING).count(),
            "unknown": mine.filter(state=LookUp.State.UNKNOWN).select_related("paper"),
            "found": [(lookup, differences(lookup)) for lookup in found],
            "complete": complete,
            "papers": papers,
            "percent": round(100 * complete / papers) if papers else 100,
        }
        return render(request, "admin/lookup/page.html", context)

    def ask(self, request: HttpRequest) -> None:
        """Ask for what waits, and for the paper whose page the person came from."""
        ask_for(Paper.objects.filter(pk__in=numbers(request.POST.getlist("paper")[:1])), request.user)
        try:
            left = answer_waiting(request.user, Hosts())
        except NoAnswer as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        if left:
            self.message_user(request, f"{left} papers still wait: go on when you like.", messages.WARNING)

    def was_changed(self, paper: Paper) -> None:
        """For an admin that has more to do where a paper has got other values."""

    def take(self, request: HttpRequest) -> None:
        """Write the ticked fields ("12:authors") and close every look-up that was shown."""
        ticked: dict[str, set[str]] = {}
        for value in request.POST.getlist("field"):
            number, _, field = value.partition(":")
            ticked.setdefault(number, set()).add(field)
        before, _ = complete_share()
        shown = LookUp.objects.filter(asked_by=request.user, pk__in=numbers(request.POST.getlist("shown")))
        changed = 0
        for lookup in shown.filter(state=LookUp.State.FOUND).select_related("paper"):
            fields = ticked.get(str(lookup.pk), set())
            changed += bool(fields)
            take(lookup, fields)
            if fields:
                self.was_changed(lookup.paper)
                self.log_change(request, lookup.paper, f"Looked up: {', '.join(sorted(fields))}.")
        shown.delete()
        complete, papers = complete_share()
        said = f"{changed} papers changed. With authors and date: {before} of {papers} before, {complete} now."
        self.message_user(request, said, messages.SUCCESS)


def numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19]
