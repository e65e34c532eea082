"""What a single line may begin, by kramdown's rules."""

import re

from . import block_html

BLANK = re.compile(r"^[\s\u200b\ufeff\u2060]*$")
HEADING = re.compile(r"^#{1,6}[ \t]+\S")
RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*([^`\s]*)[^`]*$")
QUOTE = re.compile(r"^ {0,3}>")
BULLET = re.compile(r"^( {0,3}[*+-])([ \t].*|)$")
NUMBER = re.compile(r"^( {0,3}\d{1,9}\.)([ \t].*|)$")
INDENTED = re.compile(r"^(?: {4}| {0,3}\t)")
ATTRIBUTES = re.compile(r"^ {0,3}\{:(?!:)[^}\n]*\}[ \t]*$")
EXTENSION = re.compile(r"^ {0,3}\{::[^}\n]*\}[ \t]*$")
DEFINITION = re.compile(r"^ {0,3}\*?\[[^\]\n]{1,200}\]:")
TERM = re.compile(r"^ {0,3}:[ \t]+\S")
TERM_MARK = re.compile(r"^ {0,3}:[ \t]+")
MATH = re.compile(r"^ {0,3}\$\$")


def is_prose(line: str) -> bool:
    """Does it begin with a letter? Only a table's line does as well: most lines need no further look."""
    return line[:1].isalpha()


def list_kind(line: str) -> re.Pattern | None:
    """The pattern of the list an item line belongs to."""
    if RULE.match(line):
        return None
    return BULLET if BULLET.match(line) else NUMBER if NUMBER.match(line) else None


def starts_list(line: str) -> bool:
    kind = list_kind(line)
    return bool(kind and kind.match(line)[2])


def interrupts(line: str) -> bool:
    """Does this line end the paragraph before it?"""
    return not is_prose(line) and bool(
        BLANK.match(line)
        or ATTRIBUTES.match(line)
        or HEADING.match(line)
        or QUOTE.match(line)
        or FENCE.match(line)
        or starts_list(line)
        or block_html.starts(line)
    )
