"""What is asked of arXiv and Crossref."""

from django.conf import settings
from django.db import models

from .paper import Paper


class LookUp(models.Model):
    """A paper that a person has asked arXiv and Crossref for, until what they say is taken or left."""

    class State(models.TextChoices):
        WAITING = "waiting"
        FOUND = "found"
        UNKNOWN = "unknown", "not found"

    paper = models.OneToOneField(Paper, on_delete=models.CASCADE, related_name="look_up")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    found = models.JSONField(default=dict, blank=True)  # readings.lookup.formats.Found
    by_title = models.BooleanField(default=False)  # found by its title alone: perhaps another paper
    asked = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.paper}: {self.get_state_display()}"
