"""One reading: what an instructor says of it beside what its post said."""

from django import forms
from django.contrib import admin

from ..importing.questions import confirm
from ..models import Reading
from .actions import ON_READINGS
from .decks import ReadingDeckInline
from .finding_papers import ChoosesPapers
from .history import KeepsHistory
from .mentions import RenewsMentions
from .permissions import FixedOnceAddedAdmin
from .provenance import MISSING, given_values, provenance


class ReadingForm(forms.ModelForm):
    """Says in a sentence what the database forbids; the session is not in the form once the reading is there."""

    def clean(self) -> dict:
        cleaned = super().clean()
        session = cleaned.get("session") or (self.instance.session if self.instance.pk else None)
        same = Reading.objects.filter(
            session=session, paper=cleaned.get("paper"), requirement=cleaned.get("requirement")
        ).exclude(pk=self.instance.pk)
        if session and cleaned.get("paper") and same.exists():
            self.add_error("paper", "This session lists the paper already under this requirement: choose another.")
        return cleaned


@admin.register(Reading)
class ReadingAdmin(KeepsHistory, ChoosesPapers, RenewsMentions, FixedOnceAddedAdmin):
    course_path = "session__course"
    form = ReadingForm
    fixed_once_added = ("session",)
    fieldsets = [
        (None, {"fields": ["session", "paper", ("requirement", "position"), "withdrawn"]}),
        ("In this session", {"fields": ["presenter", "topic", "instruction", "remarks"]}),
        ("As its post gave it", {"fields": ["origin", "as_given_values", "as_given_text"]}),
    ]
    readonly_fields = ["origin", "as_given_values", "as_given_text"]
    autocomplete_fields = ["session", "paper"]
    inlines = [ReadingDeckInline]
    list_display = ["paper_title", "session_title", "course", "requirement", "presenter", "is_shown"]
    list_filter = ["session__course", "requirement", "withdrawn"]
    list_select_related = ["paper", "session__course"]
    ordering = ["session__course", "session", "position", "pk"]
    actions = ON_READINGS
    not_in_list = (
        *("as_given", "paper__abstract", "paper__abstract_html", "paper__as_given"),
        *("session__introduction", "session__introduction_html", "session__as_given"),
    )
    search_fields = ["paper__title", "session__title", "presenter", "topic"]

    def save_model(self, request, obj: Reading, form, change: bool) -> None:
        """Whoever saves a reading has looked at it: what the importer was not sure of is settled."""
        super().save_model(request, obj, form, change)
        confirm([obj.pk])

    def save_formset(self, request, form, formset, change) -> None:
        """The decks of a reading are decks of its session."""
        for deck in formset.save(commit=False):
            deck.session = form.instance.session
            deck.save()
        for deck in formset.deleted_objects:
            deck.delete()

    @admin.display(description="paper", ordering="paper__title")
    def paper_title(self, reading: Reading) -> str:
        return reading.paper.title

    @admin.display(description="session", ordering="session__title")
    def session_title(self, reading: Reading) -> str:
        return reading.session.title

    @admin.display(description="shown", boolean=True, ordering="-withdrawn")
    def is_shown(self, reading: Reading) -> bool:
        return not reading.withdrawn

    @admin.display(description="course", ordering="session__course__slug")
    def course(self, reading: Reading) -> str:
        return reading.session.course.slug

    @admin.display(description="origin")
    def origin(self, reading: Reading) -> str:
        if reading.pk is None:
            return MISSING
        session = reading.session
        source = session.source if reading.as_given else ""
        return provenance(source, reading.as_given, session.post and session.post.imported)

    @admin.display(description="as given")
    def as_given_values(self, reading: Reading) -> str:
        return given_values(reading.as_given)

    @admin.display(description="entry in the post")
    def as_given_text(self, reading: Reading) -> str:
        return reading.as_given.get("text") or MISSING
