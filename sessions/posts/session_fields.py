"""What a line says of the session itself: its slides, who leads it."""

import re

from readings.markdown import Block

from .bullets import NOTHING
from .clues import split_label
from .entries import PRESENTER_LABELS, SLIDE_LABELS
from .lines import LINK_WORDS, is_deck, links_of, plain
from .people import is_name, is_surname, split_people
from .structure import Deck

LED = re.compile(
    r"^(presented|led) by\s+(?P<who>(?-i:[^\W\d_a-z])(?:[^.:;]|(?<=\bProf)\.|(?<=\bDr)\.){1,80})\.?$", re.I
)
TEAM = re.compile(r"(?:team|group)[\s#-]*(?-i:[A-Z\d])\w{0,12}", re.I)
LONGEST_NAMES = 100  # characters


def session_field(block: Block) -> tuple[str, list[Deck]]:
    """(who leads, decks) of "Presenter: Maria & Tom", "Led by Maria." and "Slides: [deck](…)"; ("", []) for others."""
    led = LED.match(plain(block.text))
    label, text = (f"{led[1].lower()} by", led["who"]) if led else split_label(plain(block.text))
    decks = [Deck(link.url, link.label) for link in links_of(block.spans) if is_deck(link.url)]
    others = "".join(span.text for span in block.spans if not span.href)
    if label in SLIDE_LABELS and decks and not LINK_WORDS.sub("", others).strip(" :,|"):
        return "", decks
    if led and not _is_people(text):
        return "", []  # "Led by Curiosity and Luck in Equal Parts"
    named = label in PRESENTER_LABELS and len(text) < LONGEST_NAMES and "\n" not in block.text
    if named and not NOTHING.fullmatch(text.strip(" .")):
        return text.rstrip(" ."), []
    return "", []


def _is_people(text: str) -> bool:
    """Full names, single names and teams, and nothing else?"""
    parts = split_people(text.replace("/", ","))
    return bool(parts) and all(is_name(part) or is_surname(part) or TEAM.fullmatch(part) for part in parts)
