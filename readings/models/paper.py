"""Papers: anything read, with the order of their authors and the records merged into them."""

from django.db import models
from django.urls import reverse
from taggit.managers import TaggableManager

from ..bounded import check, rendered_for_storage, wanted
from ..dates import PartialDateField, display_partial_date
from ..identifiers import Identifiers, title_key
from ..rendering import RENDERER_VERSION, Rendered
from ..slugs import Slugs
from .author import Author

IDENTIFIER_FIELDS = ("arxiv_id", "doi", "openreview_id", "acl_id")  # of papers, in the order of Identifiers.items()


class PaperQuerySet(models.QuerySet):
    def with_people(self) -> "PaperQuerySet":
        """Authors in order and links, in two further queries."""
        authorships = models.Prefetch("authorships", Authorship.objects.select_related("author"))
        return self.prefetch_related(authorships, "links")


class Paper(models.Model):
    """Anything read: one record however often, in whichever course."""

    class Kind(models.TextChoices):
        PAPER = "paper"
        POST = "post", "Blog post or page"
        REPOSITORY = "repository"
        VIDEO = "video"
        BOOK = "book"
        OTHER = "other"

    title = models.CharField(max_length=300)
    title_key = models.CharField(max_length=300, db_index=True, editable=False)
    slug = models.SlugField(max_length=100, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PAPER)
    authors = models.ManyToManyField(Author, through="Authorship", related_name="papers")
    published = PartialDateField(blank=True, help_text="2024, 2024-01 or 2024-01-30.")
    venue = models.CharField(max_length=200, blank=True)
    abstract = models.TextField(blank=True, help_text="Markdown.")
    abstract_html = models.TextField(blank=True, editable=False)
    renderer_version = models.PositiveIntegerField(default=0, editable=False)
    arxiv_id = models.CharField("arXiv id", max_length=40, unique=True, null=True, blank=True)
    doi = models.CharField("DOI", max_length=200, unique=True, null=True, blank=True)
    openreview_id = models.CharField("OpenReview id", max_length=40, unique=True, null=True, blank=True)
    acl_id = models.CharField("ACL Anthology id", max_length=60, unique=True, null=True, blank=True)
    tags = TaggableManager(blank=True)
    # What the importer last wrote, field by field: a value that differs from it was changed by a person.
    as_given = models.JSONField(default=dict, blank=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or paper_slugs().give(self.title)
        self.complete()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("paper", args=[self.slug])

    def complete(self) -> None:
        """Set what follows from the other fields, as save() does. Bulk writers call it themselves."""
        self.title_key = title_key(self.title)[:300]
        for field in IDENTIFIER_FIELDS:
            setattr(self, field, getattr(self, field) or None)  # unique, so "" must not stand for unknown
        self.render()

    def clean(self) -> None:
        super().clean()
        check(wanted(self.abstract), "abstract")

    def render(self) -> Rendered:
        """Set abstract_html from the Markdown; returns all that was made of it."""
        rendered = rendered_for_storage(wanted(self.abstract))
        self.abstract_html = rendered.html
        self.renderer_version = RENDERER_VERSION
        return rendered

    @property
    def identifiers(self) -> Identifiers:
        return Identifiers(self.arxiv_id or "", self.doi or "", self.openreview_id or "", self.acl_id or "")

    @property
    def authors_in_order(self) -> list[Author]:
        return [authorship.author for authorship in self.authorships.all()]

    @property
    def published_display(self) -> str:
        return display_partial_date(self.published)

    @property
    def year(self) -> str:
        return self.published[:4]

    @property
    def has_own_title(self) -> bool:
        """Whether it is named at all: where nothing names a paper, its address stands in for the title."""
        return not self.title.startswith(("http://", "https://"))


class Authorship(models.Model):
    """An author's place in a paper's list."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="authorships")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="authorships")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "author"], name="one_authorship_per_paper")]

    def __str__(self) -> str:
        return str(self.author)


class MergedPaper(models.Model):
    """A record that was merged into another paper: what it was known by, and what it takes to undo the merge."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="merged")
    title = models.CharField(max_length=300)
    title_key = models.CharField(max_length=300, db_index=True)
    slug = models.SlugField(max_length=100, unique=True)
    arxiv_id = models.CharField(max_length=40, db_index=True, blank=True)
    doi = models.CharField(max_length=200, db_index=True, blank=True)
    openreview_id = models.CharField(max_length=40, db_index=True, blank=True)
    acl_id = models.CharField(max_length=60, db_index=True, blank=True)
    moved = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def identifiers(self) -> Identifiers:
        return Identifiers(self.arxiv_id, self.doi, self.openreview_id, self.acl_id)


def paper_slugs() -> Slugs:
    """Addresses that no paper has, nor had before it was merged into another."""
    return Slugs(Paper.objects, MergedPaper.objects)
