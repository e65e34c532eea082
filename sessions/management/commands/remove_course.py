"""manage.py remove_course SLUG: a course goes, with what only it used."""

import sys

from django.core.management.base import BaseCommand, CommandError

from sessions.importing.removing import remove_course
from sessions.models import Course


class Command(BaseCommand):
    help = "Remove a course, and the papers, authors and images that nothing else uses and nobody has edited."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args, **options):
        course = Course.objects.filter(slug=options["slug"]).first()
        if course is None:
            known = ", ".join(Course.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no course “{options['slug']}”. Courses here: {known}.")
        if not options["yes"]:
            if not sys.stdin.isatty():
                raise CommandError("Nothing removed: say --yes where nobody can be asked.")
            answer = input(f"Remove “{course.title}” with {course.sessions.count()} sessions for good? [y/N] ")
            if answer.strip().lower() not in ("y", "yes"):
                self.stdout.write("Nothing removed.")
                return
        self.stdout.write(f"Removed “{course.title}”: {remove_course(course)}.")
