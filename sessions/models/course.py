"""Courses, their pages of prose, and the categories of a course family."""

import re
import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from readings.bounded import wanted
from readings.rendering.stored import Wanted
from readings.slugs import taken_in, unique_slug

from .image import ShowsImages, shown_in
from .meetings import MeetingPattern
from .rendered import RenderedText

SEASONS = {"winter": 0, "spring": 1, "summer": 2, "fall": 3, "autumn": 3}


class Course(MeetingPattern):
    """One offering of a seminar."""

    class ImportedNotes(models.TextChoices):
        FIRST = "first", "published on the first import, submitted afterwards"
        PUBLISHED = "published", "published"
        SUBMITTED = "submitted", "submitted"

    TIMES = ("starts", "ends", "place", "time_zone")  # a change moves every session that has no own

    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    term = models.CharField(max_length=60, blank=True, help_text="For example “2024 Spring”.")
    description = models.TextField(blank=True)
    site_url = models.URLField(
        "original site",
        max_length=500,
        blank=True,
        help_text="Where the course lived: slides that are not here link there.",
    )
    lead_team_label = models.CharField(max_length=40, default="Lead team")
    blog_team_label = models.CharField(max_length=40, default="Blog team")
    taught_by = models.CharField(
        max_length=200, blank=True, help_text="Names, separated by commas: shown on the course's pages and cited."
    )
    licence = models.CharField(max_length=100, blank=True, help_text="For example “CC BY 4.0”.")
    licence_url = models.URLField("address of the licence", max_length=500, blank=True)
    contact = models.EmailField(
        blank=True, help_text="Where readers report problems of this course; the site's own contact where empty."
    )
    imported_notes = models.CharField(
        "imported notes are",
        max_length=9,
        choices=ImportedNotes,
        default=ImportedNotes.FIRST,
        help_text="Where they are submitted, a post's new text of a published note waits and the old one stays public.",
    )
    direct_corrections = models.BooleanField(
        "assistants correct directly",
        default=False,
        help_text="Else what they change of a published text waits for an instructor.",
    )
    instructors = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="courses_taught")
    assistants = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="courses_assisted")
    # Ends the names of its events, so that a calendar knows them again wherever the site moves.
    calendar_id = models.UUIDField(default=uuid.uuid4, editable=False)
    as_given = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        """Told from the same course of another term, which has the same title."""
        if self.term.casefold() in self.title.casefold():
            return self.title
        return f"{self.title} ({self.term})"

    def save(self, *args, **kwargs) -> None:
        stored = Course.objects.filter(pk=self.pk).values(*self.TIMES).first()
        super().save(*args, **kwargs)
        if stored and any(stored[name] != getattr(self, name) for name in self.TIMES):
            now, dated = timezone.now(), self.sessions.exclude(date=None)
            dated.update(sequence=models.F("sequence") + 1, updated=now)
            dated.filter(date__gte=self.today).update(rescheduled=now, previous_date=models.F("date"))

    def get_absolute_url(self) -> str:
        return reverse("course", args=[self.slug])

    def editable_by(self, user) -> bool:
        """Superusers, and the course's own instructors and assistants who are staff."""
        if not (user.is_active and user.is_staff):
            return False
        return (
            user.is_superuser
            or self.instructors.filter(pk=user.pk).exists()
            or self.assistants.filter(pk=user.pk).exists()
        )

    def admit(self, user) -> None:
        """Whoever adds a course must be able to open it afterwards."""
        if not self.editable_by(user):
            self.instructors.add(user)

    def instructed_by(self, user) -> bool:
        """Superusers, and the course's own instructors who are staff."""
        if not (user.is_active and user.is_staff):
            return False
        return user.is_superuser or self.instructors.filter(pk=user.pk).exists()

    def published_by(self, user) -> bool:
        """Whether what this person writes may be public at once; else it waits for one who may publish."""
        return self.instructed_by(user) or (self.direct_corrections and self.editable_by(user))

    def submits_notes(self, *, first: bool) -> bool:
        """Whether imported notes wait for a person; `first`: at the first import of the course."""
        if self.imported_notes == Course.ImportedNotes.FIRST:
            return not first
        return self.imported_notes == Course.ImportedNotes.SUBMITTED

    @property
    def season_key(self) -> tuple[int, int]:
        """(year, season) as far as term or title tell: for ordering courses without dates."""
        for text in (self.term, self.title, self.slug):
            year = re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text)
            if year:
                season = re.search("|".join(SEASONS), text, re.I)
                return int(year[0]), SEASONS[season[0].lower()] if season else -1
        return 0, -1


class Category(models.Model):
    """An ordered, described topic of a course family."""

    name = models.CharField(max_length=100, unique=True)
    imported_name = models.CharField(max_length=100, blank=True, editable=False)  # as posts go on writing it
    slug = models.SlugField(max_length=100, unique=True, editable=False)
    description = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or unique_slug(self.name, taken_in(Category.objects))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("category", args=[self.slug])


class Page(ShowsImages, RenderedText):
    """Prose of the course itself: a syllabus, a project guide."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="pages")
    post = models.ForeignKey(
        "Post", on_delete=models.SET_NULL, null=True, blank=True, related_name="pages", editable=False
    )
    title = models.CharField(max_length=300)
    slug = models.SlugField(max_length=100)
    position = models.PositiveIntegerField(default=0)
    visible = models.BooleanField(default=True)
    as_given = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["position", "title"]
        constraints = [models.UniqueConstraint(fields=["course", "slug"], name="one_page_per_slug")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.course.slug, self.slug])

    @property
    def imported_from(self):
        return self.post

    @property
    def _wanted(self) -> Wanted:
        return wanted(self.markdown, 2, shown_in(self.markdown, self.image_infos, self.course_id))
