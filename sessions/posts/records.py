"""Readings given as data: lists and keys of front matter, or a site's _data files."""

import re
from collections.abc import Collection, Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from datetime import date
from typing import Any

from readings.identifiers import normal_arxiv, normal_doi
from readings.markdown import Span

from .bullets import reading_of_lines
from .citations import read_citation
from .clues import YEAR, find_date, only_date, venue_year
from .headings import section_of
from .lines import Line, spans_of
from .other_keys import are_papers, are_people, is_address, is_title, is_unknown, is_venue, renamed
from .record_values import first_named, first_text, keyed, people_of, text_of, texts_of
from .structure import MORE, REQUIRED, UNSPECIFIED, Deck, Link, ParsedReading
from .yaml_events import Items, Mapping, Scalar

TITLES = ("paper_title", "title", "name", "paper", "article", "reading")
MOST_WORDS = 30  # of a title
AUTHORS = ("authors", "author", "by")
VENUE = (
    *("venue", "published_in", "journal", "conference", "conf", "booktitle", "publication", "appeared_in"),
    "publisher",
)
DATE = ("published", "year", "publication_date", "date")
ADDRESSES = (
    *("link", "url", "href", "links", "urls", "paper", "paper_url", "paperurl", "paper_link", "pdf", "pdf_url"),
    *("arxiv_url", "html", "code", "github", "video", "website", "project"),
)
SEASON = r"(?i:spring|summer|fall|autumn|winter)"
FLAG = re.compile(r"(?P<yes>yes|y|true|x|✓|✔)|no|n|false", re.I)
ABSTRACT = ("abstract", "summary", "tldr", "description")
PRESENTER = (
    *("presenter", "presenters", "presented_by", "speaker", "speakers", "lead", "leads", "leader", "leaders"),
    *("discussion_lead", "discussion_leads", "discussion_leader", "discussion_leaders", "facilitator", "facilitators"),
)
SLIDES = ("slides", "deck", "lecture")
LISTS = (
    *("readings", "papers", "reading", "read", "paper", "references", "required", "required_readings"),
    *("optional", "optional_readings", "more", "further_reading"),
)
LINKS = ("links", "resources", "materials", "videos", "related", "other", "also", "extra")  # lists of anything
# What else is read of a paper's record, or says nothing to a reader.
OTHERS_OF_PAPER = (
    *("doi", "arxiv", "arxiv_id", "openreview", "cite", "citation", "reference", "type", "requirement", "kind"),
    *("required", "optional", "topic", "remarks", "note", "comment", "meeting", "key", "bibtex", "where"),
)
PAPERS_OWN = {"paper_date": "published"}  # for the date of a record is often its meeting's
PAPER = frozenset((*TITLES, *AUTHORS, *VENUE, *DATE, *ADDRESSES, *ABSTRACT, *PRESENTER, *SLIDES, *OTHERS_OF_PAPER))
TESTS = {"venue": is_venue, "link": is_address, "authors": are_people, "title": is_title}
# Keys that only a paper's own record has.
PAPER_KEYS = ("doi", "arxiv", "arxiv_id", "openreview", "paper_url", "paperurl", "paper_link", "pdf", "paper")


def of_paper(values: AnyMapping[str, Any]) -> dict[str, Any]:
    """The values with those of `paper_author`, `paper_year` as the paper's `author` and `year`."""
    own = {key: value for key, value in values.items() if key.startswith("paper_") and key not in TITLES + ADDRESSES}
    return {**values, **{PAPERS_OWN.get(key, key.removeprefix("paper_")): value for key, value in own.items()}}


def title_of_record(values: AnyMapping[str, Any], is_linked: bool) -> str:
    """The paper's title; of a record that names none and has a link, its few words of description."""
    for key in TITLES:
        text = text_of(values.get(key))
        if text and not re.match(r"https?://", text):
            return text
    words = text_of(values.get("description")) if is_linked else ""
    return words if len(words.split()) <= MOST_WORDS else ""


