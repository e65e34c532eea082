"""Ways to write a change into a post's reading list: texts to try, the plainest first, pure.

Nothing here is sure to be right. What a text really says is found by reading it again (`placing`).
"""

import re
from collections.abc import Iterator

from sessions.posts import ParsedReading
from sessions.posts.structure import MORE, REQUIRED

from .passages import with_words

BULLET = re.compile(r"^(\s*)([-+*]|\d+[.)])(\s+)(?=\S)")
DATES = re.compile(
    r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|(?:\d{1,2}\s+)?[A-Z][a-z]{2,8}\.?\s+(?:\d{1,2},?\s+)?\d{4}|\b(?:19|20)\d{2}\b"
)
HEADING = re.compile(r"^ {0,3}(#{1,6})\s")
SECTION_TITLES = {REQUIRED: "Required Readings:", MORE: "More Readings:"}


def block_of(lines: list[str], reading: ParsedReading) -> tuple[int, int]:
    """[start, end) of the lines of an entry, without the blank ones behind it."""
    start = reading.line - 1
    size = 1 if is_row(reading) else max(reading.text.rstrip().count("\n") + 1, 1)
    end = min(start + size, len(lines))
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    return start, end


def is_row(reading: ParsedReading) -> bool:
    return reading.rule == "row of a table"


def with_block(lines: list[str], start: int, end: int, new: list[str]) -> str:
    return "\n".join([*lines[:start], *new, *lines[end:]])


def changes(text: str, old: ParsedReading, new: ParsedReading, name: str) -> Iterator[str]:
    """Texts in which one value of an entry is another."""
    lines = text.split("\n")
    start, end = block_of(lines, old)
    block = lines[start:end]
    make = {"authors": of_authors, "published": of_dates, "links": of_links}.get(name, of_words)
    for changed in make(block, old, new, name):
        yield with_block(lines, start, end, changed)


def of_words(block: list[str], old: ParsedReading, new: ParsedReading, name: str) -> Iterator[list[str]]:
    before, after = getattr(old, name), getattr(new, name)
    source = "\n".join(block)
    for form in (after, escaped(after), " ".join(after.split())):
        yield from (text.split("\n") for text in with_words(source, before, form))
    if name == "title":
        yield [re.sub(r"^(\W*).*$", lambda m: m[1] + after, block[0]), *block[1:]]
    if before and not after:
        yield from without_lines(block)
    forms = [after] if is_row(old) or name in ("abstract", "venue", "remarks", "instruction") else []
    if after and (not before or name in ("abstract", "remarks")):
        yield from added(block, old, [*forms, f"{name.capitalize()}: {after}"])


def escaped(text: str) -> str:
    return re.sub(r"([*_\[\]<>`|])", r"\\\1", text)


def of_authors(block: list[str], old: ParsedReading, new: ParsedReading, name: str) -> Iterator[list[str]]:
    after = ", ".join(new.authors)
    source = "\n".join(block)
    if old.authors:
        for joint in (", ", "; ", " and "):
            yield from (text.split("\n") for text in with_words(source, joint.join(old.authors), after))
        for number, line in enumerate(block):
            marker = BULLET.match(line)
            lead = re.match(r"(?:authors?|by)\s*:\s*", line[marker.end() if marker else 0 :], re.I)
            head = line[: (marker.end() if marker else 0) + (lead.end() if lead else 0)]
            if number or not HEADING.match(line):
                yield [*block[:number], *([head + after] if after else []), *block[number + 1 :]]
        first, last = old.authors[0].split()[-1], old.authors[-1].split()[-1]
        spread = re.search(rf"[\w.\- ]*{re.escape(first)}\b.*?{re.escape(last)}\b(?:, [A-Z][\w. -]*)?", source, re.S)
        if spread:
            yield (source[: spread.start()] + after + source[spread.end() :]).split("\n")
    elif after:
        yield from added(block, old, [after, f"Authors: {after}"])


def of_dates(block: list[str], old: ParsedReading, new: ParsedReading, name: str) -> Iterator[list[str]]:
    after = new.published
    slashed = "/".join(part.lstrip("0") for part in after.split("-"))
    source = "\n".join(block)
    if old.published:
        for match in DATES.finditer(source):
            for form in dict.fromkeys([slashed, after] if "/" in match[0] else [after, slashed]):
                yield (source[: match.start()] + form + source[match.end() :]).split("\n")
        yield from without_lines(block)
    if after:
        yield from added(block, old, [slashed, after, f"Date: {after}"])


def of_links(block: list[str], old: ParsedReading, new: ParsedReading, name: str) -> Iterator[list[str]]:
    """One address gone, one come, or one for another; a label changed."""
    before, after = {x.url: x.label for x in old.links}, {x.url: x.label for x in new.links}
    gone, come = [url for url in before if url not in after], [url for url in after if url not in before]
    source = "\n".join(block)
    for url in gone:
        new_url = come[0] if come else ""
        if new_url:
            yield source.replace(url, new_url).split("\n")
            yield from (b for b in of_label(source.replace(url, new_url), new_url, before[url], after[new_url]))
        else:
            yield from without_lines(block, url)
            yield re.sub(rf"\s*\[[^\]]*\]\({re.escape(url)}[^)]*\)", "", source).split("\n")
            yield re.sub(rf"\[([^\]]*)\]\({re.escape(url)}[^)]*\)", r"\1", source).split("\n")
            yield re.sub(rf"\s*<?{re.escape(url)}>?", "", source).split("\n")
    for url in () if gone else come:
        yield from added(block, old, [f"[{after[url]}]({url})"] if after[url] else [url, f"[link]({url})"])
    for url in () if gone or come else after:
        if before[url] != after[url]:
            yield from of_label(source, url, before[url], after[url])


