"""Pure: a post's text -> frozen dataclasses. Nothing here touches a disk, a network or a database."""

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
    "parse_page",
    "parse_post",
]
