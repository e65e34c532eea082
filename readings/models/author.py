"""Authors: one record for each person, their other spellings and former addresses."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ..names import given_first, name_key
from ..slugs import Slugs


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

    def save(self, *args, **kwargs) -> None:
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

    def save(self, *args, **kwargs) -> None:
        self.key = name_key(self.name) or self.name
        self.author.spellings.filter(key=self.key).exclude(pk=self.pk).delete()  # the author's own: written anew
        super().save(*args, **kwargs)


class OldAuthor(models.Model):
    """A record that was merged into another author: its address, which leads on, and what undoing it takes."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="old_addresses")
    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200, default="", blank=True)
    moved = models.JSONField(default=dict, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "merged author"

    def __str__(self) -> str:
        return self.name or self.slug


def author_slugs() -> Slugs:
    """Addresses that no author has, nor had before a merge."""
    return Slugs(Author.objects, OldAuthor.objects)