def reading_of_record(
    record: AnyMapping[str, Any], requirement: str, *, is_meeting: bool = False
) -> ParsedReading | None:
    """A mapping's reading. Of a meeting (`is_meeting`: a post's front matter, an entry of a schedule) the date is no
    date of the paper."""
    values = keyed(record)
    if isinstance(own := values.get("paper"), Mapping):  # {paper: {title: …}, url: …}
        values = {**{key: value for key, value in values.items() if key != "paper"}, **keyed(own)}
    values = of_paper(values)
    values = renamed(values, PAPER, {name: TESTS[name] for name in missing_of(values, is_meeting)})
    links = links_of_record(values)
    title = title_of_record(values, bool(links))
    if not title and (cited := first_text(values, ("cite", "citation", "reference"))):
        found = reading_of_text(Scalar(cited, cited, getattr(record, "line", 0)), requirement)
        return replace(found, links=tuple(links) or found.links) if found else None
    if not title and not links:
        return None
    venue = first_text(values, VENUE if is_meeting else (*VENUE, "where"))
    published = first_text(values, DATE[:-1] if is_meeting else DATE)
    venue = venue or venue_published_in(published)
    section = section_of(first_text(values, ("type", "requirement", "kind")))
    return ParsedReading(
        title=(title or links[0].url)[:300],
        requirement=section[0] if section else flagged(values) or requirement,
        authors=people_of(next((values[key] for key in AUTHORS if key in values), None)),
        published=stated_date(published) or find_date(published) or venue_year(venue),
        venue=venue[:200],
        abstract="" if (told := first_text(values, ABSTRACT)) == title else told,
        presenter=first_named(values, PRESENTER)[:200],
        topic=first_text(values, ("topic",))[:200],
        links=tuple(links),
        slides=tuple(Deck(address) for address in texts_of(values.get("slides"))),
        remarks="" if is_meeting else "\n".join(unread_of(values, PAPER)),
        line=getattr(record, "line", 0),
        text="\n".join(f"{key}: {', '.join(texts_of(value))}" for key, value in values.items() if texts_of(value)),
        rule="record of data",
    )


def missing_of(values: AnyMapping[str, Any], is_meeting: bool) -> Iterator[str]:
    """What a paper's record says under no key that is known. Of a meeting the other words may be its own."""
    if not first_text(values, VENUE):
        yield "venue"
    if not is_meeting and not links_of_record(values):
        yield "link"
    if not is_meeting and not title_of_record(values, is_linked=False):
        if not any(key in values for key in AUTHORS):
            yield "authors"
        yield "title"


def unread_of(values: AnyMapping[str, Any], known: Collection[str]) -> list[str]:
    """ "key: words" of what stands under keys that are not known."""
    return [
        f"{key}: {', '.join(texts_of(value))}"
        for key, value in values.items()
        if is_unknown(key, known) and re.search(r"[^\W\d_]", " ".join(texts_of(value)))
    ]


def venue_published_in(text: str) -> str:
    """ "ApJ 2004" under `published`, which may also hold a day; "" for what names no venue."""
    where = re.fullmatch(rf"(?!(?:{SEASON})\b)[^\W\d_][\w&.’' -]{{1,60}}\s{YEAR}", text)
    return text if where and not only_date(text) else ""


def flagged(values: AnyMapping[str, Any]) -> str:
    """What `required: true` or `optional: true` says, "" where neither is there."""
    for key, yes, no in (("required", REQUIRED, MORE), ("optional", MORE, REQUIRED)):
        value = getattr(values.get(key), "value", None)
        if isinstance(value, str) and (said := FLAG.fullmatch(value.strip())):
            value = said["yes"] is not None
        if isinstance(value, bool):
            return yes if value else no
    return ""


