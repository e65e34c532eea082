"""Courses, their pages and the categories of a course family."""

import zoneinfo

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet

from readings.admin.forms import RoomyAdmin, TableInline

from ..models import Category, Course, NoClassDay, Page
from ..models.meetings import WEEKDAYS
from .dates import DatesMixin, remind
from .mentions import RenewsMentionsOfDeleted
from .pasted_schedule import PastesSchedules
from .permissions import FixedOnceAddedAdmin
from .provenance import provenance


def time_zones() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(zoneinfo.available_timezones())]


class CourseForm(forms.ModelForm):
    weekdays = forms.TypedMultipleChoiceField(
        choices=list(enumerate(WEEKDAYS)), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    time_zone = forms.ChoiceField(choices=time_zones, required=False, initial="UTC")


class NoClassDayInline(TableInline):
    model = NoClassDay
    fields = ["date", "until", "reason"]
    verbose_name, verbose_name_plural = "day without class", "days without class"


@admin.register(Course)
class CourseAdmin(DatesMixin, PastesSchedules, RenewsMentionsOfDeleted, FixedOnceAddedAdmin):
    course_path = "pk"
    form = CourseForm
    fixed_once_added = ("slug",)
    fieldsets = [
        (None, {"fields": ["title", "slug", "term", "description", "site_url"]}),
        (
            "Meetings",
            {
                "fields": ["weekdays", ("first_day", "last_day"), ("starts", "ends", "time_zone"), "place"],
                "description": "Dates follow from the weekdays and the first and last day once they are applied "
                "under “Order and dates”.",
            },
        ),
        ("Words", {"fields": ["lead_team_label", "blog_team_label"]}),
        ("Shown to readers", {"fields": ["taught_by", "licence", "licence_url", "contact"]}),
        ("People", {"fields": ["instructors", "assistants"]}),
        ("Import", {"fields": ["last_import"]}),
    ]
    readonly_fields = ["last_import"]
    inlines = [NoClassDayInline]
    prepopulated_fields = {"slug": ["title"]}
    filter_horizontal = ["instructors", "assistants"]
    list_display = ["title", "term", "sessions_count", "slug"]
    ordering = ["title", "pk"]
    search_fields = ["title", "term", "slug"]

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).annotate(sessions_total=Count("sessions"))

    @admin.display(description="sessions", ordering="sessions_total")
    def sessions_count(self, course: Course) -> int:
        return course.sessions_total

    @admin.display(description="last import")
    def last_import(self, course: Course) -> str:
        run = course.import_runs.first()
        return f"From {run.path} on {run.started.day} {run.started:%B %Y}." if run else "Entered by hand."

    def get_readonly_fields(self, request, obj=None):
        """Who may edit a course is up to superusers and its instructors, not to its assistants."""
        trusted = obj is None or request.user.is_superuser or obj.instructors.filter(pk=request.user.pk).exists()
        return [*super().get_readonly_fields(request, obj), *([] if trusted else ["instructors", "assistants"])]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["help_text"] = "Accounts with staff status; they may edit this course and everything in it."
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        # Whoever adds a course must be able to open it afterwards.
        if not change and not form.instance.editable_by(request.user):
            form.instance.instructors.add(request.user)
        remind(request, form.instance)


@admin.register(Category)
class CategoryAdmin(RoomyAdmin, admin.ModelAdmin):
    fields = ["name", "position", "description", "slug"]
    readonly_fields = ["slug"]
    list_display = ["name", "position", "sessions_count"]
    list_editable = ["position"]
    ordering = ["position", "name"]
    search_fields = ["name"]

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).annotate(sessions_total=Count("sessions"))

    @admin.display(description="sessions", ordering="sessions_total")
    def sessions_count(self, category: Category) -> int:
        return category.sessions_total


@admin.register(Page)
class PageAdmin(FixedOnceAddedAdmin):
    fixed_once_added = ("course", "slug")
    fieldsets = [
        (None, {"fields": ["course", "title", "slug", "position", "visible", "markdown"]}),
        ("Record", {"fields": ["origin", "post"]}),
    ]
    readonly_fields = ["origin", "post"]
    prepopulated_fields = {"slug": ["title"]}
    list_display = ["title", "course", "position", "visible"]
    list_filter = ["course", "visible"]
    list_select_related = ["course"]
    search_fields = ["title", "markdown"]

    @admin.display(description="origin")
    def origin(self, page: Page) -> str:
        return provenance(page.post.path if page.post else "", page.as_given, page.post and page.post.imported)
