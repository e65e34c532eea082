"""A session on one form: what was read, shown and written in it."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q, QuerySet, TextField

from readings.admin import ROOMY, InOrderFormSet, TaggedForm

from ..models import BlogNote, Reading, Session
from .decks import DeckInline
from .permissions import FixedOnceAddedAdmin
from .provenance import provenance

# Addresses below a course that are not sessions.
TAKEN_SLUGS = {"readings", "pages"}


class SessionForm(TaggedForm):
    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug in TAKEN_SLUGS:
            raise ValidationError(f"“{slug}” is the address of one of the course's own pages: choose another.")
        return slug


class ReadingFormSet(InOrderFormSet):
    def get_unique_error_message(self, unique_check) -> str:
        return "A paper stands twice under one requirement: delete one of the two rows or change its requirement."


class ReadingInline(admin.TabularInline):
    model = Reading
    formset = ReadingFormSet
    fields = ["position", "requirement", "paper", "presenter", "topic", "instruction", "withdrawn"]
    autocomplete_fields = ["paper"]
    extra = 0
    show_change_link = True
    verbose_name_plural = "readings in order"

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).select_related("paper")


class NoteInline(admin.StackedInline):
    model = BlogNote
    fields = ["title", "state", "markdown"]
    formfield_overrides = {TextField: {"widget": AdminTextareaWidget(attrs={"rows": 24})}}
    extra = 0
    show_change_link = True
    verbose_name, verbose_name_plural = "note", "notes"


@admin.register(Session)
class SessionAdmin(FixedOnceAddedAdmin):
    form = SessionForm
    fixed_once_added = ("course", "slug")
    formfield_overrides = ROOMY
    fieldsets = [
        (None, {"fields": ["course", "title", "slug", ("date", "number"), ("status", "visible")]}),
        ("People and topics", {"fields": [("lead_team", "blog_team"), "categories", "tags"]}),
        ("Text", {"fields": ["introduction"]}),
        ("Record", {"fields": ["origin", "post"]}),
    ]
    readonly_fields = ["origin", "post"]
    autocomplete_fields = ["categories"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [ReadingInline, DeckInline, NoteInline]
    list_display = ["title", "course", "date", "number", "status", "visible", "lead_team", "readings_count"]
    list_filter = ["course", "status", "visible", "categories"]
    list_select_related = ["course"]
    date_hierarchy = "date"
    ordering = ["course", F("date").asc(nulls_last=True), "order_key", "pk"]
    search_fields = ["title", "lead_team", "blog_team", "source", "tags__name", "readings__paper__title"]
    search_help_text = "Words of the title, a team, the source, a tag or a paper."
    save_on_top = True

    def get_queryset(self, request) -> QuerySet:
        shown = Count("readings", filter=Q(readings__withdrawn=False))
        return super().get_queryset(request).annotate(readings_total=shown)

    @admin.display(description="readings", ordering="readings_total")
    def readings_count(self, session: Session) -> int:
        return session.readings_total

    @admin.display(description="origin")
    def origin(self, session: Session) -> str:
        return provenance(session.source, session.as_given, session.post and session.post.imported)
