"""Writes changes into a post's text. A text counts only if, read again, it says what is wanted and nothing else."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from sessions.posts import ParsedNote, ParsedPost, ParsedReading
from sessions.posts.front_matter import split_front_matter
from sessions.posts.structure import UPCOMING, Deck

from . import entries
from .content import Reader, of_reading, of_session, plain, same, with_readings, with_session
from .front_matter import values_of, with_names, with_value
from .passages import with_passage, with_words
from .wanted import Wanted

MOST_TRIES = 80
MARK = re.compile(r"[ \t]*<!--\s*(?:excerpt\.start|excerpt|more)\s*-->[ \t]*", re.I)


@dataclass
class Placer:
    """One post's text and what it says, changed step by step."""

    text: str
    reader: Reader
    given: ParsedPost  # what its text said when it was imported
    unplaced: list[tuple[int, str]] = field(default_factory=list)  # (line, what)

    def __post_init__(self):
        self.state = self.reader.read(self.text)

    def attempt(self, goal: ParsedPost, texts: Iterable[str | None], *, ordered: bool = True) -> bool:
        """Take the first text that says just what `goal` does."""
        if same(self.state, goal, ordered=ordered):
            return True
        for text in islice((text for text in texts if text is not None), MOST_TRIES):
            read = self.reader.read(text)
            if read and same(read, goal, ordered=ordered):
                self.text, self.state = text, read
                return True
        return False

    def leave(self, line: int, what: str) -> None:
        self.unplaced.append((max(line, 1), what))


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


def place_names(placer: Placer, wanted: Wanted, name: str) -> None:
    now = getattr(placer.state.sessions[wanted.index], name)
    removed = {n.casefold() for n in wanted.removed_names.get(name, [])}
    folded = {n.casefold() for n in now}
    added = [n for n in wanted.added_names.get(name, []) if n.casefold() not in folded]
    if not added and not removed & folded:
        return
    goal = with_session(
        placer.state, wanted.index, **{name: (*(n for n in now if n.casefold() not in removed), *added)}
    )
    text = with_names(placer.text, name, added, lambda n: n.strip().casefold() in removed)
    if not placer.attempt(goal, [text]):
        placer.leave(1, f"{name}: {', '.join([*added, *(f'without {n}' for n in wanted.removed_names[name])])}")


def place_value(placer: Placer, wanted: Wanted, name: str, make: Callable) -> None:
    session, given = placer.state.sessions[wanted.index], placer.given.sessions[wanted.index]
    new = wanted.values[name]
    value = tuple(Deck(address) for address in new) if name == "slides" else new
    goal = with_session(placer.state, wanted.index, **{name: value})
    key, changed = name, of_session(session)
    if changed[key] not in (of_session(given)[key], of_session(goal.sessions[wanted.index])[key]):
        placer.leave(session.line, f"{label(name)}: the file has changed there since it was imported; import it first")
    elif not placer.attempt(goal, make(placer, wanted.index, new)):
        placer.leave(session.line, f"{label(name)}: {str(new)[:200]}")


def label(name: str) -> str:
    return name.replace("_", " ")


def title_texts(placer: Placer, index: int, new: str) -> Iterator[str | None]:
    old = placer.state.sessions[index].title
    if "title" in values_of(placer.text) or placer.text.startswith("+++"):
        yield with_value(placer.text, "title", new)
    yield from with_words(placer.text, old, new)
    yield with_value(placer.text, "title", new)


def date_texts(placer: Placer, index: int, new) -> Iterator[str | None]:
    old, written = placer.state.sessions[index].date, values_of(placer.text).get("date")
    if new is None:
        return
    if written and old and old.isoformat() in written.text:
        whole = written.text.replace(old.isoformat(), new.isoformat())
        yield with_value(placer.text, "date", whole, bare=True)
    yield with_value(placer.text, "date", new.isoformat(), bare=True)
    if old:
        for form in ("{d.year}-{d.month:02}-{d.day:02}", "{d.month}/{d.day}", "{d.month:02}/{d.day:02}"):
            yield from with_words(placer.text, form.format(d=old), form.format(d=new))


def number_texts(placer: Placer, index: int, new: int | None) -> Iterator[str | None]:
    desc = values_of(placer.text).get("desc")
    if new is None:
        return
    if desc and desc.text:
        digits = [m.span() for m in re.finditer(r"\d+", desc.text)]
        yield from (
            with_value(placer.text, "desc", f"{desc.text[:a]}{new:0{b - a}}{desc.text[b:]}")
            for a, b in reversed(digits)
        )
        yield from (
            with_value(placer.text, "desc", f"{desc.text[:a]}{new}{desc.text[b:]}") for a, b in reversed(digits)
        )
    yield with_value(placer.text, "desc", f"S{new}")


def status_texts(placer: Placer, index: int, new: str) -> Iterator[str | None]:
    yield with_value(placer.text, "lectureVersion", "next" if new == UPCOMING else "current")


