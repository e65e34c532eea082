"""Writes what people changed of the readings into the list of their post."""

import re
from dataclasses import replace

from readings.line_differences import marked
from sessions.importing.report import cut
from sessions.posts import ParsedReading

from . import entries, new_entries
from .content import of_reading, with_readings
from .placer import BY_HAND, Placer
from .wanted import Wanted

WORD = re.compile(r"[^\W\d_]{3,}")
FEW_WORDS = 2  # of a line that are labels: "Authors:", "published in"


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
    goal, before = with_readings(placer.state, index, readings[:at] + readings[at + 1 :]), placer.text
    if not placer.attempt(goal, entries.removals(placer.text, readings[at], following)):
        said = f"“{old.title[:80]}” was deleted here, but no cut takes it out of the post and nothing else; {BY_HAND}"
        placer.leave(readings[at].line, said)
    elif lines := lost_lines(before, placer.text, readings[at]):
        numbers = [placer.line_before(*numbered) for numbered in lines]
        said = " / ".join(line.strip() for _, line in lines)
        place = f"line {numbers[0]}" if len(numbers) == 1 else f"lines {', '.join(map(str, numbers))}"
        told_of = f"“{old.title[:80]}” was deleted here and is cut out of the post; text of {place} went with it"
        placer.lost.append((numbers[0], f"{told_of}, put it back where it is to stay: {cut(said, 200)}"))


def lost_lines(before: str, after: str, gone: ParsedReading) -> list[tuple[int, str]]:
    """(number, line) of what was cut out with an entry and is no value of a paper and its reading."""
    kept = [*gone.authors, *(part for link in gone.links for part in (link.url, link.label))]
    kept += [gone.title, gone.published, gone.venue, gone.presenter, gone.topic, gone.instruction]
    if gone.authors or gone.published or gone.venue:  # else it may have been no paper, and its text no abstract
        kept.append(gone.abstract)
    kept += [deck.address for deck in gone.slides]
    known = {word.casefold() for word in WORD.findall(" ".join(kept))}
    out = [(n, line) for n, (line, differs) in enumerate(marked(before, after), 1) if differs]
    more = [(n, line) for n, line in out if not entries.HEADING.match(line) or n == gone.line]
    return [(n, line) for n, line in more if len({w.casefold() for w in WORD.findall(line)} - known) > FEW_WORDS]


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
        placer.leave_value(line, f"“{old.title[:80]}”: {name}", getattr(now, name), getattr(new, name))
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


def add_reading(placer: Placer, index: int, before: int, new: ParsedReading) -> None:
    """With everything, else with what a list can say; the rest is noted."""
    if any(r.title == new.title and r.requirement == new.requirement for r in placer.state.sessions[index].readings):
        return
    shorter = replace(new, abstract="", remarks="", instruction="", topic="")
    shortest = replace(shorter, venue="", presenter="", published="")
    least = replace(shortest, authors=())
    forms = [new, replace(new, abstract=""), shorter, shortest, least]
    forms = [form for plain in forms for form in (plain, with_labels(plain))]  # in a table links have names
    for form in dict.fromkeys(forms):
        readings = placer.state.sessions[index].readings
        goal = with_readings(placer.state, index, [*readings, form])
        if placer.attempt(goal, new_entries.insertions(placer.text, form, readings, before), ordered=False):
            left = [n for n in FIELDS if n != "links" and getattr(form, n) != getattr(new, n)]
            if left:
                line = placer.state.sessions[index].readings[place_in(placer, index, form)].line
                placer.leave(line, f"“{new.title[:80]}” is in the post, but not its {', '.join(left)}; {BY_HAND}")
            return
    placer.leave(
        1, f"the reading “{new.title[:80]}” was added here, but its place in the post is not certain; {BY_HAND}"
    )


def with_labels(reading: ParsedReading) -> ParsedReading:
    return replace(reading, links=tuple(replace(link, label=link.label or "PDF") for link in reading.links))


def reorder(placer: Placer, index: int, order: list[ParsedReading]) -> None:
    """Put entries of one form into each other's places."""
    places = [place_in(placer, index, entry) for entry in order]
    if None in places:
        placer.leave(1, f"the order of the readings: their lines cannot change places; {BY_HAND}")
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
        placer.leave(1, f"the order of the readings: their lines cannot change places; {BY_HAND}")
