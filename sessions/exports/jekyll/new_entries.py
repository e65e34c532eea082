"""Ways to write a new entry into a post's reading list, in the form of its neighbours: texts to try, pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sessions.posts import ParsedReading

from .entries import BULLET, HEADING, SECTION_TITLES, block_of, is_row, lead_of, section_level, with_block


def insertions(text: str, new: ParsedReading, readings: tuple[ParsedReading, ...], before: int) -> Iterator[str]:
    """Texts with a new entry, in the form of its neighbours. `before`: how many of `readings` come before it."""
    lines = text.split("\n")
    order = [*reversed(readings[:before]), *readings[before:]]
    for neighbour in sorted(order, key=lambda r: r.requirement != new.requirement):
        start, end = block_of(lines, neighbour)
        for block in blocks_like(lines, neighbour, new):
            gap = [] if is_row(neighbour) or BULLET.match(lines[start]) else [""]
            after, ahead = with_block(lines, end, end, [*gap, *block]), with_block(lines, start, start, [*block, *gap])
            if neighbour.requirement == new.requirement:
                yield from (after, ahead) if neighbour in readings[:before] else (ahead, after)
            elif title := SECTION_TITLES.get(new.requirement):
                heading = f"{'#' * section_level(lines, readings)} {title}"
                yield with_block(lines, end, end, ["", heading, "", *block])
                above = next((n for n in range(start - 1, -1, -1) if HEADING.match(lines[n])), start)
                yield with_block(lines, above, above, [heading, "", *block, ""])
    if not readings:
        heading = SECTION_TITLES.get(new.requirement, "Readings:")
        section = ["", f"## {heading}", "", *entry(new, "#### ", "+ "), ""]
        end = next(
            (n for n, line in enumerate(lines) if re.match(r"\s*<!--\s*excerpt|# *blog", line, re.I)), len(lines)
        )
        if end and not lines[end - 1].strip():
            section = section[1:]
        yield with_block(lines, end, end, section)
        closing = [n for n, line in enumerate(lines) if re.fullmatch(r"(---|\+\+\+)[ \t]*", line)]
        if len(closing) > 1:
            yield with_block(lines, closing[1] + 1, closing[1] + 1, section)


def blocks_like(lines: list[str], neighbour: ParsedReading, new: ParsedReading) -> Iterator[list[str]]:
    start, end = block_of(lines, neighbour)
    block = lines[start:end]
    if is_row(neighbour):
        yield from rows_like(lines, start, new)
        return
    heading, bullet = HEADING.match(block[0]), BULLET.match(block[0])
    if heading:
        yield entry(new, heading[0], lead_of(block, neighbour))
        yield entry(new, heading[0], "+ ")
    elif bullet:
        own = lead_of(block, replace(neighbour, text=""))
        yield citation(new, bullet[0])
        yield entry(new, bullet[0], own)
    else:
        yield citation(new, "- ")


def entry(new: ParsedReading, head: str, lead: str) -> list[str]:
    """Title, then people, date, addresses and the rest, a line each."""
    said = [", ".join(new.authors), "/".join(p.lstrip("0") for p in new.published.split("-")) if new.published else ""]
    said += [new.venue, *(f"[{x.label}]({x.url})" if x.label else x.url for x in new.links)]
    said += [f"{name.capitalize()}: {value}" for name in ("presenter", "topic") if (value := getattr(new, name))]
    said += [new.instruction, new.abstract, new.remarks]
    below = [lead + text.replace("\n", "\n" + " " * len(lead)) for text in said if text]
    return [head + new.title, *"\n".join(below).split("\n")] if below else [head + new.title]


def citation(new: ParsedReading, head: str) -> list[str]:
    """One line: `[Title](url), First Last, First Last. Venue, 2024.`"""
    first, *others = [*new.links, None]
    title = f"[{new.title}]({first.url})" if first else new.title
    tail = ", ".join(filter(None, (new.venue, new.published[:4])))
    links = " ".join(f"[{x.label or 'link'}]({x.url})" for x in others if x)
    return [
        head + " ".join(filter(None, (f"{title}.", ", ".join(new.authors) + "." if new.authors else "", tail, links)))
    ]


def rows_like(lines: list[str], at: int, new: ParsedReading) -> Iterator[list[str]]:
    """A row of the table, by the names of its columns."""
    head = at
    while head and "|" in lines[head - 1]:
        head -= 1
    names, row = re.split(r"(?<!\\)\|", lines[head]), re.split(r"(?<!\\)\|", lines[at])
    links = " ".join(f"[{x.label or 'PDF'}]({x.url})" for x in new.links)
    cells, authors_apart = [], any("author" in name.casefold() for name in names)
    for name in names:
        column = name.strip().casefold()
        if re.search(r"url|link", column):
            cells.append(links)
        elif re.search(r"paper|title|reading", column):
            cells.append(
                new.title if authors_apart else ", ".join((new.title, *new.authors, *filter(None, [new.venue])))
            )
        elif re.search(r"present|team|speaker|who|lead", column):
            cells.append(new.presenter or new.topic or "–")  # an empty cell would go on with the one above
        elif re.search(r"author", column):
            cells.append(", ".join(new.authors))
        elif re.search(r"year|date", column):
            cells.append(new.published)
        else:
            cells.append(new.venue if "venue" in column else "")
    padded = [f" {cell} " for cell in (text.replace("|", "\\|") for text in cells)]
    if not names[0].strip():
        padded[0] = ""
    if not names[-1].strip():
        padded[-1] = ""
    yield ["|".join(padded)]
    yield ["|".join(padded[: len(row)])]
