"""What a post is made of: plain frozen data, as the parser gives it and the importer takes it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

REQUIRED, MORE, UNSPECIFIED = "required", "more", "unspecified"
RELEASED, UPCOMING = "released", "upcoming"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence about a line of the post (1-based, counted in the whole file)."""

    line: int
    text: str


class PostError(ValueError):
    """A post that cannot be read: refused, with the line and the remedy."""

    def __init__(self, line: int, text: str):
        super().__init__(text)
        self.line, self.text = line, text

    def __reduce__(self) -> tuple:  # it travels between processes
        return type(self), (self.line, self.text)


class Unpublished(PostError):
    """A post that says it is not to be published: left out, and no error."""


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Deck:
    """A slide deck as its post names it: `address` with Liquid resolved (relative, root-relative or whole)."""

    address: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class ParsedReading:
    """One entry of a reading list, as its post gave it."""

    title: str
    requirement: str = UNSPECIFIED  # required, more, unspecified
    authors: tuple[str, ...] = ()  # "First Last", in order
    published: str = ""  # 2024-01-30, 2024-01 or 2024
    venue: str = ""
    abstract: str = ""  # Markdown
    presenter: str = ""
    topic: str = ""
    instruction: str = ""
    links: tuple[Link, ...] = ()
    slides: tuple[Deck, ...] = ()
    remarks: str = ""  # Markdown: lines of the entry that are none of the above
    section: str = ""  # the headings it stands under, as written
    text: str = ""  # the entry's own source
    line: int = 0
    rule: str = ""  # which rule of the parser recognised it
    confidence: float = 1.0  # 0 to 1


@dataclass(frozen=True, slots=True)
class ParsedNote:
    title: str  # plain text; "" where its heading says nothing but "Blog"
    markdown: str
    line: int
    rule: str = ""  # what told the note from the rest
    confidence: float = 1.0  # 0 to 1


@dataclass(frozen=True, slots=True)
class ParsedSession:
    title: str
    line: int = 1
    date: datetime.date | None = None
    number: int | None = None  # of `desc` or the file's name
    status: str = RELEASED
    lead_team: str = ""
    blog_team: str = ""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    slides: tuple[Deck, ...] = ()
    introduction: str = ""  # Markdown
    readings: tuple[ParsedReading, ...] = ()
    note: ParsedNote | None = None


@dataclass(frozen=True, slots=True)
class ParsedPost:
    """Everything one file says. `sessions` is empty for a page of prose, `markdown` then holds its body."""

    path: str
    title: str
    term: str = ""
    sessions: tuple[ParsedSession, ...] = ()
    markdown: str = ""
    images: tuple[tuple[str, int], ...] = ()  # (address as the renderer will meet it, line)
    front_matter: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Message, ...] = field(default=())
