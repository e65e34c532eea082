"""What the forms of this project's admin have in common: room for Markdown, rows in order, checked tags."""

import re

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from taggit.forms import TagWidget
from taggit.managers import TaggableManager

from .previewing import is_markdown, preview_address

LONGEST_TAG = 100
MARKDOWN_ROWS = {"markdown": 30}  # a whole text; other fields hold a paragraph or two
WIDE = {"class": "vLargeTextField"}
# Rows of a table: fields narrow enough for one line on a laptop.
COMPACT = {models.CharField: {"widget": forms.TextInput(attrs={"size": 12})}}


class TextInput(AdminTextareaWidget):
    """Lines end in a line feed, as imported ones do: saving a form changes no text that nobody touched."""

    def value_from_datadict(self, data, files, name: str) -> str | None:
        text = super().value_from_datadict(data, files, name)
        return text and text.replace("\r\n", "\n")


class MarkdownInput(TextInput):
    """Shows the text beside itself as readers will see it; without scripts a button does, in another tab."""

    def __init__(self, preview: str, attrs: dict | None = None):
        super().__init__({**(attrs or {}), "data-preview": preview})

    class Media:
        css = {"all": ["readings/css/forms.css"]}
        js = ["readings/js/preview.js"]

    def render(self, name: str, value: object, attrs: dict | None = None, renderer: object = None) -> str:
        button = (
            '<noscript><button name="preview" value="{}" formaction="{}" formtarget="_blank" formnovalidate>'
            "Preview</button></noscript>"
        )
        beside = format_html(button, name, self.attrs["data-preview"])
        return super().render(name, value, attrs, renderer) + beside


class RoomyAdmin(BaseModelAdmin):
    """Room for Markdown, titles and tags; addresses typed without a scheme are taken as https."""

    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        TaggableManager: {
            "widget": TagWidget(attrs=WIDE),
            "help_text": 'Separated by commas; a tag of several words stands in quotes: "graph learning", pruning',
        },
    }

    def formfield_for_dbfield(self, db_field: models.Field, request, **kwargs) -> forms.Field | None:
        if isinstance(db_field, models.TextField):
            kwargs["widget"] = self.text_input(db_field, request)
            kwargs["strip"] = False
        elif db_field.name == "title":
            kwargs["widget"] = AdminTextInputWidget(attrs=WIDE)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.ForeignKey) and field:
            # A related record is opened or added from here, not deleted by a slip.
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def text_input(self, db_field: models.TextField, request) -> forms.Widget:
        attrs = {"rows": MARKDOWN_ROWS.get(db_field.name, 12)}
        if not is_markdown(self.model, db_field.name):
            return TextInput(attrs)
        inline = isinstance(self, admin.options.InlineModelAdmin)
        return MarkdownInput(preview_address(self.model, request, inline=inline), attrs)


class TableInline(RoomyAdmin, admin.TabularInline):
    """Rows of one line each."""

    formfield_overrides = {**RoomyAdmin.formfield_overrides, **COMPACT}
    extra = 0


class UntouchedRowForm(forms.ModelForm):
    """A stored row is checked when it is changed: an odd address of a post keeps nobody from saving the rest."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_permitted = self.empty_permitted or self.instance.pk is not None


def check_tags(tags: list[str]) -> list[str]:
    """The tags; raises a form's error for one that does not fit into the database or could have no page."""
    for tag in tags:
        if len(tag) > LONGEST_TAG:
            raise ValidationError(f"The tag “{tag[:40]}…” is longer than {LONGEST_TAG} characters: shorten it.")
        if not re.search(r"[^\W_]", tag):
            raise ValidationError(f"“{tag}” is not a tag: write at least one letter or digit.")
    return tags


class TaggedForm(forms.ModelForm):
    """A form whose tags fit into the database and can have a page."""

    def clean_tags(self) -> list[str]:
        return check_tags(self.cleaned_data["tags"])


def kept_rows(formset: forms.BaseModelFormSet) -> list[forms.ModelForm]:
    """The valid rows that are stored or filled in, and not to be deleted."""
    rows = [form for form in formset.forms if form.instance.pk or form.has_changed()]
    return [form for form in rows if not form.cleaned_data.get("DELETE")]


class InOrderFormSet(forms.BaseInlineFormSet):
    """Rows with a position; a row whose position is left empty goes to the end."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        position = form.fields["position"]
        position.label, position.required = "order", False
        if form.instance._state.adding:
            position.initial = None

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        records = [form.instance for form in kept_rows(self)]
        last = max((record.position for record in records if record.position is not None), default=0)
        for record in records:
            if record.position is None:
                last = record.position = last + 1


class OrderedInline(TableInline):
    """Rows of one line each, dragged into their order or numbered by hand."""

    formset = InOrderFormSet

    class Media:
        css = {"all": ["readings/css/forms.css"]}
        js = ["readings/js/rows.js"]
