"""A course's order and dates on one page: what the rule gives is shown before anything is written."""

from collections.abc import Mapping

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html

from ..history.recording import recorded
from ..models import Course, Session
from ..planning import Edit, Plan, PlanIsOld, apply_plan, as_it_stands, plan_dates, sessions_of_plan

MOST_ROWS = 1500  # so that their fields stay within DATA_UPLOAD_MAX_NUMBER_FIELDS
PAGE = "course_sessions_course_dates"


class RowForm(forms.Form):
    """One session. A date that is typed is fixed."""

    session = forms.IntegerField(widget=forms.HiddenInput)
    place = forms.IntegerField(min_value=0, max_value=100_000, label="order")
    kind = forms.ChoiceField(choices=Session.Kind.choices)
    cancelled = forms.BooleanField(required=False)
    fixed = forms.BooleanField(required=False)
    date = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("fixed") and not cleaned.get("date") and "date" not in self.errors:
            self.add_error("date", "Give the date to which it is fixed.")
        return cleaned

    def edit(self, before: Edit) -> Edit:
        said = self.cleaned_data
        typed = said["date"] is not None and said["date"] != before.date
        return Edit(said["place"], said["kind"], said["cancelled"], said["fixed"] or typed, said["date"])


RowFormSet = forms.formset_factory(RowForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def rows_as_they_stand(sessions: list[Session]) -> list[dict]:
    edits = as_it_stands(sessions)
    names = ("place", "kind", "cancelled", "fixed", "date")
    return [{"session": pk, **{name: getattr(edit, name) for name in names}} for pk, edit in edits.items()]


def edits_of(rows: forms.BaseFormSet, before: Mapping[int, Edit]) -> dict[int, Edit]:
    """What valid rows say of the sessions that there are."""
    found = {row.cleaned_data["session"]: row for row in rows.forms}
    return {pk: row.edit(before[pk]) for pk, row in found.items() if pk in before}


def all_following(sent: QueryDict) -> QueryDict:
    """The rows as sent, none of them fixed."""
    left = sent.copy()
    for name in sent:
        if name.startswith("form-") and name.endswith("-fixed"):
            del left[name]
    return left


def remind(request: HttpRequest, course: Course) -> None:
    """Tell what the rule would change by now, with the way to its page."""
    if course.has_rule and (plan := plan_dates(course)).changes:
        address = reverse(f"admin:{PAGE}", args=[course.pk])
        said = 'Once the dates are applied: {} <a href="{}">Look, and apply them</a>.'
        messages.warning(request, format_html(said, plan.summary, address))


class DatesMixin:
    """For the admin of courses."""

    actions = ["apply_dates"]

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.dates_view)
        return [path("<int:number>/dates/", view, name=PAGE), *super().get_urls()]

    @admin.action(description="Order and dates of the selected course", permissions=["change"])
    def apply_dates(self, request: HttpRequest, queryset) -> HttpResponse | None:
        numbers = list(queryset.values_list("pk", flat=True)[:2])
        if len(numbers) == 1:
            return redirect(f"admin:{PAGE}", numbers[0])
        self.message_user(request, "Select one course.", messages.ERROR)
        return None

    def dates_view(self, request: HttpRequest, number: int) -> HttpResponse:
        course = get_object_or_404(self.get_queryset(request), pk=number)
        if not self.has_change_permission(request, course):
            raise PermissionDenied
        sessions = sessions_of_plan(course)
        sent = all_following(request.POST) if "follow" in request.POST else request.POST
        rows = RowFormSet(sent or None, initial=rows_as_they_stand(sessions))
        plan = None
        if request.method != "POST":
            plan = plan_dates(course)
        elif rows.is_valid():
            edits = edits_of(rows, as_it_stands(sessions))
            if "apply" in request.POST and self.applied(request, course, edits):
                return redirect("admin:course_sessions_course_change", course.pk)
            plan = plan_dates(course, edits)
        return render(request, "admin/dates/dates.html", self.dates_context(request, course, sessions, rows, plan))

    def applied(self, request: HttpRequest, course: Course, edits: Mapping[int, Edit]) -> bool:
        try:
            with recorded(request.user, "Order and dates", course.sessions.all()):
                plan = apply_plan(course, edits, request.POST.get("seen", ""))
        except PlanIsOld:
            said = "This is not what was shown to you: look at what would be done now, and apply that."
            self.message_user(request, said, messages.ERROR)
            return False
        self.log_change(request, course, f"Order and dates: {plan.summary}")
        self.message_user(request, f"Applied: {plan.summary}", messages.SUCCESS)
        return True

    def dates_context(
        self, request: HttpRequest, course: Course, sessions: list[Session], rows: forms.BaseFormSet, plan: Plan | None
    ) -> dict:
        by_pk = {str(session.pk): session for session in sessions}
        return {
            **self.admin_site.each_context(request),
            "title": f"Order and dates: {course}",
            "opts": self.opts,
            "course": course,
            "rows": rows,
            "pairs": [(row, by_pk.get(str(row["session"].value()))) for row in rows.forms],
            "fixed": sum(bool(row["fixed"].value()) for row in rows.forms),
            "plan": plan,
            "may_apply": plan is not None and (request.method == "POST" or bool(plan.changes)),
        }
