"""Where the imported sites showed what is here now."""

from django.db import models
from taggit.models import Tag

from .course import Course, Page
from .image import Image
from .session import Session, SlideDeck


class OldAddressQuerySet(models.QuerySet):
    def public(self) -> "OldAddressQuerySet":
        """Those that lead to something everyone may see."""
        return self.exclude(session__visible=False).exclude(page__visible=False).exclude(deck__reading__withdrawn=True)


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


class OldTag(models.Model):
    """What a tag was called before it was renamed or merged: its address leads on, and posts go on writing its name."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="old_names")
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=200, db_index=True, editable=False)  # casefolded
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.key = self.name.casefold()[:200]
        super().save(*args, **kwargs)


def tags_renamed() -> dict[str, str]:
    """Casefolded name that no tag has any more -> the name its tag has now."""
    old = OldTag.objects.exclude(slug__in=Tag.objects.values("slug"))
    return dict(old.values_list("key", "tag__name"))
