"""manage.py export_course SLUG --format FORMAT [DIR]: a course on standard output, or as files in a folder."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sessions.exports.folder import Folder, FolderError, open_folder
from sessions.exports.jekyll import export_jekyll
from sessions.exports.json import course_as_data
from sessions.exports.redirects import export_redirects
from sessions.models import Course

from . import course_named


class Command(BaseCommand):
    help = "Write a course as JSON to standard output, as Jekyll posts, or as pages that forward its old addresses."

    def create_parser(self, *args, **kwargs):
        """Options may stand between SLUG and DIR, which argparse allows only when asked."""
        parser = super().create_parser(*args, **kwargs)
        parser.parse_args = parser.parse_intermixed_args
        return parser

    def add_arguments(self, parser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("dir", metavar="DIR", nargs="?", help="the folder to write into (jekyll, redirects)")
        parser.add_argument("--format", choices=["json", "jekyll", "redirects"], default="json")
        parser.add_argument(
            "--source", default="", metavar="NAME", help="jekyll: the prefix the posts were imported with"
        )
        parser.add_argument("--site", default="", metavar="URL", help="redirects: the address of this site")
        parser.add_argument("--dry-run", action="store_true", help="name what would be written; write nothing")

    def handle(self, *args, **options) -> None:
        course = course_named(options["slug"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(course_as_data(course), ensure_ascii=False, indent=1))
            return
        if not options["dir"]:
            raise CommandError(f"--format {options['format']} needs a folder to write into: export_course SLUG DIR")
        try:
            self.write_files(course, open_folder(options["dir"], write=not options["dry_run"]), options)
        except FolderError as error:
            raise CommandError(str(error)) from None

    def write_files(self, course: Course, folder: Folder, options: dict) -> None:
        if options["format"] == "jekyll":
            export = export_jekyll(course, folder, source=options["source"])
        else:
            export = export_redirects(course, folder, options["site"] or own_address())
        for path in export.new:
            self.stdout.write(f"new: {path}")
        for path in export.changed:
            self.stdout.write(f"changed: {path}")
        for warning in export.warnings:
            self.stderr.write(warning)
        self.stdout.write(export.summary)


def own_address() -> str:
    """Where this site is served, as far as its settings tell."""
    if settings.CSRF_TRUSTED_ORIGINS:
        return settings.CSRF_TRUSTED_ORIGINS[0]
    host = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    return f"{'https' if settings.SECURE_SSL_REDIRECT else 'http'}://{host}"
