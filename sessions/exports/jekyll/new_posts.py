"""Sessions that people made here -> posts."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from sessions.importing.preparing import VARIABLES
from sessions.models import BlogNote, Course, Session

from .content import Reader
from .front_matter import values_of, with_value
from .placer import Placer
from .placing import place_session
from .wanted import Wanted, of_paper

COPIED = ("layout", "term")  # keys that all posts of a course have alike
NO_READINGS_FIRST = {"unspecified": 0, "required": 1, "more": 2}


def path_for(session: Session, paths: Sequence[str]) -> str:
    """Where the course's other posts lie; in `_posts`, or without others of a dated course, with the date."""
    folders = Counter(str(PurePosixPath(path).parent) for path in paths)
    folder = folders.most_common(1)[0][0] if folders else "_posts" if session.date else "_contents"
    dated = re.match(r"\d{4}-\d{1,2}-\d{1,2}", session.slug)
    name = session.slug
    if "_posts" in folder.split("/") and session.date and not dated:
        name = f"{session.date.isoformat()}-{name}"
    return f"{name}.md" if folder == "." else f"{folder}/{name}.md"


def make_post(course: Course, session: Session, path: str, pattern: str) -> Placer:
    """The post's text, with what could not be written. `pattern`: another post's text, for its layout and term."""
    values = values_of(pattern)
    head = "---\nlayout: post\ntitle: x\n---\n"
    for key in COPIED:
        if key in values and values[key].text:
            head = with_value(head, key, values[key].text) or head
    if course.term and "term" not in values_of(head):
        head = with_value(head, "term", course.term)
    text = with_value(head, "title", session.title)
    reader = Reader(path, VARIABLES)
    placer = Placer(text, reader, reader.read(text))
    place_session(placer, wanted_of_new(session, placer))
    return placer


def wanted_of_new(session: Session, placer: Placer) -> Wanted:
    """Everything that the session has."""
    wanted, now = Wanted(0), placer.state.sessions[0]
    names = ("date", "number", "status", "lead_team", "blog_team", "introduction")
    wanted.values = {n: getattr(session, n) for n in names if getattr(session, n) not in ("", None, getattr(now, n))}
    wanted.added_names = {n: [item.name for item in getattr(session, n).all()] for n in ("tags", "categories")}
    wanted.removed_names = {"tags": [], "categories": []}
    decks = [deck for deck in session.slides.all() if deck.reading_id is None]
    if addresses := tuple(deck.url for deck in decks if deck.url):
        wanted.values["slides"] = addresses
    wanted.left += [f"the uploaded slides “{deck}” have no address on the site" for deck in decks if not deck.url]
    notes = [note for note in session.notes.all() if note.state == BlogNote.State.PUBLISHED]
    if notes:
        wanted.values |= {"note": notes[0].markdown, "note_title": notes[0].title}
        wanted.left += [f"a second note, “{note}”" for note in notes[1:]]
    shown = [reading for reading in session.readings.all() if not reading.withdrawn]
    shown.sort(key=lambda r: (NO_READINGS_FIRST[r.requirement], r.position, r.pk))
    wanted.new_readings = [(place, of_paper(reading)) for place, reading in enumerate(shown)]
    return wanted
