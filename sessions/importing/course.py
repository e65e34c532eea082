"""The course of an import: found or made, its own words merged with what instructors made of them."""

import re
from collections import Counter
from collections.abc import Sequence

from readings.slugs import slug_of
from sessions.models import Course

from .merge import plan_fields
from .questions import ask_conflict
from .site import Site
from .sources import SourceError

SEASON = re.compile(
    r"\b(?:(\d{4})\W+(winter|spring|summer|fall|autumn)|(winter|spring|summer|fall|autumn)\W+(\d{4}))\b", re.I
)


def open_course(slug: str, folder: str, site: Site) -> tuple[Course, bool, bool]:
    """(course, whether it is new, whether its site has moved). Raises SourceError on a slug that is none."""
    if slug and not re.fullmatch(r"[\w-]{1,100}", slug, re.ASCII):
        raise SourceError(f"--course: “{slug}” is not a slug: use letters, digits, - and _")
    slug = slug or slug_of(site.baseurl.strip("/") or folder)
    course = Course.objects.filter(slug=slug).first()
    new = course is None
    course = course or Course(slug=slug)
    theirs = {
        "title": site.title[:200] or folder[:200],
        "description": site.description,
        "site_url": site.address[:500],
    }
    if not new and not site.title:
        theirs.pop("title")  # a folder's name is only for a course that has no other
    moved = not new and course.as_given.get("site_url", "") != theirs["site_url"] and bool(theirs["site_url"])
    merge_course(course, {name: value for name, value in theirs.items() if value or new})
    return course, new, moved


def merge_course(course: Course, theirs: dict) -> None:
    ours = {name: getattr(course, name) for name in theirs}
    plan = plan_fields(course.as_given if course.pk else ours, ours, theirs)
    for name, value in plan.values.items():
        setattr(course, name, value)
    for name in plan.conflicts:
        said = f"course: {name.replace('_', ' ')} was changed here and in the site"
        values = {"base": course.as_given.get(name), "ours": ours[name], "theirs": theirs[name]}
        ask_conflict(course, None, course, name, said, **values)
    as_given = {**course.as_given, **theirs}
    if course.pk is None or plan.values or as_given != course.as_given:
        course.as_given = as_given
        course.save()


def term_from(course: Course, site: Site, terms: Sequence[str]) -> None:
    """The term of a course that has none yet: a season and a year where any text tells them."""
    if course.as_given.get("term"):
        return
    commonest = Counter(terms).most_common(1)[0][0]
    for text in (commonest, site.tagline, site.title):
        if match := SEASON.search(text):
            year, season = match[1] or match[4], match[2] or match[3]
            merge_course(course, {"term": f"{year} {season.capitalize()}"})
            return
    merge_course(course, {"term": commonest[:60]})
