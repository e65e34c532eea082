"""Sessions, their readings and their slide decks."""

from pathlib import PurePosixPath

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from taggit.managers import TaggableManager

from readings.bounded import check, rendered_for_storage, wanted
from readings.models import Authorship, CheckedAddress, Paper
from readings.rendering import RENDERER_VERSION, Rendered
from readings.rendering.stored import Wanted

from ..deck_text import DeckText, deck_text
from ..ordering import order_key_of
from .course import Category, Course
from .image import ShowsImages, shown_in
from .meetings import Meeting


class SessionQuerySet(models.QuerySet):
    def public(self) -> "SessionQuerySet":
        return self.filter(visible=True, same_as=None)

    def in_order(self) -> "SessionQuerySet":
        """By date; those without one after the dated, where people put them, else by number and name.

        A heading or break without a date goes with the session that it stands before.
        """
        return self.order_by(*IN_ORDER)


IN_ORDER = (
    "course",
    Coalesce("date", "stands_before__date").asc(nulls_last=True),
    F("position").asc(nulls_last=True),
    "order_key",
    "pk",
)


class Session(ShowsImages, Meeting):
    """One meeting of a course, or a heading between meetings."""

    class Status(models.TextChoices):
        UPCOMING = "upcoming"
        RELEASED = "released"

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="sessions")
    post = models.ForeignKey(
        "Post", on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions", editable=False
    )
    source = models.CharField(max_length=500, blank=True, editable=False)
    slug = models.SlugField(max_length=100)
    title = models.CharField(max_length=300, db_index=True)
    date = models.DateField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True, help_text="Shown where the session has no date.")
    # The number and the file's name with its numbers padded, so that S2 comes before S10.
    order_key = models.CharField(max_length=600, blank=True, editable=False)
    status = models.CharField(max_length=8, choices=Status, default=Status.RELEASED)
    visible = models.BooleanField(default=True, help_text="Hidden sessions are shown to nobody but instructors.")
    lead_team = models.CharField(max_length=200, blank=True)
    blog_team = models.CharField(max_length=200, blank=True)
    categories = models.ManyToManyField(Category, blank=True, related_name="sessions")
    tags = TaggableManager(blank=True)
    introduction = models.TextField(blank=True, help_text="Markdown: what is neither a reading nor the note.")
    introduction_html = models.TextField(blank=True, editable=False)
    renderer_version = models.PositiveIntegerField(default=0, editable=False)
    images_without_alt = models.PositiveIntegerField(default=0, editable=False)
    # What the importer last wrote, field by field: a value that differs from it was changed by a person.
    as_given = models.JSONField(default=dict, blank=True, editable=False)
    # The one that stands for both where two imports gave the same session; this one only keeps its source then.
    same_as = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="repeats", editable=False
    )
    # The one of an earlier course that it was copied from.
    earlier = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="later", editable=False
    )
    # What the session that stands for both took from this one: {"readings": {own pk: copy's pk}, "notes", "slides"}.
    lent = models.JSONField(default=dict, blank=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    objects = SessionQuerySet.as_manager()
    TAKEN_SLUGS = frozenset(
        ("readings", "pages", "teams", "schedule")
    )  # addresses below a course that are not sessions

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="one_session_per_slug"),
            models.UniqueConstraint(
                fields=["course", "source"], condition=~Q(source=""), name="one_session_per_source"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, update_fields=None, **kwargs) -> None:
        """With `update_fields` the text is not rendered again."""
        if update_fields is None:
            self.order_key = order_key_of(self.number, self.source or self.slug)
            self.render()
        if not self._state.adding and self.count_move() and update_fields is not None:
            update_fields = {*update_fields, "sequence", "rescheduled", "previous_date"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("session", args=[self.course.slug, self.slug])

    def clean(self) -> None:
        super().clean()
        check(self._wanted, "introduction")

    @property
    def _wanted(self) -> Wanted:
        return wanted(self.introduction, 3, shown_in(self.introduction, self.image_infos, self.course_id))

    def render(self) -> Rendered:
        """Set introduction_html and what is kept beside it from the Markdown; returns all that was made of it."""
        rendered = rendered_for_storage(self._wanted)
        self.introduction_html = rendered.html
        self.images_without_alt = rendered.images_without_alt
        self.renderer_version = RENDERER_VERSION
        return rendered


class ReadingQuerySet(models.QuerySet):
    def public(self) -> "ReadingQuerySet":
        return self.filter(withdrawn=False, session__visible=True, session__same_as=None)

    def in_lists(self) -> "ReadingQuerySet":
        """In the order of a session's page: required readings first, each list in its own order."""
        lists = [When(requirement=kind, then=place) for place, kind in enumerate(Reading.IN_LISTS)]
        return self.order_by(Case(*lists), "position", "pk")

    def with_papers(self, *left_out: str) -> "ReadingQuerySet":
        """Papers with people and links, in two further queries; `left_out`: fields of papers that nobody reads.

        Papers are joined: as many of them as a large course has are too many for one condition on SQLite.
        """
        authorships = Prefetch("paper__authorships", Authorship.objects.select_related("author"))
        joined = self.select_related("paper").defer(*(f"paper__{name}" for name in left_out))
        return joined.prefetch_related(authorships, "paper__links")


class Reading(models.Model):
    """One paper in one session."""

    class Requirement(models.TextChoices):
        REQUIRED = "required"
        MORE = "more"
        UNSPECIFIED = "unspecified"

    IN_LISTS = (Requirement.REQUIRED, Requirement.UNSPECIFIED, Requirement.MORE)  # as they follow on a page

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="readings")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="readings")
    position = models.PositiveIntegerField(default=0)
    requirement = models.CharField(max_length=11, choices=Requirement, default=Requirement.UNSPECIFIED)
    presenter = models.CharField(max_length=200, blank=True)
    topic = models.CharField(max_length=200, blank=True)
    instruction = models.CharField(max_length=300, blank=True, help_text="For example “section 3 only”.")
    remarks = models.TextField(
        blank=True, help_text="What its post says beyond title, people, date, links and abstract."
    )
    withdrawn = models.BooleanField(default=False, help_text="No longer in its post: kept, but not shown.")
    # The entry as its post gave it, with line, rule and confidence (sessions.posts.structure.ParsedReading).
    as_given = models.JSONField(default=dict, blank=True, editable=False)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "paper", "requirement"], name="one_reading_per_session_and_requirement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper} ({self.get_requirement_display()})"


