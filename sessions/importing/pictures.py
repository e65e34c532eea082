"""A picture's bytes -> the same picture written anew, and smaller ones. Pure: runs in a worker.

Written anew, a file holds its pixels and nothing else: no camera data, no comment, nothing behind the picture.
"""

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image as Picture
from PIL import ImageOps, ImageSequence

MOST_PIXELS = 40_000_000  # unless the caller says otherwise
MOST_MOVING_PIXELS = 100_000_000  # of all frames together; of a longer animation the first frame is shown
ENDINGS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
SMALLER_QUALITY = 80
MANY = 8_000_000  # pixels from which packing them tightly takes too long


class PictureError(ValueError):
    """A picture that is not shown: a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Written:
    """A picture fit to be shown. Sizes in pixels; `smaller` are WebP pictures by their width, the own at most."""

    ending: str
    width: int
    height: int
    data: bytes
    smaller: tuple[tuple[int, bytes], ...] = ()
    warning: str = ""


def write_anew(data: bytes, widths: Sequence[int], most: int = MOST_PIXELS) -> Written:
    """The picture of at most so many pixels, with the smaller ones that `widths` ask for. Raises PictureError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Picture.DecompressionBombWarning)
            with Picture.open(io.BytesIO(data), formats=list(ENDINGS)) as picture:
                check_size(*picture.size, most)
                return written(picture, widths)
    except (PictureError, MemoryError):
        raise
    except Picture.DecompressionBombError:
        raise PictureError(f"more than {most // 1_000_000} megapixels") from None
    except Exception:  # Pillow raises whatever its decoders meet in broken data
        raise PictureError("not a PNG, JPEG, GIF or WebP picture that can be read") from None


def check_size(width: int, height: int, most: int) -> None:
    if width * height > most:
        raise PictureError(f"{width} by {height} pixels: at most {most // 1_000_000} megapixels are shown")


def written(picture: Picture.Image, widths: Sequence[int]) -> Written:
    kind, frames = picture.format, getattr(picture, "n_frames", 1)
    if frames > 1 and frames * picture.width * picture.height <= MOST_MOVING_PIXELS:
        return Written(ENDINGS[kind], *picture.size, moving(picture, kind))
    warning = "a long animation: only its first frame is shown" if frames > 1 else ""
    ImageOps.exif_transpose(picture, in_place=True)  # no second copy of forty megapixels
    still = plain(picture, kind)
    data = saved(still, kind)
    smaller = [(width, narrower(still, width)) for width in worthwhile(widths, still.width)]
    worth = tuple((width, small) for width, small in smaller if len(small) < len(data))
    return Written(ENDINGS[kind], *still.size, data, worth, warning)


def worthwhile(widths: Sequence[int], own: int) -> list[int]:
    """Those below the picture's own width; of a picture no wider than the largest its own too, for WebP is smaller."""
    below = {width for width in widths if width < own}
    return sorted(below | {own} if own <= max(widths, default=0) else below)


def plain(picture: Picture.Image, kind: str) -> Picture.Image:
    """The pixels in a mode that the format and browsers have."""
    if kind == "JPEG" and picture.mode not in ("L", "RGB"):
        return picture.convert("RGB")
    if kind == "WEBP" and picture.mode not in ("RGB", "RGBA"):
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return picture.convert("RGBA") if picture.mode in ("LA", "PA", "La", "RGBa") else picture


def saved(picture: Picture.Image, kind: str) -> bytes:
    """The file, without anything that the original carried beside its pixels."""
    transparency = picture.info.get("transparency")
    picture.info = {} if transparency is None else {"transparency": transparency}
    options = {"PNG": {"compress_level": 1 if picture.width * picture.height > MANY else 6}, "GIF": {}}
    options |= {"JPEG": {"quality": 90, "progressive": True}, "WEBP": {"quality": 90, "exif": b"", "xmp": b""}}
    out = io.BytesIO()
    picture.save(out, kind, **options[kind])
    return out.getvalue()


def moving(picture: Picture.Image, kind: str) -> bytes:
    """An animation keeps its frames, their times and how often it plays."""
    frames, times = [], []
    for frame in ImageSequence.Iterator(picture):
        frame.load()  # WebP tells a frame's time only then
        times.append(frame.info.get("duration", 100))
        copy = frame.convert("RGBA") if kind != "GIF" else frame.copy()
        copy.info = {name: frame.info[name] for name in ("transparency", "disposal") if name in frame.info}
        frames.append(copy)
    out = io.BytesIO()
    options = {"save_all": True, "append_images": frames[1:], "duration": times, "loop": picture.info.get("loop", 0)}
    frames[0].save(out, kind, **options)
    return out.getvalue()


def narrower(picture: Picture.Image, width: int) -> bytes:
    """A WebP picture of this width."""
    colours = "RGBA" if picture.has_transparency_data else "RGB"
    near = picture if picture.mode in ("P", "1") else picture.reduce(max(1, picture.width // (2 * width)))
    height = max(1, round(picture.height * width / picture.width))
    small = near.convert(colours).resize((width, height), Picture.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "WEBP", quality=SMALLER_QUALITY, method=4)
    return out.getvalue()