def of_label(source: str, url: str, old: str, new: str) -> Iterator[list[str]]:
    linked = f"[{new}]({url})" if new else url
    yield re.sub(rf"\[[^\]]*\]\({re.escape(url)}\)", lambda _: linked, source).split("\n")
    yield re.sub(rf"<?{re.escape(url)}>?", lambda _: linked, source).split("\n")


def without_lines(block: list[str], words: str = "") -> Iterator[list[str]]:
    """The entry without one of the lines below its first (that holds some words)."""
    yield from ([*block[:n], *block[n + 1 :]] for n in range(1, len(block)) if words in block[n])


def added(block: list[str], reading: ParsedReading, forms: list[str]) -> Iterator[list[str]]:
    """The entry with a further line of its own, or in a cell of its row."""
    if is_row(reading):
        yield from in_cells(block[0], forms)
        return
    lead = lead_of(block, reading)
    for form in forms:
        line = lead + form.replace("\n", "\n" + " " * len(lead))
        yield from ([*block[:n], *line.split("\n"), *block[n:]] for n in (*range(1, min(len(block), 6)), len(block)))


def lead_of(block: list[str], reading: ParsedReading) -> str:
    """What stands before the text of an entry's lines: those that it has, or as such entries have it."""
    below = next((BULLET.match(line) for line in block[1:] if BULLET.match(line)), None)
    if below:
        return below[0]
    own = BULLET.match(block[0])
    return " " * len(own[0]) + "- " if own else "+ "


def in_cells(row: str, forms: list[str]) -> Iterator[list[str]]:
    """The row with a form in each of its cells: alone in empty ones, behind what others hold."""
    cells = re.split(r"(?<!\\)\|", row)
    for form in forms:
        one_line = " ".join(form.split()).replace("|", "\\|")
        for link in [f"[PDF]({one_line})", one_line] if re.match(r"https?://\S+$", one_line) else [one_line]:
            for n in sorted(range(len(cells)), key=lambda n: bool(cells[n].strip())):
                if n in (0, len(cells) - 1) and not cells[n].strip():
                    continue
                yield ["|".join([*cells[:n], f" {' '.join([*cells[n].split(), link])} ", *cells[n + 1 :]])]


def removals(text: str, old: ParsedReading, following: int) -> Iterator[str]:
    """Texts without an entry. `following`: the line of the next one, or 0."""
    lines = text.split("\n")
    start, end = block_of(lines, old)
    (_, behind), *more = emptied(lines, start, end, row=is_row(old))
    yield with_block(lines, start, behind, [])
    yield with_block(lines, start, end, [])
    if marks := re.findall(r"\[\^[^\]]+\]", lines[start]) if is_row(old) else []:
        notes = tuple(f"{mark}:" for mark in marks)
        yield "\n".join(line for n, line in enumerate(lines) if n != start and not line.startswith(notes))
    if following > old.line:
        yield with_block(lines, start, following - 1, [])
    yield from (with_block(lines, above, behind, []) for above, behind in more)


def moves(text: str, old: ParsedReading, new: ParsedReading, readings: tuple[ParsedReading, ...]) -> Iterator[str]:
    """Texts in which an entry stands under the other heading."""
    lines, rest = text.split("\n"), [reading for reading in readings if reading is not old]
    start, end = block_of(lines, old)
    block, gap = lines[start:end], [] if is_row(old) else [""]
    for first, behind in emptied(lines, start, end, row=is_row(old)):
        shorter = [*lines[:first], *lines[behind:]]

        def put(at: int, said: list[str], first=first, behind=behind, shorter=shorter) -> str:
            at -= behind - first if at > first else 0
            return "\n".join([*shorter[:at], *said, *shorter[at:]])

        for place in (r for r in reversed(rest) if r.requirement == new.requirement and r.rule == old.rule):
            yield put(block_of(lines, place)[1], [*gap, *block])
        title = SECTION_TITLES.get(new.requirement)
        if title and not is_row(old):
            heading = f"{'#' * section_level(lines, readings)} {title}"
            yield put(max((block_of(lines, r)[1] for r in rest), default=first), ["", heading, "", *block])
            top = min((r.line for r in rest), default=first + 1) - 1
            above = next((n for n in range(top - 1, -1, -1) if HEADING.match(lines[n])), top)
            yield put(above, [heading, "", *block, ""])
    for word in {"required": ("Optional", "More"), "more": ("Required",)}.get(new.requirement, ()):
        better = {"required": "Required", "more": "Optional"}[new.requirement]
        yield from (with_block(lines, start, end, t.split("\n")) for t in with_words("\n".join(block), word, better))


def emptied(lines: list[str], start: int, end: int, *, row: bool) -> Iterator[tuple[int, int]]:
    """The lines that go with an entry: the blank ones behind it, and the heading that is left without one."""
    behind = end
    while not row and behind < len(lines) and not lines[behind].strip():
        behind += 1
    yield start, behind
    above = next((n for n in range(start - 1, -1, -1) if HEADING.match(lines[n])), None)
    if above is not None and not any(line.strip() for line in lines[above + 1 : start]):
        yield above, behind


def section_level(lines: list[str], readings: tuple[ParsedReading, ...]) -> int:
    """The level of the headings above the readings."""
    for reading in readings:
        own = HEADING.match(lines[reading.line - 1])
        for line in reversed(lines[: reading.line - 1]):
            if (above := HEADING.match(line)) and (own is None or len(above[1]) < len(own[1])):
                return len(above[1])
    return 2
