"""Two people on one form: the second is told what the first has changed, and neither loses anything."""

import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from .forms import RoomyAdmin
from .lists import QuickListAdmin
from .sent_forms import PageOfForms, Sent, differences, gone_rows, taken_over, without_gone_rows

FIELD = "_opened"
SALT = "readings.admin.concurrent_edits"
CHANGED = "This record was changed while you had it open: see above. Save again to keep what the form shows."
UNKNOWN = (
    "This form does not tell when it was opened. Compare it with the record, and save again to keep what it shows."
)


class ConcurrentEditsAdmin(RoomyAdmin, QuickListAdmin):
    """A form carries the values it was opened with; others' changes since then are told before anything is saved."""

    class Media:
        css = {"all": ["readings/css/concurrent_edits.css"]}

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            record = self.get_object(request, unquote(object_id))
            opened = opened_with(request)
            if record is None and opened:
                return self.gone_view(request)
            if record and self.has_change_permission(request, record):
                self.compare(request, record, opened)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def gone_view(self, request: HttpRequest) -> HttpResponse:
        """The record was deleted: what was typed is shown, to be copied."""
        hidden = ("csrfmiddlewaretoken", FIELD)
        typed = [(name, text) for name in request.POST for text in request.POST.getlist(name) if text.strip()]
        context = {
            **self.admin_site.each_context(request),
            "title": f"This {self.opts.verbose_name} is no longer there",
            "opts": self.opts,
            "typed": [(name, text) for name, text in typed if not name.startswith("_") and name not in hidden],
        }
        return render(request, "admin/concurrent_edits/gone.html", context, status=410)

    def compare(self, request: HttpRequest, record: Model, payload: dict | None) -> None:
        """Lock the record and its rows; note what others have changed, and take it over where nothing was typed."""
        self.model._base_manager.select_for_update().get(pk=record.pk)
        page = self.page_of_forms(request, record, lock=True)
        request.opened_now = page.sent
        if payload is None:
            request.error_of_form = UNKNOWN
            return
        opened: Sent = payload["sent"]
        if opened == request.opened_now:
            return
        typed = page.typed_in(request.POST, request.FILES, opened)
        request.error_of_form = CHANGED
        request.differences = differences(page, opened, typed)
        request.changed_by = changed_by(page, datetime.datetime.fromisoformat(payload["at"]))
        gone, post = gone_rows(page, request.POST, opened, typed), request.POST
        request._files = without_gone_rows(page, request.FILES, post, gone)
        request.POST = without_gone_rows(page, taken_over(page, post, opened, typed), post, gone)

    def page_of_forms(self, request: HttpRequest, record: Model, *, lock: bool) -> PageOfForms:
        """The forms that a person who opens the record now would get."""
        formsets, prefixes = [], {}
        record = self.get_queryset(request).get(pk=record.pk)
        for FormSet, inline in self.get_formsets_with_inlines(request, record):
            prefix = FormSet.get_default_prefix()
            prefixes[prefix] = prefixes.get(prefix, 0) + 1
            if prefixes[prefix] > 1:
                prefix = f"{prefix}-{prefixes[prefix]}"
            if not inline.has_change_permission(request, record):
                continue
            if lock:
                rows = inline.model._base_manager.select_for_update().filter(**{FormSet.fk.name: record})
                list(rows.order_by("pk").values_list("pk"))
            formsets.append(FormSet(instance=record, prefix=prefix, queryset=inline.get_queryset(request)))
        form = self.get_form(request, record, change=True)(instance=record)
        return PageOfForms(form, tuple(formsets))

    def get_form(self, request: HttpRequest, obj=None, change=False, **kwargs) -> type:
        form_class = super().get_form(request, obj, change=change, **kwargs)
        error = getattr(request, "error_of_form", None)
        if not error:
            return form_class

        class ToldForm(form_class):
            def clean(self) -> dict | None:
                values = super().clean()
                self.add_error(NON_FIELD_ERRORS, error)
                return values

        return ToldForm

    def render_change_form(self, request: HttpRequest, context: dict, add=False, change=False, form_url="", obj=None):
        if change and self.has_change_permission(request, obj):
            sent = getattr(request, "opened_now", None)
            if sent is None:
                formsets = tuple(
                    shown.formset for shown in context["inline_admin_formsets"] if shown.has_change_permission
                )
                sent = PageOfForms(context["adminform"].form, formsets).sent
            payload = {"at": timezone.now().isoformat(), "sent": sent}
            context["opened"] = signing.dumps(payload, salt=SALT, compress=True)
            context["differences"] = getattr(request, "differences", [])
            context["changed_by"] = getattr(request, "changed_by", [])
        return super().render_change_form(request, context, add, change, form_url, obj)


def opened_with(request: HttpRequest) -> dict | None:
    """When the form was opened and with which values, as it says itself."""
    try:
        return signing.loads(request.POST.get(FIELD, ""), salt=SALT)
    except signing.BadSignature:
        return None


def changed_by(page: PageOfForms, since: datetime.datetime) -> list[LogEntry]:
    """What the log says of the record and its rows since then."""
    records = [form.instance for form in page.by_record.values()]
    kinds = ContentType.objects.get_for_models(*{type(record) for record in records})
    wanted = Q()
    for model, kind in kinds.items():
        numbers = [str(record.pk) for record in records if type(record) is model]
        wanted |= Q(content_type=kind, object_id__in=numbers)
    return list(LogEntry.objects.filter(wanted, action_time__gte=since).select_related("user").order_by("action_time"))
