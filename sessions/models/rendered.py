"""Markdown kept beside its HTML."""

from typing import TYPE_CHECKING

from django.db import models

from readings.bounded import check, rendered_for_storage
from readings.rendering import RENDERER_VERSION, Rendered
from readings.rendering.stored import Wanted

if TYPE_CHECKING:
    from .imports import Post


class RenderedText(models.Model):
    """Markdown with its HTML and contents list, renewed on every save. Bulk writers call render() themselves."""

    markdown = models.TextField(blank=True, help_text="Markdown, with $math$, tables, code and images.")
    html = models.TextField(blank=True, editable=False)
    # [{"id": "h-intro", "text": "Intro", "level": 2}, ...]
    contents = models.JSONField(default=list, blank=True, editable=False)
    renderer_version = models.PositiveIntegerField(default=0, editable=False)
    images_without_alt = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        self.render()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        check(self._wanted, "markdown")

    @property
    def _wanted(self) -> Wanted:
        """The text with its pictures."""
        raise NotImplementedError

    def render(self) -> Rendered:
        """Set html and what is kept beside it from the Markdown; returns all that was made of it."""
        rendered = rendered_for_storage(self._wanted)
        self.html = rendered.html
        self.contents = [{"id": h.id, "text": h.text, "level": h.level} for h in rendered.contents]
        self.renderer_version = RENDERER_VERSION
        self.images_without_alt = rendered.images_without_alt
        return rendered

    @property
    def imported_from(self) -> "Post | None":
        """The post whose images the text may name."""
        raise NotImplementedError
