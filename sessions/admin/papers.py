"""Papers with the sessions in which they were read: the library itself knows nothing of courses."""

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from readings.admin.forms import TableInline
from readings.admin.lookup import numbers
from readings.admin.papers import PaperAdmin
from readings.models import Paper

from ..history.recording import recorded
from ..importing.papers import source_order
from ..mentions import renew_mentions
from ..models import Reading
from .actions import ON_PAPERS
from .attention import MyCoursesFilter
from .exporting import downloads, of_papers
from .finding_papers import FindsPapers
from .history import KeepsHistory
from .mentions import RenewsMentions
from .merges import MergingMixin
from .pasting import PastesPapers
from .permissions import editable_courses
from .provenance import MISSING, provenance, value_sources


class ReadInInline(TableInline):
    """Where a paper was read; hidden sessions only for those who may edit them."""

    model = Reading
    verbose_name_plural = "read in"
    fields = readonly_fields = ["session", "course", "requirement", "presenter", "is_shown", "given_by"]
    show_change_link = True
    can_delete = False

    def get_queryset(self, request) -> QuerySet:
        seen = Q(session__visible=True) | Q(session__course__in=editable_courses(request.user))
        return super().get_queryset(request).filter(seen).select_related("paper", "session__course", "session__post")

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    @admin.display(description="shown", boolean=True)
    def is_shown(self, reading: Reading) -> bool:
        return not reading.withdrawn

    @admin.display(description="provenance")
    def given_by(self, reading: Reading) -> str:
        post = reading.session.post
        return provenance(reading.session.source, reading.as_given, post.imported if post else None)

    @admin.display(description="course")
    def course(self, reading: Reading) -> str:
        return reading.session.course.slug


admin.site.unregister(Paper)


@admin.register(Paper)
class PaperInCoursesAdmin(KeepsHistory, FindsPapers, MergingMixin, PastesPapers, RenewsMentions, PaperAdmin):
    actions = [*PaperAdmin.actions, *MergingMixin.actions, *ON_PAPERS, *downloads(of_papers)]
    inlines = [*PaperAdmin.inlines, ReadInInline]
    list_display = [*PaperAdmin.list_display, "readings_count"]
    list_filter = [*PaperAdmin.list_filter, MyCoursesFilter, "readings__session__course"]

    readonly_fields = [*PaperAdmin.readonly_fields, "given_by"]
    fieldsets = [*PaperAdmin.fieldsets, ("Where its values come from", {"fields": ["given_by"]})]

    def take(self, request: HttpRequest) -> None:
        looked_up = Paper.objects.filter(look_up__pk__in=numbers(request.POST.getlist("shown")))
        with recorded(request.user, "Looked up", looked_up):
            super().take(request)

    def was_changed(self, paper: Paper) -> None:
        renew_mentions([paper.pk])

    @admin.display(description="values")
    def given_by(self, paper: Paper) -> str:
        """Field by field, the post and line that the value is from; posts of hidden sessions are not named."""
        if paper.pk is None:
            return MISSING
        readings = paper.readings.public().select_related("session__course")
        posts = [(r.session.source, r.as_given) for r in sorted(readings.exclude(as_given={}), key=source_order)]
        here = {name: getattr(paper, name) for name in ("title", "published", "venue", "abstract")}
        return value_sources(here, paper.as_given, posts)

    counted = {"readings_total": Count("readings")}

    @admin.display(description="readings", ordering=Count("readings"))
    def readings_count(self, paper: Paper) -> int:
        return paper.readings_total
