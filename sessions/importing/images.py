"""Pictures of a post: found in the source, checked, kept under the name of their content."""

import hashlib
import io
import posixpath
import re
import warnings
from dataclasses import dataclass
from urllib.parse import unquote

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Picture

from sessions.models import Image

from .sources import FileError, Files, nfc

LARGEST_FILE = 50 << 20  # bytes
MOST_PIXELS = 40_000_000
ENDINGS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A picture fit to be shown. Sizes in pixels."""

    sha256: str
    ending: str
    width: int
    height: int
    data: bytes

    @property
    def name(self) -> str:
        return f"images/{self.sha256[:2]}/{self.sha256}.{self.ending}"


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


def check(data: bytes) -> Checked:
    """The picture behind the bytes. Raises FileError with what is wrong with it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Picture.DecompressionBombWarning)
            with Picture.open(io.BytesIO(data), formats=list(ENDINGS)) as picture:
                width, height, kind = *picture.size, picture.format
                if width * height > MOST_PIXELS:
                    raise FileError(
                        f"{width} by {height} pixels: at most {MOST_PIXELS // 1_000_000} megapixels are shown"
                    )
                picture.verify()
    except FileError:
        raise
    except Picture.DecompressionBombError:
        raise FileError(f"more than {MOST_PIXELS // 1_000_000} megapixels") from None
    except Exception:  # Pillow raises whatever its decoders meet in broken data
        raise FileError("not a PNG, JPEG, GIF or WebP picture that can be read") from None
    return Checked(hashlib.sha256(data).hexdigest(), ENDINGS[kind], width, height, data)


def store(picture: Checked, *, write: bool) -> Image:
    """The record of a picture; its file is written before the record, unless this is a rehearsal."""
    if write and not default_storage.exists(picture.name):
        default_storage.save(picture.name, ContentFile(picture.data))
    defaults = {"file": picture.name, "width": picture.width, "height": picture.height}
    return Image.objects.get_or_create(sha256=picture.sha256, defaults=defaults)[0]


def read_picture(files: Files, path: str) -> Checked:
    return check(files.read(path, LARGEST_FILE))
