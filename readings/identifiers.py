"""What tells one paper from another, pure: identifiers in addresses and text, normalised addresses, title keys.

arXiv: https://info.arxiv.org/help/arxiv_identifier.html; DOI: https://www.doi.org/doi-handbook/;
OpenReview forum ids and ACL Anthology ids: as their sites' addresses write them.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urlsplit

from .names import folded

ARXIV_NEW = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
ARXIV_OLD = r"[a-z-]+(?:\.[A-Z]{2})?/\d{7}"
ARXIV_HOSTS = re.compile(r"(?:^|\.)(?:arxiv\.org|alphaxiv\.org|ar5iv\.org|ar5iv\.labs\.arxiv\.org)$")
ARXIV_PATH = re.compile(
    rf"^/(?:abs|pdf|html|format|ps|src|e-print|list|overview)/({ARXIV_NEW}|{ARXIV_OLD})(?:v\d+)?(?:\.pdf)?/?$", re.I
)
DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+", re.I)
ARXIV_DOI = re.compile(rf"^10\.48550/arxiv\.({ARXIV_NEW}|{ARXIV_OLD})$", re.I)
REMEMBERED = 4096  # addresses and titles: an import asks several times for each
ACL_ID = r"[A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+"


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The identifiers of one paper; "" where there is none."""

    arxiv: str = ""
    doi: str = ""
    openreview: str = ""
    acl: str = ""

    def __or__(self, other: "Identifiers") -> "Identifiers":
        return Identifiers(*(mine or theirs for mine, theirs in zip(self.items(), other.items(), strict=True)))

    def __bool__(self) -> bool:
        return any(self.items())

    def items(self) -> tuple[str, str, str, str]:
        return (self.arxiv, self.doi, self.openreview, self.acl)

    def contradicts(self, other: "Identifiers") -> bool:
        """Different ids of one kind: never the same paper."""
        return any(a and b and a != b for a, b in zip(self.items(), other.items(), strict=True))

    def meets(self, other: "Identifiers") -> bool:
        """One id of one kind in common."""
        return any(a and a == b for a, b in zip(self.items(), other.items(), strict=True))


def normal_arxiv(text: str) -> str:
    """The id without version and, in old ones, subject class ("math.GT/0309136v1" -> "math/0309136"), or ""."""
    text = re.sub(r"^arxiv:\s*", "", text.strip(), flags=re.I)
    match = re.fullmatch(rf"({ARXIV_NEW}|{ARXIV_OLD})(?:v\d+)?", text, re.I)
    return re.sub(r"^([a-z-]+)\.[a-z]{2}/", r"\1/", match[1].lower()) if match else ""


def normal_doi(text: str) -> str:
    """The DOI in lower case without resolver, version tail or stray punctuation, or ""."""
    match = DOI.search(unquote(text))
    if not match:
        return ""
    doi = match[0].rstrip(".,;:'”’*_")
    while doi.endswith((")", "]", "}")) and doi.count(doi[-1]) > doi.count({")": "(", "]": "[", "}": "{"}[doi[-1]]):
        doi = doi[:-1]
    return doi.lower()


@lru_cache(maxsize=REMEMBERED)
def identifiers_of_url(url: str) -> Identifiers:
    """What an address says of the paper behind it. Never opens it."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return Identifiers()
    if ARXIV_HOSTS.search(host):
        match = ARXIV_PATH.match(unquote(parts.path))
        return Identifiers(arxiv=normal_arxiv(match[1])) if match else Identifiers()
    if host in ("openreview.net", "api.openreview.net"):
        ids = parse_qs(parts.query).get("id", [])
        good = (
            parts.path in ("/forum", "/pdf", "/attachment", "/revisions") and ids and re.fullmatch(r"[\w-]{6,}", ids[0])
        )
        return Identifiers(openreview=ids[0]) if good else Identifiers()
    if host in ("aclanthology.org", "aclweb.org", "aclanthology.info"):
        match = re.search(rf"/({ACL_ID})(?:v\d+)?(?:\.pdf|\.bib)?/?$", parts.path)
        return Identifiers(acl=match[1]) if match else Identifiers()
    return _identifiers_of_doi(re.sub(r"/(?:full|pdf|abstract|epdf|meta)/?$", "", parts.path), host)


def _identifiers_of_doi(path: str, host: str) -> Identifiers:
    """Resolvers and publishers carry the DOI in the path; elsewhere a path that looks like one proves nothing."""
    publishers = re.search(
        r"(?:^|\.)(?:doi\.org|acm\.org|wiley\.com|springer\.com|tandfonline\.com|sagepub\.com|pnas\.org|science\.org"
        r"|biorxiv\.org|medrxiv\.org|acs\.org|royalsocietypublishing\.org|frontiersin\.org|annualreviews\.org)$",
        host,
    )
    doi = normal_doi(re.sub(r"\.pdf$", "", path)) if publishers else ""
    if host.endswith("rxiv.org"):
        doi = re.sub(r"v\d+(?:\..*)?$", "", doi)
    arxiv = ARXIV_DOI.match(doi)
    return Identifiers(arxiv=normal_arxiv(arxiv[1])) if arxiv else Identifiers(doi=doi)


@lru_cache(maxsize=REMEMBERED)
def url_key(url: str) -> str:
    """An address without scheme, "www.", fragment, trailing slash and tracking: for comparing, not for linking."""
    url = re.sub(r"^https?://(?:www\.)?", "", url.strip(), flags=re.I).split("#")[0]
    host, slash, rest = url.partition("/")
    rest, _, query = rest.partition("?")
    query = "&".join(part for part in query.split("&") if part and not part.startswith("utm_"))
    return (host.lower() + slash + re.sub(r"/{2,}", "/", rest).lstrip("/")).rstrip("/") + (f"?{query}" if query else "")


@lru_cache(maxsize=REMEMBERED)
def title_key(title: str) -> str:
    """A title folded to its words: equal keys are one title."""
    return folded(re.sub(r"\$|\\[a-z]+\b", " ", title))
