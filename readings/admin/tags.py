"""Tags of papers and sessions."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from taggit.models import Tag

admin.site.unregister(Tag)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """Tags without taggit's inline, which lists every tagged thing with a query each."""

    list_display = ["name", "slug", "uses"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["name"]

    def get_queryset(self, request) -> QuerySet:
        return super().get_queryset(request).annotate(uses_total=Count("taggit_taggeditem_items"))

    @admin.display(description="used", ordering="uses_total")
    def uses(self, tag: Tag) -> int:
        return tag.uses_total
