"""Addresses: what they lead to, and whether they still do."""

import datetime
import hashlib

from django.db import models

from ..identifiers import identifiers_of_url, url_key
from .paper import Paper


class CheckedAddress(models.Model):
    """A record with an address `url`: when it was last looked at, and since when it leads nowhere."""

    checked = models.DateTimeField(null=True, blank=True, editable=False)
    first_broken = models.DateTimeField(null=True, blank=True, editable=False)
    last_broken = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
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

    def save(self, *args, **kwargs) -> None:
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