def public_paper() -> Q:
    """Whether a paper has a public reading, or was entered by a person for no reading yet.

    An imported paper without a reading has lost it: it may have been a hidden session's.
    """
    readings = Reading.objects.filter(paper=OuterRef("pk"))
    return Q(Exists(readings.public())) | (Q(~Exists(readings)) & Q(as_given={}))


class SlideDeck(CheckedAddress):
    """A talk's file, stored here or linked to where the course lived."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="slides")
    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, null=True, blank=True, related_name="slides")
    label = models.CharField(max_length=200, blank=True)
    url = models.CharField(
        "address", max_length=2000, blank=True, help_text="Where the deck is, if it is not stored here."
    )
    file = models.FileField(upload_to="decks", max_length=500, blank=True)
    position = models.PositiveIntegerField(default=0)
    as_given = models.JSONField(default=dict, blank=True, editable=False)
    # The file whose text its pages hold, and why they hold none: for the search.
    text_read = models.CharField(max_length=500, blank=True, editable=False)
    text_missing = models.CharField("text not searched", max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(url="", file=""), name="deck_has_file_or_address")]

    def __str__(self) -> str:
        return self.label or self.address

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        self.read_text()

    @property
    def is_public(self) -> bool:
        """Whether everyone may see it: neither its session is hidden nor its reading withdrawn."""
        return self.session.visible and not (self.reading and self.reading.withdrawn)

    def get_absolute_url(self) -> str:
        """An address that stays when the file or the address is replaced."""
        return reverse("slides", args=[self.session.course.slug, self.session.slug, self.pk])

    def read_text(self) -> None:
        """Keep the text of its pages where the file is another one than when they were read."""
        name = self.file.name or ""
        if name == self.text_read:
            return
        known = SlideDeck.objects.filter(text_read=name).exclude(pk=self.pk).first() if name else None
        if known:
            found = DeckText({page.number: page.text for page in known.pages.all()}, known.text_missing)
        else:
            found = deck_text(self.file) if name else DeckText()
        self.text_read, self.text_missing = name, found.missing
        SlideDeck.objects.filter(pk=self.pk).update(text_read=name, text_missing=found.missing)
        self.pages.all().delete()
        DeckPage.objects.bulk_create(
            DeckPage(deck=self, number=number, text=text) for number, text in found.pages.items()
        )

    @property
    def address(self) -> str:
        """Where the deck is now."""
        return self.file.url if self.file else self.url

    @property
    def ending(self) -> str:
        """Of its file's name, as in "pdf"; "" where it has none."""
        return PurePosixPath(self.address.split("?")[0].split("#")[0]).suffix.lstrip(".").lower()

    @property
    def is_shown(self) -> bool:
        """Whether a page of ours can show it: browsers show PDFs, and other hosts are not asked."""
        return bool(self.file) and self.ending == "pdf"


class DeckPage(models.Model):
    """The text of one page of a stored deck."""

    deck = models.ForeignKey(SlideDeck, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()  # from 1, as a PDF viewer counts
    text = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["deck", "number"], name="one_text_per_page")]

    def __str__(self) -> str:
        return f"{self.deck}, page {self.number}"
