"""Pieces kept out of the Markdown parser's sight: code, block HTML, display math.

Each is replaced by a token of private-use characters and put back into the HTML afterwards.
"""

import re
from dataclasses import dataclass, field

OPEN, CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"<p>{OPEN}(\\d+){CLOSE}</p>|{OPEN}(\\d+){CLOSE}")


def without_tokens(text: str) -> str:
    """The text with any private-use character of ours that its author typed made harmless."""
    return text.replace(OPEN, "\ufffd").replace(CLOSE, "\ufffd")


@dataclass(slots=True)
class Stash:
    """HTML pieces by number."""

    pieces: list[str] = field(default_factory=list)

    def keep(self, html: str) -> str:
        """Put a piece away; what is returned stands for it."""
        self.pieces.append(html)
        return f"{OPEN}{len(self.pieces) - 1}{CLOSE}"

    def restore(self, html: str) -> str:
        """The HTML with every token replaced by its piece."""
        return _TOKEN.sub(lambda match: self._piece(int(match[1] or match[2])), html)

    def _piece(self, number: int) -> str:
        return self.pieces[number] if number < len(self.pieces) else ""
