"""Pictures of other hosts that a course's texts name: links, until a person brings them in or replaces them."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q

from readings import workers
from readings.fetching import fetch_picture
from readings.link_health import Checker
from readings.markdown import TooCostly
from sessions.importing.attachments import is_elsewhere
from sessions.importing.images import image_of
from sessions.importing.storing import keep, save_pictures
from sessions.posts.parser import images_in

from .models import BlogNote, BroughtImage, Course, Image, Page, Session
from .models.image import may_show_others
from .search.sync import reindex

Text = BlogNote | Session | Page
RENDERED = {
    Session: ("introduction_html", "renderer_version", "images_without_alt"),
    Page: ("html", "contents", "renderer_version", "images_without_alt"),
}
LONGEST_ADDRESS = 1000


@dataclass(frozen=True, slots=True)
class ForeignImage:
    address: str  # as its texts write it
    texts: tuple[Text, ...]
    image: Image | None = None  # what is shown in its place

    @property
    def url(self) -> str:
        return f"https:{self.address}" if self.address.startswith("//") else self.address

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def key(self) -> str:
        """Names the picture in a form."""
        return hashlib.sha256(self.address.encode()).hexdigest()[:16]


def foreign_images(course: Course) -> list[ForeignImage]:
    """The pictures in the order in which the texts name them."""
    brought = {row.address: row.image for row in course.brought_images.select_related("image")}
    found: dict[str, list[Text]] = {}
    for record, text in texts_of(course):
        for address in addresses_in(text):
            if is_elsewhere(address) and len(address) <= LONGEST_ADDRESS:
                found.setdefault(address, []).append(record)
    return [ForeignImage(address, tuple(records), brought.get(address)) for address, records in found.items()]


def texts_of(course: Course) -> Iterator[tuple[Text, str]]:
    """The texts that can have pictures of other hosts."""
    has_image = Q()
    for mark in ("![", "<img", "<IMG"):
        has_image |= Q(markdown__contains=mark)
    for session in course.sessions.filter(same_as=None).select_related("course", "post").in_order():
        yield from ((session, text) for text in [session.introduction] if may_show_others(text))
        for note in session.notes.filter(has_image).select_related("post"):
            note.session = session
            yield from ((note, text) for text in [note.markdown] if may_show_others(text))
    for page in course.pages.filter(has_image).select_related("course", "post"):
        yield from ((page, text) for text in [page.markdown] if may_show_others(text))


def addresses_in(text: str) -> tuple[str, ...]:
    """The addresses of a text's pictures; none of a text that is too costly to read."""
    try:
        return workers.run(images_in, text)
    except (TooCostly, workers.OutOfBounds):
        return ()


def bring_in(course: Course, foreign: ForeignImage, checker: Checker) -> None:
    """Fetch the picture and show it from here. Raises NotFetched, or FileError for what is no picture."""
    put(course, foreign, fetch_picture(foreign.url, checker))


def put(course: Course, foreign: ForeignImage, data: bytes) -> None:
    """Show this picture in its place, in all texts of the course. Raises FileError for what is no picture."""
    image, _ = image_of(data, keep)
    with transaction.atomic():
        save_pictures({image.sha256: image})
        kept = Image.objects.get(sha256=image.sha256)
        BroughtImage.objects.update_or_create(course=course, address=foreign.address, defaults={"image": kept})
        render_again(foreign.texts)


@transaction.atomic
def link_again(course: Course, foreign: ForeignImage) -> None:
    """Show the link as before; the picture itself stays for whatever else shows it."""
    course.brought_images.filter(address=foreign.address).delete()
    render_again(foreign.texts)


def render_again(texts: Iterable[Text]) -> None:
    """What is shown for an address has changed, not the texts."""
    for record in texts:
        if isinstance(record, BlogNote):
            record.render_again()
        else:
            record.render()
            names = RENDERED[type(record)]
            type(record).objects.filter(pk=record.pk).update(**{name: getattr(record, name) for name in names})
        reindex(type(record), [record.pk])
