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

MOST_ABOVE = 10  # rows that may stand above the one that names the columns, itself among them
LONGEST_HEAD = 60  # characters
TITLED = re.compile(r"(?:.*_)?(?:topics?|themes?|subjects?|titles?|papers?|readings?|reads?|articles?)(?:_.*)?")
SAID_BESIDE = re.compile(r"date|week|when|day|author|link|url|doi|year")


def rows_of(text: str, suffix: str) -> list[tuple[int, list[str]]]:
    """(line, cells) of each row that says anything. Raises PostError with the line of an unclosed quotation."""
    lines = (f"{line}\n" for line in text.split("\n"))  # a cell may hold several
    reader = csv.reader(lines, delimiter=delimiter_of(text, suffix), strict=True)
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


def delimiter_of(text: str, suffix: str) -> str:
    """The mark that parts most of the first lines, one of which names the columns."""
    lines = text.split("\n", MOST_ABOVE)[:MOST_ABOVE]
    return "\t" if suffix == ".tsv" else max(",;\t", key=lambda mark: max(line.count(mark) for line in lines))


def names_columns(cells: Sequence[str]) -> bool:
    """Do the cells of a row name the columns of a schedule or of a reading list?"""
    names = {normal_name(cell) for cell in cells if len(cell) <= LONGEST_HEAD} - {""}
    titles = {name for name in names if TITLED.fullmatch(name)}
    return bool(titles and names - titles and SAID_BESIDE.search(" ".join(names)))


def head_of(rows: Sequence[tuple[int, Sequence[str]]]) -> int:
    """The place of the row that names the columns, for a sheet may have its own title above it; 0 where none does."""
    return next((place for place, (_, cells) in enumerate(rows[:MOST_ABOVE]) if names_columns(cells)), 0)


def is_table_of_ours(text: str, suffix: str) -> bool:
    """Whether one of the first lines names the columns of a schedule or of a reading list."""
    reader = csv.reader(text.split("\n", MOST_ABOVE)[:MOST_ABOVE], delimiter=delimiter_of(text, suffix))
    return any(map(names_columns, reader))


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


def whole_address(cell: str) -> str:
    """The address that a cell with nothing but a DOI stands for."""
    return f"https://doi.org/{cell}" if re.fullmatch(r"10\.\d{4,9}/[^\s,;]+", cell) else cell


def table_of(rows: Sequence[tuple[int, Sequence[str]]]) -> Block:
    """Rows of cells as the parser's own table, addresses in them as links."""
    width = len(rows[0][1])
    made = []
    for line, cells in rows:
        filled = [*cells, *[""] * (width - len(cells))]
        blocks = tuple(Block("cell", line, spans=tuple(spans_of(whole_address(cell)))) for cell in filled)
        made.append(Block("row", line, blocks=blocks))
    return Block("table", 1, blocks=tuple(made))
