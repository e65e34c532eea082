"""What was recognised in a session's blocks."""

from dataclasses import dataclass, field

from readings.markdown import Block

from .structure import Deck, ParsedReading


@dataclass
class Findings:
    """What was recognised; `used` are the places of blocks that need not be introduction."""

    readings: list[ParsedReading] = field(default_factory=list)
    slides: list[Deck] = field(default_factory=list)
    lead_team: str = ""
    blog_team: str = ""
    empty: list[Block] = field(default_factory=list)  # headings of a reading list under which none was recognised
    unread: list[Block] = field(default_factory=list)  # paragraphs of a reading list with an address, but no reading
    used: set[int] = field(default_factory=set)
    used_footnotes: set[str] = field(default_factory=set)
    left: dict[int, str] = field(default_factory=dict)  # what remains of a block that readings used in part
