"""CSL-JSON: https://docs.citationstyles.org/en/stable/specification.html, appendix IV, and its JSON schema."""

import json
from collections.abc import Sequence

from .keys import keys_of
from .people import name_parts
from .works import Work, WorkType


def csl_json(works: Sequence[Work]) -> str:
    """A JSON file: a list with an item for each work."""
    items = [csl_item(work, key) for key, work in zip(keys_of(works), works, strict=True)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def csl_item(work: Work, key: str) -> dict:
    is_eprint = work.type is WorkType.PREPRINT and work.arxiv_id
    item = {
        "id": key,
        "type": work.type.csl,
        "title": work.title,
        "author": [_csl_name(author) for author in work.authors],
        "issued": {"date-parts": [list(work.date_parts)]} if work.date_parts else None,
        "container-title": work.container,
        "publisher": work.publisher,
        "number": f"arXiv:{work.arxiv_id}" if is_eprint else "",
        "DOI": work.doi,
        "URL": work.url,
        "keyword": ", ".join(work.keywords),
        "abstract": work.abstract,
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(author: str) -> dict:
    name = name_parts(author)
    if name.is_group:
        return {"literal": name.family}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}
