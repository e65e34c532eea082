"""Markdown -> HTML in a worker, so that no text holds up the page or the import that saves it."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError

from readings.markdown import TooCostly

from . import workers
from .rendering import ImageInfo, Rendered
from .rendering.stored import Wanted, as_plain_text, make

REMEMBERED = 512  # texts: a form is checked, then saved; a post is rendered ahead, then written

_made: OrderedDict[Wanted, Rendered] = OrderedDict()
_lock = threading.Lock()


def wanted(text: str, heading_level: int | None = None, images: Mapping[str, ImageInfo] | None = None) -> Wanted:
    return Wanted(text, heading_level, None if images is None else tuple(sorted(images.items())))


def remember(made: Iterable[tuple[Wanted, Rendered]]) -> None:
    """Keep what was rendered ahead for those who ask for it soon."""
    with _lock:
        for one, rendered in made:
            _made[one] = rendered
            _made.move_to_end(one)
        while len(_made) > REMEMBERED:
            _made.popitem(last=False)


def rendered(one: Wanted) -> Rendered:
    """The HTML of a text. Raises TooCostly past a limit, time and memory included."""
    with _lock:
        found = _made.get(one)
    if found is None:
        if not one.text.strip():
            return make(one)
        try:
            found = workers.run(make, one)
        except workers.OutOfBounds as error:
            raise TooCostly(1, f"Rendering this text {error}.") from None
        remember([(one, found)])
    return found


def rendered_for_storage(one: Wanted) -> Rendered:
    """The same, text past a limit as plain paragraphs."""
    try:
        return rendered(one)
    except TooCostly as error:
        return as_plain_text(one.text, error)


def check(one: Wanted, field: str) -> None:
    """Raise a form's error for this field where the text is past a limit."""
    try:
        rendered(one)
    except TooCostly as error:
        raise ValidationError({field: f"Line {error.line}: {error.reason}"}) from None
