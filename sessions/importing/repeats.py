"""Sessions that nearly repeat one of another import: proposed as the same session."""

import datetime
from collections import Counter

from readings.identifiers import title_key
from sessions.models import Session

from .questions import digest
from .records import Log

FAR_APART = datetime.timedelta(days=60)  # of two dates: the same topic taught again is another session
NO_SEASON = (0, -1)


def propose_same(session: Session, log: Log) -> None:
    """Ask about each session of another import with this title and most of the readings or of the note."""
    others = Session.objects.filter(title=session.title, same_as=None).exclude(pk=session.pk).exclude(post=None)
    for other in others.select_related("course", "post").prefetch_related("readings", "notes"):
        another_import = other.course_id != session.course_id or other.post.origin != session.post.origin
        if another_import and not taught_again(session, other) and nearly_repeats(session, other):
            said = f"Is “{session.title[:150]}” ({session.course.slug}) the same session as the one of {other.course}?"
            key = digest("session", *sorted((session.pk, other.pk)))
            log.ask("session", said, key, session=session, theirs={"session": other.pk})


def taught_again(one: Session, other: Session) -> bool:
    """Whether dates, or else the courses' terms, tell the two apart."""
    if one.date and other.date:
        return abs(one.date - other.date) > FAR_APART
    seasons = {one.course.season_key, other.course.season_key} - {NO_SEASON}
    return len(seasons) > 1


def nearly_repeats(one: Session, other: Session) -> bool:
    papers = [{r.paper_id for r in session.readings.all() if not r.withdrawn} for session in (one, other)]
    notes = ["\n".join(note.markdown for note in session.notes.all()) for session in (one, other)]
    return title_key(one.title) != "" and (mostly(*papers) or alike(*notes) > 0.5)


def mostly(one: set, other: set) -> bool:
    """More than half of the larger one is in both."""
    return 2 * len(one & other) > max(len(one), len(other))


def alike(one: str, other: str) -> float:
    """The share of lines that two texts have in common, of the longer one: 0 to 1. Blank lines do not count."""
    lines = [Counter(line.strip() for line in text.split("\n") if line.strip()) for text in (one, other)]
    longer = max(lines[0].total(), lines[1].total())
    return (lines[0] & lines[1]).total() / longer if longer else 0.0
