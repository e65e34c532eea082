"""An import in the admin: a zip or a post is uploaded, its plan shown, and applied when confirmed."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from ..importing.sources import SourceError
from ..importing.uploads import apply, forget, take_in
from ..models import Course, ImportUpload
from .permissions import editable_courses
from .reporting import shown

RIGHTS = ("course_sessions.add_session", "course_sessions.change_session", "readings.add_paper")
CHANGED = "The library has changed since this plan was made. Nothing was written: here is what would be done now."


class UploadForm(forms.Form):
    """A file and where it goes; `upload` after validation, its plan worked out."""

    file = forms.FileField(label="Zip or post")
    course = forms.ModelChoiceField(
        Course.objects.none(),
        required=False,
        empty_label="As the site names it; a new one where there is none",
        help_text="A single post needs one.",
    )
    root = forms.ChoiceField(
        label="It is",
        required=False,
        help_text="A file of the same site as before changes the posts that came from there.",
    )
    prefix = forms.SlugField(
        label="Source name",
        required=False,
        max_length=60,
        help_text="A name put before all paths, only where two sites of one course have posts of the same path.",
    )

    def __init__(self, user, course: Course | None, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.fixed = user, course
        self.fields[
            "file"
        ].help_text = (
            f"A zip of a site or of a folder of posts, at most {settings.LIMITS.upload >> 20} MB, or one post (.md)."
        )
        if course:
            del self.fields["course"]
            roots = [root["name"] for root in course.as_given.get("roots", [])]
            known = [(name, f"the site or folder “{name}”, imported before") for name in roots]
            self.fields["root"].choices = [*known, ("", "another site or folder")]
            self.fields["root"].initial = roots[0] if len(roots) == 1 else ""
        else:
            self.fields["course"].queryset = editable_courses(user)
            self.fields["course"].required = not user.has_perm("course_sessions.add_course")
        if len(self.fields["root"].choices) < 2:
            del self.fields["root"]

    def clean(self) -> dict:
        values = super().clean()
        if not self.errors:
            course = self.fixed or values.get("course")
            named = {"root": values.get("root", ""), "prefix": values["prefix"]}
            try:
                self.upload = take_in(values["file"], self.user, course, **named)
            except SourceError as error:
                raise forms.ValidationError(str(error)) from None
        return values


class Uploads:
    """For the admin of courses."""

    def get_urls(self) -> list:
        name = "course_sessions_course_import"
        return [
            path("import/", self.admin_site.admin_view(self.upload_view), name=name),
            path("<int:number>/import/", self.admin_site.admin_view(self.upload_view), name=f"{name}_into"),
            path("import/<int:number>/", self.admin_site.admin_view(self.plan_view), name=f"{name}_plan"),
            *super().get_urls(),
        ]

    def may_import(self, request: HttpRequest) -> bool:
        return request.user.has_perms(RIGHTS)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {**(extra_context or {}), "may_import": self.may_import(request)})

    def upload_view(self, request: HttpRequest, number: int | None = None) -> HttpResponse:
        course = get_object_or_404(Course, pk=number) if number else None
        if not self.may_import(request) or (course and not self.has_change_permission(request, course)):
            raise PermissionDenied
        form = UploadForm(request.user, course, request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            return redirect("admin:course_sessions_course_import_plan", form.upload.pk)
        context = {"title": f"Import into “{course}”" if course else "Import", "original": course, "form": form}
        return render(request, "admin/importing/upload.html", self.context(request, **context))

    def plan_view(self, request: HttpRequest, number: int) -> HttpResponse:
        uploads = ImportUpload.objects.filter(user=request.user).select_related("course", "user")
        upload = get_object_or_404(uploads, pk=number)
        if not self.may_import(request):
            raise PermissionDenied
        if request.method == "POST":
            return self.answer(request, upload)
        context = {"title": f"What importing “{upload.name}” does", "upload": upload, "original": upload.course}
        return render(request, "admin/importing/plan.html", self.context(request, **context, **shown(upload.plan)))

    def answer(self, request: HttpRequest, upload: ImportUpload) -> HttpResponse:
        if "apply" not in request.POST:
            forget(upload)
            self.message_user(request, "The upload is deleted. Nothing was imported.", messages.SUCCESS)
            return redirect("admin:course_sessions_course_changelist")
        here = redirect("admin:course_sessions_course_import_plan", upload.pk)
        if request.POST.get("seen") != upload.plan_key:
            self.message_user(request, CHANGED, messages.WARNING)
            return here
        try:
            report = apply(upload)
        except SourceError as error:
            self.message_user(request, str(error), messages.ERROR)
            return here
        if report.outdated:
            self.message_user(request, CHANGED, messages.WARNING)
            return here
        self.message_user(request, f"Imported. {report.summary}.", messages.SUCCESS)
        if len(report.runs) == 1:
            return redirect("admin:course_sessions_importrun_change", report.runs[0])
        return redirect("admin:course_sessions_importrun_changelist")

    def context(self, request: HttpRequest, **values: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, **values}
