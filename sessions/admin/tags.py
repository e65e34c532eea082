"""Tags and authors, with what is done to them in courses."""

from django.contrib import admin
from taggit.models import Tag

from readings.admin.authors import AuthorAdmin
from readings.admin.tags import TagAdmin
from readings.models import Author

from ..bulk.tags import rename
from .actions import ON_AUTHORS, ON_TAGS
from .attention import AlikeFilter

admin.site.unregister((Tag, Author))


@admin.register(Tag)
class TagInCoursesAdmin(TagAdmin):
    list_filter = [AlikeFilter]
    actions = ON_TAGS
    fields = ["name", "slug"]

    def get_readonly_fields(self, request, obj=None):
        """The address follows the name."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def save_model(self, request, obj: Tag, form, change: bool) -> None:
        earlier = Tag.objects.get(pk=obj.pk) if change else None
        super().save_model(request, obj, form, change)
        if earlier:
            rename(obj, earlier)


@admin.register(Author)
class AuthorInCoursesAdmin(AuthorAdmin):
    actions = ON_AUTHORS
