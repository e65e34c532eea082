"""A schedule with a row a week and a column a day, as rows of one meeting each."""

import datetime
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from readings.markdown import Block, Span

from .lines import plain
from .meetings import Meeting, read_meeting
from .parts import without_meeting

FEWEST = 2  # columns
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = re.compile(r"(?P<day>mon|tue|wed|thu|fri|sat|sun)[a-z]*\W*", re.I)
MEETING = re.compile(r"(?:class|session|meeting|lecture|day)\s*#?\s*(?:\d|[A-C])", re.I)
HEADS = ("Date", "Topic", "Readings")


def meetings_as_rows(table: Block, year: int | None) -> Block:
    """The table with `Date | Topic | Readings` for each of its days; any other table as it is."""
    heads = [plain(cell.text).strip() for cell in table.blocks[0].blocks] if table.blocks else []
    days = {place: WEEKDAY.fullmatch(head) for place, head in enumerate(heads)}
    days = {place: day for place, day in days.items() if day or MEETING.fullmatch(heads[place])}
    if len(days) < FEWEST:
        return table
    rows = [part for row in table.blocks[1:] for part in _rows_of(row, days, year)]
    beside = [cell for place, cell in enumerate(table.blocks[0].blocks) if place not in days]
    own = [_cell(table.line, [Span(text)]) for text in HEADS]
    head = Block("row", table.line, blocks=(*own, *beside))
    filled = sum(bool(plain(row.blocks[0].text)) for row in rows)
    return Block("table", table.line, blocks=(head, *rows)) if filled * 2 > len(rows) else table


def _rows_of(row: Block, days: Mapping[int, re.Match | None], year: int | None) -> Iterator[Block]:
    """The meetings of a week; what its other columns say goes with each of them, but for the week's own day."""
    week = _week_of(row, days, year)
    others = [cell for place, cell in enumerate(row.blocks) if place not in days]
    beside = [_cell(cell.line, []) if read_meeting(plain(cell.text), year).dated else cell for cell in others]
    for place, day in days.items():
        cell = row.blocks[place] if place < len(row.blocks) else None
        if cell is not None and plain(cell.text).strip():
            own = _parts_of(cell, week, WEEKDAYS.index(day["day"].lower()) if day else None)
            yield Block("row", cell.line, blocks=(*(_cell(cell.line, part) for part in own), *beside))


def _week_of(row: Block, days: Collection[int], year: int | None) -> Meeting:
    """What the columns beside the days say of the week."""
    said = [read_meeting(plain(cell.text), year) for place, cell in enumerate(row.blocks) if place not in days]
    return next((meeting for meeting in said if meeting.date), Meeting(None, None, "", dated=False))


def _parts_of(cell: Block, week: Meeting, weekday: int | None) -> tuple[list[Span], list[Span], list[Span]]:
    """(when, topic, readings) of a cell: its own day, else its column's in the row's week."""
    first = plain(cell.text.split("\n")[0])
    own = read_meeting(first, None)
    when, spans = "", list(cell.spans)
    if own.dated:
        spans = list(without_meeting(spans))
        when = first.split(own.title.split(":")[0])[0] if own.title else first
        when = when if read_meeting(when, None).dated else first
    elif week.date and weekday is not None:
        when = (week.date + datetime.timedelta(days=weekday - week.date.weekday())).isoformat()
    topic, readings = _parted(spans)
    return [Span(when)], topic, readings


def _parted(spans: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """(topic, what is read) of "Trees: [Title](…)": up to a colon, a line's end or the first link."""
    topic: list[Span] = []
    for place, span in enumerate(spans):
        if span.href:
            return topic, list(spans[place:])
        said = "".join(part.text for part in topic).strip()
        text = span.text if said else span.text.lstrip()
        if end := re.search(r":\s|:$|\n" if text.strip() else r"(?!)", text):
            behind = [span.with_text(text[end.end() :]), *spans[place + 1 :]]
            return [*topic, span.with_text(text[: end.start()])], behind
        topic.append(span.with_text(text))
    return topic, []


def _cell(line: int, spans: Sequence[Span]) -> Block:
    return Block("cell", line, spans=tuple(spans))
