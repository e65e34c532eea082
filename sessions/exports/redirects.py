"""Pages for a course's old static host that forward its addresses to this site."""

import re

from django.template.loader import render_to_string

from sessions.importing.site import join_address
from sessions.models import Course, OldAddress
from sessions.views.moved import place_of

from .folder import Folder, FolderError
from .jekyll.course import Export, put

LOCAL = re.compile(r"https?://(?:localhost|127\.|\[::1\])")


def export_redirects(course: Course, folder: Folder, site: str) -> Export:
    """One page for each old address that is now here. `site`: the address of this site."""
    export = Export()
    if not re.match(r"https?://[^\s/]+", site):
        raise FolderError(f"{site}: not the address of a site: say --site https://library.example.org")
    if LOCAL.match(site):
        export.warnings.append(f"warning: the pages forward to {site}: say --site https://library.example.org")
    related = ("course", "session__course", "page__course", "deck", "image")
    for row in OldAddress.objects.public().filter(course=course).select_related(*related):
        place = place_of(row)
        if place.startswith("/"):  # missing decks are still where they were
            write_page(export, folder, row, join_address(site, place) + ("/" if place.endswith("/") else ""))
    return export


def write_page(export: Export, folder: Folder, row: OldAddress, place: str) -> None:
    path = file_of(row.path)
    try:
        if folder.has(path.removesuffix("/index.html")) and re.search(r"\.\w{2,5}$", row.path):
            export.unchanged += 1  # the file itself is there
            return
        old = folder.read(path)
    except FolderError as error:
        export.warn(path, 1, f"not written: {str(error).partition(': ')[2]}")
        return
    title = str(row.session or row.page or row.deck or row.course)
    page = render_to_string("redirect.html", {"place": place, "title": title})
    if old is not None and b'http-equiv="refresh"' not in old:
        export.warn(path, 1, "left alone: a page that does not forward stands there")
        return
    put(export, folder, path, old, page.encode())


def file_of(address: str) -> str:
    """The file that a static host shows at an address: "/a/" and "/a" are a/index.html."""
    path = address.strip("/")
    return path if path.endswith((".html", ".htm")) else f"{path}/index.html" if path else "index.html"
