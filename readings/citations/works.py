"""A work as a citation sees it: plain text without a database, and its type in each format."""

import re
from dataclasses import dataclass, fields
from enum import Enum


class WorkType(Enum):
    """What a work is, by its types in BibTeX, RIS and CSL, and the item type of Zotero."""

    ARTICLE = ("article", "JOUR", "article-journal", "journalArticle")
    CONFERENCE = ("inproceedings", "CONF", "paper-conference", "conferencePaper")
    PREPRINT = ("misc", "UNPB", "article", "preprint")
    BOOK = ("book", "BOOK", "book", "book")
    WEBPAGE = ("misc", "ELEC", "webpage", "webpage")
    POST = ("misc", "BLOG", "post-weblog", "blogPost")
    SOFTWARE = ("misc", "COMP", "software", "computerProgram")
    VIDEO = ("misc", "VIDEO", "motion_picture", "videoRecording")
    DOCUMENT = ("misc", "UNPB", "document", "document")  # not GEN: pandoc prints nothing for a title alone

    def __init__(self, bibtex: str, ris: str, csl: str, zotero: str):
        self.bibtex, self.ris, self.csl, self.zotero = bibtex, ris, csl, zotero


# Works of these types name who published them; those of the others, what they appeared in.
PUBLISHED_BY = frozenset({WorkType.BOOK, WorkType.PREPRINT, WorkType.SOFTWARE, WorkType.VIDEO, WorkType.DOCUMENT})
UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Work:
    """Everything a citation says; "" and () where it is not known.

    Text is kept on one line, without control characters and lone surrogates, which no format can hold.
    """

    type: WorkType
    title: str
    authors: tuple[str, ...] = ()  # "First Last", or a group's name
    published: str = ""  # 2024, 2024-01 or 2024-01-30; anything else counts as unknown
    venue: str = ""  # journal, conference, site or publisher
    abstract: str = ""
    doi: str = ""
    arxiv_id: str = ""
    url: str = ""
    keywords: tuple[str, ...] = ()

    def __post_init__(self):
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                object.__setattr__(self, field.name, one_line(value))
            elif isinstance(value, tuple):
                object.__setattr__(self, field.name, tuple(filter(None, map(one_line, value))))
        object.__setattr__(self, "title", self.title or "Untitled")

    @property
    def date_parts(self) -> tuple[int, ...]:
        """(year,), (year, month), (year, month, day) or ()."""
        match = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", self.published, re.ASCII)
        return tuple(int(part) for part in match.groups() if part) if match else ()

    @property
    def date_with_slashes(self) -> str:
        """2024, 2024/01, 2024/01/30 or "", as RIS and the citation_* tags have it."""
        return self.published.replace("-", "/") if self.date_parts else ""

    @property
    def publisher(self) -> str:
        if self.type is WorkType.PREPRINT and self.arxiv_id:
            return "arXiv"
        return self.venue if self.type in PUBLISHED_BY else ""

    @property
    def container(self) -> str:
        """Journal, proceedings or site."""
        return "" if self.type in PUBLISHED_BY else self.venue


def one_line(text: str) -> str:
    return " ".join(UNWRITABLE.sub(" ", text).split())