def stated_date(text: str) -> str:
    """A date that is nothing else, of whichever century: 1843, 1843-09 or 1843-09-01."""
    match = re.fullmatch(r"([12]\d{3})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text)
    if not match:
        return ""
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        whole = date(year, month, day).isoformat()
    except ValueError:
        return ""
    return whole[: 10 if match[3] else 7 if match[2] else 4]


def links_of_record(values: AnyMapping[str, Any]) -> list[Link]:
    """The addresses of a record; identifiers become the addresses they stand for."""
    links: dict[str, str] = {}
    for key in ("arxiv", "arxiv_id"):
        for text in texts_of(values.get(key)):
            if arxiv := normal_arxiv(text.rpartition("/")[2] if "://" in text else text):
                links[f"https://arxiv.org/abs/{arxiv}"] = "arXiv"
    if doi := normal_doi(" ".join(texts_of(values.get("doi")))):
        links[f"https://doi.org/{doi}"] = "DOI"
    for key in ADDRESSES:
        for text in texts_of(values.get(key)):
            if re.match(r"https?://\S+$", text):
                links.setdefault(text, "" if key in ("link", "url", "links", "urls") else key.split("_")[0])
    return [Link(url, label) for url, label in links.items()]


def is_paper(values: AnyMapping[str, Any]) -> bool:
    """Does a post's front matter describe one paper, rather than a session?"""
    published = any(values.get(key) for key in AUTHORS[:1]) and any(texts_of(values.get(key)) for key in VENUE[:4])
    told = published or any(texts_of(values.get(key)) for key in PAPER_KEYS)
    return told and not any(isinstance(values.get(key), Items) for key in LISTS)


def keys_of_lists(values: AnyMapping[str, Any]) -> list[str]:
    """The keys that hold what is read: the usual ones, then lists under any other words for it ("must_read")."""
    known = [key for key in LISTS if key in values]
    others = [key for key, value in values.items() if isinstance(value, Items) and key not in LISTS]
    return known + [
        key
        for key in others
        if key not in LINKS
        and (((said := section_of(key.replace("_", " "))) and not said[1]) or are_papers(values[key]))
    ]


def readings_of_lists(values: AnyMapping[str, Any]) -> list[ParsedReading]:
    """The readings under keys such as `readings`, `required`, `optional`: mappings or strings."""
    return [reading for item, requirement in listed(values) if (reading := reading_of_entry(item, requirement))]


def unread_in_lists(values: AnyMapping[str, Any]) -> list[Any]:
    """The entries under these keys that say something of which no reading is made."""
    return [item for item, requirement in listed(values) if texts_of(item) and not reading_of_entry(item, requirement)]


def listed(values: AnyMapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """(entry, requirement) of each such list; a single mapping is an entry."""
    for key in keys_of_lists(values):
        value = values[key]
        inner = keyed(value) if isinstance(value, Mapping) else {}
        if inner and not any(name in inner for name in (*TITLES, *ADDRESSES[:3])):
            for name, item in inner.items():  # readings: {required: [...], optional: [...]}
                yield from ((entry, requirement_of(name, requirement_of(key))) for entry in entries_of(item))
        elif isinstance(value, Items | Mapping) or MARKDOWN_LINK.search(str(value)):
            yield from ((entry, requirement_of(key)) for entry in entries_of(value))


def requirement_of(key: str, otherwise: str = UNSPECIFIED) -> str:
    words = key.replace("_", " ")
    said = (section_of(form.format(words)) for form in ("{}", "{} to read", "{} readings"))  # "nice", "main"
    return next((section[0] for section in said if section and section[0] != UNSPECIFIED), otherwise)


def entries_of(value: Any) -> list[Any]:
    """The entries of a list, or of a text that is written as one."""
    if isinstance(value, Items):
        return list(value)
    if not isinstance(value, Scalar) or "\n" not in value:
        return [value]
    lines = (re.sub(r"^\s*(?:[-*+]|\d{1,2}[.)])\s+", "", line).strip() for line in value.split("\n"))
    return [Scalar(line, line, value.line) for line in lines if line]


def reading_of_entry(item: Any, requirement: str) -> ParsedReading | None:
    return (reading_of_record if isinstance(item, Mapping) else reading_of_text)(item, requirement)


MARKDOWN_LINK = re.compile(r"\[[^\]\n]+\]\(https?://[^\s)]+\)")


def reading_of_text(value: Any, requirement: str) -> ParsedReading | None:
    """A string of a list: a citation, perhaps with its address."""
    text = text_of(value)
    if MARKDOWN_LINK.search(text):
        line = Line(tuple(spans_of(text)), 0, getattr(value, "line", 0))
        found = reading_of_lines(line, [], requirement, "", text)
        return replace(found, rule="record of data") if found else None
    urls = re.findall(r"https?://[^\s)\]>]+", text)
    citation = read_citation(Line((Span(re.sub(r"https?://\S+", "", text)),), 0, 0))
    if not citation.title:
        return None
    return ParsedReading(
        title=citation.title[:300],
        requirement=requirement,
        authors=citation.authors,
        published=citation.published,
        venue=citation.venue,
        instruction=citation.part,
        remarks=citation.rest,
        links=tuple(Link(url) for url in urls),
        text=text,
        line=getattr(value, "line", 0),
        rule="record of data",
    )
