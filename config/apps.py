"""Which admin site is Django's own."""

from django.contrib.admin.apps import AdminConfig


class PatientAdminConfig(AdminConfig):
    default_site = "config.admin_site.PatientAdminSite"
