"""What a post says, for comparing two texts of it: all that an import takes, nothing of how it is written. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sessions.posts import ParsedPost, ParsedReading, ParsedSession, PostError, parse_page, parse_post

Readings = tuple[ParsedReading, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads texts of one file as the importer does."""

    path: str
    variables: Mapping[str, str]
    is_page: bool = False

    def read(self, text: str) -> ParsedPost | None:
        """None for a text that an import would refuse."""
        try:
            return (parse_page if self.is_page else parse_post)(text, self.path, variables=self.variables)
        except PostError:
            return None


def of_reading(reading: ParsedReading) -> tuple:
    return (
        reading.title,
        reading.requirement,
        reading.authors,
        reading.published,
        reading.venue,
        reading.abstract.strip(),
        reading.presenter,
        reading.topic,
        reading.instruction,
        reading.remarks.strip(),
        frozenset((link.url, link.label) for link in reading.links),
        tuple(deck.address for deck in reading.slides),
    )


def of_session(session: ParsedSession) -> dict[str, object]:
    """Readings apart: see `same`."""
    note = session.note
    return {
        "title": session.title,
        "date": session.date,
        "number": session.number,
        "status": session.status,
        "lead_team": session.lead_team,
        "blog_team": session.blog_team,
        "tags": frozenset(tag.casefold() for tag in session.tags),
        "categories": frozenset(name.casefold() for name in session.categories),
        "slides": frozenset(deck.address for deck in session.slides),
        "introduction": plain(session.introduction),
        "note_title": note.title if note else "",
        "note": plain(note.markdown) if note else None,
    }


def plain(text: str) -> str:
    """Without what a form alone changes: line ends and the space around the text."""
    return text.replace("\r\n", "\n").strip()


def same(one: ParsedPost, other: ParsedPost, *, ordered: bool = True) -> bool:
    """Whether both say the same; without `ordered` the readings of a session may stand in another order."""
    if len(one.sessions) != len(other.sessions) or plain(one.markdown) != plain(other.markdown):
        return False
    if not one.sessions and one.title != other.title:
        return False
    for a, b in zip(one.sessions, other.sessions, strict=True):
        mine, theirs = [of_reading(r) for r in a.readings], [of_reading(r) for r in b.readings]
        if of_session(a) != of_session(b) or (mine != theirs if ordered else Counter(mine) != Counter(theirs)):
            return False
    return True


def with_session(post: ParsedPost, index: int, **values: object) -> ParsedPost:
    """The post with values of one of its sessions changed; its own title follows where it is the only one's."""
    sessions = list(post.sessions)
    sessions[index] = replace(sessions[index], **values)
    return replace(post, sessions=tuple(sessions))


def with_readings(post: ParsedPost, index: int, readings: list[ParsedReading]) -> ParsedPost:
    return with_session(post, index, readings=tuple(readings))
