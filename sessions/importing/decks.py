"""Slide decks of a post: stored where the file is there, else linked to where the course lived."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from .site import join_address

LARGEST_FILE = 100 << 20  # bytes
# Files that a browser shows or saves; anything that could run in a page is linked, not kept.
ENDINGS = (".pdf", ".ppt", ".pptx", ".odp", ".key")


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a deck is: `file` in our storage, or `url` elsewhere; sha256 of the file or ""."""

    file: str = ""
    url: str = ""
    sha256: str = ""


def may_be_kept(path: str) -> bool:
    return path.lower().endswith(ENDINGS)


def stored_name(path: str, sha256: str) -> str:
    """`decks/<digest>/<name>`, the name in characters every storage takes."""
    name = re.sub(r"[^\w.-]+", "_", path.rpartition("/")[2])[-100:].lstrip(".")
    return f"decks/{sha256[:12]}/{name}"


def store(path: str, data: bytes, keep: Callable[[str, bytes], None]) -> Stored:
    sha256 = hashlib.sha256(data).hexdigest()
    name = stored_name(path, sha256)
    keep(name, data)
    return Stored(file=name, sha256=sha256)


def elsewhere(address: str, site_address: str) -> Stored:
    """A link to the deck: a whole address stays, one of the site gets the site's address before it."""
    if re.match(r"https?://", address, re.I) or not site_address:
        return Stored(url=address)
    return Stored(url=join_address(site_address, quote(address, safe="/%:?=&#+,;@!$'()*~")))
