"""Merging two papers by hand, and undoing any merge."""

from collections.abc import Sequence

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from readings.models import Author, MergedPaper, OldAuthor, Paper

from ..history.recording import recorded
from ..models import Course, Reading
from ..review.consent import ask, others_to_ask
from ..review.merging import merge, undo
from ..review.merging_authors import papers_of, undo_authors
from ..review.settling import CannotSettle
from .comparing import records_compared
from .permissions import KeptRecord

NEEDED = ("readings.change_paper", "readings.delete_paper")


def with_readings(papers: Sequence[Paper]) -> list[Paper | Reading]:
    return [*papers, *Reading.objects.filter(paper__in=papers)]


def people_of(courses: Sequence[Course]) -> str:
    """The instructors of courses, in words."""
    told = []
    for course in courses:
        names = ", ".join(str(user) for user in course.instructors.all())
        told.append(f"{names or 'nobody'} ({course})")
    return "; ".join(told)


def ask_others(user: AbstractUser, stays: Paper, goes: Paper) -> str:
    """Ask the instructors of the courses that have a say in this; a sentence that names them, or ""."""
    others = others_to_ask(user, stays, goes)
    if not others:
        return ""
    ask(user, stays, goes, others)
    return (
        f"“{goes}” and “{stays}” are read in courses of others. Their instructors find a review item, and the papers "
        f"become one when all of them agree: {people_of(others)}. A superuser may merge them now."
    )


class MergesAdmin(KeptRecord, admin.ModelAdmin):
    """Records that were merged into another one, each with a button that makes two of it again."""

    needed: tuple[str, ...]  # permissions
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("moved")

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_POST(self.undo_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}_undo"
        return [path("<int:number>/undo/", view, name=name), *super().get_urls()]

    @admin.display(description="undo")
    def undo_button(self, merged: Model) -> str:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_undo", args=[merged.pk])
        return render_to_string("admin/review/_buttons.html", {"address": address, "answers": [("undo", "Undo")]})

    def undo_view(self, request: HttpRequest, number: int) -> HttpResponse:
        if not request.user.has_perms(self.needed):
            raise PermissionDenied
        merged = get_object_or_404(self.model, pk=number)
        try:
            record = self.undo(request.user, merged)
        except CannotSettle as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        self.log_change(request, record, "Merge undone.")
        self.message_user(request, f"“{record}” has a record of its own again.", messages.SUCCESS)
        return redirect(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", record.pk)

    def undo(self, user: AbstractUser, merged: Model) -> Model:
        """The record that is there again. Raises CannotSettle."""
        raise NotImplementedError


@admin.register(MergedPaper)
class MergedPaperAdmin(MergesAdmin):
    needed = NEEDED
    fields = ["title", "slug", "paper", "arxiv_id", "doi", "openreview_id", "acl_id", "created"]
    list_display = ["title", "paper", "created", "undo_button"]
    list_select_related = ["paper"]
    search_fields = ["title", "paper__title"]
    date_hierarchy = "created"

    def undo(self, user: AbstractUser, merged: MergedPaper) -> Paper:
        if others := others_to_ask(user, merged.paper, merged.paper):
            raise CannotSettle(
                f"“{merged.paper}” is read in courses of others: ask a superuser, or {people_of(others)}."
            )
        with recorded(user, "Merge undone", with_readings([merged.paper])):
            return undo(merged)


@admin.register(OldAuthor)
class MergedAuthorAdmin(MergesAdmin):
    needed = ("readings.change_author", "readings.delete_author")
    fields = ["name", "slug", "author", "created"]
    list_display = ["__str__", "author", "created", "undo_button"]
    list_select_related = ["author"]
    search_fields = ["name", "slug", "author__name"]
    date_hierarchy = "created"

    def undo(self, user: AbstractUser, merged: OldAuthor) -> Author:
        with recorded(user, "Merge of authors undone", papers_of(merged)):
            return undo_authors(merged)


class MergingMixin:
    """For the admin of papers: two selected ones are compared, and become one."""

    actions = ["merge_selected"]

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.merge_view)
        return [path("merge/<int:one>/<int:other>/", view, name="readings_paper_merge"), *super().get_urls()]

    @admin.action(description="Merge two selected papers", permissions=["delete"])
    def merge_selected(self, request: HttpRequest, queryset) -> HttpResponse | None:
        numbers = sorted(queryset.order_by("pk").values_list("pk", flat=True)[:3])
        if len(numbers) != 2:
            self.message_user(request, "Select two papers to merge.", messages.ERROR)
            return None
        return redirect("admin:readings_paper_merge", *numbers)

    def merge_view(self, request: HttpRequest, one: int, other: int) -> HttpResponse:
        if not request.user.has_perms(NEEDED):
            raise PermissionDenied
        papers = [get_object_or_404(Paper.objects.with_people(), pk=number) for number in (one, other)]
        if request.method == "POST":
            return self.merge_as_asked(request, *papers)
        context = {
            **self.admin_site.each_context(request),
            "title": "Merge two papers",
            "opts": self.opts,
            "comparison": records_compared(*papers),
            "papers": papers,
        }
        return render(request, "admin/review/merge.html", context)

    def merge_as_asked(self, request: HttpRequest, one: Paper, other: Paper) -> HttpResponse:
        stays, goes = (one, other) if request.POST.get("keep") == str(one.pk) else (other, one)
        if asked := ask_others(request.user, stays, goes):
            self.message_user(request, asked, messages.WARNING)
            return redirect("admin:readings_paper_changelist")
        try:
            with recorded(request.user, f"“{goes.title}” was merged into it", with_readings([stays, goes])):
                merge(stays, goes)
        except CannotSettle as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect("admin:readings_paper_changelist")
        self.log_change(request, stays, f"“{goes.title}” ({goes.slug}) was merged into it.")
        undoing = "It can be undone under “Merged papers”."
        self.message_user(request, f"“{goes}” is now part of “{stays}”. {undoing}", messages.SUCCESS)
        return redirect("admin:readings_paper_change", stays.pk)