def team_texts(*keys: str) -> Callable:
    def texts(placer: Placer, index: int, new: str) -> Iterator[str | None]:
        for key in keys:
            if key in values_of(placer.text):
                yield with_value(placer.text, key, new)
        yield with_value(placer.text, keys[0], new)

    return texts


def slides_texts(placer: Placer, index: int, new: tuple[str, ...]) -> Iterator[str | None]:
    """A name in `lecture` or `extraContent` gone, come or another; else an address in the text."""
    old = [deck.address for deck in placer.state.sessions[index].slides]
    gone, come = [a for a in old if a not in new], [a for a in new if a not in old]
    text = placer.text
    for address in gone:
        for value in (v for k, v in values_of(text).items() if k in ("lecture", "extracontent")):
            names = re.split(r",\s+|\s*;\s*", value.text)
            stays = [n for n in names if n and not names_deck(n, address)]
            if len(stays) != len([n for n in names if n]):
                replaced = [*stays, *([come.pop(0)] if come else [])]
                text = with_value(text, value.key, ", ".join(replaced)) or text
    for address in come:
        values = values_of(text)
        key = "lecture" if "lecture" in values and not values["lecture"].text else "extraContent"
        before = values[key.lower()].text if key.lower() in values else ""
        text = with_value(text, key, ", ".join(filter(None, (before, address)))) or text
    yield text
    if len(gone) == len(come) == 1:
        yield from with_words(placer.text, gone[0], come[0])


def names_deck(name: str, address: str) -> bool:
    return address in (name, f"{name}.pdf", f"/Lectures/{name}", f"/Lectures/{name}.pdf")


def introduction_texts(placer: Placer, index: int, new: str) -> Iterator[str | None]:
    old, first = placer.state.sessions[index].introduction, split_front_matter(placer.text).body_line
    if old.strip():
        yield with_passage(placer.text, old, new, first=first, variables=placer.reader.variables)
        return
    lines, said = placer.text.split("\n"), new.replace("\r\n", "\n").strip("\n").split("\n")
    at = first - 1
    yield "\n".join([*lines[:at], "", *said, *([""] if at < len(lines) and lines[at].strip() else []), *lines[at:]])
    mark = next((n for n, line in enumerate(lines) if MARK.fullmatch(line)), None)
    if mark is not None:
        yield "\n".join([*lines[:mark], *said, "", *lines[mark:]])


VALUE_TEXTS = {
    "title": title_texts,
    "date": date_texts,
    "number": number_texts,
    "status": status_texts,
    "lead_team": team_texts("video", "presenter", "notes"),
    "blog_team": team_texts("notes", "video"),
    "slides": slides_texts,
    "introduction": introduction_texts,
}


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
        placer.leave(
            note.line if note else 1, "the note's text" if "note" in wanted.values else f"the note's title: {title}"
        )


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


def place_readings(placer: Placer, wanted: Wanted) -> None:
    """New ones first and deleted ones last, so that a list is not empty in between."""
    for before, new in wanted.new_readings:
        add_reading(placer, wanted.index, before, new)
    written = {  # line when imported -> the entry as it now stands
        old.line: change_reading(placer, wanted.index, old, new) for old, new in wanted.readings if new
    }
    for old, new in wanted.readings:
        if new is None:
            remove_reading(placer, wanted.index, old)
    for order in wanted.orders:
        reorder(placer, wanted.index, [written.get(entry.line, entry) for entry in order])


def place_in(placer: Placer, index: int, wanted: ParsedReading) -> int | None:
    """Where the reading that says this stands among those of the text."""
    said = of_reading(wanted)
    return next((n for n, r in enumerate(placer.state.sessions[index].readings) if of_reading(r) == said), None)


def remove_reading(placer: Placer, index: int, old: ParsedReading) -> None:
    at, readings = place_in(placer, index, old), list(placer.state.sessions[index].readings)
    if at is None:
        return  # gone from the file, or changed in it: the next import asks
    following = readings[at + 1].line if at + 1 < len(readings) else 0
    goal = with_readings(placer.state, index, readings[:at] + readings[at + 1 :])
    if not placer.attempt(goal, entries.removals(placer.text, readings[at], following)):
        placer.leave(readings[at].line, f"“{old.title[:80]}” was deleted here, but cannot be cut out of the post")


FIELDS = (
    *("title", "authors", "published", "venue", "abstract", "links"),
    *("presenter", "topic", "instruction", "remarks", "requirement"),
)


