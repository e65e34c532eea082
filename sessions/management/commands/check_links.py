"""manage.py check_links [--course SLUG] [--days N]: which addresses of papers and decks lead nowhere any more."""

import datetime
import time

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone

from readings.link_health import Checker, check_all
from readings.models import PaperLink
from sessions.management.commands import course_named
from sessions.models import SlideDeck


class Command(BaseCommand):
    help = "Ask for the addresses of papers and slide decks and remember which are not found. Never asks private ones."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--course", metavar="SLUG", help="only those of one course")
        parser.add_argument("--days", type=int, default=7, help="leave out those checked in so many days (7)")
        parser.add_argument("--minutes", type=float, default=60, help="stop after so many minutes (60)")

    def handle(self, *args, **options) -> None:
        links, decks = PaperLink.objects.all(), SlideDeck.objects.filter(file="", url__startswith="http")
        if options["course"]:
            course = course_named(options["course"])
            links = links.filter(paper__readings__session__course=course).distinct()
            decks = decks.filter(session__course=course)
        due = Q(checked=None) | Q(checked__lt=timezone.now() - datetime.timedelta(days=options["days"]))
        rows = [*links.filter(due).order_by("pk"), *decks.filter(due).order_by("pk")]
        until = time.monotonic() + 60 * options["minutes"]
        working, broken, unsure, left = check_all(rows, Checker(), timezone.now, until)
        self.stdout.write(
            f"{working} addresses work, {broken} not found, {unsure} unsure, {left} left for another time."
        )
