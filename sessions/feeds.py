"""Atom feeds: new notes and changes of the schedule, of the site, a course or a tag."""

from collections.abc import Iterable
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.text import Truncator
from taggit.models import Tag

from .exports.printable import printable
from .models import BlogNote, Course, Session, SiteSettings

ENTRIES = 50
WORDS = 80  # of a note

Subject = Course | Tag | None


def urn(name: str) -> str:
    """An entry's own id, the same whatever host and feed it is read from."""
    return uuid5(NAMESPACE_URL, name).urn


class AtomFeed(Feed):
    """Of a course, a tag or, without either, of the whole site."""

    feed_type = Atom1Feed
    what: str  # as its title says it

    def get_object(self, request: HttpRequest, course: str = "", tag: str = "") -> Subject:
        if course:
            return get_object_or_404(Course, slug=course)
        if not tag:
            return None
        found = get_object_or_404(Tag, slug=tag)
        if not Session.objects.public().filter(tags=found).exists():
            raise Http404  # a tag of hidden sessions alone is not told
        return found

    def sessions_of(self, subject: Subject) -> QuerySet[Session]:
        sessions = Session.objects.public()
        if subject is None:
            return sessions
        return sessions.filter(course=subject) if isinstance(subject, Course) else sessions.filter(tags=subject)

    def title(self, subject: Subject) -> str:
        return printable(f"{subject or SiteSettings.current().name}: {self.what}")

    def link(self, subject: Subject) -> str:
        if isinstance(subject, Tag):
            return reverse("tag", args=[subject.slug])
        return subject.get_absolute_url() if subject else reverse("home")


class NotesFeed(AtomFeed):
    what = "new notes"

    def items(self, subject: Subject) -> QuerySet[BlogNote]:
        notes = BlogNote.objects.public().filter(session__in=self.sessions_of(subject).values("pk"))
        notes = notes.select_related("session__course").prefetch_related("contributors")
        return notes.order_by("-published", "-pk")[:ENTRIES]

    def item_title(self, note: BlogNote) -> str:
        return printable(f"{note.session.title}: {note.title}" if note.title else note.session.title)

    def item_description(self, note: BlogNote) -> str:
        return printable(Truncator(" ".join(strip_tags(note.html).split())).words(WORDS))

    def item_guid(self, note: BlogNote) -> str:
        return urn(f"{note.session.get_absolute_url()}#note-{note.pk}")

    def item_author_name(self, note: BlogNote) -> str:
        return printable(", ".join(note.named_contributors) or note.session.blog_team or note.session.course.title)

    def item_categories(self, note: BlogNote) -> Iterable[str]:
        return [printable(note.session.course.title)]

    def item_pubdate(self, note: BlogNote) -> datetime:
        return note.published or note.created

    def item_updateddate(self, note: BlogNote) -> datetime:
        return max(note.updated, self.item_pubdate(note))


class ChangesFeed(AtomFeed):
    what = "schedule changes"

    def items(self, subject: Subject) -> QuerySet[Session]:
        """Sessions by their latest move."""
        moved = self.sessions_of(subject).exclude(rescheduled=None).select_related("course")
        return moved.defer("introduction", "introduction_html", "as_given").order_by("-rescheduled", "-pk")[:ENTRIES]

    def item_title(self, session: Session) -> str:
        return printable(f"{session.title}: {self.now(session)}")

    def now(self, session: Session) -> str:
        """As in "cancelled", "no date", "Thursday 15 February 2024, 14:00"."""
        if session.cancelled:
            return "cancelled"
        if not session.date:
            return "no date yet"
        time = f", {session.times[0]:%H:%M}" if session.times else ""
        return date_format(session.date, "l j F Y") + time

    def item_description(self, session: Session) -> str:
        before = session.previous_date
        lines = [f"Before: {date_format(before, 'l j F Y')}."] if before and before != session.date else []
        place = [f"Place: {session.where}."] if session.where else []
        return printable(" ".join([f"Now: {self.now(session)}.", *lines, *place]))

    def item_guid(self, session: Session) -> str:
        """Each move is an entry of its own."""
        return urn(f"{session.get_absolute_url()}#change-{session.sequence}")

    def item_author_name(self, session: Session) -> str:
        return printable(session.course.title)

    def item_pubdate(self, session: Session) -> datetime:
        return session.rescheduled

    item_updateddate = item_pubdate
