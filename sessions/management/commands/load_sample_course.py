"""The sample course and an instructor's account: a site to look at, on a machine that has nothing else."""

import secrets
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

import sessions
from sessions.importing.run import Options, run_import

FOLDER = Path(sessions.__file__).parent / "sample_course"
SLUG = "classics-of-deep-learning"
USERNAME = "instructor"


class Command(BaseCommand):
    help = (
        "Import the sample course and create the account “instructor”, whose password is printed once. "
        f"Safe to repeat. “manage.py remove_course {SLUG}” takes the course away again."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--first-time",
            action="store_true",
            help="Do nothing where there is an account already, so that a course that was removed stays away.",
        )

    def handle(self, *args, first_time: bool, **options) -> None:
        if first_time and get_user_model().objects.exists():
            self.stdout.write(f"The site is set up. A new password: manage.py changepassword {USERNAME}")
            return
        report = run_import(Options(path=str(FOLDER), course=SLUG))
        for message in report.messages:
            self.stderr.write(str(message))
        self.stdout.write(f"Sample course: {report.summary}")
        self.create_instructor()

    def create_instructor(self) -> None:
        users = get_user_model().objects
        if users.filter(username=USERNAME).exists():
            self.stdout.write(
                f"The account “{USERNAME}” is there already. A new password: manage.py changepassword {USERNAME}"
            )
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser(USERNAME, password=password)
        self.stdout.write(f"Account:  {USERNAME}\nPassword: {password}   (shown only now)")
