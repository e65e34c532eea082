"""manage.py render_notes [--all]: renew the stored HTML that an older renderer made."""

from django.core.management.base import BaseCommand

from readings.models import Paper
from readings.rendering import RENDERER_VERSION
from sessions.models import BlogNote, Page, Session

# Notes and sessions show pictures of their post, so the post is fetched with them.
RENDERED = (
    BlogNote.objects.select_related("session__post"),
    Page.objects.select_related("post"),
    Session.objects.select_related("post"),
    Paper.objects.all(),
)


class Command(BaseCommand):
    help = "Render notes, pages, introductions and abstracts again where an older version of the renderer made them."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--all", action="store_true", help="whatever their version")

    def handle(self, *args, **options) -> None:
        counts = []
        for texts in RENDERED:
            wanted = texts.all() if options["all"] else texts.exclude(renderer_version=RENDERER_VERSION)
            number = 0
            for record in wanted.iterator(chunk_size=100):
                record.save()
                number += 1
            counts.append(f"{number} {texts.model._meta.verbose_name_plural}")
        self.stdout.write(f"Rendered: {', '.join(counts)}.")
