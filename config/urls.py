"""The site's table of contents."""

from django.contrib import admin
from django.urls import include, path

from sessions.visibility import papers_for

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("readings.urls"), {"papers": papers_for}),
    path("", include("sessions.urls")),
]
