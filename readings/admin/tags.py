"""Tags of papers and sessions."""

from django.contrib import admin
from django.db.models import Count
from taggit.models import Tag

from .concurrent_edits import ConcurrentEditsAdmin

admin.site.unregister(Tag)


@admin.register(Tag)
class TagAdmin(ConcurrentEditsAdmin):
    """Tags without taggit's inline, which lists every tagged thing with a query each."""

    list_display = ["name", "slug", "uses"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["name"]

    counted = {"uses_total": Count("taggit_taggeditem_items")}

    @admin.display(description="used", ordering=Count("taggit_taggeditem_items"))
    def uses(self, tag: Tag) -> int:
        return tag.uses_total
