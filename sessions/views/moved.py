"""What is asked for at an address of an imported site is found at its place here."""

from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from taggit.models import Tag

from readings.models import Author
from sessions.importing.decks import ENDINGS
from sessions.importing.site import join_address
from sessions.importing.sources import nfc
from sessions.models import OldAddress
from sessions.posts.permalinks import LONGEST, key_of
from sessions.visibility import public_authors

from .topics import tags_in_use

DEEPEST_BASE = 3  # folders that a site's baseurl may have


class OldAddressMiddleware:
    """Answers a request that found nothing; a page of ours is never hidden by an old address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        return old_address(request) or response


def old_address(request: HttpRequest) -> HttpResponse | None:
    """A redirect; a list where several courses had the address; None where none had."""
    if place := renamed(request):
        return HttpResponseRedirect(place)  # not for good: another tag or author may get the name
    found = dict.fromkeys((place_of(row), row.course) for row in rows_at(request.path_info))
    places = {place: course for place, course in found if place}
    if not places:
        places = dict.fromkeys(filter(None, [place_of_file(request.path_info)]))
    places = {place: course for place, course in places.items() if leads_on(place, request)}
    if len(places) > 1:
        listed = [{"url": place, "course": course} for place, course in places.items()]
        return render(request, "moved.html", {"places": listed})
    for place in places:
        return (HttpResponsePermanentRedirect if place.startswith("/") else HttpResponseRedirect)(place)
    return None


def renamed(request: HttpRequest) -> str:
    """Where a page of a tag or author is that was renamed or merged; "" for any other, and for what is not public."""
    match = request.resolver_match
    for name, old in (("tag", old_tag), ("author", old_author)):
        if match and name in match.kwargs and (now := old(match.kwargs[name])):
            return reverse(match.view_name, kwargs={**match.kwargs, name: now.slug})
    return ""


def old_tag(slug: str) -> Tag | None:
    return tags_in_use().filter(old_names__slug=slug).exclude(slug=slug).first()


def old_author(slug: str) -> Author | None:
    return public_authors().filter(old_addresses__slug=slug).exclude(slug=slug).first()


def rows_at(path: str) -> Sequence[OldAddress]:
    """The rows of an address: below their site's baseurl where any is, else of a path without it."""
    key = key_of(nfc(path))
    if len(key) > LONGEST + 200 or "\0" in key:
        return []
    parts = key.split("/")
    split = {"/".join(parts[n:]): "/".join(parts[:n]) for n in range(min(DEEPEST_BASE, len(parts)) + 1)}
    related = ("course", "session__course", "page__course", "deck__session__course", "image")
    rows = OldAddress.objects.public().filter(key__in=split).select_related(*related)
    rows = [row for row in rows if row.key == key or row.base == split[row.key]]
    return [row for row in rows if row.key != key or (row.base == "" and key)] or rows


def place_of_file(path: str) -> str:
    """A deck that no post names, by its place on the original site of the course whose baseurl the path begins with."""
    parts = path.strip("/").split("/")
    if not parts[-1].lower().endswith(ENDINGS):
        return ""
    bases = {key_of("/".join(parts[:n])): "/".join(parts[n:]) for n in range(1, min(DEEPEST_BASE + 1, len(parts)))}
    rows = OldAddress.objects.filter(key="", base__in=bases).exclude(course__site_url="").select_related("course")
    return next((join_address(row.course.site_url, quote(bases[row.base])) for row in rows), "")


def place_of(row: OldAddress) -> str:
    """Where it is now; "" where a missing deck's site is not known."""
    if row.deck:
        return deck_place(row)
    if row.image:
        return row.image.file.url
    target = row.session or row.page
    if target:
        return target.get_absolute_url()
    return reverse("tags") if row.listing == OldAddress.Listing.TAGS else row.course.get_absolute_url()


def deck_place(row: OldAddress) -> str:
    """The address of a stored deck, or where a person says it is, else its place on the course's original site."""
    deck = row.deck
    if deck.file:
        return deck.get_absolute_url()
    if deck.url != deck.as_given.get("url"):
        return deck.address
    site = row.course.site_url
    return join_address(site, quote(row.path)) if site else deck.url if "://" in deck.url else ""


def leads_on(place: str, request: HttpRequest) -> bool:
    """Whether the place is another one than was asked for: the original site may have had this very host."""
    parts = urlsplit(place)
    return (parts.netloc or request.get_host()) != request.get_host() or parts.path != quote(request.path)
