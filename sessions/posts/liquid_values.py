"""Liquid's values, expressions, filters and conditions, as far as index pages of courses use them.

What is not known is UNKNOWN, never a guess: an unknown filter or variable makes its result unknown.
Source: https://shopify.github.io/liquid/basics/operators/ and https://jekyllrb.com/docs/liquid/filters/
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

UNKNOWN = object()
LONGEST_RANGE = 200  # characters
LONGEST = 100_000  # characters of a text, entries of a list: what grows beyond is not known
STRING = r"'[^']*'|\"[^\"]*\""
PATH = re.compile(rf"([A-Za-z_][\w-]*)|\.([A-Za-z_][\w-]*\??)|\[\s*({STRING}|-?\d+|[A-Za-z_][\w.-]*)\s*\]")
OPERATORS = re.compile(rf"({STRING})|\s(and|or)\s")
COMPARISON = re.compile(rf"^((?:{STRING}|[^'\"=!<>])+?)(==|!=|<>|>=|<=|>|<|\bcontains\b)\s*(.+)$", re.S)
# Filters that change how a value looks, and neither its place in a list nor what it says.
DRESSING = {
    *("escape", "escape_once", "date", "strip", "lstrip", "rstrip", "strip_html", "markdownify", "relative_url"),
    *("absolute_url", "date_to_string", "date_to_long_string", "xml_escape", "capitalize", "upcase", "downcase"),
    *("append", "prepend", "truncate", "strip_newlines", "newline_to_br", "jsonify", "smartify"),
}


class Slots(list):
    """A list cut from a string that stands in the page: `name` as assigned, `line` of the page."""

    name: str = ""
    line: int = 0

    @property
    def key(self) -> tuple[str, int, int]:
        """The same wherever the page cuts the same list again, as within a loop."""
        return self.name, self.line, len(self)


class Slot(str):
    """One entry of such a list; `missing` where the list has no such place."""

    slots: Slots
    place: int
    missing: bool

    def __new__(cls, slots: Slots, place: int):
        there = -len(slots) <= place < len(slots)
        slot = super().__new__(cls, list.__getitem__(slots, place) if there else "")
        slot.slots, slot.place, slot.missing = slots, place % len(slots) if there else place, not there
        return slot


class Item(dict):
    """A post as the page sees it: its front matter."""

    path: str = ""


Lookup = Callable[[str], Any]  # a variable's value by its first name


def evaluate(expression: str, lookup: Lookup) -> Any:
    """The value of an expression with its filters."""
    first, *filters = split_outside_strings(expression, "|")
    value = value_of(first.strip(), lookup)
    for written in filters:
        name, _, arguments = written.partition(":")
        given = [value_of(part.strip(), lookup) for part in split_outside_strings(arguments, ",")] if arguments else []
        value = filtered(value, name.strip(), given)
    return value


def split_outside_strings(text: str, separator: str) -> list[str]:
    parts = re.findall(rf"(?:{STRING}|[^{separator}'\"]|['\"])+|{re.escape(separator)}", text)
    pieces = [""]
    for part in parts:
        if part == separator:
            pieces.append("")
        else:
            pieces[-1] += part
    return pieces


def value_of(text: str, lookup: Lookup) -> Any:
    """A literal, a range or a variable with its path."""
    if re.fullmatch(STRING, text):
        return text[1:-1]
    if re.fullmatch(r"-?\d{1,9}", text):
        return int(text)
    if re.fullmatch(r"-?\d{1,9}\.\d{1,9}", text):
        return float(text)
    words = {"true": True, "false": False, "nil": None, "null": None, "": None, "empty": "", "blank": ""}
    if text in words:
        return words[text]
    if text[:1] == "(" and len(text) > LONGEST_RANGE:
        return UNKNOWN
    if bounds := re.fullmatch(r"\(\s*([\w.-]+?)\s*\.\.\s*([\w.-]+)\s*\)", text):
        low, high = value_of(bounds[1], lookup), value_of(bounds[2], lookup)
        both = isinstance(low, int) and isinstance(high, int) and high - low < 10_000
        return list(range(low, high + 1)) if both else UNKNOWN
    return _walked(text, lookup)


def _walked(text: str, lookup: Lookup) -> Any:
    position, value = 0, UNKNOWN
    while position < len(text):
        step = PATH.match(text, position)
        if not step or (position == 0) != bool(step[1]):
            return UNKNOWN
        key = step[2] or (step[3] and value_of(step[3], lookup))
        value = lookup(step[1]) if step[1] else member(value, key)
        position = step.end()
    return value


def member(value: Any, key: Any) -> Any:
    """value.key or value[key]; None (Liquid's nil) where there is none."""
    if value is UNKNOWN or key is UNKNOWN:
        return UNKNOWN
    if isinstance(value, list):
        if key == "size":
            return len(value)
        place = {"first": 0, "last": -1}.get(key, key) if isinstance(key, str) else key
        if not isinstance(place, int) or isinstance(place, bool):
            return None
        if isinstance(value, Slots):
            return Slot(value, place)
        return value[place] if -len(value) <= place < len(value) else None
    if isinstance(value, Mapping):
        named = isinstance(key, str | int)  # a list or an object is no key
        return value.get(key, len(value) if key == "size" else None) if named else None
    return len(value) if isinstance(value, str) and key == "size" else None


def filtered(value: Any, name: str, given: list[Any]) -> Any:
    """The filter's result; UNKNOWN for filters that are not known here."""
    if value is UNKNOWN or UNKNOWN in given:
        return UNKNOWN
    if name in DRESSING:
        if name in ("append", "prepend") and given and not isinstance(value, Slot):
            joined = f"{value or ''}{given[0]}" if name == "append" else f"{given[0]}{value or ''}"
            return joined if len(joined) <= LONGEST else UNKNOWN
        return value
    try:
        if name in ("plus", "minus", "times", "divided_by", "modulo") and given:
            return arithmetic(number_of(value), name, number_of(given[0]))
        return FILTERS[name](value, *given) if size_of(value, *given) <= LONGEST else UNKNOWN
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError):
        return UNKNOWN


