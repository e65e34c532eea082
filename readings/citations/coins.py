"""COinS, by which Zotero saves all that a page lists."""

from urllib.parse import urlencode

from .people import name_parts
from .works import Work


def coins(work: Work) -> str:
    """The title of an empty <span class="Z3988">: an OpenURL in the Dublin Core format, the one that knows keywords.

    https://ocoins.info/. Zotero takes rft.subject for its tags and rft.type for the item's type, which therefore
    comes last: rft.title would be a journal's title after it.
    """
    names = [name_parts(author) for author in work.authors]
    pairs = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.title", work.title),
        *(("rft.aucorp" if name.is_group else "rft.au", name.family_first) for name in names),
        ("rft.date", work.published if work.date_parts else ""),
        ("rft.source", work.container),
        ("rft.publisher", work.publisher),
        ("rft_id", f"info:doi/{work.doi}" if work.doi else ""),
        ("rft_id", work.url),
        *(("rft.subject", keyword) for keyword in work.keywords),
        ("rft.type", work.type.zotero),
    ]
    return urlencode([(key, value) for key, value in pairs if value])
