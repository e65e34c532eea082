"""New versions of public texts: shown beside what stands, accepted or declined with one click."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.decorators.http import require_POST

from ..history.recording import recorded
from ..history.values import KINDS
from ..models import NoteVersion
from ..models.note_version import OF, texts_of
from ..notes import AlreadyAnswered, accept, decline
from .comparing import version_compared
from .pasting import digest
from .permissions import course_of

ANSWERS = {"accept": (accept, "Accepted"), "decline": (decline, "Declined")}
CHANGED = "What stands or its new version has just been changed: look at them again."


class VersionFilter(admin.SimpleListFilter):
    title = "new version"
    parameter_name = "version"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("waits", "waits for an answer")]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        return queryset.filter(a_version_waits(queryset.model)) if self.value() == "waits" else queryset


def a_version_waits(model: type[Model]) -> Exists:
    return Exists(NoteVersion.objects.waiting().filter(**{OF[model]: OuterRef("pk")}))


def seen_of(version: NoteVersion) -> str:
    """What the person who answers has looked at."""
    shown = (*texts_of(version.record).values(), version.title, version.markdown)
    return digest("\0".join(shown))


class AnswersVersions(admin.ModelAdmin):
    """For the admin of notes, sessions and pages."""

    class Media:
        css = {"all": ["sessions/css/review.css"]}

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_POST(self.answer_view))
        name = f"course_sessions_{self.opts.model_name}_answer"
        own = path("<int:number>/versions/<int:version>/answer/", view, name=name)
        return [own, *super().get_urls()]

    def answer_view(self, request: HttpRequest, number: int, version: int) -> HttpResponse:
        asked = get_object_or_404(NoteVersion, pk=version, **{OF[self.model]: number})
        record = asked.record
        if not self.has_change_permission(request, record) or not course_of(record).published_by(request.user):
            raise PermissionDenied
        act, done = ANSWERS.get(request.POST.get("answer"), (None, ""))
        try:
            if act is None or request.POST.get("seen") != seen_of(asked):
                raise AlreadyAnswered(CHANGED)
            with recorded(request.user, f"{done}: a new version", [record] if type(record) in KINDS else []):
                act(asked, request.user)
        except AlreadyAnswered as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.log_change(request, record, f"{done} version {asked.pk}.")
            self.message_user(request, f"{done}: the new version of “{record}”.", messages.SUCCESS)
        return redirect(f"admin:course_sessions_{self.opts.model_name}_change", number)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        record = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if record and self.has_view_permission(request, record):
            waiting = list(record.versions.waiting().select_related("by", "post"))
            for version in waiting:
                version.comparison, version.seen = version_compared(version), seen_of(version)
            may_answer = self.has_change_permission(request, record) and course_of(record).published_by(request.user)
            answer = f"admin:course_sessions_{self.opts.model_name}_answer"
            context |= {"versions": waiting, "may_answer": may_answer, "answer": answer}
        return super().change_view(request, object_id, form_url, context)
