"""Taking a course out again, with what nothing else uses and nobody has worked on."""

import datetime
from dataclasses import dataclass, fields

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Manager, Q

from readings.models import Paper
from sessions.mentions import renew_mentions
from sessions.models import (
    BlogNote,
    BroughtImage,
    Course,
    Image,
    NoteVersion,
    Page,
    Post,
    Reading,
    Session,
    SlideDeck,
    Version,
)
from sessions.models.image import DIGEST, FOLDER

from .papers import remove_unread
from .report import counted


@dataclass(slots=True)
class Removed:
    """How many records went."""

    sessions: int = 0
    readings: int = 0
    posts: int = 0
    pages: int = 0
    papers: int = 0
    authors: int = 0
    images: int = 0
    decks: int = 0

    def __str__(self) -> str:
        return ", ".join(counted(getattr(self, f.name), f.name.removesuffix("s")) for f in fields(self))


@transaction.atomic
def remove_course(course: Course) -> Removed:
    """Delete the course; papers, authors and images of it go where nothing else uses them and nobody edited them."""
    removed = Removed(
        sessions=course.sessions.count(),
        readings=Reading.objects.filter(session__course=course).count(),
        posts=course.posts.count(),
        pages=course.pages.count(),
    )
    papers = list(Paper.objects.filter(readings__session__course=course).distinct().values_list("pk", flat=True))
    shown = shas_of(course.posts, course.sessions, course.pages) | named_in_texts(course)
    shown |= set(course.brought_images.values_list("image__sha256", flat=True))
    decks = list(SlideDeck.objects.filter(session__course=course).exclude(file="").values_list("file", flat=True))
    course.delete()
    removed.papers, removed.authors = remove_unread(papers)
    renew_mentions(papers)
    removed.images = remove_images(shown)
    removed.decks = remove_decks(set(decks))
    return removed


def shas_of(posts: Manager, sessions: Manager, pages: Manager) -> set[str]:
    """The pictures that posts name, and texts that were copied from an earlier course."""
    found = [
        *posts.values_list("images", flat=True),
        *sessions.exclude(copied_images=None).values_list("copied_images", flat=True),
        *pages.exclude(copied_images=None).values_list("copied_images", flat=True),
    ]
    return {sha for images in found for sha in images.values() if sha}


def remove_images(shown: set[str]) -> int:
    """Pictures that nothing else shows; their files go when the deletion is certain."""
    elsewhere = shas_of(Post.objects, Session.objects, Page.objects)
    notes = BlogNote.objects.filter(as_given__has_key="images").values_list("as_given__images", flat=True)
    elsewhere |= {sha for images in notes for sha in images.values()}
    elsewhere |= named_in_texts() if shown else set()
    elsewhere |= set(BroughtImage.objects.values_list("image__sha256", flat=True))
    images = list(Image.objects.filter(sha256__in=shown - elsewhere))
    for image in images:
        image.delete()
        for name in image.file_names:
            transaction.on_commit(lambda name=name: default_storage.delete(name))
    return len(images)


@transaction.atomic
def remove_unused_images(before: datetime.datetime) -> int:
    """Pictures that were stored before then and that no text names, not even an earlier version of one."""
    kept = set()
    for row in Version.objects.values_list("values", "taken").iterator(chunk_size=500):
        kept.update(DIGEST.findall(str(row)))
    stored = {image.sha256: image.file for image in Image.objects.all() if image.sha256 not in kept}
    return remove_images({sha for sha, file in stored.items() if is_older(file.name, before)})


def is_older(name: str, moment: datetime.datetime) -> bool:
    """Whether a file is, or is not there at all."""
    return not default_storage.exists(name) or default_storage.get_modified_time(name) < moment


def named_in_texts(course: Course | None = None) -> set[str]:
    """Digests of the pictures that texts name by their address here: those of one course, or all."""
    within = {} if course is None else {"course": course}
    of_notes = {} if course is None else {"session__course": course}
    address = f"{settings.MEDIA_URL}{FOLDER}/"
    waiting = NoteVersion.objects.waiting().filter(markdown__contains=address)
    if course is not None:
        waiting = waiting.filter(Q(note__session__course=course) | Q(session__course=course) | Q(page__course=course))
    texts = (
        waiting.values_list("markdown", flat=True),
        BlogNote.objects.filter(markdown__contains=address, **of_notes).values_list("markdown", flat=True),
        Page.objects.filter(markdown__contains=address, **within).values_list("markdown", flat=True),
        Session.objects.filter(introduction__contains=address, **within).values_list("introduction", flat=True),
    )
    return {digest for found in texts for text in found for digest in DIGEST.findall(text)}


def remove_decks(names: set[str]) -> int:
    """Files of decks that no other course shows."""
    gone = names - set(SlideDeck.objects.filter(file__in=names).values_list("file", flat=True))
    for name in gone:
        transaction.on_commit(lambda name=name: default_storage.delete(name))
    return len(gone)
