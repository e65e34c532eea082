"""The site's own words: one record, opened straight away."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from readings.admin.concurrent_edits import ConcurrentEditsAdmin

from ..models import SiteSettings


@admin.register(SiteSettings)
class SiteSettingsAdmin(ConcurrentEditsAdmin):
    fields = ["name", "tagline", "logo", "footer", "contact"]

    def has_add_permission(self, request) -> bool:
        return super().has_add_permission(request) and not SiteSettings.objects.exists()

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def changelist_view(self, request, extra_context=None):
        if not (self.has_view_or_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        if SiteSettings.objects.exists():
            return redirect("admin:course_sessions_sitesettings_change", 1)
        return redirect("admin:course_sessions_sitesettings_add")
