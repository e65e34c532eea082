"""New versions of published notes: shown beside what stands, accepted or declined with one click."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.decorators.http import require_POST

from ..history.recording import recorded
from ..models import NoteVersion
from ..notes import AlreadyAnswered, accept, decline
from .comparing import version_compared
from .pasting import digest

ANSWERS = {"accept": (accept, "Accepted"), "decline": (decline, "Declined")}
CHANGED = "The note or its new version has just been changed: look at them again."


class VersionFilter(admin.SimpleListFilter):
    title = "new version"
    parameter_name = "version"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("waits", "waits for an answer")]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        return queryset.filter(version_waits=True) if self.value() == "waits" else queryset


def seen_of(version: NoteVersion) -> str:
    """What the person who answers has looked at."""
    shown = (version.note.title, version.note.markdown, version.title, version.markdown)
    return digest("\0".join(shown))


class AnswersVersions(admin.ModelAdmin):
    """For the admin of notes."""

    def get_queryset(self, request) -> QuerySet:
        waiting = NoteVersion.objects.waiting().filter(note=OuterRef("pk"))
        return super().get_queryset(request).annotate(version_waits=Exists(waiting))

    @admin.display(description="new version", ordering="version_waits")
    def version_waits(self, note) -> str:
        return "waits" if note.version_waits else ""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_POST(self.answer_view))
        own = path("<int:number>/versions/<int:version>/answer/", view, name="course_sessions_blognote_answer")
        return [own, *super().get_urls()]

    def answer_view(self, request: HttpRequest, number: int, version: int) -> HttpResponse:
        asked = get_object_or_404(NoteVersion.objects.select_related("note__session__course"), pk=version, note=number)
        course = asked.note.session.course
        if not self.has_change_permission(request, asked.note) or not course.published_by(request.user):
            raise PermissionDenied
        act, done = ANSWERS.get(request.POST.get("answer"), (None, ""))
        try:
            if act is None or request.POST.get("seen") != seen_of(asked):
                raise AlreadyAnswered(CHANGED)
            with recorded(request.user, f"{done}: a new version", [asked.note]):
                act(asked, request.user)
        except AlreadyAnswered as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.log_change(request, asked.note, f"{done} version {asked.pk}.")
            self.message_user(request, f"{done}: the new version of “{asked.note}”.", messages.SUCCESS)
        return redirect("admin:course_sessions_blognote_change", number)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        note = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if note and self.has_view_permission(request, note):
            waiting = list(note.versions.waiting().select_related("note", "by", "post"))
            for version in waiting:
                version.comparison, version.seen = version_compared(version), seen_of(version)
            may_answer = self.has_change_permission(request, note) and note.session.course.published_by(request.user)
            context |= {"versions": waiting, "may_answer": may_answer}
        return super().change_view(request, object_id, form_url, context)
