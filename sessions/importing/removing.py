"""Taking a course out again, with what nothing else uses and nobody has worked on."""

from dataclasses import dataclass, fields

from django.db import transaction

from readings.models import Author, Paper
from sessions.models import Course, Image, Post, Reading

from .papers import is_untouched


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

    def __str__(self) -> str:
        return ", ".join(f"{getattr(self, f.name)} {f.name}" for f in fields(self))


@transaction.atomic
def remove_course(course: Course) -> Removed:
    """Delete the course; papers, authors and images of it go where nothing else uses them and no person curated them."""
    removed = Removed(
        sessions=course.sessions.count(),
        readings=Reading.objects.filter(session__course=course).count(),
        posts=course.posts.count(),
        pages=course.pages.count(),
    )
    papers = list(Paper.objects.filter(readings__session__course=course).distinct().values_list("pk", flat=True))
    shown = {sha for images in course.posts.values_list("images", flat=True) for sha in images.values() if sha}
    course.delete()
    removed.papers, removed.authors = remove_papers(papers)
    removed.images = remove_images(shown)
    return removed


def remove_papers(papers: list[int]) -> tuple[int, int]:
    """(papers, authors) deleted of those that nobody reads any more."""
    unread = Paper.objects.filter(pk__in=papers, readings=None).with_people()
    gone = [paper for paper in unread if is_untouched(paper)]
    people = {authorship.author_id for paper in gone for authorship in paper.authorships.all()}
    Paper.objects.filter(pk__in=[paper.pk for paper in gone]).delete()
    authors = Author.objects.filter(pk__in=people, authorships=None, spellings=None)
    number = authors.count()
    authors.delete()
    return len(gone), number


def remove_images(shown: set[str]) -> int:
    """Pictures that no other post shows; their files go when the deletion is certain."""
    elsewhere = {sha for images in Post.objects.values_list("images", flat=True) for sha in images.values()}
    images = list(Image.objects.filter(sha256__in=shown - elsewhere))
    for image in images:
        image.delete()
        transaction.on_commit(lambda file=image.file: file.storage.delete(file.name))
    return len(images)
