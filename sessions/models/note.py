from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from readings.bounded import wanted
from readings.rendering import Rendered, with_paper_links
from readings.rendering.stored import Wanted

from .image import infos_of, shown_in
from .mention import Mention, mentions_in
from .rendered import RenderedText
from .session import Session


class BlogNoteQuerySet(models.QuerySet):
    def public(self) -> "BlogNoteQuerySet":
        return self.filter(state=BlogNote.State.PUBLISHED, session__visible=True, session__same_as=None)


class BlogNote(RenderedText):
    """What a team wrote about a session."""

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        PUBLISHED = "published"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="notes")
    post = models.ForeignKey(
        "Post", on_delete=models.SET_NULL, null=True, blank=True, related_name="notes", editable=False
    )  # where it is not its session's
    title = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    position = models.PositiveIntegerField(default=0)
    as_given = models.JSONField(default=dict, blank=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)
    published = models.DateTimeField(null=True, blank=True, editable=False)  # when it first was
    preview_key = models.CharField(max_length=32, blank=True, editable=False)  # of sessions.preview_links

    objects = BlogNoteQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title or f"Note on {self.session}"

    def save(self, *args, **kwargs) -> None:
        if self.state == BlogNote.State.PUBLISHED and self.published is None:
            self.published = timezone.now()
        new = self._state.adding
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            self._write_mentions([] if new else list(self.mentions.all()))

    def render(self) -> Rendered:
        """As every text; links to papers that have a public page lead there."""
        rendered = super().render()
        self.found_mentions = mentions_in(rendered.mentions)
        pages = {
            mention.url: mention.page_of_paper for mention in self.found_mentions if mention.url and mention.linked
        }
        self.html = with_paper_links(self.html, pages)
        return rendered

    def render_again(self) -> None:
        """What papers are known has changed, not the note."""
        self.render()
        stored = {name: getattr(self, name) for name in ("html", "contents", "renderer_version")}
        BlogNote.objects.filter(pk=self.pk).update(**stored)
        self._write_mentions(list(self.mentions.all()))

    def _write_mentions(self, old: list[Mention]) -> None:
        """What render() found becomes the note's rows."""
        if [mention.said for mention in old] != [mention.said for mention in self.found_mentions]:
            if old:
                self.mentions.all().delete()
            for mention in self.found_mentions:
                mention.note = self
            Mention.objects.bulk_create(self.found_mentions)

    def get_absolute_url(self) -> str:
        return reverse("session", args=[self.session.course.slug, self.session.slug]) + "#note"

    @property
    def named_contributors(self) -> list[str]:
        """Those that the public may know, in order."""
        return [contributor.name for contributor in self.contributors.all() if contributor.shown]

    @property
    def _wanted(self) -> Wanted:
        """A text that stays while the post's new one waits keeps the pictures it had."""
        images, own = self.imported_from and self.imported_from.image_infos(), self.as_given.get("images")
        images = {**(images or {}), **infos_of(own)} if own else images
        return wanted(self.markdown, 2, shown_in(self.markdown, images, self.session_id and self.session.course_id))

    @property
    def imported_from(self):
        return self.post or (self.session.post if self.session_id else None)
