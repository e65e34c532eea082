"""What earlier courses have of the sessions that were copied into this one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from .models import BlogNote, Session

FARTHEST = 12  # terms that are gone back


@dataclass(frozen=True, slots=True)
class Earlier:
    """A public session of an earlier course."""

    label: str  # "2024 Spring: notes of team-4"
    address: str
    has_note: bool


def earlier_selves(sessions: Iterable[Session]) -> dict[int, list[Earlier]]:
    """Session's number -> what it was copied from, the latest first. One query for each term that is gone back.

    What the public may not see is passed over; a session that another one stands for leads to that one.
    """
    found: dict[int, list[Earlier]] = {}
    followed = {session.pk: session.earlier_id for session in sessions if session.earlier_id}
    for _ in range(FARTHEST):
        if not followed:
            break
        rows = with_notes(followed.values())
        for number, earlier in followed.items():
            stands = rows[earlier].same_as or rows[earlier]
            if stands.visible:
                found.setdefault(number, []).append(earlier_of(rows[earlier], stands))
        followed = {n: rows[earlier].earlier_id for n, earlier in followed.items() if rows[earlier].earlier_id}
    return found


def with_notes(numbers: Iterable[int]) -> dict[int, Session]:
    """The sessions, and those that stand for them, with what a link to them says; `has_note`: a published one."""
    note = BlogNote.objects.filter(state=BlogNote.State.PUBLISHED)
    sessions = Session.objects.filter(pk__in=set(numbers)).select_related("course", "same_as__course")
    names = ("slug", "visible", "blog_team", "course__slug", "course__title", "course__term")
    sessions = sessions.only("earlier", *names, *(f"same_as__{name}" for name in names))
    marked = sessions.annotate(
        has_own_note=Exists(note.filter(session=OuterRef("pk"))),
        has_lent_note=Exists(note.filter(session=OuterRef("same_as"))),
    )
    return marked.in_bulk()


def earlier_of(session: Session, stands: Session) -> Earlier:
    has_note = session.has_lent_note if session.same_as_id else session.has_own_note
    term = stands.course.term or str(stands.course.season_key[0] or stands.course.title)
    notes = f": notes of {stands.blog_team}" if stands.blog_team else ": notes"
    anchor = "#note" if has_note else ""
    return Earlier(f"{term}{notes if has_note else ''}", stands.get_absolute_url() + anchor, has_note)
