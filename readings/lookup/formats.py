"""Answers of the two sites, pure: text -> what they say of papers.

arXiv: Atom, https://info.arxiv.org/help/api/user-manual.html#_details_of_atom_results_returned
Crossref: JSON, https://api.crossref.org/swagger-ui/index.html (messages of the kind "work-list")
"""

import json
import re
from dataclasses import asdict, dataclass
from html import unescape
from typing import Any
from xml.etree import ElementTree

from ..identifiers import identifiers_of_url, normal_doi, title_key

ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
LONGEST = {"title": 300, "venue": 200, "abstract": 20_000, "doi": 200}
MOST_AUTHORS = 3000  # large collaborations


class Unreadable(ValueError):
    """An answer that is not in its site's format."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a site says of one paper; "" or () where it says nothing."""

    title: str = ""
    authors: tuple[str, ...] = ()  # "First Last", in order
    published: str = ""  # 2024-01-30, 2024-01 or 2024
    venue: str = ""
    abstract: str = ""
    doi: str = ""
    arxiv: str = ""

    def as_stored(self) -> dict[str, Any]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


def found_of_stored(values: dict[str, Any]) -> Found:
    return Found(**{**values, "authors": tuple(values.get("authors", ()))})


def line_of(text: object, field: str = "title") -> str:
    """One line of plain text: markup, entities and control characters gone."""
    plain = unescape(re.sub(r"<[^<>]*>", "", text if isinstance(text, str) else ""))
    return re.sub(r"[\s\x00-\x1f\x7f\ud800-\udfff]+", " ", plain).strip()[: LONGEST[field]]


def found_at_arxiv(answer: bytes) -> dict[str, Found]:
    """arXiv id (without version) -> what arXiv says. Raises Unreadable."""
    try:
        feed = ElementTree.fromstring(answer)
    except ElementTree.ParseError as error:
        raise Unreadable(f"arXiv's answer is no Atom feed: {error}") from None
    found = {}
    for entry in feed.iter(f"{ATOM}entry"):
        number = identifiers_of_url(entry.findtext(f"{ATOM}id", "")).arxiv
        if number:  # else the entry tells of an error
            found[number] = _of_entry(entry, number)
    return found


def _of_entry(entry: ElementTree.Element, number: str) -> Found:
    names = [line_of(author.findtext(f"{ATOM}name", "")) for author in entry.iter(f"{ATOM}author")]
    doi = normal_doi(entry.findtext(f"{ARXIV}doi", ""))
    return Found(
        title=line_of(entry.findtext(f"{ATOM}title", "")),
        authors=tuple(name for name in names if name)[:MOST_AUTHORS],
        published=_day(entry.findtext(f"{ATOM}published", "")),
        venue=line_of(entry.findtext(f"{ARXIV}journal_ref", ""), "venue"),
        abstract=line_of(entry.findtext(f"{ATOM}summary", ""), "abstract"),
        doi=doi if len(doi) <= LONGEST["doi"] else "",
        arxiv=number,
    )


def _day(text: str) -> str:
    match = re.match(r"[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", text)
    return match[0] if match else ""


def found_at_crossref(answer: bytes) -> list[Found]:
    """What Crossref says, a work each, in its order. Raises Unreadable."""
    try:
        items = json.loads(answer)["message"]["items"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unreadable("Crossref's answer is no list of works") from None
    if not isinstance(items, list):
        raise Unreadable("Crossref's answer is no list of works")
    return [_of_work(item) for item in items if isinstance(item, dict)]


def _of_work(work: dict[str, Any]) -> Found:
    authors = work.get("author")
    names = [_name(author) for author in authors if isinstance(author, dict)] if isinstance(authors, list) else []
    doi = normal_doi(str(work.get("DOI", "")))
    return Found(
        title=line_of(_first(work.get("title"))),
        authors=tuple(name for name in names if name)[:MOST_AUTHORS],
        published=_issued(work.get("issued")),
        venue=line_of(_first(work.get("container-title")), "venue"),
        abstract=line_of(work.get("abstract"), "abstract"),
        doi=doi if len(doi) <= LONGEST["doi"] else "",
    )


def _first(value: object) -> str:
    return value[0] if isinstance(value, list) and value and isinstance(value[0], str) else ""


def _name(author: dict[str, Any]) -> str:
    parts = [author.get("given"), author.get("family"), author.get("suffix")]
    return line_of(" ".join(part for part in parts if isinstance(part, str)) or author.get("name"))


def _issued(value: object) -> str:
    """ "2020-06-12" of {"date-parts": [[2020, 6, 12]]}."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    text = "-".join(f"{part:02d}" for part in first[:3] if isinstance(part, int))
    return text if re.fullmatch(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", text) else ""


def same_title(one: str, other: str) -> bool:
    return bool(title_key(one)) and title_key(one) == title_key(other)