def size_of(value: Any, *given: Any) -> int:
    """About what a filter's result may come to."""
    sizes = [len(part) if isinstance(part, str | list) else 1 for part in (value, *given)]
    if len(given) == 2 and isinstance(value, str):  # replace
        return sizes[0] + value.count(str(given[0])) * sizes[2]
    if given and isinstance(value, list) and isinstance(given[0], str):  # join
        return sizes[0] * max(sizes[1], 1)
    return sizes[0] + sum(sizes[1:])


def number_of(value: Any) -> int | float:
    """Liquid counts what is no number as 0."""
    if isinstance(value, bool) or value is None:
        return 0
    if isinstance(value, int | float):
        return value
    match = re.match(r"\s*-?\d{1,9}(?:\.\d{1,9})?", str(value))
    return (float(match[0]) if "." in match[0] else int(match[0])) if match else 0


def arithmetic(a: int | float, name: str, b: int | float) -> Any:
    if name in ("divided_by", "modulo") and not b:
        return UNKNOWN
    result = {"plus": a + b, "minus": a - b, "times": a * b}.get(name)
    if result is not None:
        return result if abs(result) < 1e12 else UNKNOWN
    whole = isinstance(a, int) and isinstance(b, int)
    return a % b if name == "modulo" else a // b if whole else a / b


def split(value: Any, separator: str) -> Slots:
    """As Ruby does: empty entries at the end are dropped, those before are kept."""
    text = str(value if value is not None else "")
    parts = text.split() if separator == " " else text.split(separator) if separator else list(text)
    while parts and not parts[-1]:
        parts.pop()
    return Slots(parts)


def where(items: list, key: str, wanted: Any = True) -> list:
    if any(item is UNKNOWN or member(item, key) is UNKNOWN for item in items):
        raise ValueError
    return [item for item in items if (v := member(item, key)) == wanted or (isinstance(v, list) and wanted in v)]


