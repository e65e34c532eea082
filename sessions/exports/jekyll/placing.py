"""Writes changes into a post's text, and notes what cannot be written."""

from dataclasses import replace

from sessions.posts.front_matter import split_front_matter

from .content import plain
from .front_matter import with_value
from .note_texts import place_notes
from .passages import with_passage, with_words
from .placer import BY_HAND, Placer
from .reading_list import place_readings
from .session_values import VALUE_TEXTS, place_names, place_value
from .wanted import Wanted


def place_session(placer: Placer, wanted: Wanted) -> None:
    """Write one session's changes; what cannot be written is noted."""
    for name in ("tags", "categories"):
        place_names(placer, wanted, name)
    for name, make in VALUE_TEXTS.items():
        if name in wanted.values:
            place_value(placer, wanted, name, make)
    place_notes(placer, wanted)
    place_readings(placer, wanted)
    for what in wanted.left:
        placer.leave(1, what)


def place_page(placer: Placer, title: str | None, markdown: str | None) -> None:
    """A page's title and text; None for what nobody changed."""
    if title is not None:
        texts = [with_value(placer.text, "title", title), *with_words(placer.text, placer.state.title, title)]
        if not placer.attempt(replace(placer.state, title=title), texts):
            placer.leave_value(1, "title", placer.state.title, title)
    if markdown is not None:
        old, first = placer.state.markdown, split_front_matter(placer.text).body_line
        text = with_passage(placer.text, old, markdown, first=first, variables=placer.reader.variables)
        if not placer.attempt(replace(placer.state, markdown=plain(markdown)), [text]):
            placer.leave(first, f"the page's text: what changed has no certain place in the file; {BY_HAND}")
