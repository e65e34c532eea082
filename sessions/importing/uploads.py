"""Posts that came as an upload: kept aside, rehearsed, and imported when their plan is confirmed."""

import hashlib
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from sessions.models import Course, ImportUpload

from .files import TEXT
from .report import REFUSED, UNCHANGED, Report
from .run import Options, Run, run_import
from .sources import Source, SourceError, ZipFiles, readable_size, within_limit

KEPT = timedelta(days=1)
NAME = re.compile(r"[\w(][\w .,()+=@&'\[\]-]{0,148}", re.UNICODE)
COPY = re.compile(r"(?: ?\(\d+\)|-main|-master)+$")  # what browsers and hosts add to the name of the same folder
BUSY = "Another import is running. Nothing was written: try again in a minute."


@dataclass
class OneFile:
    """A post that came without its folder (sources.Files)."""

    path: str
    data: bytes
    odd: dict[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> list[str]:
        return [self.path]

    def size(self, path: str) -> int:
        return len(self.data)

    def read(self, path: str, limit: int) -> bytes:
        return within_limit(self.data, limit)

    def head(self, path: str, size: int) -> bytes:
        return self.data[:size]


def take_in(file: UploadedFile, user: AbstractUser, course: Course | None, *, root: str, prefix: str) -> ImportUpload:
    """Keep an upload and rehearse its import. Raises SourceError with a sentence; then nothing is kept."""
    forget_old()
    name, ending = file.name or "", PurePosixPath(file.name or "").suffix.lower()
    check(file, name, ending, course)
    sha256 = hashlib.sha256()
    for part in file.chunks():
        sha256.update(part)
    upload = ImportUpload(user=user, course=course, name=name, sha256=sha256.hexdigest(), prefix=prefix)
    upload.root = root or COPY.sub("", PurePosixPath(name).stem) or "upload"
    if ending in TEXT:
        upload.root, upload.path = place_of(name, course, prefix, root=upload.root)
    forget(*ImportUpload.objects.filter(user=user, sha256=upload.sha256))
    try:
        write(upload.file, file)
    except OSError as error:
        raise SourceError(f"The upload cannot be kept in UPLOAD_ROOT ({error.strerror}).") from None
    upload.save()
    try:
        rehearse(upload)
    except BaseException:
        forget(upload)
        raise
    return upload


def write(path: Path, file: UploadedFile) -> None:
    """For nobody's eyes but ours."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as kept:
        for part in file.chunks():
            kept.write(part)


def check(file: UploadedFile, name: str, ending: str, course: Course | None) -> None:
    if ending not in (".zip", *TEXT):
        raise SourceError("Choose a zip of a site or of a folder of posts, or one post (.md).")
    if not NAME.fullmatch(name):
        raise SourceError("Rename the file: letters, digits, spaces, dots and dashes, at most 150 of them.")
    largest = settings.LIMITS.upload if ending == ".zip" else settings.LIMITS.post
    if file.size > largest:
        raise SourceError(f"{name}: too large, more than {readable_size(largest)}.")
    if ending in TEXT and course is None:
        raise SourceError("Choose the course of this post; a zip may bring its own.")


def place_of(name: str, course: Course, prefix: str, *, root: str) -> tuple[str, str]:
    """(root, path) of a post that came alone: of the post of that name, else beside the others."""
    start = f"{prefix}/" if prefix else ""
    posts = [post for post in course.posts.defer("text") if post.path.startswith(start)]
    same = [post for post in posts if PurePosixPath(post.path).name == name]
    if len(same) > 1:
        raise SourceError(f"{name}: the course has {len(same)} posts of this name; upload the site as a zip.")
    if same and same[0].pages.exists():
        raise SourceError(f"{name}: a page of the site, not a post; upload the site as a zip.")
    if same:
        return same[0].origin, same[0].path.removeprefix(start)
    places = Counter((post.origin, str(PurePosixPath(post.path.removeprefix(start)).parent)) for post in posts)
    if not places:
        return root, name
    origin, folder = places.most_common(1)[0][0]
    return origin, name if folder == "." else f"{folder}/{name}"


@contextmanager
def source_of(upload: ImportUpload) -> Iterator[Source]:
    """What is to be read. Raises SourceError where it is no zip, or gone."""
    if not upload.file.exists():
        raise SourceError(f"{upload.name}: the upload is gone; upload it again.")
    if upload.path:
        files = OneFile(upload.path, upload.file.read_bytes())
        yield Source(files, upload.root, within=upload.path, single=True, alone=True)
        return
    files = ZipFiles(upload.file, upload.name)
    try:
        yield Source(files, upload.root)
    finally:
        files.zip.close()


def rehearse(upload: ImportUpload) -> None:
    """Work out the plan anew, and keep it to be shown. Raises SourceError."""
    keep_plan(upload, import_upload(upload, dry_run=True))


def apply(upload: ImportUpload) -> Report:
    """Import what the plan says; where that has changed, write nothing and keep the new plan. Raises SourceError."""
    report = import_upload(upload, plan=upload.plan_key)
    if report.outdated:
        keep_plan(upload, report)
    else:
        forget(upload)
    return report


def keep_plan(upload: ImportUpload, report: Report) -> None:
    """A file of which nothing can be applied is not kept."""
    upload.plan, upload.plan_key = report.as_json(), report.key
    upload.save()
    if all(post.action in (REFUSED, UNCHANGED) for post in report.posts):
        upload.file.unlink(missing_ok=True)


def import_upload(upload: ImportUpload, **options) -> Report:
    user = upload.user

    def allow(slug: str) -> None:
        course = Course.objects.filter(slug=slug).first()
        if course is None and not user.has_perm("course_sessions.add_course"):
            raise SourceError(f"There is no course “{slug}” yet, and you may not add one: choose a course of yours.")
        if course and not course.editable_by(user):
            raise SourceError(f"The course “{slug}” is not one of yours: choose another one.")

    def look(run: Run) -> None:
        if run.course and run.new:
            run.course.admit(user)

    def busy() -> None:
        raise SourceError(BUSY)

    slug = upload.course.slug if upload.course else ""
    with source_of(upload) as source:
        wanted = Options(upload.name, slug, upload.prefix, source=source, user=user, allow=allow, **options)
        return run_import(wanted, waiting=busy, look=look)


def forget(*uploads: ImportUpload) -> None:
    for upload in uploads:
        upload.file.unlink(missing_ok=True)
        if upload.pk:
            upload.delete()


def forget_old() -> None:
    """Uploads of yesterday, and files that nothing knows of any more."""
    forget(*ImportUpload.objects.filter(created__lt=timezone.now() - KEPT))
    for path in Path(settings.UPLOAD_ROOT).glob("*/*"):
        with suppress(OSError):  # somebody else has just done it
            if path.stat().st_mtime < time.time() - KEPT.total_seconds():
                path.unlink()
