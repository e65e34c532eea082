"""What somebody has uploaded to be imported, until it is applied or a day has passed."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

from .course import Course


class ImportUpload(models.Model):
    """A zip or a post, with the plan that was shown. Its file lies where nothing is served from."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=200)  # of the file
    sha256 = models.CharField(max_length=64)
    root = models.CharField(max_length=500)  # the name under which its folder is known
    path = models.CharField(max_length=500, blank=True)  # of a single post: its place below the root
    prefix = models.CharField(max_length=100, blank=True)
    plan = models.JSONField(default=dict)  # sessions.importing.report.Report.as_json()
    plan_key = models.CharField(max_length=64, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @property
    def file(self) -> Path:
        return Path(settings.UPLOAD_ROOT) / str(self.user_id) / f"{self.sha256}{Path(self.name).suffix.lower()}"
