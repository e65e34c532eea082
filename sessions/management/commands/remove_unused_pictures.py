"""manage.py remove_unused_pictures: pictures go that were uploaded for a text and never saved with one."""

import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone

from sessions.importing.removing import remove_unused_images

SPARED = datetime.timedelta(days=1)  # they may belong to a form that is still open


class Command(BaseCommand):
    help = "Remove pictures older than a day that no text, earlier version or post names."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"Removed pictures: {remove_unused_images(timezone.now() - SPARED)}.")
