"""Pictures of the texts."""

import re
from collections.abc import Mapping
from html import unescape

from django.conf import settings
from django.db import models

from readings.rendering import ImageInfo

FOLDER = "images"
DIGEST = re.compile(r"[0-9a-f]{64}")


class ImageQuerySet(models.QuerySet):
    def named_in(self, text: str) -> dict[str, ImageInfo]:
        """Address as written -> the picture, for those that the text names by their address on this site."""
        prefix = re.escape(f"{settings.MEDIA_URL}{FOLDER}/")
        named = {match[0]: match[1] for match in re.finditer(rf"{prefix}\w\w/({DIGEST.pattern})\.\w+", text)}
        stored = {image.sha256: image.info for image in self.filter(sha256__in=named.values())} if named else {}
        return {address: stored[sha256] for address, sha256 in named.items() if sha256 in stored}


class Image(models.Model):
    """A picture, written anew and named by the digest of what was imported; stored once however many posts show it."""

    sha256 = models.CharField(max_length=64, unique=True)
    file = models.FileField(upload_to=FOLDER, max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # Widths in which a WebP picture lies beside the file, of fewer bytes than it; the picture's own may be among them.
    smaller = models.JSONField(default=list, blank=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file.name

    def smaller_name(self, width: int) -> str:
        return f"{self.file.name.rpartition('.')[0]}-{width}.webp"

    @property
    def file_names(self) -> list[str]:
        """All its files in the storage."""
        return [self.file.name, *(self.smaller_name(width) for width in self.smaller)]

    @property
    def info(self) -> ImageInfo:
        storage = self.file.storage
        sizes = [f"{storage.url(self.smaller_name(width))} {width}w" for width in self.smaller]
        if sizes and self.width not in self.smaller:
            sizes.append(f"{self.file.url} {self.width}w")
        return ImageInfo(url=self.file.url, width=self.width, height=self.height, srcset=", ".join(sizes))


def infos_of(images: Mapping[str, str | None]) -> dict[str, ImageInfo]:
    """Address -> the picture, from address -> sha256, for those that are stored."""
    stored = {image.sha256: image for image in Image.objects.filter(sha256__in=set(images.values()))}
    return {address: stored[sha].info for address, sha in images.items() if sha in stored}


class BroughtImage(models.Model):
    """What a course's texts show in place of a picture of another host: brought in, or uploaded by a person."""

    course = models.ForeignKey("Course", on_delete=models.CASCADE, related_name="brought_images")
    address = models.CharField(max_length=1000)  # as texts write it
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "address"], name="one_picture_per_address")]

    def __str__(self) -> str:
        return self.address


def may_show_others(text: str) -> bool:
    """Whether a text can have pictures of other hosts at all."""
    return "//" in text and bool(re.search(r"!\[|<img\b", text, re.I))


def named_in(text: str, brought: Mapping[str, ImageInfo]) -> dict[str, ImageInfo]:
    """Those of the pictures whose address stands in the text."""
    plain = unescape(text) if brought else ""
    return {address: info for address, info in brought.items() if address in plain}


def brought_into(course: int | None) -> dict[str, ImageInfo]:
    """Address as written -> the picture that a course's texts show in its place."""
    rows = BroughtImage.objects.filter(course=course).select_related("image")
    return {row.address: row.image.info for row in rows}


def shown_in(text: str, images: Mapping[str, ImageInfo] | None, course: int | None) -> dict[str, ImageInfo]:
    """The pictures that a text came with, those that were put into it here, and those brought in from other hosts."""
    brought = named_in(text, brought_into(course)) if may_show_others(text) else {}
    return {**brought, **Image.objects.named_in(text), **(images or {})}


class ShowsImages(models.Model):
    """A record with a `post` and a text, which names pictures of the post, or of the record it was copied from."""

    # Address as written -> sha256 of the Image; null where the text was not copied.
    copied_images = models.JSONField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def own_images(self) -> dict[str, str | None] | None:
        """Address as written -> sha256, whether stored or not; None where addresses stand for themselves."""
        return self.post.images if self.post else self.copied_images

    @property
    def image_infos(self) -> dict[str, ImageInfo] | None:
        """Address as written -> the picture; None where addresses stand for themselves."""
        if self.post:
            return self.post.image_infos()
        return None if self.copied_images is None else infos_of(self.copied_images)
