"""What was imported, when, from where, and what a person should look at."""

from django.conf import settings
from django.db import models

from readings.models import Paper
from readings.rendering import ImageInfo

from .course import Course
from .image import infos_of


class Post(models.Model):
    """The text as imported, from which session, readings, note or page were made."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="posts")
    path = models.CharField(max_length=500, help_text="Relative to the root it was imported from.")
    # Which root the path belongs to: the name of the folder or zip it was first imported from.
    origin = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    parser_version = models.PositiveIntegerField()
    # Address as written -> sha256 of the Image, or null where it was not found.
    images = models.JSONField(default=dict, blank=True)
    # Address as written -> sha256 of the deck's file, or null where it was not found.
    decks = models.JSONField(default=dict, blank=True)
    # What the site's index page said of it: {"date": "2024-01-18", "page": "index.md"}, or empty.
    from_site = models.JSONField(default=dict, blank=True)
    imported = models.DateTimeField()

    class Meta:
        ordering = ["course", "path"]
        constraints = [models.UniqueConstraint(fields=["course", "path"], name="one_post_per_path")]

    def __str__(self) -> str:
        return self.path

    def image_infos(self) -> dict[str, ImageInfo]:
        """Address as written -> the picture, for those that were found."""
        if not hasattr(self, "_image_infos"):
            self.shows(infos_of(self.images))
        return self._image_infos

    def shows(self, infos: dict[str, ImageInfo]) -> None:
        """Tell the pictures where they are known already."""
        self._image_infos = infos


class ImportRun(models.Model):
    """One run of the importer and what it said."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, null=True, related_name="import_runs")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    path = models.CharField(max_length=1000)
    started = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)  # {"created": 28, "updated": 0, ...}
    # What became of its posts, but for the unchanged: sessions.importing.report.PostOutcome.
    posts = models.JSONField(default=list)
    messages = models.JSONField(default=list)  # ["warning: FILE:LINE: ...", ...]

    class Meta:
        ordering = ["-started", "-pk"]

    def __str__(self) -> str:
        return f"{self.path}, {self.started:%Y-%m-%d %H:%M}"


class ReviewItem(models.Model):
    """Something the importer was not sure of, or would not decide over a person's head."""

    class Kind(models.TextChoices):
        CONFLICT = "conflict", "post and person changed the same value"
        IDENTITY = "identity", "perhaps the same paper"
        SESSION = "session", "perhaps the same session"
        UNSURE = "unsure", "the importer was not sure"

    class State(models.TextChoices):
        OPEN = "open"
        SETTLED = "settled"
        DISMISSED = "dismissed"

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="review_items")
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, blank=True, related_name="review_items")
    session = models.ForeignKey("Session", on_delete=models.CASCADE, null=True, blank=True, related_name="review_items")
    reading = models.ForeignKey("Reading", on_delete=models.CASCADE, null=True, blank=True, related_name="review_items")
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, null=True, blank=True, related_name="review_items")
    note = models.ForeignKey("BlogNote", on_delete=models.CASCADE, null=True, blank=True, related_name="review_items")
    page = models.ForeignKey("Page", on_delete=models.CASCADE, null=True, blank=True, related_name="review_items")
    deck = models.ForeignKey("SlideDeck", on_delete=models.CASCADE, null=True, blank=True, related_name="review_items")
    line = models.PositiveIntegerField(null=True, blank=True)
    field = models.CharField(max_length=40, blank=True)
    message = models.CharField(max_length=500)
    # What the post said before, what stands here, what the post says now.
    base = models.JSONField(null=True, blank=True)
    ours = models.JSONField(null=True, blank=True)
    theirs = models.JSONField(null=True, blank=True)
    # One item per question: a second import asks nothing twice.
    key = models.CharField(max_length=64, editable=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["state", "-created", "-pk"]
        indexes = [models.Index(fields=["key"], name="review_item_key")]  # asked in all courses before each question
        constraints = [models.UniqueConstraint(fields=["course", "key"], name="one_review_item_per_question")]

    def __str__(self) -> str:
        return self.message

    @property
    def record(self) -> models.Model:
        """What the question is of: the narrowest record that it names, else its course."""
        named = (self.deck, self.page, self.note, self.reading, self.paper, self.session)
        return next((record for record in named if record), self.course)
