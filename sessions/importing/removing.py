"""Taking a course out again, with what nothing else uses and nobody has worked on."""

from dataclasses import dataclass, fields

from django.core.files.storage import default_storage
from django.db import transaction

from readings.models import Paper
from sessions.mentions import renew_mentions
from sessions.models import Course, Image, Post, Reading, SlideDeck

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
    shown = {sha for images in course.posts.values_list("images", flat=True) for sha in images.values() if sha}
    decks = list(SlideDeck.objects.filter(session__course=course).exclude(file="").values_list("file", flat=True))
    course.delete()
    removed.papers, removed.authors = remove_unread(papers)
    renew_mentions(papers)
    removed.images = remove_images(shown)
    removed.decks = remove_decks(set(decks))
    return removed


def remove_images(shown: set[str]) -> int:
    """Pictures that no other post shows; their files go when the deletion is certain."""
    elsewhere = {sha for images in Post.objects.values_list("images", flat=True) for sha in images.values()}
    images = list(Image.objects.filter(sha256__in=shown - elsewhere))
    for image in images:
        image.delete()
        for name in image.file_names:
            transaction.on_commit(lambda name=name: default_storage.delete(name))
    return len(images)


def remove_decks(names: set[str]) -> int:
    """Files of decks that no other course shows."""
    gone = names - set(SlideDeck.objects.filter(file__in=names).values_list("file", flat=True))
    for name in gone:
        transaction.on_commit(lambda name=name: default_storage.delete(name))
    return len(gone)