def change_reading(placer: Placer, index: int, old: ParsedReading, new: ParsedReading) -> ParsedReading:
    """Write the changed values one by one, again while some can be; returns the entry as it now stands."""
    now = as_written(placer, index, old, new)
    waiting = [name for name in FIELDS if getattr(now, name) != getattr(new, name)]
    while waiting:
        before = len(waiting)
        for name in list(waiting):
            goal = replace(now, **{name: getattr(new, name)})
            if write_field(placer, index, now, goal, name):
                now = goal
                waiting.remove(name)
        if len(waiting) == before:
            break
    at = place_in(placer, index, now)
    if waiting and at is None:
        placer.leave(old.line, f"“{old.title[:80]}”: the file has changed there since it was imported; import it first")
    for name in waiting if at is not None else ():
        line = placer.state.sessions[index].readings[at].line
        placer.leave(line, f"“{old.title[:80]}”: {name}: {told(getattr(new, name))}")
    return now


def as_written(placer: Placer, index: int, old: ParsedReading, new: ParsedReading) -> ParsedReading:
    """The entry as the text has it, where that is partly the old and partly the new: an earlier export wrote it."""
    for reading in placer.state.sessions[index].readings:
        if all(has in said for has, *said in zip(*map(of_reading, (reading, old, new)), strict=True)):
            done = [n for n in FIELDS if of_reading(replace(old, **{n: getattr(new, n)})) != of_reading(old)]
            mixed = {n: getattr(new, n) for n in done if has_new(reading, new, n)}
            return replace(old, **mixed)
    return old


def has_new(reading: ParsedReading, new: ParsedReading, name: str) -> bool:
    """Whether one value of the reading is the new one."""
    value = {name: getattr(new, name)}
    return of_reading(replace(reading, **value)) == of_reading(reading)


def write_field(placer: Placer, index: int, now: ParsedReading, new: ParsedReading, name: str) -> bool:
    """One value of the entry that says `now`; whether that could be done."""
    at = place_in(placer, index, now)
    if at is None:
        return False
    readings = placer.state.sessions[index].readings
    changed = replace(readings[at], **{name: getattr(new, name)})
    goal = with_readings(placer.state, index, [*readings[:at], changed, *readings[at + 1 :]])
    if name == "requirement":
        return placer.attempt(goal, entries.moves(placer.text, readings[at], changed, readings), ordered=False)
    return placer.attempt(goal, entries.changes(placer.text, readings[at], changed, name))


def told(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(getattr(item, "url", str(item)) for item in value)[:200] or "none"
    return " ".join(str(value).split())[:200] or "none"


def add_reading(placer: Placer, index: int, before: int, new: ParsedReading) -> None:
    """With everything, else with what a list can say; the rest is noted."""
    if any(r.title == new.title and r.requirement == new.requirement for r in placer.state.sessions[index].readings):
        return
    shorter = replace(new, abstract="", remarks="", instruction="", topic="")
    shortest = replace(shorter, venue="", presenter="", published="")
    for form in dict.fromkeys((new, replace(new, abstract=""), shorter, shortest)):
        readings = placer.state.sessions[index].readings
        goal = with_readings(placer.state, index, [*readings, form])
        if placer.attempt(goal, entries.insertions(placer.text, form, readings, before), ordered=False):
            left = [n for n in FIELDS if getattr(form, n) != getattr(new, n)]
            if left:
                line = placer.state.sessions[index].readings[place_in(placer, index, form)].line
                placer.leave(line, f"“{new.title[:80]}” is in the post, but not its {', '.join(left)}")
            return
    placer.leave(1, f"the reading “{new.title[:80]}” was added here, but its place in the post is not certain")


def reorder(placer: Placer, index: int, order: list[ParsedReading]) -> None:
    """Put entries of one form into each other's places."""
    places = [place_in(placer, index, entry) for entry in order]
    if None in places:
        placer.leave(1, "the order of the readings")
        return
    readings = list(placer.state.sessions[index].readings)
    slots, goal = sorted(places), list(readings)
    for slot, place in zip(slots, places, strict=True):
        goal[slot] = readings[place]
    lines, pieces, end = placer.text.split("\n"), [], 0
    for slot, place in zip(slots, places, strict=True):
        there, entry = entries.block_of(lines, readings[slot]), entries.block_of(lines, readings[place])
        pieces += [*lines[end : there[0]], *lines[slice(*entry)]]
        end = there[1]
    if not placer.attempt(with_readings(placer.state, index, goal), ["\n".join([*pieces, *lines[end:]])]):
        placer.leave(1, "the order of the readings")


def place_page(placer: Placer, title: str | None, markdown: str | None) -> None:
    """A page's title and text; None for what nobody changed."""
    if title is not None:
        texts = [with_value(placer.text, "title", title), *with_words(placer.text, placer.state.title, title)]
        if not placer.attempt(replace(placer.state, title=title), texts):
            placer.leave(1, f"title: {title}")
    if markdown is not None:
        old, first = placer.state.markdown, split_front_matter(placer.text).body_line
        text = with_passage(placer.text, old, markdown, first=first, variables=placer.reader.variables)
        if not placer.attempt(replace(placer.state, markdown=plain(markdown)), [text]):
            placer.leave(first, "the page's text")
