"""A pasted schedule -> proposals beside the sessions of the course, and those confirmed -> rows."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from readings.identifiers import title_key
from readings.slugs import taken_in, unique_slug

from ..models import Course, Session, SlideDeck
from ..posts.structure import ParsedSession
from .references import Choice, add_readings, propose

FIELDS = ("title", "date", "lead_team", "blog_team")


@dataclass(frozen=True, slots=True)
class MeetingProposal:
    """One pasted row beside the session that the course has."""

    parsed: ParsedSession
    session: Session | None

    @property
    def changes(self) -> list[tuple[str, object, object]]:
        """(field, value here, pasted value) of those that differ; an empty cell changes nothing."""
        if self.session is None:
            return []
        pairs = [(name, getattr(self.session, name), getattr(self.parsed, name)) for name in FIELDS]
        return [(name.replace("_", " "), here, new) for name, here, new in pairs if new and new != here]


def propose_meetings(course: Course, parsed: Sequence[ParsedSession]) -> list[MeetingProposal]:
    """A proposal for each row, in order: the session of the same title, else of the same day. Writes nothing."""
    left = list(course.sessions.filter(same_as=None).in_order())
    found = []
    for row in parsed:
        same = next((s for s in left if title_key(s.title) == title_key(row.title)), None)
        same = same or next((s for s in left if row.date and s.date == row.date), None)
        if same:
            left.remove(same)
        found.append(MeetingProposal(row, same))
    return found


@transaction.atomic
def add_meetings(
    course: Course, proposals: Sequence[MeetingProposal], today: datetime.date
) -> tuple[list[Session], list[Session]]:
    """(sessions made, sessions changed). All or none."""
    made, changed = [], []
    for proposal in proposals:
        parsed, session = proposal.parsed, proposal.session
        if session is None:
            session = new_session(course, parsed, today)
            made.append(session)
        elif proposal.changes:
            for name in FIELDS:
                setattr(session, name, getattr(parsed, name) or getattr(session, name))
            session.save()
            changed.append(session)
        add_what_hangs_on(session, parsed)
    return made, changed


def new_session(course: Course, parsed: ParsedSession, today: datetime.date) -> Session:
    def taken(slugs: Sequence[str]) -> set[str]:
        return Session.TAKEN_SLUGS | taken_in(course.sessions)(slugs)

    over = parsed.date is not None and parsed.date < today
    return Session.objects.create(
        course=course,
        slug=unique_slug(parsed.title, taken),
        number=parsed.number,
        introduction=parsed.introduction,
        status=Session.Status.RELEASED if over else Session.Status.UPCOMING,
        **{name: getattr(parsed, name) for name in FIELDS},
    )


def add_what_hangs_on(session: Session, parsed: ParsedSession) -> None:
    """The row's readings and decks that the session does not have yet."""
    proposals = [p for p in propose(parsed.readings, session) if not p.repeated and not p.listed]
    add_readings(session, [Choice(p.parsed, p.paper, p.parsed.requirement) for p in proposals])
    known = set(session.slides.values_list("url", flat=True))
    for deck in parsed.slides:
        if deck.address not in known:
            position = len(known) + 1
            known.add(deck.address)
            SlideDeck.objects.create(
                session=session, url=deck.address[:2000], label=deck.label[:200], position=position
            )
