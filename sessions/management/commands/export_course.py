"""manage.py export_course SLUG --format json: a course on standard output."""

import json

from django.core.management.base import BaseCommand, CommandError

from sessions.exports.json import course_as_data
from sessions.models import Course


class Command(BaseCommand):
    help = "Write a course to standard output."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args, **options):
        course = Course.objects.filter(slug=options["slug"]).first()
        if course is None:
            known = ", ".join(Course.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no course “{options['slug']}”. Courses here: {known}.")
        self.stdout.write(json.dumps(course_as_data(course), ensure_ascii=False, indent=1))
