"""What pages say of themselves to machines, as schema.org data. Pure: addresses are given, absolute."""

import datetime
from collections.abc import Callable, Iterable

from readings.citations import Work, WorkType
from readings.citations.people import name_parts
from sessions.citing import taught_by
from sessions.models import BlogNote, Course, Session

TYPES = {
    WorkType.WEBPAGE: "Article",
    WorkType.POST: "BlogPosting",
    WorkType.BOOK: "Book",
    WorkType.SOFTWARE: "SoftwareSourceCode",
    WorkType.VIDEO: "VideoObject",
    WorkType.DOCUMENT: "CreativeWork",
}
Absolute = Callable[[str], str]  # a path of this site -> its address


def _known(data: dict) -> dict:
    return {name: value for name, value in data.items() if value}


def _authors(names: Iterable[str]) -> list[dict]:
    return [{"@type": "Organization" if name_parts(name).is_group else "Person", "name": name} for name in names]


def paper_data(work: Work, url: str) -> dict:
    """https://schema.org/ScholarlyArticle, or what the work is instead."""
    return _known(
        {
            "@type": TYPES.get(work.type, "ScholarlyArticle"),
            "name": work.title,
            "headline": work.title,
            "author": _authors(work.authors),
            "datePublished": work.published if work.date_parts else "",
            "isPartOf": {"@type": "CreativeWork", "name": work.container} if work.container else None,
            "publisher": {"@type": "Organization", "name": work.publisher} if work.publisher else None,
            "identifier": f"https://doi.org/{work.doi}" if work.doi else "",
            "sameAs": work.url,
            "abstract": work.abstract,
            "keywords": ", ".join(work.keywords),
            "url": url,
        }
    )


def course_data(course: Course, dates: Iterable[datetime.date], provider: str, absolute: Absolute) -> dict:
    """https://schema.org/Course with its CourseInstance."""
    dates = sorted(dates)
    instance = {
        "@type": "CourseInstance",
        "name": f"{course.title}, {course.term}" if course.term else course.title,
        "startDate": dates[0].isoformat() if dates else "",
        "endDate": dates[-1].isoformat() if dates else "",
        "instructor": _authors(taught_by(course)),
    }
    return _known(
        {
            "@type": "Course",
            "name": course.title,
            "description": course.description or f"Sessions and readings of {course.title}.",
            "url": absolute(course.get_absolute_url()),
            "provider": {"@type": "Organization", "name": provider},
            "license": course.licence_url or course.licence,
            "hasCourseInstance": _known(instance),
        }
    )


def _when_and_where(session: Session) -> dict:
    """Of an event: the whole day where no times are known, and whether it is held at all."""
    day, zone = session.date, session.course.zone
    starts, ends = day.isoformat(), ""
    if session.times:
        starts, ends = (datetime.datetime.combine(day, time, zone).isoformat() for time in session.times)
    return {
        "startDate": starts,
        "endDate": ends,
        "eventStatus": f"https://schema.org/Event{'Cancelled' if session.cancelled else 'Scheduled'}",
        "location": {"@type": "Place", "name": session.where} if session.where else None,
    }


def session_data(session: Session, notes: Iterable[tuple[BlogNote, Work]], absolute: Absolute) -> dict:
    """An Event, or a LearningResource where the day is not known, and a BlogPosting for each note (with its work)."""
    course = session.course
    of_course = {"@type": "Course", "name": course.title, "url": absolute(course.get_absolute_url())}
    meeting = {"name": session.title, "url": absolute(session.get_absolute_url())}
    if session.date:
        meeting |= {"@type": "Event", **_when_and_where(session), "about": of_course}
        meeting["organizer"] = _authors(taught_by(course))
    else:
        meeting |= {"@type": "LearningResource", "isPartOf": of_course}
    posts = [
        {
            "@type": "BlogPosting",
            "headline": work.title,
            "author": _authors(work.authors),
            "datePublished": work.published,
            "dateModified": note.updated.date().isoformat(),
            "isPartOf": of_course,
            "license": course.licence_url or course.licence,
            "url": work.url,
        }
        for note, work in notes
    ]
    return {"@graph": [_known(item) for item in (meeting, *posts)]}
