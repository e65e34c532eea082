"""What is asked of a run of the importer, and what its posts share."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractUser

from sessions.models import Course

from .attachments import Shelf
from .index_page import Index
from .names import Names
from .report import PostOutcome, Report
from .site import Site
from .sources import Source
from .terms import Part


@dataclass(frozen=True, slots=True)
class Options:
    path: str
    course: str = ""  # slug; "" takes the source's own
    prefix: str = ""  # --source
    dry_run: bool = False
    strict: bool = False
    again: bool = False  # posts that have not changed are read again
    as_published: bool = False  # notes are shown at once, whatever the course says
    keep: Callable[[str, bytes], None] | None = None  # takes pictures and decks in place of the storage
    source: Source | None = None  # of an upload; `path` is only its name then
    user: AbstractUser | None = None  # who imports
    allow: Callable[[str], None] = lambda slug: None  # raises SourceError for a course that is none of theirs
    plan: str = ""  # key of the report that was shown: with another outcome nothing is written


@dataclass
class Run:
    """What all posts of a run that go into one course share."""

    course: Course
    site: Site
    shelf: Shelf
    prefix: str
    origin: str  # the root's name
    report: Report
    part: Part
    index: Index
    names: Names  # of all courses of the run
    new: bool  # the course
    first: bool  # no import into the course has ended yet: one may have been interrupted
    submits: bool  # notes wait for a person before they are public
    again: bool = False  # what has not changed is read as well
    is_site: bool = False  # its files had addresses
    readdressed: bool = False  # the site gives its files other addresses than before
    moved: bool = False  # the site's address changed: links to its decks follow
    season: tuple[int, int] = (0, -1)  # of the course before the run
    posts: list[PostOutcome] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)  # of the posts that were there before the run
    teams: list[tuple[str, str]] = field(default_factory=list)  # (lead, blog) of each session of a post of its own

    @property
    def words(self) -> str:
        """Where the year of days without one may be named."""
        return " ".join((self.course.term, self.site.words, self.origin))
