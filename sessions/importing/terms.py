"""Which course each post of a source belongs to: one for each term that the posts name, unless a person named one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readings.slugs import slug_of
from sessions.models import Course, Post
from sessions.posts.meetings import term_among

from .course import slug_of_source
from .files import Candidate, Kind, find_files
from .site import Site
from .sources import FileError, Source

HEAD = 8 << 10  # bytes of a post in which its term is looked for
TERM = re.compile(r"^(term|semester|quarter)[ \t]*[:=][ \t]*(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^#\n]*))", re.M | re.I)
LONGEST_BASE, LONGEST_TERM = 60, 39  # characters of a split course's slug


@dataclass(frozen=True, slots=True)
class Part:
    """A course and the files that go into it; `term` where the source is split by terms."""

    slug: str
    term: str
    candidates: tuple[Candidate, ...]

    def __str__(self) -> str:
        posts = sum(candidate.kind is not Kind.PAGE for candidate in self.candidates)
        return f"course {self.slug}{f' ({self.term})' if self.term else ''}: {posts} post{'s'[: posts != 1]}"


def parts_of(course: str, prefix: str, source: Source, site: Site, candidates: Sequence[Candidate]) -> list[Part]:
    """The courses of an import. `course`: the slug a person gave, which keeps everything together."""
    if course:
        return [Part(course, "", tuple(candidates))]
    base = slug_of_source(source.name, site)
    terms = terms_of(source)
    places = places_of(base, prefix, terms)
    slugs = {candidate.path: places.get(candidate.path, (base, "")) for candidate in candidates}
    found = dict.fromkeys(slugs.values())
    return [
        Part(slug, term, tuple(candidate for candidate in candidates if slugs[candidate.path] == (slug, term)))
        for slug, term in found
    ] or [Part(base, "", ())]


def terms_of(source: Source) -> dict[str, str]:
    """Path -> term ("" where none is named) of every file of the source, whatever of it was asked for."""
    whole = Source(source.files, source.name)
    found = {candidate.path: term_of(source, candidate.path) for candidate in find_files(whole).candidates}
    asked = {source.within: term_of(source, source.within)} if source.single else {}
    return found | asked


def term_of(source: Source, path: str) -> str:
    """The term in a post's front matter, read without reading the post."""
    try:
        head = source.files.head(path, HEAD).decode("utf-8-sig", "replace").replace("\r\n", "\n")
    except FileError:
        return ""
    opening = re.match(r"(---|\+\+\+)[ \t]*\n", head)
    if not opening:
        return ""
    front = re.split(rf"\n(?:{re.escape(opening[1])}|\.\.\.)[ \t]*(?:\n|$)", head, maxsplit=1)[0]
    said = {key.lower(): " ".join("".join(values).split()) for key, *values in reversed(TERM.findall(front))}
    return term_among(said)


def places_of(base: str, prefix: str, terms: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Path -> (slug, term). Courses of earlier imports keep their posts, however the terms have changed since."""
    terms = one_spelling(base, terms)
    names: dict[str, str] = {}  # slug -> the term as first written
    for term in filter(None, terms.values()):
        names.setdefault(slug_of_part(base, term), term)
    known = dict(
        Post.objects.filter(course__slug__in=[base, *names]).values_list("path", "course__slug") if names else ()
    )
    there = set(Course.objects.filter(slug__in=[base, *names]).values_list("slug", flat=True)) if names else set()
    stay = {slug_of_part(base, term) for path, term in terms.items() if term and known.get(prefix + path) == base}
    alone = len(names) == 1 and not there & names.keys()
    homes = {slug: base if alone or (slug in stay and slug not in there) else slug for slug in names}
    first = next(iter(homes.values()), base)
    found = {}
    for path, term in terms.items():
        slug = known.get(prefix + path) or (homes[slug_of_part(base, term)] if term else first)
        found[path] = (slug, names.get(slug, ""))
    return found


def slug_of_part(base: str, term: str) -> str:
    return f"{base[:LONGEST_BASE].rstrip('-')}-{slug_of(term)[:LONGEST_TERM].rstrip('-')}"


def one_spelling(base: str, terms: dict[str, str]) -> dict[str, str]:
    """Each term as its course spells it, else as it was first written."""
    spellings: dict[str, list[str]] = {}
    for term in filter(None, dict.fromkeys(terms.values())):
        spellings.setdefault(slug_of(year_first(term)), []).append(term)
    slugs = {slug_of_part(base, term) for written in spellings.values() if len(written) > 1 for term in written}
    there = set(Course.objects.filter(slug__in=slugs).values_list("slug", flat=True)) if slugs else set()
    chosen = {
        key: next((term for term in written if slug_of_part(base, term) in there), written[0])
        for key, written in spellings.items()
    }
    return {path: chosen[slug_of(year_first(term))] if term else "" for path, term in terms.items()}


def year_first(term: str) -> str:
    """ "Fall 2023" as "2023 Fall": one term, however it is written."""
    match = re.fullmatch(r"([^\W\d_]+),?\s+((?:19|20)\d\d)", term.strip())
    return f"{match[2]} {match[1]}" if match else term
