"""Courses, their pages and the categories of a course family."""

import zoneinfo

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet

from readings.admin.concurrent_edits import ConcurrentEditsAdmin
from readings.admin.forms import TableInline
from readings.admin.previewing import PreviewsMarkdown
from readings.bounded import heading_warnings
from readings.rendering import Rendered

from ..groups import ASSISTANTS, INSTRUCTORS, join_groups
from ..models import Category, Course, NoClassDay, Page
from ..models.meetings import WEEKDAYS
from .actions import ON_PAGES
from .attention import AltFilter
from .dates import DatesMixin, remind
from .foreign_images import BringsImages
from .mentions import RenewsMentionsOfDeleted
from .note_versions import AnswersVersions, VersionFilter
from .pasted_schedule import PastesSchedules
from .permissions import FixedOnceAddedAdmin
from .pictures import PICTURE_FIELDS, PictureForm, TakesPictures
from .provenance import provenance
from .publishing import ProposesTexts, ProposingForm
from .rolling import RollsOver
from .uploading import Uploads

PEOPLE = ("instructors", "assistants")
UP_TO_INSTRUCTORS = (*PEOPLE, "direct_corrections", "imported_notes")


def people_of(course: Course) -> set[tuple[str, AbstractUser]]:
    """Who is named in the course, and as what."""
    named = {INSTRUCTORS: course.instructors.all(), ASSISTANTS: course.assistants.all()}
    return {(group, user) for group, users in named.items() for user in users}


def time_zones() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(zoneinfo.available_timezones())]


class CourseForm(forms.ModelForm):
    weekdays = forms.TypedMultipleChoiceField(
        choices=list(enumerate(WEEKDAYS)), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    time_zone = forms.ChoiceField(choices=time_zones, required=False, initial="UTC")

    def __init__(self, *args, **kwargs):
        """Only staff can log in here; who is named already stays in the list."""
        super().__init__(*args, **kwargs)
        for name in PEOPLE:
            if field := self.fields.get(name):  # not there for those who only look at it
                named = getattr(self.instance, name).values("pk") if self.instance.pk else []
                field.queryset = field.queryset.filter(Q(is_staff=True, is_active=True) | Q(pk__in=named))


class NoClassDayInline(TableInline):
    model = NoClassDay
    fields = ["date", "until", "reason"]
    verbose_name, verbose_name_plural = "day without class", "days without class"


@admin.register(Course)
class CourseAdmin(
    Uploads, BringsImages, DatesMixin, PastesSchedules, RollsOver, RenewsMentionsOfDeleted, FixedOnceAddedAdmin
):
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
        ("People", {"fields": ["instructors", "assistants", "direct_corrections"]}),
        ("Import", {"fields": ["imported_notes", "last_import"]}),
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
        """Who may edit a course, and what is public at once, is up to superusers and its instructors."""
        trusted = obj is None or request.user.is_superuser or obj.instructors.filter(pk=request.user.pk).exists()
        return [*super().get_readonly_fields(request, obj), *([] if trusted else UP_TO_INSTRUCTORS)]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["help_text"] = "Accounts with staff status; they may edit this course and everything in it."
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request, form, formsets, change) -> None:
        before = people_of(form.instance)
        super().save_related(request, form, formsets, change)
        if not change:
            form.instance.admit(request.user)
        join_groups(before ^ people_of(form.instance))
        remind(request, form.instance)


class CategoryRowForm(forms.ModelForm):
    """A row of the list. Only a place that was typed here is written, and only over the one that was shown."""

    position = forms.IntegerField(min_value=0, max_value=100_000, show_hidden_initial=True)

    def clean_position(self) -> int:
        typed, place = self.cleaned_data["position"], self["position"]
        shown = place.field.to_python(self.data.get(place.html_initial_name))
        if typed != shown and self.instance.position not in (shown, typed):
            raise ValidationError(f"Somebody has made it {self.instance.position} meanwhile: open the list again.")
        return typed if typed != shown else self.instance.position


@admin.register(Category)
class CategoryAdmin(ConcurrentEditsAdmin):
    fields = ["name", "position", "description", "slug"]
    readonly_fields = ["slug"]
    list_display = ["name", "position", "sessions_count"]
    list_editable = ["position"]
    ordering = ["position", "name"]
    search_fields = ["name"]

    def get_changelist_form(self, request, **kwargs) -> type[forms.ModelForm]:
        return super().get_changelist_form(request, form=CategoryRowForm, **kwargs)

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).annotate(sessions_total=Count("sessions"))

    @admin.display(description="sessions", ordering="sessions_total")
    def sessions_count(self, category: Category) -> int:
        return category.sessions_total


class PageForm(PictureForm, ProposingForm):
    """The picture comes to the text before it is decided whether that waits."""


@admin.register(Page)
class PageAdmin(TakesPictures, PreviewsMarkdown, ProposesTexts, AnswersVersions, FixedOnceAddedAdmin):
    form = PageForm
    fixed_once_added = ("course", "slug")
    set_by_publishers = ("visible",)
    fieldsets = [
        (None, {"fields": ["course", "title", "slug", "position", "visible", "markdown"]}),
        PICTURE_FIELDS,
        ("Record", {"fields": ["origin", "post"]}),
    ]
    readonly_fields = ["origin", "post"]
    prepopulated_fields = {"slug": ["title"]}
    list_display = ["title", "course", "position", "visible"]
    list_filter = ["course", "visible", VersionFilter, AltFilter]
    list_select_related = ["course"]
    not_in_list = ("markdown", "html", "contents")
    search_fields = ["title", "markdown"]
    actions = ON_PAGES
    save_on_top = True

    def findings(self, record: Page, rendered: Rendered) -> list[tuple[int, str]]:
        return sorted([*rendered.warnings, *heading_warnings(record.markdown)])

    @admin.display(description="origin")
    def origin(self, page: Page) -> str:
        return provenance(page.post.path if page.post else "", page.as_given, page.post and page.post.imported)
