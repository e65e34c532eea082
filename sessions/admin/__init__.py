"""The course in Django's admin. Each module registers what it is named after."""

from django.apps import apps
from django.contrib import admin

from . import courses, imports, merges, notes, papers, readings, review, sessions, site, tags, versions

__all__ = [
    "courses",
    "imports",
    "merges",
    "notes",
    "papers",
    "readings",
    "review",
    "sessions",
    "site",
    "tags",
    "versions",
]

apps.get_app_config("taggit").verbose_name = "Tags"
admin.site.site_header = admin.site.site_title = "Seminar readings"
admin.site.index_title = "Courses, papers and people"
# A session with its readings needs the width; the first page and the path at the top lead everywhere.
admin.site.enable_nav_sidebar = False
