"""The library: papers, their authors and links, whoever read them."""

import datetime
import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from taggit.managers import TaggableManager

from .bounded import check, rendered_for_storage, wanted
from .dates import PartialDateField, display_partial_date
from .identifiers import Identifiers, identifiers_of_url, title_key, url_key
from .names import given_first, name_key
from .rendering import RENDERER_VERSION, Rendered
from .slugs import Slugs


class AuthorQuerySet(models.QuerySet):
    def named(self, name: str) -> "Author | None":
        """The author of this full name, under its main or another spelling."""
        key = name_key(name)
        return self.filter(Q(key=key) | Q(spellings__key=key)).distinct().first()


class Author(models.Model):
    """One person under one folded full name; initials are never matched with full names."""

    name = models.CharField(max_length=200, help_text="As shown: first name first.")
    key = models.CharField(max_length=200, unique=True, editable=False)
    slug = models.SlugField(max_length=100, unique=True, editable=False)

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.name = given_first(self.name)
        self.key = name_key(self.name) or self.name
        self.slug = self.slug or author_slugs().give(self.name)
        earlier = Author.objects.filter(pk=self.pk).exclude(key=self.key).first() if self.pk else None
        super().save(*args, **kwargs)
        if earlier:
            self.keep_spelling(earlier)

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])

    def keep_spelling(self, earlier: "Author") -> None:
        """Remember the name before: posts go on writing it, and would make its author again."""
        self.spellings.filter(key=self.key).delete()
        AuthorSpelling.objects.get_or_create(key=earlier.key, defaults={"author": self, "name": earlier.name})


class AuthorSpelling(models.Model):
    """Another way in which an author's name is written."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="spellings")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, unique=True, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.key = name_key(self.name) or self.name
        self.author.spellings.filter(key=self.key).exclude(pk=self.pk).delete()  # the author's own: written anew
        super().save(*args, **kwargs)


class OldAuthor(models.Model):
    """The address of an author that was merged into another one."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="old_addresses")
    slug = models.SlugField(max_length=100, unique=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


def author_slugs() -> Slugs:
    """Addresses that no author has, nor had before a merge."""
    return Slugs(Author.objects, OldAuthor.objects)


def paper_slugs() -> Slugs:
    """Addresses that no paper has, nor had before it was merged into another."""
    return Slugs(Paper.objects, MergedPaper.objects)


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
        POST = "post", "blog post or page"
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

    def save(self, *args, **kwargs):
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


class CheckedAddress(models.Model):
    """A record with an address `url`: when it was last looked at, and since when it leads nowhere."""

    checked = models.DateTimeField(null=True, blank=True, editable=False)
    first_broken = models.DateTimeField(null=True, blank=True, editable=False)
    last_broken = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.checked and type(self).objects.filter(pk=self.pk).exclude(url=self.url).exists():
            self.checked = self.first_broken = self.last_broken = None  # another address: nothing is known of it
        super().save(*args, **kwargs)

    @property
    def is_broken(self) -> bool:
        return self.last_broken is not None and self.last_broken == self.checked

    def note(self, *, broken: bool | None, when: datetime.datetime) -> None:
        """Keep what a look at the address told; None where it told nothing, which changes nothing."""
        if broken is None:
            return
        if broken:
            self.first_broken = self.first_broken if self.is_broken else when
            self.last_broken = when
        self.checked = when
        # Not save(): the time of a look is no change to the record.
        type(self).objects.filter(pk=self.pk).update(
            checked=self.checked, first_broken=self.first_broken, last_broken=self.last_broken
        )


class PaperLink(CheckedAddress):
    """An address of a paper: the text itself, its code, a post about it."""

    class Kind(models.TextChoices):
        ARXIV = "arxiv", "arXiv"
        PDF = "pdf", "PDF"
        CODE = "code"
        VIDEO = "video"
        PAGE = "page", "link"

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="links")
    url = models.URLField(max_length=2000)
    key = models.CharField(max_length=400, db_index=True, editable=False)
    label = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=8, choices=Kind, editable=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "key"], name="one_link_per_address")]

    def __str__(self) -> str:
        return self.url

    def save(self, *args, **kwargs):
        self.key, self.kind = link_key(self.url), link_kind(self.url)
        super().save(*args, **kwargs)


def link_key(url: str) -> str:
    """The address for comparing; a very long one by its digest, because databases bound what an index holds."""
    key = url_key(url)
    return key if len(key) <= 400 else f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"


def link_kind(url: str) -> str:
    """What an address leads to, from its host and ending alone."""
    key = url_key(url)
    host = key.split("/")[0]
    if identifiers_of_url(url).arxiv:
        return PaperLink.Kind.ARXIV
    if key.split("?")[0].lower().endswith(".pdf") or key.startswith("openreview.net/pdf"):
        return PaperLink.Kind.PDF
    if host in ("github.com", "gitlab.com", "bitbucket.org", "huggingface.co") and not key.startswith(
        "huggingface.co/blog"
    ):
        return PaperLink.Kind.CODE
    if host in ("youtube.com", "youtu.be", "vimeo.com", "m.youtube.com", "slideslive.com"):
        return PaperLink.Kind.VIDEO
    return PaperLink.Kind.PAGE


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
