"""What the public may see: no hidden session, withdrawn reading, unpublished note or invisible page, on any page."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from readings.models import Author, Paper
from readings.models import PaperQuerySet as Papers

from .models import BlogNote, Category, Course, Page, Session
from .models.note import BlogNoteQuerySet as Notes
from .models.session import SessionQuerySet as Sessions
from .models.session import public_paper


def sessions_of(course: Course, editable: bool) -> Sessions:
    """The course's sessions in order; those who may edit it see its hidden ones too."""
    return course.sessions.filter(same_as=None).in_order() if editable else course.sessions.public().in_order()


def pages_of(course: Course, editable: bool) -> QuerySet[Page]:
    """The course's pages for its navigation, without their text."""
    pages = course.pages.defer("markdown", "html", "contents")
    return pages if editable else pages.filter(visible=True)


def notes_of(session: Session, editable: bool) -> Notes:
    notes = session.notes.defer("markdown").prefetch_related("contributors")
    return notes if editable else notes.filter(state=BlogNote.State.PUBLISHED)


def public_papers() -> Papers:
    """Papers that everyone may see, in whichever course."""
    return Paper.objects.filter(public_paper())


def papers_for(request: HttpRequest) -> Papers:
    """The public papers; those who curate papers also see one that only a hidden session names."""
    return Paper.objects.all() if request.user.has_perm("readings.view_paper") else public_papers()


def public_authors() -> QuerySet[Author]:
    """Authors of at least one public paper."""
    return Author.objects.filter(Exists(public_papers().filter(authorships__author=OuterRef("pk"))))


def categories_for(request: HttpRequest) -> QuerySet[Category]:
    """Categories of a public session; those who keep categories see one of hidden sessions alone too."""
    if request.user.has_perm("course_sessions.view_category"):
        return Category.objects.all()
    return Category.objects.filter(Exists(Session.objects.public().filter(categories=OuterRef("pk"))))
