"""CSV -> rows with their lines, and those rows as the parser's own tables."""

import csv
import re
from collections.abc import Sequence

from readings.markdown import Block

from .heads import kind_of_head
from .lines import spans_of
from .structure import PostError
from .tables import COLUMNS
from .vocabulary import KNOWN

# What a column of readings holds -> the key under which a record has it.
KEYS = {
    **{
        "title": "title",
        "authors": "authors",
        "venue": "venue",
        "date": "year",
        "links": "link",
        "abstract": "abstract",
    },
    **{"code": "code", "slides": "slides", "topic": "topic", "requirement": "requirement", "label": "presenter"},
}


def rows_of(text: str, suffix: str) -> list[tuple[int, list[str]]]:
    """(line, cells) of each row that says anything. Raises PostError with the line of an unclosed quotation."""
    reader = csv.reader(text.split("\n"), delimiter=delimiter_of(text.split("\n")[0], suffix), strict=True)
    rows, start = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((start, [cell.strip() for cell in cells]))
            start = reader.line_num + 1
    except csv.Error as error:
        raise PostError(start, f"not CSV: {error}; is a quotation mark missing?") from None
    if len(rows) < 2:
        raise PostError(1, "the table has no rows: its first line names the columns, such as date, title, teams, links")
    return rows


def delimiter_of(line: str, suffix: str) -> str:
    return "\t" if suffix == ".tsv" else max(",;\t", key=line.count)


def column_names(line: str, suffix: str) -> list[str]:
    return [normal_name(name.strip(' "')) for name in line.split(delimiter_of(line, suffix))]


def normal_name(name: str) -> str:
    """ "Paper Title" as paper_title, "Author(s)" as authors."""
    return re.sub(r"\W+", "_", name.replace("(s)", "s").strip().lower()).strip("_")


def key_names(heads: Sequence[str]) -> list[str]:
    """A record's keys for the heads of a table: as they are where they are known, else by what they say they hold."""
    names = [normal_name(head) for head in heads]
    for place, name in enumerate(names):
        key = KEYS.get(kind_of_head(heads[place], COLUMNS), "")
        if name not in KNOWN and key and key not in names:
            names[place] = key
    return names


def table_of(rows: Sequence[tuple[int, Sequence[str]]]) -> Block:
    """Rows of cells as the parser's own table, addresses in them as links."""
    width = len(rows[0][1])
    made = []
    for line, cells in rows:
        filled = [*cells, *[""] * (width - len(cells))]
        blocks = tuple(Block("cell", line, spans=tuple(spans_of(cell))) for cell in filled)
        made.append(Block("row", line, blocks=blocks))
    return Block("table", 1, blocks=tuple(made))
