"""For the admin of what decides where notes' links to papers lead."""

from django.contrib import admin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from ..mentions import papers_of, renew_mentions


class RenewsMentionsOfDeleted(admin.ModelAdmin):
    """Notes that speak of a paper follow what is deleted here, in the same transaction."""

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        papers = papers_of([obj])
        super().delete_model(request, obj)
        renew_mentions(papers)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        papers = papers_of(queryset)
        super().delete_queryset(request, queryset)
        renew_mentions(papers)


class RenewsMentions(RenewsMentionsOfDeleted):
    """The same for what is saved as well."""

    def save_model(self, request: HttpRequest, obj: Model, form, change: bool) -> None:
        form.papers_before = papers_of([type(obj).objects.get(pk=obj.pk)]) if change else set()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        renew_mentions(form.papers_before | papers_of([form.instance]))
