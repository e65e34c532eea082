"""The readings of one session: an entry of the post -> a row, merged with what people did to it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

from readings.models import Paper
from sessions.models import Reading, Session, Version
from sessions.posts import ParsedReading
from sessions.search.sync import reindex

from .attachments import Attachments
from .library import Library
from .merge import plain
from .moves import Moves
from .papers import work_of_given, work_of_reading
from .placing import Place, placed
from .plan import Entry, pair
from .questions import confirm, unsure_key
from .records import Log, merge_record
from .report import cut
from .site import join_address
from .slides import write_slides

UNSURE = 0.7  # entries of less confidence are shown to a person


@dataclass(slots=True)
class Known:
    """An entry that an earlier import wrote: its row, or only its stub where a person has deleted the row."""

    entry: Entry
    row: Reading | None
    stub: dict


class Filled(NamedTuple):
    """A reading with its new values, not yet saved."""

    row: Reading
    parsed: ParsedReading
    base: dict  # as given before
    papers: set[int]  # it was of, and is of
    new: bool
    changed: bool


def with_whole_links(parsed: ParsedReading, site_address: str) -> ParsedReading:
    """Links of the site itself get its address before them."""
    if not site_address or not any(link.url.startswith("/") for link in parsed.links):
        return parsed
    links = [replace(x, url=join_address(site_address, x.url)) if x.url.startswith("/") else x for x in parsed.links]
    return replace(parsed, links=tuple(links))


def write_readings(
    session: Session,
    parsed: list[ParsedReading],
    library: Library,
    found: Attachments,
    log: Log,
    moves: Moves,
    *,
    new: bool,
) -> set:
    """Create, update, keep and withdraw; returns the numbers of papers whose values may have changed.

    `new`: the session has no readings yet.
    """
    known = [] if new else known_entries(session)
    alive = paired(parsed, known, log)
    places = placed(alive, {(k.row.paper_id, k.row.requirement): k.row for k in known if k.row}, library, log)
    used = {place.row.pk for place in places.values() if place.row}
    ours = [k.row for k in known if k.row and k.row.as_given]
    keep_order = not new and keeps_order(session, ours, places.values(), log)
    touched: set[int] = set()
    made = {paper.pk for paper in library.made}
    coming = {paper for (paper, _), place in places.items() if place.row is None} - made
    moved = moves.take(session, coming, log)
    for row in ours:
        if row.pk not in used:
            touched |= withdraw(row, log)
    here = {k.row.pk: k.row for k in known if k.row}
    filled = []
    for (paper, _), place in places.items():
        row = place.row or moved.pop(paper, None) or Reading(session=session, paper_id=paper)
        row.position = row.position if place.row else len(known) + place.position
        filled.append(fill(row, place, paper, log, keep_order=keep_order))
    touched |= write(filled, found, log)
    here |= {one.row.pk: one.row for one in filled}
    in_order = sorted(here.values(), key=lambda row: (row.position, row.pk))
    stubs = [stub_of(row) for row in in_order if row.as_given]
    session.as_given = {**session.as_given, "readings": stubs + [k.stub for k in known if k.row is None]}
    return touched


def paired(
    parsed: Sequence[ParsedReading], known: Sequence[Known], log: Log
) -> list[tuple[ParsedReading, Reading | None]]:
    """The entries, each with its row; without those whose rows a person has deleted."""
    entries = [Entry(work_of_reading(reading), reading.requirement, i) for i, reading in enumerate(parsed)]
    pairs = pair(entries, [one.entry for one in known]).pairs
    matched = [known[number] if number is not None else None for number in pairs]
    log.outcome.kept += sum(one is not None and one.row is None for one in matched)
    both = zip(parsed, matched, strict=True)
    return [(reading, one.row if one else None) for reading, one in both if one is None or one.row]


def known_entries(session: Session) -> list[Known]:
    """Rows of the session, then the entries whose rows a person has deleted."""
    known = []
    rows = list(session.readings.select_related("paper"))
    for row in rows:
        given = row.as_given or {"title": row.paper.title}
        work = replace(work_of_given(given), identifiers=work_of_given(given).identifiers | row.paper.identifiers)
        entry = Entry(work, given.get("requirement", row.requirement), given.get("position", -1), row.paper.title_key)
        known.append(Known(entry, row, {}))
    alive = {row.pk for row in rows}
    for stub in session.as_given.get("readings", []):
        if stub["pk"] not in alive:
            known.append(Known(Entry(work_of_given(stub), stub["requirement"], stub["position"]), None, stub))
    return known


def stub_of(row: Reading) -> dict:
    """What is remembered of a reading, should a person delete it."""
    given = row.as_given
    names = ("title", "requirement", "position", "links")
    return {"pk": row.pk, **{name: given[name] for name in names}}


def keeps_order(session: Session, ours: list[Reading], places: Collection[Place], log: Log) -> bool:
    """Whether a person has ordered the readings; what the post says against it is asked."""
    kept = was_reordered(ours) and not stands_so(places, ours)
    log.outcome.kept += kept
    ask_about_order(session, ours, [place.row for place in places if place.row], log, kept=kept)
    return kept


def was_reordered(rows: list[Reading]) -> bool:
    """Whether a person has changed the order in which the post gave the readings of one requirement."""
    shown = [row for row in rows if not row.withdrawn]
    ours = [row.pk for row in sorted(shown, key=lambda row: (row.requirement, row.position, row.pk))]
    return ours != [
        row.pk for row in sorted(shown, key=lambda row: (row.requirement, row.as_given["position"], row.pk))
    ]


def stands_so(places: Iterable[Place], rows: list[Reading]) -> bool:
    """Whether the post now gives these readings in the order in which they stand here."""
    shown = sorted((place for place in places if place.row and place.row.as_given), key=lambda p: p.position)
    given = [place.row.pk for place in sorted(shown, key=lambda p: p.row.requirement)]
    ours = sorted(rows, key=lambda row: (row.requirement, row.position, row.pk))
    return given == [row.pk for row in ours if row.pk in set(given)]


def ask_about_order(session: Session, ours: list[Reading], theirs: list[Reading], log: Log, *, kept: bool) -> None:
    """Order is a value like others: asked about where person and post have both changed it."""
    new = [row for row in theirs if row.as_given and not row.withdrawn]
    base = sorted(new, key=lambda row: (row.as_given["position"], row.pk))
    if not kept:
        log.agree(session, ["order"])
    elif base != new:
        mine = sorted(new, key=lambda row: (row.position, row.pk))
        said = f"session “{session.title[:80]}”: the order of its readings was changed here and in the post"
        titles = [[row.as_given["title"] for row in rows] for rows in (base, mine, new)]
        log.ask_conflict(session, "order", said, **dict(zip(("base", "ours", "theirs"), titles, strict=True)))


def fill(row: Reading, place: Place, paper: int, log: Log, *, keep_order: bool) -> Filled:
    """Set the values of one reading."""
    parsed, before, base = place.parsed, row.paper_id, dict(row.as_given)
    theirs = {name: getattr(parsed, name) for name in ("requirement", "presenter", "topic", "instruction", "remarks")}
    theirs |= {"withdrawn": False}
    changed = merge_record(row, theirs, log, parsed.line, name_of(parsed))
    paper_is_a_persons = base.get("paper", before) != before
    if not paper_is_a_persons:
        row.paper_id = paper
    if not keep_order:
        row.position = place.position
    row.as_given = {
        **stored(parsed),
        **{n: row.as_given[n] for n in theirs},
        "position": place.position,
        "paper": base["paper"] if paper_is_a_persons else paper,
    }
    return Filled(row, parsed, base, {before, row.paper_id}, row.pk is None, changed)


def write(filled: list[Filled], found: Attachments, log: Log) -> set[int]:
    """Save the readings and their slides; returns the papers they concern."""
    new = Reading.objects.bulk_create(one.row for one in filled if one.new)
    reindex(Paper, (row.paper_id for row in new))
    for row, parsed, base, _, is_new, changed in filled:
        if is_new:
            log.changed(f"new {name_of(parsed)}")
        elif changed or row.as_given != base:
            row.save()
            if differs := [] if changed else differing(base, row.as_given):
                log.changed(f"{name_of(parsed)}: {', '.join(differs)}")
        write_slides(row.session, parsed.slides, base, found, log, line=parsed.line, reading=row, new=is_new)
        ask_if_unsure(row, parsed, log, new=is_new)
    return {paper for one in filled for paper in one.papers}


# Where and how an entry stands in its file.
PLACE = ("line", "text", "rule", "confidence", "withdrawn")


def differing(before: dict, after: dict) -> list[str]:
    """The values of an entry that changed in its post, apart from its lines."""
    names = [name for name, value in after.items() if name not in PLACE and before.get(name, value) != value]
    return ["place in the list" if name == "position" else name for name in names]


def name_of(parsed: ParsedReading) -> str:
    return f"reading “{cut(parsed.title, 80)}”"


def ask_if_unsure(row: Reading, parsed: ParsedReading, log: Log, *, new: bool) -> None:
    """Once for each reading; a parser that has become sure takes its question back."""
    if parsed.confidence < UNSURE:
        said = f"Is this a reading? “{parsed.title[:200]}”"
        log.ask("unsure", said, unsure_key(row), line=parsed.line, reading=row)
    elif not new and row.pk in log.unsure:
        confirm([row.pk])


def stored(parsed: ParsedReading) -> dict:
    """The entry as JSON keeps it."""
    values = asdict(parsed)
    return values | {"authors": list(parsed.authors), "links": list(values["links"]), "slides": list(values["slides"])}


def withdraw(row: Reading, log: Log) -> set[int]:
    """Take a reading that left its post out of the lists, unless a person has worked on it."""
    given = row.as_given
    if given["withdrawn"]:
        return set()
    names = ("requirement", "presenter", "topic", "instruction", "remarks")
    edited = any(plain(getattr(row, name)) != plain(given[name]) for name in names)
    title = cut(given["title"], 80)
    if row.withdrawn and not edited:  # a person took it out as well
        row.as_given = {**given, "withdrawn": True}
        row.save()
        return {row.paper_id}
    back = not edited and brought_back(row)
    if edited or back or row.withdrawn or row.paper_id != given["paper"]:
        log.outcome.kept += 1
        said = f"“{title}” is no longer in its post, but was {'brought back' if back else 'changed'} here"
        log.ask_conflict(row, "withdrawn", said, line=given.get("line"), base=False, ours=row.withdrawn, theirs=True)
        row.as_given = {**given, "withdrawn": True}
        row.save()
        return set()
    row.withdrawn = True
    row.as_given = {**given, "withdrawn": True}
    row.save()
    log.outcome.withdrawn += 1
    log.changed(f"reading withdrawn: “{title}”")
    return {row.paper_id}


def brought_back(row: Reading) -> bool:
    """Whether a person deleted the reading or took it out of the lists, and put it back."""
    versions = Version.objects.filter(kind=Version.Kind.READING, number=row.pk)
    rows = versions.values_list("taken", "changed", "user")
    return any(taken or (user and "withdrawn" in changed) for taken, changed, user in rows)
