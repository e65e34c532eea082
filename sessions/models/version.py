"""Who changed what when: the values of a record after each change."""

from django.conf import settings
from django.db import models

from .course import Course


class Version(models.Model):
    """A paper, session, reading or note as somebody left it."""

    class Kind(models.TextChoices):
        PAPER = "paper"
        SESSION = "session"
        READING = "reading"
        NOTE = "note"

    kind = models.CharField(max_length=7, choices=Kind)
    number = models.PositiveBigIntegerField()  # of the record, which may be gone
    course = models.ForeignKey(Course, on_delete=models.CASCADE, null=True, related_name="versions")  # none of a paper
    session = models.PositiveBigIntegerField(null=True)  # number of the session that it is, or belongs to
    title = models.CharField("record", max_length=300)
    values = models.JSONField()  # sessions.history.values
    changed = models.JSONField(default=list)  # names of the values that differ from the version before
    taken = models.JSONField(default=list)  # every row that a deletion took along, as Django serialises it
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField("what was done", max_length=300, blank=True)
    created = models.DateTimeField("when", auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["kind", "number"], name="versions_of_record"),
            models.Index(fields=["session"], name="versions_of_session"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_deletion(self) -> bool:
        return bool(self.taken)
