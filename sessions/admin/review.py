"""What waits for a person's decision: two or three values side by side, and a button for each answer."""

from django.contrib import admin, messages
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
from .comparing import comparison, in_short, value_label
from .merges import ask_others
from .permissions import CourseScopedAdmin, KeptRecord

MERGING = ("this", "other")  # answers that make one of two
VALUE_ANSWERS = (("theirs", "Take the post's value"), ("ours", "Keep mine"))


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
    list_display = ["message", "kind_in_short", "state", "values", "answers", "place", "course_slug", "created"]
    list_filter = ["state", "kind", "course"]
    list_select_related = ["course", "post"]
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
        self.log_change(request, item, f"Answered: {answer.label}")
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

    @admin.display(description="kind", ordering="kind")
    def kind_in_short(self, item: ReviewItem) -> str:
        return item.kind

    @admin.display(description="before / here / in the post")
    def values(self, item: ReviewItem) -> str:
        if item.kind != ReviewItem.Kind.CONFLICT:
            return ""
        rows = [(value_label(name), in_short(getattr(item, name))) for name in ("base", "ours", "theirs")]
        return render_to_string("admin/review/_short.html", {"rows": rows})

    @admin.display(description="answer")
    def answers(self, item: ReviewItem) -> str:
        """Buttons where the list shows all that is to know; other questions are opened first."""
        if item.state != ReviewItem.State.OPEN or item.kind != ReviewItem.Kind.CONFLICT:
            return ""
        address = reverse("admin:course_sessions_reviewitem_answer", args=[item.pk])
        return render_to_string("admin/review/_buttons.html", {"address": address, "answers": VALUE_ANSWERS})

    @admin.display(description="place")
    def place(self, item: ReviewItem) -> str:
        line = f", line {item.line}" if item.line else ""
        return f"{item.post.path}{line}" if item.post else ""

    @admin.display(description="course", ordering="course__slug")
    def course_slug(self, item: ReviewItem) -> str:
        return item.course.slug

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
