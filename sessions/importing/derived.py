"""A paper's values out of what its readings' posts say of it, in the order of their sources."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readings.identifiers import Identifiers, title_key, url_key
from readings.models import Paper, PaperLink, link_kind

from .identity import NONE, own_identifiers

BLOGS = re.compile(
    r"^(?:[\w-]+\.)*(?:medium\.com|substack\.com|github\.io|blogspot\.com|wordpress\.com|wikipedia\.org)/"
    r"|^huggingface\.co/blog|^(?:[\w-]+\.)*blog\.|/blog/|/posts?/"
)


@dataclass(frozen=True, slots=True)
class Derived:
    """What the posts together say of a paper; "" or () where none does."""

    title: str
    authors: tuple[str, ...] = ()
    published: str = ""
    venue: str = ""
    abstract: str = ""
    kind: str = Paper.Kind.PAPER
    identifiers: Identifiers = NONE
    links: tuple[tuple[str, str], ...] = ()  # (url, label)


def derive(givens: Sequence[dict]) -> Derived:
    """The most complete value of each field; among equals the earliest. `givens`: readings' as-given values."""
    links: dict[str, tuple[str, str]] = {}
    for given in givens:
        for link in given.get("links", ()):
            if is_web_address(link["url"]):
                links.setdefault(url_key(link["url"]), (link["url"], link.get("label", "")[:200]))
    identifiers = Identifiers()
    for given in givens:
        identifiers = identifiers | own_identifiers(link["url"] for link in given.get("links", ()))
    return Derived(
        title=fullest([given["title"] for given in givens], lambda title: len(title_key(title).split()))[:300],
        authors=tuple(fullest([given.get("authors") or [] for given in givens], people_known)),
        published=fullest([given.get("published", "") for given in givens], len),
        venue=fullest([given.get("venue", "") for given in givens], len)[:200],
        abstract=fullest([given.get("abstract", "") for given in givens], len),
        kind=kind_of([url for url, _ in links.values()], identifiers),
        identifiers=identifiers,
        links=tuple(links.values()),
    )


def fullest(values: Sequence, measure) -> str | list:
    return max(values, key=measure)  # max() keeps the first of equals


def people_known(names: Sequence[str]) -> tuple[int, int]:
    """More people first, then names written out rather than as initials."""
    return len(names), sum(len(name) for name in names)


def is_web_address(url: str) -> bool:
    return bool(re.match(r"https?://[^\s/]", url, re.I)) and len(url) <= 2000


def kind_of(urls: Sequence[str], identifiers: Identifiers) -> str:
    """What is read, from its addresses alone: a paper unless all of them say otherwise."""
    kinds = {link_kind(url) for url in urls}
    if identifiers or not kinds or PaperLink.Kind.PDF in kinds:
        return Paper.Kind.PAPER
    if kinds == {PaperLink.Kind.CODE}:
        return Paper.Kind.REPOSITORY
    if kinds == {PaperLink.Kind.VIDEO}:
        return Paper.Kind.VIDEO
    return Paper.Kind.POST if any(BLOGS.search(url_key(url)) for url in urls) else Paper.Kind.PAPER
