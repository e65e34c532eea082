"""What a line says of the session itself: its slides, who leads it."""

import re

from readings.markdown import Block

from .bullets import NOTHING
from .clues import split_label
from .entries import PRESENTER_LABELS, SLIDE_LABELS
from .lines import LINK_WORDS, is_deck, links_of, plain
from .structure import Deck

LED = re.compile(r"^(presented|led) by\s+(?=[A-Z][^.:;]{1,80}\.?$)", re.I)
LONGEST_NAMES = 100  # characters


def session_field(block: Block) -> tuple[str, list[Deck]]:
    """(who leads, decks) of "Presenter: Maria & Tom", "Led by Maria." and "Slides: [deck](…)"; ("", []) for others."""
    label, text = split_label(LED.sub(r"\1 by: ", plain(block.text)))
    decks = [Deck(link.url, link.label) for link in links_of(block.spans) if is_deck(link.url)]
    others = "".join(span.text for span in block.spans if not span.href)
    if label in SLIDE_LABELS and decks and not LINK_WORDS.sub("", others).strip(" :,|"):
        return "", decks
    named = label in PRESENTER_LABELS and len(text) < LONGEST_NAMES and "\n" not in block.text
    if named and not NOTHING.fullmatch(text.strip(" .")):
        return text.rstrip(" ."), []
    return "", []
