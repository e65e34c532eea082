"""Slide decks of a session or of one of its readings: rows, merged with what people did to them."""

from collections.abc import Container, Iterable, Sequence

from sessions.models import Reading, Session, SlideDeck
from sessions.posts import Deck

from .attachments import Attachments
from .records import Log, merge_record, value_of


def write_slides(
    session: Session,
    decks: Sequence[Deck],
    base: dict,
    found: Attachments,
    log: Log,
    *,
    line: int,
    reading: Reading | None = None,
    new: bool,
) -> None:
    """`base["slides"]` holds the addresses given before: one whose row is gone was deleted by a person.

    `new`: session or reading have no slides yet.
    """
    if not decks and not base.get("slides"):
        return
    known = () if new else SlideDeck.objects.filter(session=session, reading=reading)
    rows = {row.as_given.get("address") or row.url: row for row in known}
    given_before = {deck["address"] for deck in base.get("slides", [])}
    follow_replacement(rows, [deck.address for deck in decks], given_before)
    for position, deck in enumerate(decks):
        place = found.stored.get(deck.address)
        if place is None:
            log.warn(line, f"slides left out: “{deck.address[:200]}” is not a web address")
        elif deck.address not in rows and deck.address in given_before:
            log.outcome.kept += 1
        else:
            row = rows.get(deck.address) or SlideDeck(session=session, reading=reading, position=position)
            theirs = {"label": deck.label, "url": place.url, "file": place.file, "position": position}
            if row.pk is None and not new:
                log.changed(f"new slides {deck.address[:80]}")
            write_deck(row, deck.address, theirs, log, line)
    take_out(rows.values(), {deck.address for deck in decks}, session, log)


def follow_replacement(rows: dict[str, SlideDeck], addresses: Sequence[str], given_before: Container[str]) -> None:
    """Where one deck went and one came, the row stays, and its address leads to the new file."""
    gone = [address for address, row in rows.items() if row.as_given.get("address") and address not in addresses]
    came = [address for address in addresses if address not in rows and address not in given_before]
    if len(gone) == len(came) == 1:
        rows[came[0]] = rows.pop(gone[0])


def write_deck(row: SlideDeck, address: str, theirs: dict, log: Log, line: int) -> None:
    new = row.pk is None
    row.as_given = row.as_given | {"address": address}
    if merge_record(row, theirs, log, line, f"slides {address[:80]}") or new:
        row.save()


def take_out(rows: Iterable[SlideDeck], addresses: Container[str], session: Session, log: Log) -> None:
    """Decks that are no longer in the post go, unless a person has worked on them."""
    for row in rows:
        address = row.as_given.get("address", "")
        if not address or address in addresses:
            continue
        if is_untouched(row):
            row.delete()
            log.changed(f"slides removed: {address[:80]}")
        else:
            log.outcome.kept += 1
            said = f"slides {address[:80]} are no longer in the post, but were changed here"
            log.ask("unsure", said, session=session)


def is_untouched(row: SlideDeck) -> bool:
    return all(value_of(row, name) == row.as_given.get(name) for name in ("label", "url", "file", "position"))
