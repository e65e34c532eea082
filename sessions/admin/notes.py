"""Notes: what a team wrote about a session."""

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet

from readings.admin.forms import OrderedInline

from ..models import BlogNote, NoteContributor
from .actions import ON_NOTES
from .attention import AltFilter
from .history import KeepsHistory
from .linting import LintsNotes
from .note_versions import AnswersVersions, VersionFilter, a_version_waits
from .permissions import CourseScopedAdmin
from .pictures import PICTURE_FIELDS, PictureForm, TakesPictures
from .preview_links import GivesPreviewLinks
from .provenance import MISSING, provenance
from .publishing import NoteForm, ProposesTexts


class NotePageForm(PictureForm, NoteForm):
    """The picture comes to the text before it is decided whether that waits."""


class AccountField(forms.ModelChoiceField):
    def label_from_instance(self, account: AbstractUser) -> str:
        return account.get_full_name() or account.get_username()


class ContributorInline(OrderedInline):
    """Whoever may change a note may name who wrote it; who wrote a published one is up to those who publish."""

    model = NoteContributor
    fields = ["position", "name", "shown", "user"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Accounts by their names alone: most who edit notes may not look at accounts."""
        if db_field.name == "user":
            accounts = get_user_model().objects.order_by("first_name", "last_name", "username")
            return AccountField(accounts, required=False, label="account")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None) -> bool:
        stands = obj is not None and obj.state == BlogNote.State.PUBLISHED
        may = not stands or obj.session.course.published_by(request.user)
        return may and self.has_view_permission(request, obj)

    has_add_permission = has_delete_permission = has_change_permission

    def has_view_permission(self, request, obj=None) -> bool:
        return request.user.has_perm("course_sessions.change_blognote")


@admin.register(BlogNote)
class BlogNoteAdmin(
    KeepsHistory, TakesPictures, LintsNotes, GivesPreviewLinks, ProposesTexts, AnswersVersions, CourseScopedAdmin
):
    course_path = "session__course"
    form = NotePageForm
    fieldsets = [
        (None, {"fields": ["session", "title", ("state", "position"), "markdown", "to_mend"]}),
        PICTURE_FIELDS,
        ("Record", {"fields": ["origin", "created", "updated"]}),
    ]
    readonly_fields = ["to_mend", "origin", "created", "updated"]
    autocomplete_fields = ["session"]
    inlines = [ContributorInline]
    list_display = ["__str__", "session_title", "course", "state", "version_waits", "updated"]
    list_filter = ["session__course", "state", VersionFilter, AltFilter]
    list_select_related = ["session__course"]
    not_in_list = ("markdown", "html", "contents", "session__introduction", "session__introduction_html")
    date_hierarchy = "updated"
    search_fields = ["title", "markdown", "session__title"]
    save_on_top = True
    actions = ON_NOTES

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).annotate(version_waits=a_version_waits(BlogNote))

    @admin.display(description="new version", ordering="version_waits")
    def version_waits(self, note: BlogNote) -> str:
        return "waits" if note.version_waits else ""

    @admin.display(description="session", ordering="session__title")
    def session_title(self, note: BlogNote) -> str:
        return note.session.title

    @admin.display(description="course", ordering="session__course__slug")
    def course(self, note: BlogNote) -> str:
        return note.session.course.slug

    @admin.display(description="origin")
    def origin(self, note: BlogNote) -> str:
        if note.pk is None:
            return MISSING
        source = note.session.source if note.as_given else ""
        return provenance(source, note.as_given, note.session.post and note.session.post.imported)
