"""The course of an import: found or made, its own words merged with what instructors made of them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from readings.slugs import slug_of
from sessions.models import Course
from sessions.models.course import SEASONS

from .merge import plan_fields
from .questions import ask_conflict
from .site import Site
from .sources import SourceError

NAMES = "|".join(SEASONS)
SEASON = re.compile(rf"\b(?:(\d{{4}})\W+({NAMES})|({NAMES})\W+(\d{{4}}))\b", re.I)
LABELS = ("lead_team_label", "blog_team_label")


def slug_of_source(folder: str, site: Site) -> str:
    """The slug of a course that nobody has named."""
    return slug_of(site.baseurl.strip("/") or folder)


@dataclass(frozen=True, slots=True)
class Opened:
    """The course of an import, and which of its roots is read."""

    course: Course
    new: bool
    root: str  # the name under which the course knows it
    moved: bool  # its site's address is another one than at the last import
    season: tuple[int, int]  # Course.season_key before this import


def open_course(slug: str, folder: str, site: Site, term: str = "") -> Opened:
    """Find or make the course. Raises SourceError on a slug that is none.

    `term`: of a site whose terms are courses of their own, which tells their titles apart.
    """
    if slug and not re.fullmatch(r"[\w-]{1,100}", slug, re.ASCII):
        raise SourceError(f"--course: “{slug}” is not a slug: use letters, digits, - and _")
    slug = slug or slug_of_source(folder, site)
    course = Course.objects.filter(slug=slug).first()
    new = course is None
    course = course or Course(slug=slug)
    season = course.season_key
    title = site.title or folder
    theirs = {
        "title": f"{title[:150]}, {term[:45]}" if term else title[:200],
        "description": site.description,
        "site_url": site.address[:500],
    }
    if new:
        theirs |= {name: getattr(course, name) for name in LABELS}
    elif not site.title:
        theirs.pop("title")  # a folder's name is only for a course that has no other
    root, moved, roots = find_root(course, folder, site.address)
    named_by = course.as_given.get("named_by") or (root if site.title or site.address else "")
    if named_by not in ("", root):  # the words of another site stand: this one only fills their gaps
        theirs = {name: value for name, value in theirs.items() if not course.as_given.get(name)}
    given = {name: value for name, value in theirs.items() if value or new}
    merge_course(course, given, {"roots": roots, "named_by": named_by})
    return Opened(course, new, root, moved, season)


def find_root(course: Course, folder: str, address: str) -> tuple[str, bool, list[dict[str, str]]]:
    """(the root's name, whether its site has moved, all roots of the course with their sites' addresses).

    A root is known by its site's address, else by its folder's name: either may change while the other stays.
    """
    roots = {root["name"]: root["address"] for root in course.as_given.get("roots", [])}
    name = next((name for name, known in roots.items() if address and known == address), folder)
    moved = bool(address) and roots.get(name, address) != address
    roots[name] = address or roots.get(name, "")
    return name, moved, [{"name": n, "address": a} for n, a in roots.items()]


def merge_course(course: Course, theirs: dict, remembered: dict | None = None) -> None:
    """Set the site's values where no person has; `remembered` is kept beside them."""
    ours = {name: getattr(course, name) for name in theirs}
    plan = plan_fields(course.as_given if course.pk else ours, ours, theirs)
    for name, value in plan.values.items():
        setattr(course, name, value)
    for name in plan.conflicts:
        said = f"course: {name.replace('_', ' ')} was changed here and in the site"
        values = {"base": course.as_given.get(name), "ours": ours[name], "theirs": theirs[name]}
        ask_conflict(course, None, course, name, said, **values)
    as_given = {**course.as_given, **theirs, **(remembered or {})}
    if course.pk is None or plan.values or as_given != course.as_given:
        course.as_given = as_given
        course.save()


def term_from(course: Course, site: Site | None, terms: Sequence[str]) -> None:
    """The term of a course that has none yet: a season and a year where any text tells them.

    `site`: None where the site holds several terms, so that its words are about none of them.
    """
    if course.as_given.get("term"):
        return
    commonest = Counter(terms).most_common(1)[0][0]
    for text in (commonest, *((site.tagline, site.title) if site else ())):
        if match := SEASON.search(text):
            year, season = match[1] or match[4], match[2] or match[3]
            merge_course(course, {"term": f"{year} {season.capitalize()}"})
            return
    merge_course(course, {"term": commonest[:60]})
