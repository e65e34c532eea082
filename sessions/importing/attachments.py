"""The pictures and decks that a post names: looked for in its source, checked, stored."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sessions.posts import ParsedPost

from . import decks, images
from .decks import Stored
from .records import Log
from .report import counted
from .sources import FileError, Files

NAMED_MISSING = 3  # missing pictures of one post that are named one by one


@dataclass(frozen=True)
class Shelf:
    """A source's files, for finding what its posts name. `write` is off in a rehearsal."""

    files: Files
    known: frozenset[str]
    site_address: str = ""
    write: bool = True


@dataclass
class Attachments:
    """Addresses as written -> digest or None; decks also -> where they are."""

    images: dict[str, str | None] = field(default_factory=dict)
    decks: dict[str, str | None] = field(default_factory=dict)
    stored: dict[str, Stored] = field(default_factory=dict)


def is_elsewhere(address: str) -> bool:
    return bool(re.match(r"(?:https?:)?//", address, re.I))


def attach(shelf: Shelf, parsed: ParsedPost, log: Log) -> Attachments:
    """Store what is there; warn about what is not."""
    found = Attachments()
    missing: list[int] = []  # lines
    for address, line in parsed.images:
        if is_elsewhere(address):
            log.warn(line, f"image of another host, shown as a link: {address[:200]}")
        elif address not in found.images:
            path = images.find(address, log.path, shelf.known)
            found.images[address] = attach_image(shelf, address, path, line, log) if path else None
            if path is None:
                missing.append(line)
                if len(missing) <= NAMED_MISSING:
                    log.warn(line, f"image not found: {address[:200]}")
    if rest := missing[NAMED_MISSING:]:  # the post keeps their addresses
        were = "were" if len(rest) > 1 else "was"
        log.warn(rest[0], f"and {counted(len(rest), 'more image')} {were} not found in this post")
    for deck, line in decks_of(parsed):
        if deck not in found.decks and is_address(deck):
            found.stored[deck] = attach_deck(shelf, deck, line, log)
            found.decks[deck] = found.stored[deck].sha256 or None
    return found


def decks_of(parsed: ParsedPost) -> Iterable[tuple[str, int]]:
    for session in parsed.sessions:
        yield from ((deck.address, session.line) for deck in session.slides)
        for reading in session.readings:
            yield from ((deck.address, reading.line) for deck in reading.slides)


def is_address(address: str) -> bool:
    """A web address or one of the site; not "javascript:" and its like."""
    return bool(address.strip()) and (
        bool(re.match(r"https?://", address, re.I)) or not re.match(r"[\w.+-]+:", address)
    )


def attach_image(shelf: Shelf, address: str, path: str, line: int, log: Log) -> str | None:
    try:
        picture = images.read_picture(shelf.files, path)
    except FileError as error:
        log.warn(line, f"image not shown: {address[:200]}: {error}")
        return None
    return images.store(picture, write=shelf.write).sha256


def attach_deck(shelf: Shelf, address: str, line: int, log: Log) -> Stored:
    path = deck_path(shelf, address, log.path)
    if path and decks.may_be_kept(path):
        try:
            return decks.store(path, shelf.files.read(path, decks.LARGEST_FILE), write=shelf.write)
        except FileError as error:
            log.warn(line, f"slides not stored: {address[:200]}: {error}")
    if not is_elsewhere(address) and not shelf.site_address:
        log.warn(line, f"slides not found: {address[:200]} (and no url in _config.yml to link to)")
    return decks.elsewhere(address, shelf.site_address)


def deck_path(shelf: Shelf, address: str, post_path: str) -> str | None:
    """Where a deck lies. `lecture: slides/a.pdf`, read as /Lectures/slides/a.pdf, may lie beside its post as well."""
    if is_elsewhere(address):
        return None
    places = (address, address.removeprefix("/Lectures/"))
    return next(filter(None, (images.find(place, post_path, shelf.known) for place in places)), None)


def still_the_same(shelf: Shelf, post_path: str, given: dict, given_decks: dict) -> bool:
    """Whether the addresses of an earlier import lead to the same files as then."""
    return all(
        digest(shelf, address, post_path, images.LARGEST_FILE, picture=True) == sha for address, sha in given.items()
    ) and all(
        digest(shelf, address, post_path, decks.LARGEST_FILE, picture=False) == sha
        for address, sha in given_decks.items()
    )


def digest(shelf: Shelf, address: str, post_path: str, limit: int, *, picture: bool) -> str | None:
    """What attaching this address would give: the digest of a usable file, else None."""
    if picture:
        path = None if is_elsewhere(address) else images.find(address, post_path, shelf.known)
    else:
        path = deck_path(shelf, address, post_path)
    if path is None or not (picture or decks.may_be_kept(path)):
        return None
    try:
        data = shelf.files.read(path, limit)
        return images.check(data).sha256 if picture else hashlib.sha256(data).hexdigest()
    except FileError:
        return None
