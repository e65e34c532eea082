"""Actions of the lists that say on a page of their own what will become of each record, and then do it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..bulk import Plan
from ..history.recording import recorded
from ..history.values import KINDS
from ..review.settling import CannotSettle
from .permissions import course_of

MOST = 1000  # records of one action
ONLY_PUBLISHERS = "Only instructors of the course decide what everyone sees: ask one of them, or select other records."
OLD = "This is not what was shown to you: look at what would be done now, and apply that."


class BulkForm(forms.Form):
    """What an action asks for. `records` are the selected ones, `user` is whose courses may be named."""

    def __init__(self, *args, records: Sequence[Model], user, **kwargs):
        super().__init__(*args, **kwargs)
        self.records, self.user = records, user


@dataclass(frozen=True, slots=True)
class Bulk:
    """One action: its plan for the selected records and the form's values."""

    name: str
    label: str
    plan: Callable[[Sequence[Model], dict], Plan]
    form: type[BulkForm] = BulkForm
    permissions: tuple[str, ...] = ("change",)  # on the list's model, as for any action
    needs: tuple[str, ...] = ()  # permissions beyond these
    fewest: int = 1
    afterwards: str = ""  # a sentence to whoever has done it
    publishes: Callable[[Model], bool] = lambda record: False  # whether the record is up to those who publish

    def as_action(self) -> Callable:
        """For `actions` of a model's admin."""

        def run(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
            return respond(self, model_admin, request, queryset)

        run.__name__ = self.name
        return admin.action(run, description=self.label, permissions=self.permissions)


def respond(bulk: Bulk, model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
    """The page of the action; None, which is the list again, once it is applied or where it cannot begin."""
    if not request.user.has_perms(bulk.needs):
        raise PermissionDenied
    records = list(queryset[: MOST + 1])
    if len(records) > MOST:
        model_admin.message_user(request, f"Select {MOST} at most.", messages.ERROR)
        return None
    if len(records) < bulk.fewest:
        model_admin.message_user(request, f"Select at least {bulk.fewest}.", messages.ERROR)
        return None
    if not all(may_change(model_admin, request, bulk, record) for record in records):
        raise PermissionDenied
    public = [record for record in records if bulk.publishes(record)]
    if not all(course_of(record).published_by(request.user) for record in public):
        model_admin.message_user(request, ONLY_PUBLISHERS, messages.ERROR)
        return None
    answered = "look" in request.POST or "apply" in request.POST or not bulk.form.base_fields
    form = bulk.form(request.POST if answered else None, records=records, user=request.user)
    plan = None
    if answered and form.is_valid():
        if "apply" in request.POST and applied(bulk, model_admin, request, queryset, form.cleaned_data):
            return None
        plan = bulk.plan(records, form.cleaned_data)
    return render(request, "admin/bulk/page.html", context_of(bulk, model_admin, request, records, form, plan))


def may_change(model_admin: admin.ModelAdmin, request: HttpRequest, bulk: Bulk, record: Model) -> bool:
    return all(getattr(model_admin, f"has_{name}_permission")(request, record) for name in bulk.permissions)


def applied(bulk: Bulk, model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet, values: dict) -> bool:
    """Do what was shown, all or nothing; False where it is to be shown again."""
    try:
        with transaction.atomic():
            rows = model_admin.model._base_manager.filter(pk__in=[record.pk for record in queryset])
            list(rows.select_for_update().order_by("pk").values_list("pk"))
            plan = bulk.plan(list(queryset.all()), values)
            if plan.key != request.POST.get("seen"):
                model_admin.message_user(request, OLD, messages.ERROR)
                return False
            changed = len(plan.changes)
            for effect in plan.changes:
                model_admin.log_change(request, effect.record, f"{bulk.label}: {effect.said}.")
            touched = [*(effect.record for effect in plan.changes), *plan.touched]
            with recorded(request.user, bulk.label, [record for record in touched if type(record) in KINDS]):
                plan.apply()
    except CannotSettle as error:
        model_admin.message_user(request, f"Nothing was changed: {error}", messages.ERROR)
        return True
    opts = model_admin.opts
    noun = opts.verbose_name if changed == 1 else opts.verbose_name_plural
    said = f"{bulk.label}: {changed} {noun} changed. {bulk.afterwards}"
    model_admin.message_user(request, said.strip(), messages.SUCCESS)
    return True


def context_of(
    bulk: Bulk,
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    records: Sequence[Model],
    form: BulkForm,
    plan: Plan | None,
) -> dict:
    noun = model_admin.opts.verbose_name if len(records) == 1 else model_admin.opts.verbose_name_plural
    return {
        **model_admin.admin_site.each_context(request),
        "title": f"{bulk.label}: {len(records)} {noun}",
        "opts": model_admin.opts,
        "bulk": bulk,
        "records": records,
        "form": form,
        "plan": plan,
        "staying": len(plan.effects) - len(plan.changes) if plan else 0,
        "checkbox": ACTION_CHECKBOX_NAME,
        "media": model_admin.media + form.media,
    }
