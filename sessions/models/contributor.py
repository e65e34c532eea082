"""Who wrote a note."""

from django.conf import settings
from django.db import models

from .note import BlogNote


class NoteContributor(models.Model):
    """A person of a note's team, named under the note and in its citation, or known to those who may edit it only."""

    note = models.ForeignKey(BlogNote, on_delete=models.CASCADE, related_name="contributors")
    name = models.CharField(max_length=200, help_text="As shown: first name first.")
    shown = models.BooleanField(default=True, help_text="Others are named nowhere in public.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="account",
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "contributor"

    def __str__(self) -> str:
        return self.name
