"""manage.py remove_course SLUG: a course goes, with what only it used."""

import sys

from django.core.management.base import BaseCommand, CommandError

from sessions.importing.removing import remove_course

from . import course_named


class Command(BaseCommand):
    help = "Remove a course, and the papers, authors and images that nothing else uses and nobody has edited."

    def add_arguments(self, parser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args, **options) -> None:
        course = course_named(options["slug"])
        if not options["yes"]:
            if not sys.stdin.isatty():
                raise CommandError("Nothing removed: say --yes where nobody can be asked.")
            answer = input(f"Remove “{course.title}” with {course.sessions.count()} sessions for good? [y/N] ")
            if answer.strip().lower() not in ("y", "yes"):
                self.stdout.write("Nothing removed.")
                return
        self.stdout.write(f"Removed “{course.title}”: {remove_course(course)}.")
