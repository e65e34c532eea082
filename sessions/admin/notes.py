"""Notes: what a team wrote about a session."""

from django.contrib import admin

from ..models import BlogNote
from .permissions import CourseScopedAdmin
from .provenance import MISSING, provenance


@admin.register(BlogNote)
class BlogNoteAdmin(CourseScopedAdmin):
    course_path = "session__course"
    fieldsets = [
        (None, {"fields": ["session", "title", ("state", "position"), "markdown"]}),
        ("Record", {"fields": ["origin", "created", "updated"]}),
    ]
    readonly_fields = ["origin", "created", "updated"]
    autocomplete_fields = ["session"]
    list_display = ["__str__", "session_title", "course", "state", "updated"]
    list_filter = ["session__course", "state"]
    list_select_related = ["session__course"]
    date_hierarchy = "updated"
    search_fields = ["title", "markdown", "session__title"]
    save_on_top = True

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
