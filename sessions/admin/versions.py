"""History: versions of papers, sessions, readings and notes, what differs between them, and going back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from readings.admin.forms import RoomyAdmin
from readings.line_differences import changed_part

from ..history.restoring import CannotRestore, record_of, restore
from ..history.values import COLUMNS, LISTS, MODELS, bare, values_of
from ..models import Version
from .comparing import Column, Comparison
from .permissions import KeptRecord, editable_courses
from .provenance import MISSING, in_lines


def label_of(model: type[Model], name: str) -> str:
    return str(capfirst(getattr(model._meta.get_field(name), "verbose_name", name)))  # taggit's is lazy


def named(part: dict) -> str:
    return part["name"] if part.get("shown", True) else f"{part['name']} (not shown)"


def shown(value: object) -> str:
    """A value in lines; what refers to another record by that one's name."""
    if isinstance(value, list):
        value = [named(part) if isinstance(part, dict) and "name" in part else part for part in value]
    elif isinstance(value, dict) and "name" in value:
        value = value["name"]
    elif isinstance(value, bool):
        value = "yes" if value else "no"
    return in_lines(value)


def compared(version: Version) -> Comparison | None:
    """The version between the one before it and what stands here now; only the values that differ."""
    model, record = MODELS[version.kind], record_of(version)
    earlier = Version.objects.filter(kind=version.kind, number=version.number, pk__lt=version.pk).first()
    states = {
        "Before": earlier.values if earlier else version.values,
        "In this version": version.values,
        "Now": values_of(record) if record else None,
    }
    kept = (*COLUMNS[version.kind], *LISTS.get(version.kind, ()))
    names = [name for name in kept if len({repr(bare((s or {}).get(name))) for s in states.values()}) > 1]
    if not names:
        return None
    columns, opts = [], model._meta
    own_page = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk]) if record else ""
    texts = {head: {name: shown((s or {}).get(name)) for name in names} for head, s in states.items()}
    for head, base in (("Before", "In this version"), ("In this version", "Before"), ("Now", "In this version")):
        title = head if states[head] is not None else "Now: deleted"
        cells = tuple(changed_part(texts[head][name], texts[base][name]) for name in names)
        columns.append(Column(title, own_page if head == "Now" else "", cells))
    return Comparison(tuple(label_of(model, name) for name in names), tuple(columns))


@admin.register(Version)
class VersionAdmin(KeptRecord, RoomyAdmin, admin.ModelAdmin):
    """Papers' versions for those who edit papers, others for those who edit their course."""

    change_form_template = "admin/history/change_form.html"
    fields = ["title", "kind", "course", "reason", "by", "created"]
    readonly_fields = ["by"]
    list_display = ["title", "kind", "what_changed", "reason", "user", "created"]
    list_filter = ["kind", "course", ("user", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["course", "user"]
    search_fields = ["title", "reason", "user__username"]
    date_hierarchy = "created"

    class Media:
        css = {"all": ["sessions/css/review.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        queryset = super().get_queryset(request).defer("values", "taken")
        if request.user.is_superuser:
            return queryset
        seen = Q(course__in=editable_courses(request.user))
        if request.user.has_perm("readings.view_paper"):
            seen |= Q(kind=Version.Kind.PAPER)
        return queryset.filter(seen)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_POST(self.restore_view))
        return [path("<int:number>/restore/", view, name="course_sessions_version_restore"), *super().get_urls()]

    def may_restore(self, request: HttpRequest, version: Version) -> bool:
        """What it takes to edit the record; to bring it back, what it takes to add one to this course."""
        record, model_admin = record_of(version), self.admin_site.get_model_admin(MODELS[version.kind])
        if version.course and version.kind != Version.Kind.READING and not version.course.published_by(request.user):
            return False  # texts that may be public
        if record is not None:
            return model_admin.has_change_permission(request, record)
        return model_admin.has_add_permission(request) and self.get_queryset(request).filter(pk=version.pk).exists()

    def restore_view(self, request: HttpRequest, number: int) -> HttpResponse:
        version = get_object_or_404(self.get_queryset(request), pk=number)
        if not self.may_restore(request, version):
            raise PermissionDenied
        try:
            record = restore(version, request.user)
        except CannotRestore as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect("admin:course_sessions_version_change", number)
        self.log_change(request, record, f"Restored as it was on {version.created:%-d %B %Y, %H:%M}.")
        self.message_user(request, f"“{record}” is again as it was.", messages.SUCCESS)
        opts = record._meta
        return redirect(f"admin:{opts.app_label}_{opts.model_name}_change", record.pk)

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return super().changelist_view(request, {"title": "History", **(extra_context or {})})

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None) -> HttpResponse:
        version = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if version and self.has_view_permission(request, version):
            gone = record_of(version) is None
            context |= {
                "comparison": compared(version),
                "may_restore": self.may_restore(request, version) and (not gone or version.is_deletion),
                "gone": gone,
            }
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description="user")
    def by(self, version: Version) -> str:
        """Without a link: few may look at accounts."""
        return str(version.user or MISSING)

    @admin.display(description="changed")
    def what_changed(self, version: Version) -> str:
        return ", ".join(label_of(MODELS[version.kind], name) for name in version.changed) or "–"
