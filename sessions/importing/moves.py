"""Readings that went from one session's post to another's: the row goes along, with all that people added to it."""

from collections.abc import Collection, Sequence

from django.conf import settings

from sessions.models import Post, Reading, Session
from sessions.posts import ParsedReading, ParsedSession, PostError
from sessions.search.sync import reindex

from .attachments import Shelf
from .identity import Work
from .papers import work_of_given, work_of_reading
from .preparing import parsed_in_bounds
from .records import Log
from .sources import FileError
from .text import decoded, digest_of


class Moves:
    """What may come into the sessions of one post from other sessions of its course."""

    def __init__(
        self, post: Post, sessions: Sequence[ParsedSession], shelf: Shelf, prefix: str, before: Collection[str]
    ):
        """`before`: the paths of the posts that were there before the run; the others say what their rows say."""
        self.course = post.course
        self.shelf, self.prefix, self.before = shelf, prefix, before
        self.now: dict[int, Sequence[ParsedSession] | None] = {post.pk: sessions}
        self.moved: set[int] = set()  # papers whose readings came

    def take(self, session: Session, papers: Collection[int], log: Log) -> dict[int, Reading]:
        """Paper -> a reading of it that its own post names no more, now of this session."""
        if not (papers and self.before):
            return {}
        taken: dict[int, Reading] = {}
        rows = Reading.objects.filter(paper__in=papers, session__course=self.course).exclude(session=session)
        here = set(session.readings.values_list("paper_id", "requirement"))
        for row in rows.select_related("session__post").defer("session__post__text").order_by("pk"):
            fits = row.paper_id not in taken and (row.paper_id, row.requirement) not in here
            if fits and row.as_given.get("paper") == row.paper_id and self.has_left(row):
                bring(row, session)
                log.changed(f"reading moved here from “{row.session.title[:80]}”: “{row.as_given['title'][:80]}”")
                row.session = session
                taken[row.paper_id] = row
        self.moved |= taken.keys()
        return taken

    def has_left(self, row: Reading) -> bool:
        if row.as_given.get("withdrawn"):
            return True
        sessions = self.sessions_of(row.session.post) if row.session.post else None
        if sessions is None:
            return False
        number = row.session.source.rpartition("#")[2] if "#" in row.session.source else "1"
        index = int(number) - 1 if number.isdecimal() else 0
        work = work_of_given(row.as_given)
        return index >= len(sessions) or not any(names(entry, work) for entry in sessions[index].readings)

    def sessions_of(self, post: Post) -> Sequence[ParsedSession] | None:
        """What a post's file says now; None where it says what it said, or cannot be asked."""
        if post.pk not in self.now:
            self.now[post.pk] = self.read(post)
        return self.now[post.pk]

    def read(self, post: Post) -> Sequence[ParsedSession] | None:
        path = post.path.removeprefix(self.prefix)
        if post.path not in self.before or path not in self.shelf.known or not post.path.startswith(self.prefix):
            return None
        try:
            text = decoded(self.shelf.files.read(path, settings.LIMITS.post))
            return None if digest_of(text) == post.sha256 else parsed_in_bounds(text, path).sessions
        except (FileError, PostError):
            return None


def names(entry: ParsedReading, work: Work) -> bool:
    other = work_of_reading(entry)
    return other.identifiers.meets(work.identifiers) or bool(work.title and other.title == work.title)


def bring(row: Reading, session: Session) -> None:
    """Give the reading its new session; the old one forgets it, so that it does not count as deleted there."""
    old = row.session
    stubs = [stub for stub in old.as_given.get("readings", []) if stub["pk"] != row.pk]
    Session.objects.filter(pk=old.pk).update(as_given={**old.as_given, "readings": stubs})
    Reading.objects.filter(pk=row.pk).update(session=session)
    row.slides.update(session=session)
    reindex(Session, [old.pk, session.pk])
