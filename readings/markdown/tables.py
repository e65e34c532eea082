"""Tables by kramdown's rules: outer pipes and a head are optional (https://kramdown.gettalong.org/syntax.html#tables)."""

import re

from .limits import MAX_CELLS, TooCostly

_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[ \t:|=+-]*")
_FOOT = re.compile(r"^[ \t]*\|?=[ |=]*$")


def starts(line: str) -> bool:
    """May a table begin with this line?"""
    return bool(_PIPE.search(line))


def read(lines: list[str], position: int) -> list[str] | None:
    """The lines of the table at this position, if it is one."""
    end = position
    while end < len(lines) and lines[end].strip() and (_PIPE.search(lines[end]) or _is_rule(lines[end])):
        end += 1
    rows = lines[position:end]
    ends_block = end == len(lines) or not lines[end].strip()
    framed = rows[0].lstrip().startswith("|") and _closes(rows[0])
    ruled = any(_is_rule(row) for row in rows[:2])
    if ruled and len(rows) > 1:
        return rows
    return rows if ends_block and (framed or (len(rows) > 1 and rows[0].lstrip().startswith("|"))) else None


def write(rows: list[str], line: int) -> list[str]:
    """The table with a head, a rule and outer pipes."""
    head = [row for row in rows[:1] if len(rows) > 1 and _is_rule(rows[1]) and not _is_rule(row)]
    rule = next((row for row in rows[:2] if _is_rule(row)), "")
    body = [row for row in rows[len(head) :] if not _is_rule(row) and not _FOOT.match(row)]
    columns = max((len(_cells(row)) for row in head + body), default=1)
    if columns * len(rows) > MAX_CELLS:
        raise TooCostly(line, f"The table is too large, at most {MAX_CELLS:,} cells.")
    top = _row(_cells(head[0]) if head else [], columns)
    return [top, _alignment(rule, columns), *(_row(_cells(row), columns) for row in body)]


def _is_rule(line: str) -> bool:
    return "-" in line and ("|" in line or "+" in line) and bool(_RULE.fullmatch(line))


def _closes(line: str) -> bool:
    return line.rstrip().endswith("|")


def _cells(line: str) -> list[str]:
    text = line.strip()
    text = text[1:] if text.startswith("|") else text
    text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
    cells, code = [""], False
    for piece in re.split(r"(\\.|`|\|)", text):
        if piece == "`":
            code = not code
        if piece == "|" and not code:
            cells.append("")
        else:
            cells[-1] += piece
    if code:  # a backtick without an end hides no pipes
        cells = _PIPE.split(text)
    return [cell.strip() for cell in cells]


def _row(cells: list[str], columns: int) -> str:
    return "| " + " | ".join(cells[:columns] + [""] * (columns - len(cells))) + " |"


def _alignment(rule: str, columns: int) -> str:
    marks = [cell if re.fullmatch(r":?-+:?", cell) else "---" for cell in _cells(rule)] if rule else []
    return _row([*marks, *["---"] * (columns - len(marks))], columns)
