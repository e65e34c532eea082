"""Which addresses may stand on a page."""

import re
from posixpath import basename
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]*):")
_IGNORED = re.compile(r"[\x00-\x20\x7f]+")


def cleaned(address: str) -> str:
    """Without the control characters and spaces at the ends a browser would skip."""
    return re.sub(r"[\t\r\n\x00]", "", address).strip("\x00\x01\x02 \t\n\r\x0c")


def is_foreign(address: str) -> bool:
    """Does it lead to another host, or to no host at all (data:, javascript:)?"""
    bare = _IGNORED.sub("", address).replace("\\", "/")
    return bare.startswith("//") or bool(_SCHEME.match(bare))


def safe_link(address: str) -> str:
    """The address when a link may lead there, else nothing."""
    address = cleaned(address)
    scheme = _SCHEME.match(_IGNORED.sub("", address))
    if scheme and scheme[1].lower() not in ("http", "https", "mailto"):
        return ""
    try:
        urlsplit(address)
    except ValueError:
        return ""
    return address


def is_web(address: str) -> bool:
    """Does it name a page of the web in full?"""
    return bool(re.match(r"https?://[^/\s]", address, re.I))


def file_name(address: str) -> str:
    """The last part of an address, for a person."""
    path = re.split(r"[?#]", address, maxsplit=1)[0].rstrip("/")
    return unquote(basename(path))[:120] or address[:120]


def host_of(address: str) -> str:
    """The host an address leads to, for a person; empty when there is none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")[:120]
    except ValueError:
        return ""
