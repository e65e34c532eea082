"""Cells that reach over several rows or columns of a table: each row with a cell at every place."""

from collections.abc import Iterable
from dataclasses import replace

from .document import Block
from .limits import MAX_CELLS
from .tree import Element

ABOVE = "above"  # the label of a cell that an earlier row reaches down to
MOST_COLUMNS = 50  # that one cell may reach over


def extent(element: Element) -> tuple[int, int]:
    """(columns, rows) that a cell says it reaches over."""
    across, down = (element.attributes.get(name) or "" for name in ("colspan", "rowspan"))
    return (
        min(int(across), MOST_COLUMNS) if across.isdecimal() and int(across[:6]) else 1,
        int(down[:6]) if down.isdecimal() and int(down[:6]) else 1,
    )


def in_places(rows: Iterable[tuple[Block, list[tuple[int, int]]]]) -> list[Block]:
    """The rows, given with their cells' extents: what reaches down stands again in the rows below, under the label
    ABOVE; what reaches across is followed by empty cells."""
    reaching: dict[int, tuple[int, Block]] = {}  # place -> (rows still to come, the cell)
    made: list[Block] = []
    room = MAX_CELLS
    for row, extents in rows:
        own = list(zip(row.blocks, extents, strict=True))
        cells: list[Block] = []
        while (own or len(cells) in reaching) and room > 0:
            place = len(cells)
            room -= 1
            if place in reaching:
                left, cell = reaching.pop(place)
                cells.append(cell)
                if left > 1:
                    reaching[place] = (left - 1, cell)
                continue
            cell, (across, down) = own.pop(0)
            room -= across - 1
            for n, block in enumerate((cell, *[Block("cell", cell.line)] * (across - 1))):
                cells.append(block)
                if down > 1:
                    reaching[place + n] = (down - 1, replace(block, label=ABOVE))
        made.append(replace(row, blocks=(*cells, *(cell for cell, _ in own))))
    return made
