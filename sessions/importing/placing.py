"""Entries of a session's reading list -> places: each with its paper, and the row that it has already."""

from dataclasses import dataclass, replace

from readings.models import Paper
from sessions.models import Reading
from sessions.posts import ParsedReading

from .identity import Verdict, compare
from .library import Library
from .papers import work_of_given, work_of_paper, work_of_reading
from .records import Log
from .report import cut


@dataclass(slots=True)
class Place:
    """What becomes of the session's n-th entry."""

    position: int
    parsed: ParsedReading
    row: Reading | None


def placed(alive: list[tuple[ParsedReading, Reading | None]], here: dict, library: Library, log: Log) -> dict:
    """(paper, requirement) -> place. The same paper twice under one requirement is one reading.

    `here` are the session's rows by paper and requirement: a new entry that means one of them takes it over.
    """
    places: dict[tuple[int, str], Place] = {}
    taken = {row.pk for _, row in alive if row}
    papers = [paper_of(parsed, row, library) for parsed, row in alive]
    library.write()
    for position, (paper, (parsed, row)) in enumerate(zip(papers, alive, strict=True)):
        key = (paper.pk, parsed.requirement)
        if row is None and key in here:
            if here[key].pk in taken:
                log.warn(parsed.line, f"“{cut(parsed.title, 80)}” is here already, as a person has it: left as it is")
                continue
            row = here[key]
        if key not in places:
            places[key] = Place(position, parsed, row)
            continue
        first = places[key]
        log.warn(
            parsed.line, f"“{cut(parsed.title, 80)}” is the same paper as in line {first.parsed.line}: one reading"
        )
        places[key] = Place(first.position, united(first.parsed, parsed), first.row or row)
    return places


def united(first: ParsedReading, second: ParsedReading) -> ParsedReading:
    """The first entry with what the second adds."""
    names = ("authors", "published", "venue", "abstract", "presenter", "topic", "instruction")
    filled = {name: getattr(first, name) or getattr(second, name) for name in names}
    urls, decks = {link.url for link in first.links}, {deck.address for deck in first.slides}
    return replace(
        first,
        **filled,
        links=(*first.links, *(link for link in second.links if link.url not in urls)),
        slides=(*first.slides, *(deck for deck in second.slides if deck.address not in decks)),
        remarks="\n\n".join(dict.fromkeys(filter(None, (first.remarks, second.remarks)))),
    )


def paper_of(parsed: ParsedReading, row: Reading | None, library: Library) -> Paper:
    """The entry's paper. A row keeps its paper until its entry plainly names another one."""
    if row is None:
        return library.paper_for(parsed)
    given = row.as_given
    work = work_of_reading(parsed)
    if not given or given["paper"] != row.paper_id or work_of_given(given) == work:
        return row.paper
    named = [paper for paper in library.candidates(work, Verdict.SAME) if work.identifiers.meets(paper.identifiers)]
    if named:
        return named[0]
    alone = row.paper.readings.count() == 1
    fits = compare(work, work_of_paper(row.paper)) is not Verdict.DIFFERENT
    return row.paper if alone or fits else library.paper_for(parsed)
