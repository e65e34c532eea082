"""Pictures of a post: found in the source, written anew by a worker, kept under the name of their content."""

import hashlib
import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings

from readings import workers
from sessions.models import Image

from .pictures import PictureError, Written, write_anew
from .sources import FileError, nfc

LARGEST_FILE = 50 << 20  # bytes


def places(address: str, post_path: str) -> list[str]:
    """Paths at which an address of a post may lie, likeliest first; none for an address of another host or outside."""
    address = re.split(r"[?#]", address)[0] if not address.startswith("#") else ""
    if not address or re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.I):
        return []
    folder = posixpath.dirname(post_path)
    found = []
    for written in dict.fromkeys((address, unquote(address))):
        if written.startswith("/"):
            tries = [written[1:], "static" + written]
        else:
            tries = [posixpath.join(folder, written), written, "static/" + written]
        found += [posixpath.normpath(path) for path in tries if "\0" not in path]
    return [path for path in dict.fromkeys(found) if not path.startswith(("../", "/")) and path != ".."]


def find(address: str, post_path: str, known: frozenset[str]) -> str | None:
    """The path of the file that an address means, or None. `known` holds the source's paths."""
    return next((path for path in map(nfc, places(address, post_path)) if path in known), None)


def made(data: bytes) -> Written:
    """The picture as it is shown. Raises FileError with what is wrong with it."""
    try:
        return workers.run(write_anew, data, settings.IMAGE_SIZES, settings.LIMITS.pixels)
    except (PictureError, workers.OutOfBounds) as error:
        raise FileError(str(error)) from None


def image_of(data: bytes, keep: Callable[[str, bytes], None]) -> tuple[Image, str]:
    """(the record, not yet saved, of a picture whose files are kept, what is to be said of it). Raises FileError."""
    sha256, picture = hashlib.sha256(data).hexdigest(), made(data)
    name = f"images/{sha256[:2]}/{sha256}.{picture.ending}"
    widths = [width for width, _ in picture.smaller]
    image = Image(sha256=sha256, file=name, width=picture.width, height=picture.height, smaller=widths)
    keep(name, picture.data)
    for width, smaller in picture.smaller:
        keep(image.smaller_name(width), smaller)
    return image, picture.warning
