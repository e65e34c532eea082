"""manage.py reindex: write what the search looks through anew."""

from django.core.management.base import BaseCommand

from sessions.models import SlideDeck
from sessions.search.index import rebuild


class Command(BaseCommand):
    help = "Read the text of stored slides that has not been read yet, and write the search's documents anew."

    def handle(self, *args, **options) -> None:
        unread = SlideDeck.objects.exclude(file="").filter(text_read="")
        for deck in unread.iterator(chunk_size=100):
            deck.read_text()
            if deck.text_missing:
                self.stderr.write(f"warning: {deck.file.name}: not searched: {deck.text_missing}")
        self.stdout.write(f"Written: {rebuild()} documents.")
