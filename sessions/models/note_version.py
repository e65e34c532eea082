"""Another text of what is public, which waits while the old one stays."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .course import Page
from .imports import Post
from .note import BlogNote
from .session import Session

# Of which record -> what a version of it holds, and the record's own name of that.
TEXTS = {
    "note": {"title": "title", "markdown": "markdown"},
    "session": {"markdown": "introduction"},
    "page": {"title": "title", "markdown": "markdown"},
}
OF: dict[type[models.Model], str] = {BlogNote: "note", Session: "session", Page: "page"}


def texts_of(record: models.Model) -> dict[str, str]:
    """What a version holds of the record, as it stands."""
    return {name: getattr(record, own) for name, own in TEXTS[OF[type(record)]].items()}


class NoteVersionQuerySet(models.QuerySet):
    def waiting(self) -> "NoteVersionQuerySet":
        return self.filter(state=NoteVersion.State.WAITING)


class NoteVersion(models.Model):
    """Of a note, a session's introduction or a page.

    Written and answered by sessions.notes alone: each author, or the import, has one that waits at most.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    note = models.ForeignKey(BlogNote, on_delete=models.CASCADE, null=True, related_name="versions")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="versions")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, related_name="versions")
    title = models.CharField(max_length=300, blank=True)
    markdown = models.TextField(blank=True)
    base = models.JSONField(default=dict)  # texts_of the record when this was written
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
                fields=["session", "by"],
                condition=models.Q(state="waiting"),
                name="one_waiting_introduction_per_author",
            ),
            models.UniqueConstraint(
                fields=["page", "by"], condition=models.Q(state="waiting"), name="one_waiting_page_per_author"
            ),
            models.CheckConstraint(
                condition=models.Q(note__isnull=False, session=None, page=None)
                | models.Q(note=None, session__isnull=False, page=None)
                | models.Q(note=None, session=None, page__isnull=False),
                name="version_is_of_one_record",
            ),
            models.UniqueConstraint(
                fields=["note"],
                condition=models.Q(state="waiting", imported=True),
                name="one_waiting_version_of_the_post",
            ),
        ]

    def __str__(self) -> str:
        return f"New version of “{self.record}”"

    @property
    def record(self) -> BlogNote | Session | Page:
        return self.note or self.session or self.page

    @property
    def is_outdated(self) -> bool:
        """Whether the record has been changed since this was written."""
        return texts_of(self.record) != self.base

    @property
    def changed(self) -> dict[str, str]:
        """The values that are others than those of the record when this was written."""
        return {name: getattr(self, name) for name in self.base if getattr(self, name) != self.base[name]}
