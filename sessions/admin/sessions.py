"""A session on one form: what was read, shown and written in it."""

import datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Count, Q, QuerySet

from readings.admin.forms import InOrderFormSet, OrderedInline, RoomyAdmin, TaggedForm
from readings.admin.previewing import PreviewsMarkdown

from ..history.recording import recorded
from ..importing.questions import confirm
from ..models import BlogNote, Reading, Session
from ..models.session import IN_ORDER
from ..review.joining import part
from .actions import ON_SESSIONS
from .attention import AltFilter, LacksFilter
from .dates import remind
from .decks import DeckInline
from .exporting import downloads, of_sessions
from .finding_papers import ChoosesPapers
from .history import KeepsHistory
from .mentions import RenewsMentions
from .note_versions import AnswersVersions, VersionFilter
from .pasting import PastesReadings
from .permissions import FixedOnceAddedAdmin
from .pictures import PICTURE_FIELDS, PictureForm, TakesPictures
from .provenance import provenance
from .publishing import ProposesTexts, ProposingForm, tell_what_waits, used_by


class SessionForm(PictureForm, TaggedForm, ProposingForm):
    text_field = "introduction"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["pinned"] = self.instance.is_fixed  # as on the page of order and dates

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.instance.pk and "pinned" in cleaned and "date" in cleaned:
            self.fix(cleaned, cleaned["date"])
        return cleaned

    def fix(self, cleaned: dict, date: datetime.date | None) -> None:
        """Another date than the rule's is fixed without a pin; one that is fixed no more counts as the rule's."""
        session = self.instance
        if cleaned["pinned"]:
            cleaned["pinned"] = session.pinned or date in (None, session.date_by_rule)
        elif "pinned" in self.changed_data and "date" not in self.changed_data:
            session.date_by_rule = date

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug in Session.TAKEN_SLUGS:
            raise ValidationError(f"“{slug}” is the address of one of the course's own pages: choose another.")
        return slug


TWICE = "A paper stands twice under one requirement: delete one of the two rows or change its requirement."


class ReadingRowForm(forms.ModelForm):
    class Meta:
        error_messages = {NON_FIELD_ERRORS: {"unique_together": TWICE}}
        widgets = {"requirement": forms.Select(attrs={"data-groups": " ".join(Reading.IN_LISTS)})}


class ReadingFormSet(InOrderFormSet):
    def get_unique_error_message(self, unique_check) -> str:
        return TWICE


class ReadingInline(ChoosesPapers, OrderedInline):
    model = Reading
    form = ReadingRowForm
    formset = ReadingFormSet
    fields = ["position", "requirement", "paper", "presenter", "topic", "instruction", "withdrawn"]
    autocomplete_fields = ["paper"]
    show_change_link = True
    verbose_name_plural = "readings in order"

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).in_lists().select_related("paper")


class NoteInline(TakesPictures, RoomyAdmin, admin.StackedInline):
    model = BlogNote
    fields = ["title", "state", "markdown"]
    extra = 0
    show_change_link = True
    verbose_name, verbose_name_plural = "note", "notes"

    def get_formset(self, request, obj=None, **kwargs) -> type[forms.BaseInlineFormSet]:
        return super().get_formset(request, obj, form=used_by(request.user), **kwargs)


SHOWN_READINGS = Count("readings", filter=Q(readings__withdrawn=False))


@admin.register(Session)
class SessionAdmin(
    *(KeepsHistory, TakesPictures, PreviewsMarkdown, PastesReadings, RenewsMentions),
    *(ProposesTexts, AnswersVersions, FixedOnceAddedAdmin),
):
    form = SessionForm
    fixed_once_added = ("course", "slug")
    set_by_publishers = ("visible",)
    fieldsets = [
        (None, {"fields": ["course", "title", "slug", ("kind", "number"), ("status", "visible")]}),
        ("Meeting", {"fields": [("date", "pinned"), "cancelled", ("starts", "ends", "place")]}),
        ("People and topics", {"fields": ["lead_team", "blog_team", "categories", "tags"]}),
        ("Text", {"fields": ["introduction"]}),
        PICTURE_FIELDS,
        ("Record", {"fields": ["origin", "post", "same_as"]}),
    ]
    readonly_fields = ["origin", "post", "same_as"]
    autocomplete_fields = ["categories"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [ReadingInline, DeckInline, NoteInline]
    list_display = ["title", "course_slug", "date", "number", "status", "visible", "readings_count"]
    list_filter = [
        "course",
        LacksFilter,
        VersionFilter,
        AltFilter,
        "status",
        "visible",
        "kind",
        "cancelled",
        "categories",
    ]
    list_select_related = ["course"]
    date_hierarchy = "date"
    ordering = IN_ORDER
    search_fields = ["title", "lead_team", "blog_team", "source", "tags__name", "readings__paper__title"]
    search_help_text = "Words of the title, a team, the source, a tag or a paper."
    save_on_top = True
    actions = [*ON_SESSIONS, "part_selected", *downloads(of_sessions)]

    not_in_list = ("introduction", "introduction_html", "as_given", "lent")
    counted = {"readings_total": SHOWN_READINGS}

    def save_formset(self, request, form, formset, change) -> None:
        """A reading that was changed here has been looked at."""
        super().save_formset(request, form, formset, change)
        tell_what_waits(request, formset.forms)
        confirm(record.pk for record, _ in formset.changed_objects if isinstance(record, Reading))

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        remind(request, form.instance.course)

    @admin.action(description="Part selected sessions from those that stand for them", permissions=["change"])
    def part_selected(self, request, queryset: QuerySet) -> None:
        joined = [one for one in queryset.exclude(same_as=None) if self.has_change_permission(request, one)]
        for session in joined:
            with recorded(request.user, "Parted", [session, session.same_as]):
                part(session)
            self.log_change(request, session, "Parted: a session of its own again.")
        noun = "session is" if len(joined) == 1 else "sessions are"
        self.message_user(request, f"{len(joined)} {noun} now shown again.", messages.SUCCESS)

    @admin.display(description="course", ordering="course__slug")
    def course_slug(self, session: Session) -> str:
        return session.course.slug

    @admin.display(description="readings", ordering=SHOWN_READINGS)
    def readings_count(self, session: Session) -> int:
        return session.readings_total

    @admin.display(description="origin")
    def origin(self, session: Session) -> str:
        return provenance(session.source, session.as_given, session.post and session.post.imported)
