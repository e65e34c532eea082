"""How sessions and files are ordered by their names, pure."""

import re


def natural_key(path: str) -> list:
    """Numbers in names count as numbers: S2 before S10."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", path.casefold())]


def order_key_of(number: int | None, source: str) -> str:
    """Sorts as text: the number first, then the path with its numbers padded."""
    padded = "".join(f"{n:08d}" if n else text for kind, n, text in natural_key(source))
    return f"{number if number is not None else 99999999:08d} {padded}"[:600]
