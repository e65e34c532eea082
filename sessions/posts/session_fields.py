"""What a line says of the session itself: its slides, who leads it, who writes its note."""

import re
from dataclasses import dataclass, replace

from readings.markdown import Block

from .bullets import NOTHING
from .clues import split_label
from .field_labels import PRESENTER_LABELS, SLIDE_LABELS
from .lines import LINK_WORDS, is_deck, lines_of, links_of, plain
from .people import is_name, is_surname, split_people
from .structure import Deck

LED = re.compile(
    r"^(presented|led) by\s+(?P<who>(?-i:[^\W\d_a-z])(?:[^.:;]|(?<=\bProf)\.|(?<=\bDr)\.){1,80})\.?$", re.I
)
TEAM = re.compile(r"(?:team|group)[\s#-]*(?-i:[A-Z\d])\w{0,12}", re.I)
LONGEST_NAMES = 100  # characters
LEADS = re.compile(
    r"(?:(?:presenting|presentation|lead(?:ing)?|discussion)\s+(?:team|group)s?|discussants|discussion by|moderators?)"
    r"\s*[:：]\s*",
    re.I,
)
WRITES = re.compile(
    r"(?:scribes?|scribed by|bloggers?|blog(?:ging)?\s+(?:team|group)s?|blog(?:ged)? by|note[\s-]?takers?"
    r"|note[\s-]?taking\s+(?:team|group)|notes?\s+(?:taken\s+)?by)\s*[:：]\s*",
    re.I,
)


@dataclass(frozen=True)
class Said:
    """What one line says of the session."""

    lead: str = ""
    blog: str = ""
    decks: tuple[Deck, ...] = ()


def session_fields(block: Block) -> list[Said]:
    """What each line says, where all of them say something of the session; else []."""
    lines = list(lines_of([block]))
    said = [session_field(replace(block, spans=line.spans, blocks=())) for line in lines]
    return said if all(one.lead or one.blog or one.decks for one in said) else []


def session_field(block: Block) -> Said:
    """ "Presenter: Maria & Tom", "Led by Maria.", "Blogging team: 3", "Slides: [deck](…)"; nothing of any other."""
    whole = plain(block.text)
    if writes := WRITES.match(whole):
        return Said(blog=_names(whole[writes.end() :]))
    led, leads = LED.match(whole), LEADS.match(whole)
    if leads:
        return Said(lead=_names(whole[leads.end() :]))
    label, text = (f"{led[1].lower()} by", led["who"]) if led else split_label(whole)
    decks = [Deck(link.url, link.label) for link in links_of(block.spans) if is_deck(link.url)]
    others = "".join(span.text for span in block.spans if not span.href)
    if label in SLIDE_LABELS and decks and not LINK_WORDS.sub("", others).strip(" :,|"):
        return Said(decks=tuple(decks))
    if (led and not _is_people(text)) or label not in PRESENTER_LABELS:
        return Said()  # "Led by Curiosity and Luck in Equal Parts"
    return Said(lead=_names(text))


def _names(text: str) -> str:
    """The names as written, "" for prose and for nobody."""
    text = text.rstrip(" .")
    return "" if len(text) >= LONGEST_NAMES or NOTHING.fullmatch(text.strip()) else text


def _is_people(text: str) -> bool:
    """Full names, single names and teams, and nothing else?"""
    parts = split_people(text.replace("/", ","))
    return bool(parts) and all(is_name(part) or is_surname(part) or TEAM.fullmatch(part) for part in parts)
