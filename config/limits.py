"""What an import may take: the defaults, and what the environment says instead. Handed to the pure rooms as values."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, but for entries, pixels and seconds."""

    post: int
    upload: int  # a zip as it is uploaded
    unpacked: int  # all entries of a zip together
    entries: int
    pixels: int
    seconds: int
    memory: int


def limits(whole: Callable[[str, int, int, int], int]) -> Limits:
    """`whole(name, default, lowest, highest)` reads a number from the environment."""
    return Limits(
        post=whole("MAX_POST_KIB", 1024, 1, 1024) << 10,  # nothing longer is rendered
        upload=whole("MAX_UPLOAD_MIB", 300, 1, 100_000) << 20,
        unpacked=whole("MAX_UNPACKED_MIB", 1024, 1, 1_000_000) << 20,
        entries=whole("MAX_ZIP_ENTRIES", 10_000, 1, 10_000_000),
        pixels=whole("MAX_MEGAPIXELS", 40, 1, 150) * 1_000_000,  # the library for pictures stops at 178
        seconds=whole("MAX_SECONDS", 10, 1, 3600),
        memory=whole("MAX_MEMORY_MB", 512, 128, 100_000) << 20,
    )
