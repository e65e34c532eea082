"""A schedule as people paste it out of a spreadsheet or mail: a table with a row a session -> sessions."""

from collections.abc import Iterator
from dataclasses import replace
from textwrap import shorten

from readings.identifiers import title_key

from .data_tables import rows_of, table_of
from .schedule_columns import schedule_columns
from .schedules import sessions_of_table
from .structure import Message, ParsedReading, ParsedSession, PostError

MOST_ROWS = 500
MOST_COLUMNS = 50
LONGEST_CELL = 5_000  # characters
WORDS_OF_A_PAPER = 4  # fewer say too little to be its title
LONGEST_SAID = 60  # characters of a row in a message
COLUMNS = "the first line names the columns, such as: date, title, lead team, blog team, slides, readings"


def read_schedule(text: str, year: int | None) -> tuple[list[ParsedSession], list[Message]]:
    """(sessions in order, messages on rows that are none). `year` stands in where dates have none.

    Cells are parted by tabs, commas or semicolons. Where no row says when, they are numbered in their order.
    Raises PostError with the line of what cannot be read.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    rows = rows_of(text, "")
    if len(rows) > MOST_ROWS:
        raise PostError(rows[MOST_ROWS][0], f"more than {MOST_ROWS} rows: paste them in parts")
    width = len(rows[0][1])
    if width > MOST_COLUMNS:
        raise PostError(rows[0][0], f"more than {MOST_COLUMNS} columns; {COLUMNS}")
    for line, cells in rows:
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise PostError(line, f"a cell of more than {LONGEST_CELL} characters: is a quotation mark missing?")
        if len(cells) > width:
            raise PostError(line, f"{len(cells)} cells where the first line names {width} columns; {COLUMNS}")
    warnings: list[Message] = []
    sessions = sessions_of_table(table_of(rows), year, warnings, fewest=1)
    if not sessions:
        table, warnings = table_of(numbered(rows)), []
        if schedule_columns(table, fewest=1) is None:
            raise PostError(1, f"no schedule: {COLUMNS}")
        sessions = sessions_of_table(table, year, warnings, fewest=1)
    if not sessions:
        raise PostError(1, "no row names a session")
    sessions = [replace(one, readings=tuple(map(named_by_link, one.readings))) for one in sessions]
    warnings += rows_without_session(rows[1:], sessions, {warning.line for warning in warnings})
    return sessions, sorted(warnings, key=lambda warning: warning.line)


def named_by_link(reading: ParsedReading) -> ParsedReading:
    """The one link of a row bears the row's title; one of few words is the meeting's rather than the paper's."""
    if reading.rule != "link of a schedule" or len(title_key(reading.title).split()) >= WORDS_OF_A_PAPER:
        return reading
    return replace(reading, title=reading.links[0].url[:300])


def rows_without_session(
    rows: list[tuple[int, list[str]]], sessions: list[ParsedSession], told: set[int]
) -> Iterator[Message]:
    """What became of each row that is no session of its own."""
    titles = {session.line: session.title for session in sessions}
    above = ""
    for line, cells in rows:
        above = titles.get(line, above)
        filled = [cell for cell in cells if cell]
        if line in titles or line in told:
            continue
        said = shorten(" ".join(filled), LONGEST_SAID, placeholder="…")
        into = (
            f"taken as part of “{shorten(above, LONGEST_SAID, placeholder='…')}”"
            if above and len(filled) > 1
            else "left out"
        )
        yield Message(line, f"no day or number is understood in “{said}”: {into}")


def numbered(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The rows behind a column of running numbers."""
    (first, head), *others = rows
    return [(first, ["#", *head]), *((line, [str(n), *cells]) for n, (line, cells) in enumerate(others, 1))]
