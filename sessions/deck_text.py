"""The text of stored decks, read by a worker: ahead of its turn where an import knows the file, else on saving."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from django.db.models.fields.files import FieldFile

from readings import workers
from readings.pdf_text import UnreadablePdf, pages_of

LARGEST = 100 << 20  # bytes
REMEMBERED = 64  # decks read ahead: those of the posts that wait to be written


@dataclass(frozen=True, slots=True)
class DeckText:
    """Number of a page, from 1 -> its text, where it has any; or why there is none, as words for a person."""

    pages: dict[int, str] = field(default_factory=dict)
    missing: str = ""


_read: OrderedDict[str, DeckText] = OrderedDict()
_lock = threading.Lock()


def deck_text(file: FieldFile) -> DeckText:
    """The text of a stored deck; files other than PDF have none."""
    with _lock:
        if file.name in _read:
            return _read[file.name]
    if not file.name.lower().endswith(".pdf"):
        return DeckText()
    try:
        if file.size > LARGEST:
            return DeckText(missing="the file is too large to be searched")
        with file.storage.open(file.name) as stored:
            return text_of(stored.read())
    except OSError:
        return DeckText(missing="the file is not there")


def read_ahead(name: str, data: bytes) -> DeckText:
    """Read a deck that is soon to be saved under this name."""
    text = text_of(data) if name.lower().endswith(".pdf") else DeckText()
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
    texts = {number: text for number, text in enumerate(pages, start=1) if text}
    return DeckText(texts) if texts else DeckText(missing="its pages hold no text, only pictures")
