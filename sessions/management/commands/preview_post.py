"""manage.py preview_post FILE: one post as it will look, before it is in."""

import sys
from functools import partial

from django.contrib.staticfiles.storage import StaticFilesStorage, staticfiles_storage
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from sessions.importing.report import Report, printable
from sessions.importing.sources import SourceError
from sessions.previewing.build import Preview, build_preview
from sessions.previewing.server import serve


class Command(BaseCommand):
    help = "Show one post as it will look, with what an import would say of its lines. Nothing is written."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--course", default="", metavar="SLUG", help="the course it belongs to")
        parser.add_argument("--port", type=int, default=8001)
        parser.add_argument("--check", action="store_true", help="say what is to be said and leave; serve nothing")

    def handle(self, *args, **options) -> None:
        # The pages' looks as they lie in the project, whether they have been collected or not.
        staticfiles_storage._wrapped = StaticFilesStorage()
        port = options["port"]
        build = partial(self.build, options["file"], options["course"])
        try:
            if options["check"]:
                self.leave(build().report)
            self.stdout.write(f"http://127.0.0.1:{port}/ shows the post; reload it after a change. Ctrl-C ends.")
            serve(port, build)
        except SourceError as error:
            self.stderr.write(printable(f"error: {error}"))
        except DatabaseError as error:
            self.stderr.write(f"error: the database cannot be used ({error}); has manage.py migrate been run?")
        except OSError as error:
            self.stderr.write(f"error: port {port} cannot be used ({error.strerror}): name another with --port")
        except KeyboardInterrupt:
            self.leave(self.report)
        sys.exit(2)

    def build(self, file: str, course: str) -> Preview:
        """The preview; what is new of it goes to the terminal."""
        preview = build_preview(file, course, self.say_waiting)
        before, self.report = getattr(self, "report", None), preview.report
        if before is None or before.messages != self.report.messages:
            for message in self.report.messages:
                self.stderr.write(str(message))
        return preview

    def say_waiting(self) -> None:
        self.stderr.write("waiting for another import to end")

    def leave(self, report: Report) -> None:
        self.stdout.write(report.summary)
        sys.exit(report.exit_code)
