"""What a person should look at in a text, found while it is rendered."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """So that who tells of many can tell of each kind apart."""

    NO_ALT = "no alt"
    MISSING = "missing"  # an image: a named box stands in its place
    FOREIGN = "foreign"  # an image of another host: a link stands in its place
    TEX = "tex"  # shown as code
    HEADINGS = "headings"  # too many for a contents list
    PLAIN = "plain"  # the whole text is past a limit


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    line: int  # of the text, from 1
    text: str
    kind: Kind
