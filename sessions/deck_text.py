"""The text of stored decks, read by a worker: ahead of its turn where an import knows the file, else on saving."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from django.db.models.fields.files import FieldFile

from readings import workers
from readings.pdf_text import UnreadablePdf, pages_of

LARGEST = 100 << 20  # bytes
REMEMBERED = 64  # decks read ahead: those of the posts that wait to be written


@dataclass(frozen=True, slots=True)
class DeckText:
    """Texts of pages, from the first; or why there are none, as a sentence without its full stop."""

    pages: tuple[str, ...] = ()
    missing: str = ""


NO_TEXT = DeckText()

_read: OrderedDict[str, DeckText] = OrderedDict()
_lock = threading.Lock()


def deck_text(file: FieldFile) -> DeckText:
    """The text of a stored deck; files other than PDF have none."""
    with _lock:
        if file.name in _read:
            return _read[file.name]
    if not file.name.lower().endswith(".pdf"):
        return NO_TEXT
    try:
        if file.size > LARGEST:
            return DeckText(missing="the file is too large to be searched")
        with file.storage.open(file.name) as stored:
            return text_of(stored.read())
    except OSError:
        return DeckText(missing="the file is not there")


def read_ahead(name: str, data: bytes) -> DeckText:
    """Read a deck that is soon to be saved under this name."""
    text = text_of(data) if name.lower().endswith(".pdf") else NO_TEXT
    with _lock:
        _read[name] = text
        while len(_read) > REMEMBERED:
            _read.popitem(last=False)
    return text


def text_of(data: bytes) -> DeckText:
    try:
        pages = workers.run(pages_of, data)
    except workers.OutOfBounds as error:
        return DeckText(missing=f"reading the PDF {error}")
    except UnreadablePdf as error:
        return DeckText(missing=str(error))
    return DeckText(tuple(pages)) if any(pages) else DeckText(missing="its pages hold no text, only pictures")
