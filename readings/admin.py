"""The library in the admin: authors with their spellings, papers with their people, links and identifiers."""

import re

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, QuerySet
from taggit.forms import TagWidget
from taggit.managers import TaggableManager
from taggit.models import Tag

from .identifiers import identifiers_of_url, normal_arxiv, normal_doi
from .models import Author, Authorship, AuthorSpelling, Paper, PaperLink, link_key
from .names import given_first, name_key

LONGEST_TAG = 100
IDENTIFIER_FIELDS = ["arxiv_id", "doi", "openreview_id", "acl_id"]  # in the order of Identifiers.items()
MARKDOWN_ROWS = {"markdown": 30}  # a whole text; other fields hold a paragraph or two
WIDE = {"class": "vLargeTextField"}
# Rows of a table: fields narrow enough for one line on a laptop.
COMPACT = {models.CharField: {"widget": forms.TextInput(attrs={"size": 15})}}


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
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": MARKDOWN_ROWS.get(db_field.name, 12)})
        elif db_field.name == "title":
            kwargs["widget"] = AdminTextInputWidget(attrs=WIDE)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class TableInline(admin.TabularInline):
    """Rows in one line each, related records to be opened or added, not deleted by a slip."""

    formfield_overrides = {**RoomyAdmin.formfield_overrides, **COMPACT}
    extra = 0

    def formfield_for_dbfield(self, db_field: models.Field, request, **kwargs) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.ForeignKey) and field:
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field


class TaggedForm(forms.ModelForm):
    """A form whose tags fit into the database and can have a page."""

    def clean_tags(self) -> list[str]:
        tags = self.cleaned_data["tags"]
        for tag in tags:
            if len(tag) > LONGEST_TAG:
                raise ValidationError(f"The tag “{tag[:40]}…” is longer than {LONGEST_TAG} characters: shorten it.")
            if not re.search(r"[^\W_]", tag):
                raise ValidationError(f"“{tag}” is not a tag: write at least one letter or digit.")
        return tags


def filled_forms(formset: forms.BaseFormSet) -> list[forms.ModelForm]:
    """The valid rows that are filled in and not to be deleted."""
    return [form for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]


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
        forms_kept = filled_forms(self)
        last = max((form.cleaned_data["position"] or 0 for form in forms_kept), default=0)
        for form in forms_kept:
            if form.cleaned_data["position"] is None:
                last += 1
                form.instance.position = last


class LinkFormSet(InOrderFormSet):
    """A paper's addresses, each once; addresses that differ only in http, www or a trailing slash are one."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        seen = set()
        for form in filled_forms(self):
            key = link_key(form.cleaned_data["url"])
            if key in seen:
                form.add_error("url", "This address is already in the list: delete one of the two.")
            seen.add(key)


class SpellingFormSet(forms.BaseInlineFormSet):
    """Other spellings, each of one author only."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        seen = set()
        for form in filled_forms(self):
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
class AuthorAdmin(admin.ModelAdmin):
    form = AuthorForm
    fields = ["name", "slug"]
    readonly_fields = ["slug"]
    inlines = [SpellingInline]
    list_display = ["name", "papers_count"]
    search_fields = ["name", "spellings__name"]
    search_help_text = "A name, in any of its spellings."

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).annotate(papers_total=Count("papers"))

    @admin.display(description="papers", ordering="papers_total")
    def papers_count(self, author: Author) -> int:
        return author.papers_total


class AuthorshipFormSet(InOrderFormSet):
    def get_unique_error_message(self, unique_check) -> str:
        return "An author is listed twice: delete one of the two rows."


class AuthorshipInline(TableInline):
    model = Authorship
    formset = AuthorshipFormSet
    fields = ["position", "author"]
    autocomplete_fields = ["author"]
    verbose_name, verbose_name_plural = "author", "authors in order"

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).select_related("author")


class LinkInline(TableInline):
    model = PaperLink
    formset = LinkFormSet
    fields = ["position", "url", "label", "kind"]
    readonly_fields = ["kind"]
    verbose_name, verbose_name_plural = "link", "links"


