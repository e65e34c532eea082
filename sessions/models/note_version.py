"""Another text of a published note, which waits while the old one stays public."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .imports import Post
from .note import BlogNote


class NoteVersionQuerySet(models.QuerySet):
    def waiting(self) -> "NoteVersionQuerySet":
        return self.filter(state=NoteVersion.State.WAITING)


class NoteVersion(models.Model):
    """Written and answered by sessions.notes alone: each author, or the import, has one that waits at most."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    note = models.ForeignKey(BlogNote, on_delete=models.CASCADE, related_name="versions")
    title = models.CharField(max_length=300, blank=True)
    markdown = models.TextField(blank=True)
    base = models.JSONField(default=dict)  # title and markdown of the note when this was written
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    imported = models.BooleanField(default=False)
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, related_name="+")
    as_given = models.JSONField(default=dict)  # what counts as the post's from then on, as BlogNote.as_given
    created = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    answered = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = NoteVersionQuerySet.as_manager()

    class Meta:
        ordering = ["created", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "by"], condition=models.Q(state="waiting"), name="one_waiting_version_per_author"
            ),
            models.UniqueConstraint(
                fields=["note"],
                condition=models.Q(state="waiting", imported=True),
                name="one_waiting_version_of_the_post",
            ),
        ]

    def __str__(self) -> str:
        return f"New version of “{self.note}”"

    @property
    def is_outdated(self) -> bool:
        """Whether the note has been changed since this was written."""
        return any(getattr(self.note, name) != value for name, value in self.base.items())

    @property
    def changed(self) -> dict[str, str]:
        """The values that are others than those of the note when this was written."""
        return {name: getattr(self, name) for name in ("title", "markdown") if getattr(self, name) != self.base[name]}
