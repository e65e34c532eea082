"""Writes the note into its post: its title, its changed lines, or all of it."""

import re
from collections.abc import Iterator

from sessions.posts import ParsedNote

from .content import plain, with_session
from .passages import MARK, with_passage, with_words
from .placer import BY_HAND, Placer
from .wanted import Wanted


def place_notes(placer: Placer, wanted: Wanted) -> None:
    if "note" not in wanted.values and "note_title" not in wanted.values:
        return
    session, given = placer.state.sessions[wanted.index], placer.given.sessions[wanted.index].note
    note = session.note
    new_text = wanted.values.get("note", note.markdown if note else "")
    title = wanted.values.get("note_title", note.title if note else "")
    goal_note = None if new_text is None else ParsedNote(title, plain(new_text), 0)
    goal = with_session(placer.state, wanted.index, note=goal_note)
    if note and given and plain(note.markdown) not in (plain(given.markdown), plain(new_text or "")):
        placer.leave(note.line, "the note: the file has changed there since it was imported; import it first")
    elif not placer.attempt(goal, note_texts(placer, note, title, new_text)):
        what = "the note's text" if "note" in wanted.values else f"the note's title “{title}”"
        placer.leave(note.line if note else 1, f"{what}: what changed has no certain place in the file; {BY_HAND}")


def note_texts(placer: Placer, note: ParsedNote | None, title: str, new: str | None) -> Iterator[str | None]:
    text, lines = placer.text, placer.text.split("\n")
    mark = next((n for n, line in enumerate(lines) if MARK.fullmatch(line)), None)
    if new is None:
        for start in (mark, note.line - 1):
            if start is not None:
                yield "\n".join(lines[:start]).rstrip("\n") + "\n"
        return
    if note is None:
        heading = f"# Blog: {title}" if title else "# Blog"
        said = "\n".join([heading, "", plain(new), ""])
        if mark is None:
            yield text.rstrip("\n") + "\n\n" + said
            yield text.rstrip("\n") + "\n\n<!--excerpt.start-->\n\n" + said
        else:
            yield "\n".join([*lines[: mark + 1], "", said]).rstrip("\n") + "\n"
        return
    retitled = [text] if title == note.title else list(title_of_note(text, note, title))
    for candidate in retitled:
        if plain(new) == plain(note.markdown):
            yield candidate
        else:
            first = note.line
            yield with_passage(candidate, note.markdown, new, first=first, variables=placer.reader.variables)
            yield with_passage(candidate, note.markdown, new, first=first + 1, variables=placer.reader.variables)


def title_of_note(text: str, note: ParsedNote, title: str) -> Iterator[str]:
    lines = text.split("\n")
    for n in range(max(note.line - 3, 0), min(note.line + 8, len(lines))):
        if note.title:
            yield from (
                "\n".join([*lines[:n], line, *lines[n + 1 :]]) for line in with_words(lines[n], note.title, title)
            )
        elif re.match(r"#+\s*(?:session\s+)?blog\b", lines[n], re.I):
            yield "\n".join([*lines[:n], f"{lines[n].rstrip(' :')}: {title}", *lines[n + 1 :]])
