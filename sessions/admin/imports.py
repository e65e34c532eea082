"""What was imported: posts, runs and pictures to look at."""

from django.contrib import admin
from django.utils.html import format_html

from ..models import Image, ImportRun, Post
from .permissions import CourseScopedAdmin, KeptRecord
from .pictures import UploadsPictures
from .provenance import MISSING
from .reporting import report_of


@admin.register(Image)
class ImageAdmin(UploadsPictures, KeptRecord, admin.ModelAdmin):
    """Pictures belong to no course: whoever may view images sees them all."""

    fields = ["preview", "file", "width", "height", "sha256"]
    readonly_fields = ["preview"]
    list_display = ["__str__", "thumbnail", "width", "height"]
    search_fields = ["file", "sha256"]

    class Media:
        css = {"all": ["sessions/css/pictures.css"]}

    @admin.display(description="picture")
    def thumbnail(self, image: Image) -> str:
        return format_html('<img src="{}" alt="" height="48" loading="lazy">', image.file.url)

    @admin.display(description="picture")
    def preview(self, image: Image) -> str:
        return format_html('<img src="{}" alt="" class="picture-large">', image.file.url)


@admin.register(Post)
class PostAdmin(KeptRecord, CourseScopedAdmin):
    fields = ["path", "course", "origin", "imported", "parser_version", "sha256", "text"]
    list_display = ["path", "course", "imported"]
    list_filter = ["course"]
    list_select_related = ["course"]
    date_hierarchy = "imported"
    not_in_list = ("text", "images", "decks")
    search_fields = ["path", "text"]


@admin.register(ImportRun)
class ImportRunAdmin(KeptRecord, CourseScopedAdmin):
    fields = ["path", "course", "by", "started", "finished"]
    readonly_fields = ["by"]
    list_display = ["path", "course", "user", "started", "summary", "messages_count"]
    list_filter = ["course"]
    list_select_related = ["course", "user"]
    date_hierarchy = "started"
    search_fields = ["path"]

    @admin.display(description="user")
    def by(self, run: ImportRun) -> str:
        """Without a link: few may look at accounts."""
        return str(run.user or MISSING)

    @admin.display(description="result")
    def summary(self, run: ImportRun) -> str:
        return ", ".join(f"{count} {name}" for name, count in run.counts.items() if count) or "nothing to do"

    @admin.display(description="messages")
    def messages_count(self, run: ImportRun) -> int:
        return len(run.messages)

    class Media:
        css = {"all": ["sessions/css/importing.css", "sessions/css/tables.css"]}

    def change_view(self, request, object_id, form_url="", extra_context=None):
        run = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if run and self.has_view_permission(request, run):
            context |= report_of(run)
        return super().change_view(request, object_id, form_url, context)
