"""Counts -> the geometry of pictures, pure: a heat map, columns by year, bars. Lengths are user units of an SVG.

Colours come from classes of the style sheet, and a template writes the marks. Whoever shows a picture shows its counts
as a table too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STEPS = 5  # shades of a heat map
CELL_WIDTH, CELL_HEIGHT, CELL_GAP = 46, 28, 2
LINE = 17  # from one base line to the next
NUMBER = " ("  # begins the number of columns that would be called alike
LETTER = 7.4  # width of a letter, on the average: for what is kept free for words
LETTERS = 22  # of a name beside a row
COLUMN_WIDTH, COLUMN_HEIGHT, HEAD_ROOM = 26, 160, 18
YEARS = 50  # up to the last; earlier ones are not drawn
BAR_WIDTH, BAR_ROW = 340, 46


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle with its upper left corner. `label` is its count, written at (`label_x`, `label_y`)."""

    x: float
    y: float
    width: float
    height: float
    label: str
    label_x: float
    label_y: float
    title: str  # all of it in words
    step: int = 0  # shade, from 1 to STEPS


@dataclass(frozen=True, slots=True)
class Word:
    """Text and where its anchor stands on its base line."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing: names of its rows and columns, and its marks."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    rows: tuple[Word, ...] = ()
    columns: tuple[Word, ...] = ()


def heat_map(columns: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]], unit: str) -> Picture:
    """A cell for each count above 0 of [(name, a count for each column), ...]; `unit` names what is counted.

    The number of a column, as in "Sp 26 (2)", stands below its name.
    """
    left, top = LETTERS * LETTER + 12, 26 + LINE * any(NUMBER in name for name in columns)
    most = max((count for _, counts in rows for count in counts), default=0)
    marks, names = [], []
    for row, (name, counts) in enumerate(rows):
        y = top + row * CELL_HEIGHT
        names.append(Word(left - 12, y + CELL_HEIGHT / 2 + 4, cut(name, LETTERS)))
        for column, count in enumerate(counts):
            if count:
                x = left + column * CELL_WIDTH
                width, height = CELL_WIDTH - CELL_GAP, CELL_HEIGHT - CELL_GAP
                title = f"{name}, {columns[column]}: {counted(count, unit)}"
                centre = (x + width / 2, y + height / 2 + 5)
                marks.append(Mark(x, y, width, height, str(count), *centre, title, shade(count, most)))
    heads = []
    for column, name in enumerate(columns):
        heads += in_lines(name, left + (column + 0.5) * CELL_WIDTH - CELL_GAP / 2, top - 10)
    size = (left + len(columns) * CELL_WIDTH, top + len(rows) * CELL_HEIGHT)
    return Picture(*size, tuple(marks), tuple(names), tuple(heads))


def in_lines(name: str, x: float, base: float) -> list[Word]:
    """A name above its column; its number on a line of its own."""
    name, mark, number = name.partition(NUMBER)
    if not number:
        return [Word(x, base, name)]
    return [Word(x, base - LINE, name), Word(x, base, mark.strip() + number)]


def histogram(counts: Mapping[int, int], unit: str) -> Picture:
    """A column for each year that has a count, at its place among all from the first to the last year."""
    if not counts:
        return Picture(0, 0, ())
    last, most = max(counts), max(counts.values())
    first = max(min(counts), last - YEARS + 1)
    marks, names = [], []
    for year in range(first, last + 1):
        x, count = (year - first) * COLUMN_WIDTH + 8, counts.get(year, 0)
        middle, height = x + COLUMN_WIDTH / 2 - 1, round(count / most * COLUMN_HEIGHT, 1)
        y = HEAD_ROOM + COLUMN_HEIGHT - height
        if count:
            title = f"{year}: {counted(count, unit)}"
            marks.append(Mark(x, y, COLUMN_WIDTH - 2, height, str(count), middle, y - 5, title))
        if year in (first, last) or (year % 5 == 0 and min(year - first, last - year) > 1):
            names.append(Word(middle, HEAD_ROOM + COLUMN_HEIGHT + 18, str(year)))
    size = ((last - first + 1) * COLUMN_WIDTH + 16, HEAD_ROOM + COLUMN_HEIGHT + 26)
    return Picture(*size, tuple(marks), columns=tuple(names))


def bars(rows: Sequence[tuple[str, int]], unit: str) -> Picture:
    """A bar for each of [(name, count), ...] below its name, and its count at its end."""
    most = max((count for _, count in rows), default=0)
    marks, names = [], []
    for row, (name, count) in enumerate(rows):
        y, width = row * BAR_ROW, round(count / most * (BAR_WIDTH - 40), 1)
        names.append(Word(0, y + 14, cut(name, int(BAR_WIDTH / LETTER))))
        title = f"{name}: {counted(count, unit)}"
        marks.append(Mark(0, y + 21, width, 12, str(count), width + 8, y + 32, title))
    return Picture(BAR_WIDTH, len(rows) * BAR_ROW, tuple(marks), tuple(names))


def shade(count: int, most: int) -> int:
    """From 1 to STEPS for counts from 1 to `most`."""
    return -(-count * STEPS // most)


def cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
