"""Markdown -> HTML in a worker, so that no text holds up the page or the import that saves it."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError

from readings.markdown import TooCostly

from . import workers
from .rendering import ImageInfo, Rendered
from .rendering.linting import headings_out_of_order
from .rendering.stored import Wanted, as_plain_text, make, make_all

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


def rendered_ahead(texts: Iterable[Wanted]) -> list[tuple[Wanted, Rendered]]:
    """Each text as it is kept; those that are not remembered are made in one job. Raises workers.OutOfBounds."""
    texts = list(texts)
    with _lock:
        known = {one: _made[one] for one in texts if one in _made}
    new = [one for one in texts if one not in known]
    made = zip(new, workers.run(make_all, new), strict=True) if new else ()
    return [*known.items(), *made]


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


def heading_warnings(text: str) -> tuple[tuple[int, str], ...]:
    """(line, sentence) for headings out of order; none for a text past a limit, which is told when it is rendered."""
    try:
        return workers.run(headings_out_of_order, text)
    except (TooCostly, workers.OutOfBounds):
        return ()
