"""For the admin of papers, sessions, readings and notes: what is changed on their pages becomes versions."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ..history.recording import note_addition, note_deletion, recorded
from ..history.values import KINDS
from ..models import Session


def address_of_history(record: Model) -> str:
    """The list of versions of a record; of a session with those of its readings and notes."""
    wanted = f"kind={KINDS[type(record)]}&number={record.pk}"
    if isinstance(record, Session):
        wanted = f"session={record.pk}"
    return f"{reverse('admin:course_sessions_version_changelist')}?{wanted}"


class KeepsHistory(admin.ModelAdmin):
    """Versions are written in the transaction of the change."""

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        record = self.get_object(request, unquote(object_id))
        with recorded(request.user, "Edited", [record] if record else []):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def log_addition(self, request: HttpRequest, obj: Model, message: object) -> object:
        if type(obj) in KINDS:
            note_addition([obj], request.user, message if isinstance(message, str) else "Added")
        return super().log_addition(request, obj, message)

    def save_formset(self, request: HttpRequest, form, formset, change: bool) -> None:
        rows = [row.instance for row in formset.deleted_forms if row.instance.pk]
        note_deletion([row for row in rows if type(row) in KINDS], request.user)
        super().save_formset(request, form, formset, change)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with transaction.atomic():
            note_deletion([obj], request.user)
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            note_deletion(queryset, request.user)
            super().delete_queryset(request, queryset)

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return super().history_view(request, object_id, extra_context)
        return redirect(address_of_history(record))
