"""The addresses that an imported site had, as rows: asked when a page is not found here."""

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from sessions.models import Course, Image, OldAddress, Post
from sessions.posts.permalinks import LONGEST, addresses_of, key_of

from .images import places
from .report import Message
from .site import Site, storable
from .sources import nfc

LISTING = OldAddress.Listing
# Pages that such sites have whatever their folder holds; all only list posts.
USUAL = {
    "/": LISTING.COURSE,
    "/LecturesByTags/": LISTING.TAGS,
    "/LecturesByTag/": LISTING.TAGS,
    "/LecturesByCategory/": LISTING.TAGS,
    "/tags/": LISTING.TAGS,
    "/categories/": LISTING.TAGS,
}


@dataclass(frozen=True, slots=True)
class Place:
    """What stood at an address of the site."""

    path: str
    target: dict[str, object]  # of OldAddress: session_id, page_id, deck_id, image_id, listing


def base_of(site: Site) -> str:
    return key_of(site.baseurl)[:200]


def are_new(course: Course, site: Site) -> bool:
    """Whether the site gives its files other addresses than when it was last imported."""
    return course.as_given.get("permalinks") != scheme_of(site)


def scheme_of(site: Site) -> str:
    return repr((site.permalinks, base_of(site)))


def write_post_addresses(site: Site, post: Post, path: str, front_matter: Mapping[str, Any]) -> None:
    """The addresses of a post or page and of the files it shows. `path`: within the site."""
    decks = list(post.sessions.order_by("pk").values_list("pk", "slides", "slides__as_given"))
    sessions = list(dict.fromkeys(session for session, *_ in decks))
    page = post.pages.values_list("pk", flat=True).first() if len(sessions) != 1 else None
    several = {"page_id": page} if page else {"listing": LISTING.COURSE}
    target = {"session_id": sessions[0]} if len(sessions) == 1 else several
    found = [Place(address, target) for address in addresses_of(path, front_matter, site.permalinks)]
    shown = {"session_id": sessions[0]} if sessions else {"page_id": page}
    write_places(post.course, base_of(site), [*found, *places_of(decks, path), *pictures_of(post, path, shown)])


def places_of(decks: Iterable[tuple[int, int | None, dict | None]], path: str) -> list[Place]:
    """`decks`: (session, its deck if it has any, what the post gave of it)."""
    named = [(place_of(str(given.get("address", "")), path), deck, session) for session, deck, given in decks if given]
    return [Place(place, {"deck_id": deck, "session_id": session}) for place, deck, session in named if place]


def pictures_of(post: Post, path: str, shown: dict[str, object]) -> list[Place]:
    shas = set(post.images.values()) - {None}
    images = dict(Image.objects.filter(sha256__in=shas).values_list("sha256", "pk")) if shas else {}
    found = [(place_of(address, path), images.get(sha)) for address, sha in post.images.items()]
    return [Place(place, {"image_id": image, **shown}) for place, image in found if place and image]


def place_of(address: str, path: str) -> str:
    """Where the site showed the file of an address that one of its posts names; "" for one of another site."""
    found = places(address, path)
    return "/" + unquote(found[0]) if found else ""


def write_site_addresses(course: Course, site: Site, ignored: Iterable[Message], paths: Sequence[str]) -> None:
    """The site's front page and its pages that only list posts."""
    places_found = [Place(path, {"listing": listing}) for path, listing in USUAL.items()]
    for path in [m.path for m in ignored if m.text == "only lists posts"] + [p for p in paths if is_root_page(p)]:
        topics = re.search(r"tag|categor|topic", posixpath.basename(path), re.I)
        listing = LISTING.TAGS if topics else LISTING.COURSE
        places_found += [Place(a, {"listing": listing}) for a in addresses_of(path, {}, site.permalinks)]
    write_places(course, base_of(site), places_found)
    if are_new(course, site):
        course.as_given = {**course.as_given, "permalinks": scheme_of(site)}
        course.save()


def is_root_page(path: str) -> bool:
    return "/" not in path and path.lower().endswith((".html", ".htm")) and path.lower() != "404.html"


def write_places(course: Course, base: str, found: Iterable[Place]) -> None:
    """Add what is new; what an address led to first it leads to until that is gone."""
    wanted: dict[str, Place] = {}
    for place in found:
        key = key_of(nfc(place.path))
        if storable(key) != key:
            continue
        if len(place.path) <= LONGEST and len(key) <= LONGEST:  # folding may lengthen
            wanted.setdefault(key, place)
    rows = [OldAddress(course=course, base=base, path=p.path, key=key, **p.target) for key, p in wanted.items()]
    OldAddress.objects.bulk_create(rows, ignore_conflicts=True)
