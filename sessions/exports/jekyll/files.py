"""Text -> the bytes of a post's file, pure: what did not change keeps its bytes, whatever its line ends."""

import codecs
from difflib import SequenceMatcher

from sessions.importing.text import decoded

from .front_matter import span

HIDDEN = "published: false # hidden in the library\n"


def encoded(text: str, old: bytes | None) -> bytes:
    """The text in the file's own line ends and with its byte order mark."""
    if old is None:
        return text.encode()
    mark, raw = (codecs.BOM_UTF8, old[3:]) if old.startswith(codecs.BOM_UTF8) else (b"", old)
    if b"\r" not in raw:
        return mark + text.encode()
    lines = split_lines(raw)
    ending = b"\r\n" if raw.count(b"\r\n") * 2 > raw.count(b"\n") else b"\n" if b"\n" in raw else b"\r"
    new = text.encode().split(b"\n")
    before = [line.rstrip(b"\r\n") for line in lines]
    result = []
    for tag, a, b, c, d in SequenceMatcher(None, before, new, autojunk=False).get_opcodes():
        result += lines[a:b] if tag == "equal" else [line + ending for line in new[c:d]]
    joined = b"".join(result)
    return mark + (joined if text.endswith("\n") or not joined.endswith(ending) else joined[: -len(ending)])


def split_lines(raw: bytes) -> list[bytes]:
    """The lines with their ends: CR LF, LF or CR alone; the last one may have none."""
    lines, start, at = [], 0, 0
    while at < len(raw):
        size = 2 if raw[at : at + 2] == b"\r\n" else 1 if raw[at] in b"\r\n" else 0
        at += size or 1
        if size:
            lines.append(raw[start:at])
            start = at
    return [*lines, raw[start:]]


def text_of(data: bytes) -> str:
    """As the importer reads it. Raises PostError."""
    return decoded(data)


def with_hidden(text: str, hidden: bool) -> str:
    """The text with or without our own line that keeps a hidden session off the site."""
    text = text.replace(HIDDEN, "", 1)
    found = span(text)
    if not hidden or not found or found[2] != "---":
        return text
    return text[: found[1]] + HIDDEN + text[found[1] :]
