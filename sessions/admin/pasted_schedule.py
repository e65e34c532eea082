"""A schedule pasted or uploaded as a table: understood, compared with the course, and applied when confirmed."""

import datetime
from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone

from ..history.recording import note_addition, recorded
from ..models import Course
from ..pasting.schedule import MeetingProposal, add_meetings, propose_meetings
from ..posts.meetings import AcademicYear, year_in
from ..posts.pasted_schedules import read_schedule
from ..posts.structure import PostError
from .pasting import digest

LARGEST = 500_000  # characters, and bytes of a file


class ScheduleForm(forms.Form):
    """The table as pasted or uploaded; `sessions` and `warnings` after validation."""

    text = forms.CharField(
        label="Table",
        strip=False,
        required=False,
        max_length=LARGEST,
        widget=AdminTextareaWidget(attrs={"rows": 14}),
        help_text="As copied from a spreadsheet, or as CSV. The first line names the columns: date, title, lead team, "
        "blog team, slides, readings, links. Without dates the rows are numbered in their order.",
    )
    file = forms.FileField(label="Or a file", required=False, help_text="A .csv or .tsv file.")

    def __init__(self, course: Course, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.course = course

    def clean(self) -> dict:
        values = super().clean()
        if values.get("file"):
            values["text"] = self.text_of(values["file"])
        if not values.get("text", "").strip():
            raise forms.ValidationError("Paste a table, or choose a file.")
        try:
            self.sessions, self.warnings = read_schedule(values["text"], year_of(self.course))
        except PostError as error:
            raise forms.ValidationError(f"Line {error.line}: {error.text}.") from None
        return values

    def text_of(self, file) -> str:
        if file.size > LARGEST:
            raise forms.ValidationError(f"The file is larger than {LARGEST} bytes.")
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError("The file is not UTF-8 text: save it as “CSV UTF-8”.") from None


def year_of(course: Course) -> int:
    """The year of days that name none: of the course's rule, else of its names, else this one."""
    if course.first_day:
        ends = course.last_day or course.first_day
        return AcademicYear(course.first_day.year) if ends.year > course.first_day.year else course.first_day.year
    return year_in(course.term, course.title, course.slug) or timezone.localdate().year


class PastesSchedules:
    """For the admin of courses."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.paste_view)
        return [path("<int:number>/paste/", view, name="course_sessions_course_paste"), *super().get_urls()]

    def paste_view(self, request: HttpRequest, number: int) -> HttpResponse:
        course = get_object_or_404(Course, pk=number)
        rights = ("course_sessions.add_session", "course_sessions.change_session", "readings.add_paper")
        if not course.instructed_by(request.user) or not request.user.has_perms(rights):
            raise PermissionDenied
        form = ScheduleForm(course, request.POST or None, request.FILES or None)
        proposals: list[MeetingProposal] = []
        seen, left_out = "", []
        if request.method == "POST" and form.is_valid():
            proposals = propose_meetings(course, form.sessions)
            seen = digest(form.cleaned_data["text"])
            if "confirm" in request.POST and request.POST.get("seen") == seen:
                ticked = set(request.POST.getlist("row"))
                try:
                    return self.apply(request, course, [p for n, p in enumerate(proposals) if str(n) in ticked])
                except IntegrityError:
                    self.message_user(request, "The course has just been changed: look again.", messages.ERROR)
            left_out = form.warnings
            form = ScheduleForm(course, initial={"text": form.cleaned_data["text"]})
        context = {
            **self.admin_site.each_context(request),
            "title": f"Paste a schedule into “{course}”",
            "opts": self.opts,
            "original": course,
            "form": form,
            "proposals": proposals,
            "left_out": left_out,
            "seen": seen,
        }
        return render(request, "admin/pasting/schedule.html", context)

    def apply(self, request: HttpRequest, course: Course, proposals: Sequence[MeetingProposal]) -> HttpResponse:
        with recorded(request.user, "Pasted a schedule", course.sessions.all()):
            made, changed = add_meetings(course, proposals, today=datetime.date.today())
            note_addition(made, request.user, "Pasted a schedule")
        self.log_change(request, course, f"Pasted a schedule: {len(made)} sessions new, {len(changed)} changed.")
        said = f"{len(made)} session{'' if len(made) == 1 else 's'} added, {len(changed)} changed."
        self.message_user(request, said, messages.SUCCESS)
        if course.has_rule and course.sessions.filter(date=None).exists():
            return redirect("admin:course_sessions_course_dates", course.pk)
        return redirect("admin:course_sessions_course_change", course.pk)
