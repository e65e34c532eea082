"""RIS, by rispy. Tags: https://en.wikipedia.org/wiki/RIS_(file_format), as Zotero, Mendeley and EndNote read them."""

from collections.abc import Sequence

import rispy

from .keys import keys_of
from .people import name_parts
from .works import Work


class PlainWriter(rispy.RisWriter):
    """Without the number that rispy writes before each record, which some programs take for text."""

    def set_header(self, count: int) -> str:
        return ""


def ris(works: Sequence[Work]) -> str:
    """A .ris file with a record for each work, in UTF-8."""
    records = [_record(key, work) for key, work in zip(keys_of(works), works, strict=True)]
    return rispy.dumps(records, implementation=PlainWriter)


def _record(key: str, work: Work) -> dict:
    record = {
        "type_of_reference": work.type.ris,
        "id": key,
        "authors": [name_parts(author).family_first for author in work.authors],
        "title": work.title,
        "secondary_title": work.container,
        "publisher": work.publisher,
        "year": str(work.date_parts[0]) if work.date_parts else "",
        "date": work.date_with_slashes,
        "doi": work.doi,
        "accession_number": f"arXiv:{work.arxiv_id}" if work.arxiv_id else "",
        "urls": [work.url] if work.url else [],
        "keywords": list(work.keywords),
        "abstract": work.abstract,
    }
    return {tag: value for tag, value in record.items() if value}
