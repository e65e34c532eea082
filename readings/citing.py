"""From papers to citations: as works, as the box of a page, as a file to download."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpResponse

from .citations import Work, WorkType, bibtex, csl_json, formatted, ris, type_of_paper
from .models import Paper, PaperLink

TYPES = {
    Paper.Kind.POST: WorkType.WEBPAGE,
    Paper.Kind.REPOSITORY: WorkType.SOFTWARE,
    Paper.Kind.VIDEO: WorkType.VIDEO,
    Paper.Kind.BOOK: WorkType.BOOK,
    Paper.Kind.OTHER: WorkType.DOCUMENT,
}
# Ending of the address -> (the format's name, its writer, its media type).
FORMATS = {
    "bib": ("BibTeX", bibtex, "application/x-bibtex"),
    "ris": ("RIS", ris, "application/x-research-info-systems"),
    "json": ("CSL-JSON", csl_json, "application/vnd.citationstyles.csl+json"),
}
A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class CiteBox:
    """What a page offers of one work."""

    address: str  # of the files, without their endings
    texts: dict[str, str]  # {"APA": "Blei, D. (2003). ..."}
    files: tuple[tuple[str, str, str], ...]  # (("BibTeX", "bib", "@misc{..."), ...)


def work_of(paper: Paper, keywords: Iterable[str] = ()) -> Work:
    """The paper, fetched with its people, as a work; without an abstract where that was deferred."""
    return Work(
        type=TYPES.get(paper.kind) or type_of_paper(paper.venue, arxiv=bool(paper.arxiv_id)),
        title=paper.title,
        authors=tuple(author.name for author in paper.authors_in_order),
        published=paper.published,
        venue=paper.venue,
        abstract="" if "abstract" in paper.get_deferred_fields() else paper.abstract,
        doi=paper.doi or "",
        arxiv_id=paper.arxiv_id or "",
        url=address_of(paper),
        keywords=tuple(keywords),
    )


def address_of(paper: Paper) -> str:
    """Where the paper is for good: by identifier, else its first link to the web, or ""."""
    addresses = {
        paper.doi: "https://doi.org/",
        paper.arxiv_id: "https://arxiv.org/abs/",
        paper.acl_id: "https://aclanthology.org/",
        paper.openreview_id: "https://openreview.net/forum?id=",
    }
    links = (link.url for link in paper.links.all() if link.url.startswith(("https://", "http://")))
    return next((place + name for name, place in addresses.items() if name), "") or next(links, "")


def pdf_of(paper: Paper) -> str:
    """The address of the paper's PDF, or ""."""
    links = [link.url for link in paper.links.all() if link.kind == PaperLink.Kind.PDF]
    web = next((url for url in links if url.startswith(("https://", "http://"))), "")
    return web or (f"https://arxiv.org/pdf/{paper.arxiv_id}" if paper.arxiv_id else "")


def cite_box(work: Work, address: str) -> CiteBox:
    """The work in every style and format. Styles take citeproc-py some 15 ms, so their texts are kept for a day."""
    digest = hashlib.sha256(repr(work).encode()).hexdigest()
    texts = cache.get_or_set(f"citation:{digest}", lambda: formatted(work), A_DAY)
    return CiteBox(address, texts, tuple((name, ending, write([work])) for ending, (name, write, _) in FORMATS.items()))


def citation_file(works: Sequence[Work], ending: str, name: str) -> HttpResponse:
    """The works as a download called `name`.bib, .ris or .json."""
    _, write, media_type = FORMATS[ending]
    response = HttpResponse(write(works), content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
