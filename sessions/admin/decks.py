"""Slide decks: their own list, and rows of a session or of one reading."""

import re

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet

from readings.admin.forms import OrderedInline, UntouchedRowForm

from ..models import SlideDeck
from .attention import BrokenDecksFilter
from .permissions import CourseScopedAdmin


class DeckForm(forms.ModelForm):
    """A deck is a file or an address that a reader can open, and belongs to a reading of its own session."""

    class Meta:
        widgets = {"url": forms.TextInput(attrs={"size": 40})}

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        if url and not re.match(r"(https?://[^/\s]|/[^/\s])", url, re.IGNORECASE):
            raise ValidationError(f"“{url[:80]}” is not an address: start it with https:// or http://.")
        return url

    def clean(self) -> dict:
        cleaned = super().clean()
        if "url" in cleaned and not cleaned["url"] and not cleaned.get("file") and "file" not in self.errors:
            self.add_error("url", "Give an address, or upload a file.")
        reading, session = cleaned.get("reading"), cleaned.get("session")
        if reading and session and reading.session_id != session.pk:
            self.add_error(
                "reading", f"This reading belongs to the session “{reading.session}”: choose one of this session."
            )
        return cleaned


class DeckRowForm(UntouchedRowForm, DeckForm):
    pass


def how_searched(deck: SlideDeck) -> str:
    """Whether the search knows what a deck says; else why not. Expects `text_pages`, the number of pages with text."""
    pages = getattr(deck, "text_pages", 0)
    if deck.text_missing:
        return f"no: {deck.text_missing}"
    return f"{pages} page{'' if pages == 1 else 's'}" if pages else "–"


class DeckInline(OrderedInline):
    model = SlideDeck
    form = DeckRowForm
    fields = ["position", "label", "url", "file", "searched", "reading"]
    readonly_fields = ["searched", "reading"]
    show_change_link = True

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).select_related("reading__paper").annotate(text_pages=Count("pages"))

    @admin.display(description="searched")
    def searched(self, deck: SlideDeck) -> str:
        return how_searched(deck)


class ReadingDeckInline(DeckInline):
    fields = ["position", "label", "url", "file", "searched"]
    readonly_fields = ["searched"]


@admin.register(SlideDeck)
class SlideDeckAdmin(CourseScopedAdmin):
    course_path = "session__course"
    form = DeckForm
    fields = ["session", "reading", "label", "url", "file", "searched", "position"]
    readonly_fields = ["searched"]
    autocomplete_fields = ["session", "reading"]
    list_display = ["__str__", "session_title", "course", "is_stored"]
    list_filter = ["session__course", BrokenDecksFilter]
    list_select_related = ["session__course"]
    search_fields = ["label", "url", "file", "session__title"]

    not_in_list = ("session__introduction", "session__introduction_html", "session__as_given")

    def save_model(self, request, obj: SlideDeck, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "file" in form.changed_data and obj.text_missing:
            messages.warning(request, f"The text of these slides is not searched: {obj.text_missing}.")

    @admin.display(description="searched")
    def searched(self, deck: SlideDeck) -> str:
        deck.text_pages = deck.pages.count()
        return how_searched(deck)

    @admin.display(description="session", ordering="session__title")
    def session_title(self, deck: SlideDeck) -> str:
        return deck.session.title

    @admin.display(description="course", ordering="session__course__slug")
    def course(self, deck: SlideDeck) -> str:
        return deck.session.course.slug

    @admin.display(description="stored here", boolean=True)
    def is_stored(self, deck: SlideDeck) -> bool:
        return bool(deck.file)
