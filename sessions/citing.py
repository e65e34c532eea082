"""Sessions, their notes and their readings as works to cite."""

import re
from collections.abc import Iterable

from readings.citations import Work, WorkType
from readings.citing import work_of
from readings.identifiers import title_key
from readings.models import Paper

from .models import BlogNote, Course, Reading, Session
from .posts.people import is_name, split_people

# How Zotero and other programs tell required readings from the others: by a keyword.
KEYWORDS = {Reading.Requirement.REQUIRED: "required reading", Reading.Requirement.MORE: "further reading"}
TEAM = re.compile(r"(?:team|group)[\s_-]*(\w+)", re.I)


def reading_work(reading: Reading) -> Work:
    return work_of(reading.paper, keywords_of({reading.requirement}))


def keywords_of(requirements: set[str]) -> list[str]:
    """The keyword of the strongest of some requirements."""
    return [word for kind, word in KEYWORDS.items() if kind in requirements][:1]


def works_read(readings: Iterable[Reading]) -> list[Work]:
    """Each paper once, in the order of the readings (fetched with papers); required wherever it was in one of them."""
    papers: dict[Paper, set[str]] = {}
    for reading in readings:
        papers.setdefault(reading.paper, set()).add(reading.requirement)
    return [work_of(paper, keywords_of(kinds)) for paper, kinds in papers.items()]


def session_work(session: Session, url: str) -> Work:
    """The session as a page, by those who led it, else by those who taught the course."""
    people = credited(session.lead_team) or taught_by(session.course)
    return _work(WorkType.WEBPAGE, session.title, people, session, url)


def note_work(note: BlogNote, url: str) -> Work:
    """The note as a post, by those named under it, else by its team or the people it names, else by who taught."""
    people = tuple(note.named_contributors) or credited(note.session.blog_team) or taught_by(note.session.course)
    title = note.session.title
    if note.title and title_key(note.title) != title_key(title):  # many notes are called "Session blog"
        title = f"{title}: {note.title}"
    return _work(WorkType.POST, title, people, note.session, url)


def _work(kind: WorkType, title: str, people: tuple[str, ...], session: Session, url: str) -> Work:
    course = session.course
    published = session.date.isoformat() if session.date else str(course.season_key[0] or "")
    return Work(kind, title, people, published, venue=course_name(course), url=url)


def course_name(course: Course) -> str:
    """The title with the term, where the title does not hold it already."""
    named = course.term and all(word in course.title for word in course.term.split())
    return course.title if named or not course.term else f"{course.title}, {course.term}"


def taught_by(course: Course) -> tuple[str, ...]:
    return tuple(split_people(course.taught_by))


def credited(team: str) -> tuple[str, ...]:
    """Whom a team's field credits: ("Team 4",), or the people it names; () for anything else, such as a topic."""
    if match := TEAM.fullmatch(team.strip()):
        return (f"Team {match[1]}",)
    people = split_people(team)
    return tuple(people) if people and all(is_name(person) for person in people) else ()
