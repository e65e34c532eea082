"""Authors with their other spellings."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count

from ..models import Author, AuthorSpelling
from ..names import given_first, name_key
from .concurrent_edits import ConcurrentEditsAdmin
from .forms import TableInline, kept_rows


class SpellingFormSet(forms.BaseInlineFormSet):
    """Other spellings, each of one author only."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        seen = set()
        for form in kept_rows(self):
            name = form.cleaned_data["name"]
            other = Author.objects.exclude(pk=self.instance.pk).named(name)
            if not name_key(name):
                form.add_error("name", f"“{name}” is not a name: write at least one letter.")
            elif other:
                form.add_error("name", f"“{name}” is already a spelling of the author “{other}”.")
            elif name_key(name) in seen:
                form.add_error("name", f"“{name}” is already in the list: delete one of the two.")
            seen.add(name_key(name))


class SpellingInline(TableInline):
    model = AuthorSpelling
    formset = SpellingFormSet
    verbose_name, verbose_name_plural = "other spelling", "other spellings"


class AuthorForm(forms.ModelForm):
    def clean_name(self) -> str:
        name = given_first(self.cleaned_data["name"])
        if not name_key(name):
            raise ValidationError(f"“{name}” is not a name: write at least one letter.")
        other = Author.objects.exclude(pk=self.instance.pk).named(name)
        if other:
            raise ValidationError(f"“{name}” is already there as the author “{other}”: edit that record instead.")
        return name


@admin.register(Author)
class AuthorAdmin(ConcurrentEditsAdmin):
    form = AuthorForm
    fields = ["name", "slug"]
    readonly_fields = ["slug"]
    inlines = [SpellingInline]
    list_display = ["name", "papers_count"]
    ordering = ["name"]
    search_fields = ["name", "spellings__name"]
    search_help_text = "A name, in any of its spellings."

    counted = {"papers_total": Count("papers")}

    @admin.display(description="papers", ordering=Count("papers"))
    def papers_count(self, author: Author) -> int:
        return author.papers_total