def identifier_field(label: str, example: str) -> forms.CharField:
    """A field wide enough for a pasted address, of which only the identifier is kept."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=500,
        empty_value=None,
        widget=AdminTextInputWidget,
        help_text=f"For example {example}; a pasted address is understood.",
    )


class PaperForm(TaggedForm):
    arxiv_id = identifier_field("arXiv id", "1706.03762")
    doi = identifier_field("DOI", "10.1000/182")
    openreview_id = identifier_field("OpenReview id", "rJXMpikCZ")
    acl_id = identifier_field("ACL Anthology id", "2020.acl-main.1")

    def clean_arxiv_id(self) -> str | None:
        text = self.cleaned_data["arxiv_id"]
        return self._identifier("arxiv_id", text and (normal_arxiv(text) or identifiers_of_url(text).arxiv))

    def clean_doi(self) -> str | None:
        text = self.cleaned_data["doi"]
        doi = text and normal_doi(text)
        arxiv = doi and identifiers_of_url(f"https://doi.org/{doi}").arxiv
        if arxiv:
            raise ValidationError(f"This is the DOI of arXiv {arxiv}: write {arxiv} as the arXiv id instead.")
        return self._identifier("doi", doi)

    def clean_openreview_id(self) -> str | None:
        text = self.cleaned_data["openreview_id"]
        plain = text if text and re.fullmatch(r"[\w-]{6,40}", text) else ""
        return self._identifier("openreview_id", text and (plain or identifiers_of_url(text).openreview))

    def clean_acl_id(self) -> str | None:
        text = self.cleaned_data["acl_id"]
        address = text if text and "/" in text else f"https://aclanthology.org/{text}"
        return self._identifier("acl_id", text and identifiers_of_url(address).acl)

    def _identifier(self, field: str, found: str | None) -> str | None:
        """The identifier found in what was typed; an error where there is none or another paper has it."""
        label = self.fields[field].label
        if found == "":
            raise ValidationError(f"“{self.data[self.add_prefix(field)][:80]}” holds no {label}.")
        other = Paper.objects.filter(**{field: found}).exclude(pk=self.instance.pk).first() if found else None
        if other:
            raise ValidationError(f"The paper “{other}” has this {label}: edit that record instead.")
        return found


@admin.register(Paper)
class PaperAdmin(RoomyAdmin, admin.ModelAdmin):
    form = PaperForm
    fieldsets = [
        (None, {"fields": ["title", "kind", "published", "venue", "abstract", "tags"]}),
        ("Identifiers", {"fields": IDENTIFIER_FIELDS}),
        ("Record", {"fields": ["slug", "created", "updated"]}),
    ]
    readonly_fields = ["slug", "created", "updated"]
    inlines = [AuthorshipInline, LinkInline]
    list_display = ["title", "people", "published", "venue", "kind"]
    list_filter = ["kind", ("published", admin.EmptyFieldListFilter)]
    search_fields = ["title", "authors__name", "authors__spellings__name", *IDENTIFIER_FIELDS]
    search_help_text = "Words of title and authors, an arXiv id or DOI, or a pasted address."

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).with_people()

    def get_search_results(self, request, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """A pasted address finds the paper with its identifier or link."""
        if re.match(r"https?://", search_term.strip(), re.IGNORECASE):
            wanted = models.Q(links__key=link_key(search_term))
            for name, value in zip(IDENTIFIER_FIELDS, identifiers_of_url(search_term).items(), strict=True):
                wanted |= models.Q(**{name: value}) if value else models.Q()
            return queryset.filter(wanted), True
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="authors")
    def people(self, paper: Paper) -> str:
        names = [author.name for author in paper.authors_in_order]
        return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


admin.site.unregister(Tag)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """Tags without taggit's inline, which lists every tagged thing with a query each."""

    list_display = ["name", "slug", "uses"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["name"]

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).annotate(uses_total=Count("taggit_taggeditem_items"))

    @admin.display(description="used", ordering="uses_total")
    def uses(self, tag: Tag) -> int:
        return tag.uses_total
