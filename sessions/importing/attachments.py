"""The pictures and decks that a post names: looked for in its source, checked, stored."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.core.files.storage import default_storage

from readings.rendering import ImageInfo
from sessions.deck_text import read_ahead
from sessions.models import Image
from sessions.posts import ParsedPost, deck_as_written

from . import decks, images
from .decks import Stored
from .report import counted
from .sources import FileError, Files

Warn = Callable[[int, str], None]
NAMED_MISSING = 3  # missing pictures of one post that are named one by one


def forget(name: str, data: bytes) -> None:
    """What a rehearsal does with a file."""


@dataclass(frozen=True)
class Shelf:
    """A source's files, for finding what its posts name; `keep` takes those to be stored, by name and content.

    `pictures`, by digest, are those that need no more work; it grows, as do `decks_read`, the names of decks whose
    text is known.
    """

    files: Files
    known: frozenset[str]
    site_address: str = ""
    keep: Callable[[str, bytes], None] = forget
    pictures: dict[str, Image] = field(default_factory=dict)
    decks_read: set[str] = field(default_factory=set)
    # Of the post as imported before, where its folder did not come along: address -> digest.
    earlier_images: Mapping[str, str | None] = field(default_factory=dict)
    earlier_decks: Mapping[str, str | None] = field(default_factory=dict)
    brought: Mapping[str, ImageInfo] = field(default_factory=dict)  # of other hosts, by address


@dataclass
class Attachments:
    """Addresses as written -> digest or None; decks also -> where they are; pictures by digest."""

    images: dict[str, str | None] = field(default_factory=dict)
    decks: dict[str, str | None] = field(default_factory=dict)
    stored: dict[str, Stored] = field(default_factory=dict)
    pictures: dict[str, Image] = field(default_factory=dict)

    def image_infos(self) -> dict:
        """As Post.image_infos()."""
        return {address: self.pictures[sha].info for address, sha in self.images.items() if sha}


def is_elsewhere(address: str) -> bool:
    return bool(re.match(r"(?:https?:)?//", address, re.I))


def attach(shelf: Shelf, parsed: ParsedPost, path: str, warn: Warn) -> Attachments:
    """Keep what is there; warn about what is not."""
    found = Attachments()
    missing: list[int] = []  # lines
    for address, line in parsed.images:
        if address in shelf.brought:
            continue
        if is_elsewhere(address):
            warn(line, f"image of another host, shown as a link: {address[:200]}")
        elif address not in found.images:
            place = images.find(address, path, shelf.known)
            earlier = shelf.pictures.get(shelf.earlier_images.get(address) or "")
            image = attach_image(shelf, address, place, line, warn) if place else earlier
            found.images[address] = image.sha256 if image else None
            found.pictures |= {image.sha256: image} if image else {}
            if image is None and place is None:
                missing.append(line)
                if len(missing) <= NAMED_MISSING:
                    warn(line, f"image not found: {address[:200]}")
    if rest := missing[NAMED_MISSING:]:  # the post keeps their addresses
        were = "were" if len(rest) > 1 else "was"
        warn(rest[0], f"and {counted(len(rest), 'more image')} {were} not found in this post")
    for deck, line in decks_of(parsed):
        if deck not in found.decks and is_address(deck):
            line, written = deck_as_written(parsed.front_matter, deck) or (line, deck)
            found.stored[deck] = attach_deck(shelf, deck, path, line, warn, written)
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


def attach_image(shelf: Shelf, address: str, path: str, line: int, warn: Warn) -> Image | None:
    try:
        data = shelf.files.read(path, images.LARGEST_FILE)
        sha256 = hashlib.sha256(data).hexdigest()
        if not is_kept(shelf.pictures.get(sha256)):
            shelf.pictures[sha256], said = images.image_of(data, shelf.keep)
            if said:
                warn(line, f"{address[:200]}: {said}")
        return shelf.pictures[sha256]
    except FileError as error:
        warn(line, f"image not shown: {address[:200]}: {error}")
        return None


def is_kept(image: Image | None) -> bool:
    """Whether there is nothing left to do for a picture; the file of one on record may have been lost."""
    return image is not None and (image.pk is None or image.file.storage.exists(image.file.name))


def attach_deck(shelf: Shelf, address: str, post_path: str, line: int, warn: Warn, written: str) -> Stored:
    path = deck_path(shelf, address, post_path)
    if path and decks.may_be_kept(path):
        try:
            data = shelf.files.read(path, decks.LARGEST_FILE)
            stored = decks.store(path, data, shelf.keep)
        except FileError as error:
            warn(line, f"slides not stored: {address[:200]}: {error}")
        else:
            if stored.file not in shelf.decks_read and (missing := read_ahead(stored.file, data).missing):
                warn(line, f"slides not searched: {address[:200]}: {missing}")
            shelf.decks_read.add(stored.file)
            return stored
    if sha256 := shelf.earlier_decks.get(address):
        stored = Stored(file=decks.stored_name(address, sha256), sha256=sha256)
        if default_storage.exists(stored.file):
            return stored
    if not is_elsewhere(address) and not shelf.site_address:
        tried = "" if written == address else f", looked for as {address[:200]}"
        warn(line, f"slides not found: {written[:200]}{tried} (and no url in _config.yml to link to)")
    return decks.elsewhere(address, shelf.site_address)


def deck_path(shelf: Shelf, address: str, post_path: str) -> str | None:
    """Where a deck lies. `lecture: slides/a.pdf`, read as /Lectures/slides/a.pdf, may lie beside its post as well."""
    if is_elsewhere(address):
        return None
    places = (address, address.removeprefix("/Lectures/"))
    return next(filter(None, (images.find(place, post_path, shelf.known) for place in places)), None)


def still_the_same(shelf: Shelf, post_path: str, given: dict, given_decks: dict) -> bool:
    """Whether the addresses of an earlier import lead to the same files as then."""
    return all(same_image(shelf, address, post_path, sha) for address, sha in given.items()) and all(
        same_deck(shelf, address, post_path, sha) for address, sha in given_decks.items()
    )


def same_image(shelf: Shelf, address: str, post_path: str, given: str | None) -> bool:
    """Whether the address leads to the file of this digest; for None: to none that can be shown."""
    path = None if is_elsewhere(address) else images.find(address, post_path, shelf.known)
    if path is None and shelf.earlier_images.get(address) == given:
        return True
    try:
        data = shelf.files.read(path, images.LARGEST_FILE) if path else b""
        if given or not path:
            return bool(path) == bool(given) and (not path or hashlib.sha256(data).hexdigest() == given)
        images.made(data)
    except FileError:
        return given is None
    return False


def same_deck(shelf: Shelf, address: str, post_path: str, given: str | None) -> bool:
    path = deck_path(shelf, address, post_path)
    if path is None or not decks.may_be_kept(path):
        return given == shelf.earlier_decks.get(address)
    try:
        return hashlib.sha256(shelf.files.read(path, decks.LARGEST_FILE)).hexdigest() == given
    except FileError:
        return given is None
