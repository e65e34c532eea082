"""What waits for a person's decision: two or three values side by side, and a button for each answer."""

from collections.abc import Iterable

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from readings.models import Paper

from ..history.recording import recorded
from ..history.values import KINDS
from ..models import BlogNote, Reading, ReviewItem, Session
from ..review.answers import Answer, CannotSettle, answers_of, other_of
from ..review.consent import agree
from .comparing import comparison, in_short
from .merges import ask_others
from .permissions import CourseScopedAdmin, KeptRecord

MERGING = ("this", "other")  # answers that make one of two
ANSWERED = "Answered: "  # begins the log's entry of an answer
OF_A_SESSION = ("reading", "note", "deck")  # records with one


def records_of(item: ReviewItem) -> list[Paper | Session | Reading | BlogNote]:
    """Whatever an answer may change."""
    records = [record for record in (item.record, item.session, other_of(item)) if type(record) in KINDS]
    papers = [record for record in records if isinstance(record, Paper)]
    return [*records, *Reading.objects.filter(paper__in=papers)]


@admin.register(ReviewItem)
class ReviewItemAdmin(KeptRecord, CourseScopedAdmin):
    """Questions of the importer, each answered with one click."""

    change_form_template = "admin/review/change_form.html"
    fieldsets = [
        (None, {"fields": ["message", "kind", "state"]}),
        ("Where", {"fields": ["course", "post", "line", "session", "reading", "paper", "field", "created"]}),
    ]
    readonly_fields = [
        *("message", "kind", "state", "course", "post", "line", "session", "reading", "paper", "field", "created"),
    ]
    list_display = ["message", "values", "answers", "place"]
    list_filter = ["state", "kind", "course"]
    list_select_related = ["course", "post", "page", "paper", "session", *(f"{name}__session" for name in OF_A_SESSION)]
    date_hierarchy = "created"
    search_fields = ["message", "post__path", "session__title", "paper__title"]
    actions = ["settle", "dismiss"]

    class Media:
        css = {"all": ["sessions/css/review.css"]}

    def has_change_permission(self, request, obj=None) -> bool:
        return CourseScopedAdmin.has_change_permission(self, request, obj)

    def get_urls(self) -> list:
        own = path(
            "<int:number>/answer/",
            self.admin_site.admin_view(require_POST(self.answer_view)),
            name="course_sessions_reviewitem_answer",
        )
        return [own, *super().get_urls()]

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list's rows know which answer they were given."""
        shown = super().get_changelist_instance(request)
        given = self.answers_given(shown.result_list)
        for item in shown.result_list:
            item.answer_given = given.get(str(item.pk), "")
        return shown

    def answers_given(self, items: Iterable[ReviewItem]) -> dict[str, str]:
        """Number of the item -> the last answer that a person gave, as the log keeps it."""
        kind = ContentType.objects.get_for_model(ReviewItem)
        settled = [str(item.pk) for item in items if item.state != ReviewItem.State.OPEN]
        entries = LogEntry.objects.filter(content_type=kind, object_id__in=settled, change_message__startswith=ANSWERED)
        found = entries.order_by("pk").values_list("object_id", "change_message")
        return {number: said.removeprefix(ANSWERED) for number, said in found}

    def answer_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """One click: the answer named by the button is carried out."""
        item = get_object_or_404(self.get_queryset(request), pk=number)
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        answer = next((one for one in answers_of(item) if one.name == request.POST.get("answer")), None)
        if answer is None:
            self.message_user(request, "This question has no such answer any more: open it again.", messages.ERROR)
        elif not self.may_answer(request, item, answer):
            raise PermissionDenied
        else:
            self.carry_out(request, item, answer)
        return redirect("admin:course_sessions_reviewitem_changelist")

    def may_answer(self, request: HttpRequest, item: ReviewItem, answer: Answer) -> bool:
        """The answer's own permissions; a session of another course only with a say in that course."""
        other = other_of(item) if answer.needs else None
        course = getattr(other, "course", None)
        return request.user.has_perms(answer.needs) and (course is None or course.editable_by(request.user))

    def carry_out(self, request: HttpRequest, item: ReviewItem, answer: Answer) -> None:
        if self.waits_for_others(request, item, answer):
            return
        try:
            with recorded(request.user, f"Answered: {answer.label}", records_of(item)):
                answer.act(item)
        except CannotSettle as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        self.log_change(request, item, f"{ANSWERED}{answer.label}")
        if item.record.pk and item.record != item.course:
            self.log_change(request, item.record, f"Review item {item.pk}: {answer.label}")
        self.message_user(request, f"{answer.label}: {item.message}", messages.SUCCESS)

    def waits_for_others(self, request: HttpRequest, item: ReviewItem, answer: Answer) -> bool:
        """Whether two papers are to be one, and courses of others read them: then their instructors are asked."""
        other = other_of(item)
        if not isinstance(other, Paper) or answer.name not in MERGING:
            return False
        stays, goes = (item.paper, other) if answer.name == "this" else (other, item.paper)
        asked = ask_others(request.user, stays, goes)
        if asked:
            agree(item)
            self.message_user(request, asked, messages.WARNING)
        return bool(asked)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        item = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if item and self.has_view_permission(request, item):
            open_now = item.state == ReviewItem.State.OPEN and self.has_change_permission(request, item)
            context |= {
                "comparison": comparison(item, other_of(item)),
                "answers": answers_of(item) if open_now else [],
                "show_save": False,
                "show_save_and_continue": False,
            }
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description="before / here / in the post")
    def values(self, item: ReviewItem) -> str:
        if item.kind != ReviewItem.Kind.CONFLICT:
            return ""
        return render_to_string("admin/review/_short.html", {"rows": in_short(item)})

    @admin.display(description="answer", ordering="state")
    def answers(self, item: ReviewItem) -> str:
        """Buttons where the list shows all that is to know, other questions are opened first; else what was said."""
        if item.state != ReviewItem.State.OPEN:
            return f"{item.get_state_display()}: {item.answer_given}" if item.answer_given else item.get_state_display()
        if item.kind != ReviewItem.Kind.CONFLICT and not (item.kind == ReviewItem.Kind.UNSURE and item.reading_id):
            return "open it to answer"
        address = reverse("admin:course_sessions_reviewitem_answer", args=[item.pk])
        return render_to_string("admin/review/_buttons.html", {"address": address, "answers": answers_of(item)})

    @admin.display(description="place", ordering="course__slug")
    def place(self, item: ReviewItem) -> str:
        """The course, the session whose it is, and the lines of the post."""
        session = getattr(item.record, "session", item.session)
        line = f", line {item.line}" if item.line else ""
        post = f"{item.post.path}{line}" if item.post else ""
        return render_to_string("admin/review/_place.html", {"item": item, "session": session, "post": post})

    @admin.action(description="Settle selected review items", permissions=["change"])
    def settle(self, request, queryset: QuerySet) -> None:
        self._set_state(request, queryset, ReviewItem.State.SETTLED)

    @admin.action(description="Dismiss selected review items", permissions=["change"])
    def dismiss(self, request, queryset: QuerySet) -> None:
        self._set_state(request, queryset, ReviewItem.State.DISMISSED)

    def _set_state(self, request, queryset: QuerySet, state: ReviewItem.State) -> None:
        items = [item for item in queryset if self.has_change_permission(request, item)]
        ReviewItem.objects.filter(pk__in=[item.pk for item in items]).update(state=state)
        for item in items:
            self.log_change(request, item, f"Set to {state.label}.")
        noun = "review item is" if len(items) == 1 else "review items are"
        self.message_user(request, f"{len(items)} {noun} now {state.label}.", messages.SUCCESS)
