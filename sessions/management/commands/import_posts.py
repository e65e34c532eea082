"""manage.py import_posts PATH: a post, a folder of posts, a site or a zip of one goes in."""

import gc
import json
import sys
from typing import NoReturn

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.urls import reverse

from sessions.importing.report import Report, counted, printable
from sessions.importing.run import Options, run_import
from sessions.importing.sources import SourceError

MANY_WARNINGS = 10  # beyond, they are counted below


class Command(BaseCommand):
    help = "Import a post, a folder of posts, a Jekyll or Hugo site, or a zip of one."

    def add_arguments(self, parser) -> None:
        parser.add_argument("path", metavar="PATH")
        parser.add_argument("--course", default="", metavar="SLUG", help="the course; else named by the site or folder")
        parser.add_argument("--source", default="", metavar="NAME", help="put NAME/ before every path of this folder")
        parser.add_argument(
            "--dry-run", action="store_true", help="list what would change, post by post; write nothing"
        )
        parser.add_argument("--strict", action="store_true", help="all posts or none")
        parser.add_argument("--json", action="store_true", help="the report as JSON on standard output")

    def handle(self, *args, **options) -> None:
        gc.freeze()  # what the program itself is made of stays
        gc.set_threshold(50_000)  # thousands of rows come and go: the usual 700 costs a twentieth
        wanted = Options(
            path=options["path"],
            course=options["course"],
            prefix=options["source"].strip("/"),
            dry_run=options["dry_run"],
            strict=options["strict"],
        )
        try:
            progress = show_progress if sys.stderr.isatty() else lambda done, of: None
            report = run_import(wanted, progress, self.say_waiting)
        except SourceError as error:
            self.leave(2, f"error: {error}")
        except DatabaseError as error:
            self.leave(2, f"error: the database cannot be used ({error}); has manage.py migrate been run?")
        except KeyboardInterrupt:
            self.leave(130, "interrupted: the posts read so far are in; run the same command again for the others")
        for message in report.messages:
            self.stderr.write(str(message))
        if (warnings := sum(message.kind == "warning" for message in report.messages)) > MANY_WARNINGS:
            self.stderr.write(f"{warnings} warnings")
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), indent=1))
        else:
            if options["dry_run"]:
                self.write_changes(report)
            if report.questions:
                would = " to be asked" if options["dry_run"] else ""
                address = reverse("admin:course_sessions_reviewitem_changelist")
                self.stdout.write(f"{counted(report.questions, 'question')}{would}: {address}")
            self.stdout.write(report.summary)
        sys.exit(report.exit_code)

    def say_waiting(self) -> None:
        self.stderr.write("waiting for another import to end")

    def leave(self, code: int, sentence: str) -> NoReturn:
        self.stderr.write(printable(sentence))
        sys.exit(code)

    def write_changes(self, report: Report) -> None:
        for line in report.courses:
            self.stdout.write(printable(line))
        for post in report.posts:
            self.stdout.write(printable(f"{post.path}: {post.action}"))
            for change in post.changes:
                self.stdout.write("  " + printable(change))


def show_progress(done: int, of: int) -> None:
    """A bar of forty characters that stays on its line, and goes when all is done."""
    filled = 40 * done // max(of, 1)
    bar = f"\r[{'#' * filled}{'.' * (40 - filled)}] {done}/{of}"
    sys.stderr.write(bar if done < of else "\r" + " " * len(bar) + "\r")
    sys.stderr.flush()
