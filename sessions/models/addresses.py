"""Where the imported sites showed what is here now."""

from django.db import models

from .course import Course, Page
from .imports import Image
from .session import Session, SlideDeck


class OldAddressQuerySet(models.QuerySet):
    def public(self) -> "OldAddressQuerySet":
        """Those that lead to something everyone may see."""
        return self.exclude(session__visible=False).exclude(page__visible=False)


class OldAddress(models.Model):
    """A page or file of the site a course came from. Asked only where none of our own pages has the address."""

    class Listing(models.TextChoices):
        COURSE = "course", "the course"
        TAGS = "tags", "all tags"

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="old_addresses")
    base = models.CharField(max_length=200, blank=True)  # the site's baseurl as a key: the path may follow it or not
    path = models.CharField(max_length=500)  # as the site had it, without its baseurl
    key = models.CharField(max_length=500, db_index=True)  # sessions.posts.permalinks.key_of(path)
    # The file or page it was; a deck's or picture's session says who may see it.
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="old_addresses")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, related_name="old_addresses")
    deck = models.ForeignKey(SlideDeck, on_delete=models.CASCADE, null=True, related_name="old_addresses")
    image = models.ForeignKey(Image, on_delete=models.CASCADE, null=True, related_name="old_addresses")
    listing = models.CharField(max_length=6, choices=Listing, blank=True)

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        ordering = ["course", "key"]
        verbose_name_plural = "old addresses"
        constraints = [models.UniqueConstraint(fields=["course", "base", "key"], name="one_place_per_old_address")]

    def __str__(self) -> str:
        return self.path
