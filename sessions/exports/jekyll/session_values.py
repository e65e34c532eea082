"""Writes a session's own values into its post: front matter first, else the words where they stand."""

import re
from collections.abc import Callable, Iterator

from sessions.posts.front_matter import split_front_matter
from sessions.posts.metadata import BLOG, LEAD
from sessions.posts.structure import UPCOMING, Deck

from .content import of_session, with_session
from .front_matter import values_of, with_names, with_value
from .passages import MARK, with_passage, with_words
from .placer import Placer
from .wanted import Wanted


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
        placer.leave_value(1, name, now, (*added, *(f"without {n}" for n in wanted.removed_names[name])))


def place_value(placer: Placer, wanted: Wanted, name: str, make: Callable) -> None:
    session, given = placer.state.sessions[wanted.index], placer.given.sessions[wanted.index]
    new = wanted.values[name]
    value = tuple(Deck(address) for address in new) if name == "slides" else new
    goal = with_session(placer.state, wanted.index, **{name: value})
    key, changed = name, of_session(session)
    if changed[key] not in (of_session(given)[key], of_session(goal.sessions[wanted.index])[key]):
        placer.leave(session.line, f"{label(name)}: the file has changed there since it was imported; import it first")
    elif not placer.attempt(goal, make(placer, wanted.index, new)):
        placer.leave_value(session.line, label(name), getattr(session, name), new)


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
            names = [name.strip() for name in re.split(r",\s+|;", value.text)]
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
    "lead_team": team_texts("video", *LEAD, "notes"),
    "blog_team": team_texts("notes", *BLOG, "video"),
    "slides": slides_texts,
    "introduction": introduction_texts,
}
