"""READMEs that are themselves the course, as repositories on GitHub show one."""

import re
from collections.abc import Sequence

from .sources import FileError, Source

HEAD = 64 << 10  # bytes in which a list of readings shows
LISTED = re.compile(r"[ \t]*(?:[-*+|]|\d{1,2}[.)]|<(?:td|li|tr))", re.I)
ADDRESS = re.compile(r"https?://|\bdoi\b", re.I)
ABOUT_READING = re.compile(r"\b(?:readings?|papers?|articles?|presenters?|speakers?|discussants?|references)\b", re.I)
FEWEST = 2  # folders with a README of their own: then that of the root is their index


def is_readme(path: str) -> bool:
    return bool(re.fullmatch(r"(?:.*/)?readme\.(?:md|markdown|qmd|rmd)", path, re.I))


def readmes_to_read(source: Source, texts: Sequence[str], others: Sequence[str], *, has_data: bool) -> set[str]:
    """Those of a folder's READMEs that are posts. `texts`: all its texts; `others`: those that may be posts by their
    name."""
    readmes = [path for path in texts if is_readme(path)]
    if len(readmes) == 1 and not others and not has_data:
        return {*readmes}
    if not readmes or any(head_of(source, path).startswith(("---", "+++")) for path in others):
        return set()  # the posts are elsewhere
    listing = [path for path in readmes if lists_readings(head_of(source, path))]
    inside = [path for path in listing if "/" in path]
    return {*(inside if len(inside) >= FEWEST else listing)}


def lists_readings(text: str) -> bool:
    """Does a list or table of a text about reading hold addresses? Line by line, as strangers' texts are to be read."""
    listed = any((LISTED.match(line) or " | " in line) and ADDRESS.search(line) for line in text.split("\n"))
    return listed and bool(ABOUT_READING.search(text))


def head_of(source: Source, path: str) -> str:
    try:
        return source.files.head(path, HEAD).decode("utf-8-sig", "replace").lstrip()
    except FileError:
        return ""
