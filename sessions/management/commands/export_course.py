"""manage.py export_course SLUG --format json: a course on standard output."""

import json

from django.core.management.base import BaseCommand

from sessions.exports.json import course_as_data

from . import course_named


class Command(BaseCommand):
    help = "Write a course to standard output."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args, **options):
        course = course_named(options["slug"])
        self.stdout.write(json.dumps(course_as_data(course), ensure_ascii=False, indent=1))
