"""What was imported: posts, runs and pictures to look at, and what waits for a person's decision."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html

from readings.models import Paper

from ..models import Image, ImportRun, Post, ReviewItem
from .permissions import CourseScopedAdmin, KeptRecord
from .provenance import MISSING, in_lines


@admin.register(Image)
class ImageAdmin(KeptRecord, admin.ModelAdmin):
    """Pictures belong to no course: whoever may view images sees them all."""

    fields = ["preview", "file", "width", "height", "sha256"]
    readonly_fields = ["preview"]
    list_display = ["__str__", "thumbnail", "width", "height"]
    search_fields = ["file", "sha256"]

    @admin.display(description="picture")
    def thumbnail(self, image: Image) -> str:
        return format_html('<img src="{}" alt="" height="48" loading="lazy">', image.file.url)

    @admin.display(description="picture")
    def preview(self, image: Image) -> str:
        return format_html('<img src="{}" alt="" height="320">', image.file.url)


@admin.register(Post)
class PostAdmin(KeptRecord, CourseScopedAdmin):
    fields = ["path", "course", "origin", "imported", "parser_version", "sha256", "text"]
    list_display = ["path", "course", "imported"]
    list_filter = ["course"]
    list_select_related = ["course"]
    date_hierarchy = "imported"
    search_fields = ["path", "text"]


@admin.register(ImportRun)
class ImportRunAdmin(KeptRecord, CourseScopedAdmin):
    fields = ["path", "course", "user", "started", "finished", "counts_in_lines", "messages_in_lines"]
    readonly_fields = ["counts_in_lines", "messages_in_lines"]
    list_display = ["path", "course", "user", "started", "summary", "messages_count"]
    list_filter = ["course"]
    list_select_related = ["course", "user"]
    date_hierarchy = "started"
    search_fields = ["path"]

    @admin.display(description="result")
    def summary(self, run: ImportRun) -> str:
        return ", ".join(f"{count} {name}" for name, count in run.counts.items() if count) or "nothing to do"

    @admin.display(description="messages")
    def messages_count(self, run: ImportRun) -> int:
        return len(run.messages)

    @admin.display(description="counts")
    def counts_in_lines(self, run: ImportRun) -> str:
        return in_lines(run.counts)

    @admin.display(description="messages")
    def messages_in_lines(self, run: ImportRun) -> str:
        return in_lines(run.messages)


def names_paper(item: ReviewItem) -> bool:
    """Whether the item asks if its paper is the same as another."""
    return item.kind == ReviewItem.Kind.IDENTITY and "paper" in (item.theirs or {})


@admin.register(ReviewItem)
class ReviewItemAdmin(KeptRecord, CourseScopedAdmin):
    """Questions of the importer: the three values below each other, and a state to set."""

    fieldsets = [
        (None, {"fields": ["message", "kind", "state"]}),
        ("The question", {"fields": ["before", "here", "now", "paper", "other_paper"]}),
        ("Where", {"fields": ["course", "post", "line", "session", "reading", "field", "created"]}),
    ]
    readonly_fields = [
        *("message", "kind", "before", "here", "now", "other_paper"),
        *("course", "post", "line", "session", "reading", "paper", "field", "created"),
    ]
    list_display = ["message", "kind_in_short", "state", "place", "course_slug", "created"]
    list_filter = ["state", "kind", "course"]
    list_select_related = ["course", "post"]
    date_hierarchy = "created"
    search_fields = ["message", "post__path", "session__title", "paper__title"]
    actions = ["settle", "dismiss"]

    def has_change_permission(self, request, obj=None) -> bool:
        return CourseScopedAdmin.has_change_permission(self, request, obj)

    @admin.display(description="kind", ordering="kind")
    def kind_in_short(self, item: ReviewItem) -> str:
        return item.kind

    @admin.display(description="place")
    def place(self, item: ReviewItem) -> str:
        line = f", line {item.line}" if item.line else ""
        return f"{item.post.path}{line}" if item.post else ""

    @admin.display(description="course", ordering="course__slug")
    def course_slug(self, item: ReviewItem) -> str:
        return item.course.slug

    @admin.display(description="the post said before")
    def before(self, item: ReviewItem) -> str:
        return in_lines(item.base)

    @admin.display(description="stands here")
    def here(self, item: ReviewItem) -> str:
        return in_lines(item.ours)

    @admin.display(description="the post says now")
    def now(self, item: ReviewItem) -> str:
        return in_lines(item.theirs)

    @admin.display(description="perhaps the same as")
    def other_paper(self, item: ReviewItem) -> str:
        paper = Paper.objects.filter(pk=item.theirs["paper"]).first() if names_paper(item) else None
        if paper is None:
            return MISSING
        return format_html('<a href="{}">{}</a>', reverse("admin:readings_paper_change", args=[paper.pk]), paper)

    def get_fieldsets(self, request, obj=None):
        """Two papers to compare, or three values: whichever the question is about."""
        left_out = {"before", "here", "now"} if obj and names_paper(obj) else {"other_paper"}
        return [
            (name, {"fields": [field for field in options["fields"] if field not in left_out]})
            for name, options in super().get_fieldsets(request, obj)
        ]

    @admin.action(description="Settle selected review items", permissions=["change"])
    def settle(self, request, queryset: QuerySet) -> None:
        self._set_state(request, queryset, ReviewItem.State.SETTLED)

    @admin.action(description="Dismiss selected review items", permissions=["change"])
    def dismiss(self, request, queryset: QuerySet) -> None:
        self._set_state(request, queryset, ReviewItem.State.DISMISSED)

    def _set_state(self, request, queryset: QuerySet, state: ReviewItem.State) -> None:
        items = list(queryset)
        ReviewItem.objects.filter(pk__in=[item.pk for item in items]).update(state=state)
        for item in items:
            self.log_change(request, item, f"Set to {state.label}.")
        noun = "review item is" if len(items) == 1 else "review items are"
        self.message_user(request, f"{len(items)} {noun} now {state.label}.", messages.SUCCESS)