def where_holds(items: list, name: str, condition: str) -> list:
    truths = [holds(condition, {name: item}.get) for item in items]
    if None in truths:
        raise ValueError
    return [item for item, truth in zip(items, truths, strict=True) if truth]


def joined(value: list, other: list) -> list:
    both = [*value, *other]
    return Slots(both) if isinstance(value, Slots) and isinstance(other, Slots) else both


def in_order(items: list, key: str = "", nils: str = "first") -> list:
    """Jekyll's sort: entries without the key first; text by its bytes."""
    keys = [member(item, key) if key else item for item in items]
    if UNKNOWN in keys:
        raise ValueError
    without = [item for item, k in zip(items, keys, strict=True) if k is None]
    placed = [(k, place) for place, k in enumerate(keys) if k is not None]
    rest = [items[place] for k, place in sorted(placed)]
    return without + rest if nils == "first" else rest + without


def grouped(items: list, key: str) -> list:
    groups: dict[Any, list] = {}
    for item in items:
        groups.setdefault(member(item, key), []).append(item)
    return [{"name": name, "items": members, "size": len(members)} for name, members in groups.items()]


FILTERS: dict[str, Callable[..., Any]] = {
    "split": split,
    "size": lambda value: len(value) if isinstance(value, str | list | dict) else 0,
    "first": lambda value: member(value, "first"),
    "last": lambda value: member(value, "last"),
    "reverse": lambda value: value[::-1],
    "where": where,
    "sort": in_order,
    "sort_natural": lambda value, key="": sorted(value, key=lambda item: str(member(item, key) or "").casefold()),
    "group_by": grouped,
    "where_exp": where_holds,
    "concat": joined,
    "compact": lambda value: [item for item in value if item is not None],
    "join": lambda value, separator=" ": separator.join(str(item)[:200] for item in value),
    "default": lambda value, other: other if value in (None, False, "", []) else value,
    "replace": lambda value, old, new="": str(value).replace(old, str(new)),
    "remove": lambda value, old: str(value).replace(old, ""),
    "abs": lambda value: abs(number_of(value)),
    "slice": lambda value, start, length=1: value[start:][:length] if start >= 0 else UNKNOWN,
}


def holds(condition: str, lookup: Lookup) -> bool | None:
    """Whether a condition is true; None where that is not known. Liquid reads `and` and `or` from the right."""
    pieces, position = [], 0
    for match in OPERATORS.finditer(condition):
        if match[2]:
            pieces += [condition[position : match.start()], match[2]]
            position = match.end()
    pieces.append(condition[position:])
    result = _compared(pieces.pop().strip(), lookup)
    while pieces:
        operator, left = pieces.pop(), _compared(pieces.pop().strip(), lookup)
        decides = operator == "or"
        if left is decides or result is decides:
            result = decides
        elif left is None or result is None:
            result = None
        else:
            result = not decides
    return result


def _compared(text: str, lookup: Lookup) -> bool | None:
    match = COMPARISON.match(text)
    if not match:
        value = evaluate(text, lookup)
        return None if value is UNKNOWN else is_true(value)
    left, right = evaluate(match[1].strip(), lookup), evaluate(match[3].strip(), lookup)
    if left is UNKNOWN or right is UNKNOWN:
        return None
    if isinstance(left, Slot) and left.missing:
        left = None
    operator = match[2]
    if operator in ("==", "!=", "<>"):
        empty = match[3].strip() in ("empty", "blank")
        same = left in ("", [], {}) or (left is None and match[3].strip() == "blank") if empty else left == right
        return same == (operator == "==")
    try:
        if operator == "contains":
            return right in left if isinstance(left, list) else str(right) in left if isinstance(left, str) else False
        return {">": left > right, "<": left < right, ">=": left >= right, "<=": left <= right}[operator]
    except TypeError:
        return False


def is_true(value: Any) -> bool:
    """Only nil and false are not: an empty string is true."""
    return not (value is None or value is False or (isinstance(value, Slot) and value.missing))
