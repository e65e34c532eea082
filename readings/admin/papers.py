"""Papers with their people, links and identifiers."""

import re
from collections.abc import Callable

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q, QuerySet

from ..identifiers import identifiers_of_url, normal_arxiv, normal_doi
from ..models import Authorship, Paper, PaperLink, link_key
from .concurrent_edits import ConcurrentEditsAdmin
from .forms import InOrderFormSet, OrderedInline, TaggedForm, UntouchedRowForm, kept_rows
from .link_health import BrokenLinksFilter, LinkHealthMixin, health_of
from .lookup import CompletenessFilter, LookUpMixin
from .previewing import PreviewsMarkdown

IDENTIFIER_FIELDS = ["arxiv_id", "doi", "openreview_id", "acl_id"]  # in the order of Identifiers.items()


class LinkFormSet(InOrderFormSet):
    """A paper's addresses, each once; addresses that differ only in http, www or a trailing slash are one."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        seen = set()
        for form in kept_rows(self):
            key = link_key(form.instance.url)
            if key in seen:
                form.add_error("url", "This address is already in the list: delete one of the two.")
            seen.add(key)


AUTHOR_TWICE = "An author is listed twice: delete one of the two rows."


class AuthorshipForm(forms.ModelForm):
    class Meta:
        error_messages = {NON_FIELD_ERRORS: {"unique_together": AUTHOR_TWICE}}


class AuthorshipFormSet(InOrderFormSet):
    def get_unique_error_message(self, unique_check) -> str:
        return AUTHOR_TWICE


class AuthorshipInline(OrderedInline):
    model = Authorship
    form = AuthorshipForm
    formset = AuthorshipFormSet
    fields = ["position", "author"]
    autocomplete_fields = ["author"]
    verbose_name, verbose_name_plural = "author", "authors in order"

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).select_related("author")


class LinkInline(OrderedInline):
    model = PaperLink
    form = UntouchedRowForm
    formset = LinkFormSet
    fields = ["position", "url", "label", "kind", "health"]
    readonly_fields = ["kind", "health"]
    verbose_name, verbose_name_plural = "link", "links"

    @admin.display(description="found")
    def health(self, link: PaperLink) -> str:
        return health_of(link)


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
        return self._identifier("arxiv_id", lambda text: normal_arxiv(text) or identifiers_of_url(text).arxiv)

    def clean_doi(self) -> str | None:
        return self._identifier("doi", doi_of_text)

    def clean_openreview_id(self) -> str | None:
        def find(text: str) -> str:
            return text if re.fullmatch(r"[\w-]{6,40}", text) else identifiers_of_url(text).openreview

        return self._identifier("openreview_id", find)

    def clean_acl_id(self) -> str | None:
        def find(text: str) -> str:
            return identifiers_of_url(text if "/" in text else f"https://aclanthology.org/{text}").acl

        return self._identifier("acl_id", find)

    def _identifier(self, field: str, find: Callable[[str], str]) -> str | None:
        """The identifier found in what was typed; an error where there is none or another paper has it."""
        text, label = self.cleaned_data[field], self.fields[field].label
        if not text or field not in self.changed_data:
            return text
        found = find(text)
        if not found:
            raise ValidationError(f"“{text[:80]}” holds no {label}.")
        other = Paper.objects.filter(**{field: found}).exclude(pk=self.instance.pk).first()
        if other:
            raise ValidationError(f"The paper “{other}” has this {label}: edit that record instead.")
        return found


def doi_of_text(text: str) -> str:
    doi = normal_doi(text)
    arxiv = identifiers_of_url(f"https://doi.org/{doi}").arxiv
    if arxiv:
        raise ValidationError(f"This is the DOI of arXiv {arxiv}: write {arxiv} as the arXiv id instead.")
    return doi


@admin.register(Paper)
class PaperAdmin(LookUpMixin, LinkHealthMixin, PreviewsMarkdown, ConcurrentEditsAdmin):
    form = PaperForm
    fieldsets = [
        (None, {"fields": ["title", "kind", "published", "venue", "abstract", "tags"]}),
        ("Identifiers", {"fields": IDENTIFIER_FIELDS}),
        ("Record", {"fields": ["slug", "created", "updated"]}),
    ]
    readonly_fields = ["slug", "created", "updated"]
    inlines = [AuthorshipInline, LinkInline]
    list_display = ["title", "people", "published", "venue", "kind"]
    actions = [*LookUpMixin.actions, *LinkHealthMixin.actions]
    list_filter = [CompletenessFilter, BrokenLinksFilter, "kind", ("published", admin.EmptyFieldListFilter)]
    ordering = ["title", "pk"]
    save_on_top = True
    not_in_list = ("abstract", "abstract_html", "as_given")
    search_fields = ["title", "authors__name", "authors__spellings__name", *IDENTIFIER_FIELDS]
    search_help_text = "Words of title and authors, an arXiv id or DOI, or a pasted address."

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).with_people()

    def get_search_results(self, request, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """A pasted address finds the paper with its identifier or link."""
        if re.match(r"https?://", search_term.strip(), re.IGNORECASE):
            wanted = Q(links__key=link_key(search_term))
            for name, value in zip(IDENTIFIER_FIELDS, identifiers_of_url(search_term).items(), strict=True):
                wanted |= Q(**{name: value}) if value else Q()
            return queryset.filter(wanted), True
        identifier = normal_arxiv(search_term) or normal_doi(search_term)  # "arXiv:1706.03762v5" is found as well
        return super().get_search_results(request, queryset, identifier or search_term)

    @admin.display(description="authors")
    def people(self, paper: Paper) -> str:
        names = [author.name for author in paper.authors_in_order]
        return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
