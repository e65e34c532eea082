"""Pure: a post's text -> frozen dataclasses. Nothing here touches a disk, a network or a database."""

from .metadata import deck_as_written
from .parser import PARSER_VERSION, parse_page, parse_post
from .structure import Deck, Link, Message, ParsedNote, ParsedPost, ParsedReading, ParsedSession, PostError

__all__ = [
    "PARSER_VERSION",
    "Deck",
    "Link",
    "Message",
    "ParsedNote",
    "ParsedPost",
    "ParsedReading",
    "ParsedSession",
    "PostError",
    "deck_as_written",
    "parse_page",
    "parse_post",
]
