"""Slugs: ASCII words where there are any, never empty, unique among those taken."""

import hashlib
from collections.abc import Callable

from django.utils.text import slugify

LONGEST = 80


def slug_of(text: str) -> str:
    """A slug of at most 80 characters; text without a single ASCII letter gets a short stable name."""
    slug = slugify(text)[:LONGEST].strip("-_")
    return slug or "x-" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:10]


def unique_slug(text: str, taken: Callable[[str], bool]) -> str:
    """The slug of `text`, with -2, -3, ... where it is taken."""
    base, slug, number = slug_of(text), slug_of(text), 1
    while taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug
