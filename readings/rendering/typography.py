"""Typographic quotes, dashes and ellipses, as kramdown sets them."""

import re

_MARK = re.compile(r"\.\.\.|-{2,3}|[\"']")
_OPENS_AFTER = frozenset(" \t\n\r\xa0([{<-–—/\"'“‘")
_PLAIN = {"...": "…", "--": "–", "---": "—"}
_QUOTES = {'"': ("“", "”"), "'": ("‘", "’")}


def typeset(text: str, before: str = "") -> str:
    """The text with its marks set; `before` is the character that precedes it, empty at the start."""

    def set_mark(match: re.Match) -> str:
        if match[0] in _PLAIN:
            return _PLAIN[match[0]]
        previous = text[match.start() - 1] if match.start() else before
        after = text[match.end()] if match.end() < len(text) else ""
        opens = (not previous or previous in _OPENS_AFTER) and not after.isspace()
        return _QUOTES[match[0]][0 if opens else 1]

    return _MARK.sub(set_mark, text)
