"""One post's text on its way to saying something else. A text counts only if, read again, it says just that."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from sessions.importing.report import cut
from sessions.posts import ParsedPost

from .content import Reader, same

MOST_TRIES = 80
BY_HAND = "change it in the file by hand"


def in_words(value: object) -> str:
    """A value on one line; "" for none."""
    if isinstance(value, tuple):
        return ", ".join(str(getattr(part, "url", "") or getattr(part, "address", "") or part) for part in value)
    return "" if value is None else " ".join(str(value).split())


@dataclass
class Placer:
    """One post's text and what it says, changed step by step."""

    text: str
    reader: Reader
    given: ParsedPost  # what its text said when it was imported
    unplaced: list[tuple[int, str]] = field(default_factory=list)  # (line, what)
    lost: list[tuple[int, str]] = field(default_factory=list)  # (line, what): gone from the text, and kept nowhere

    def __post_init__(self):
        self.state = self.reader.read(self.text)
        self.before = self.text.split("\n")

    def attempt(self, goal: ParsedPost, texts: Iterable[str | None], *, ordered: bool = True) -> bool:
        """Take the first text that says just what `goal` does."""
        if same(self.state, goal, ordered=ordered):
            return True
        for text in islice((text for text in texts if text is not None), MOST_TRIES):
            read = self.reader.read(text)
            if read and same(read, goal, ordered=ordered):
                self.text, self.state = text, read
                return True
        return False

    def line_before(self, number: int, line: str) -> int:
        """The number of a line before anything was changed, where it stood there once; else as it is now."""
        return self.before.index(line) + 1 if self.before.count(line) == 1 else number

    def leave_value(self, line: int, name: str, old: object, new: object) -> None:
        """Note a value that no change of the text writes: why, and what is to be done."""
        before = in_words(old)
        if not before:
            why = "the file has no certain place for it"
        elif " ".join(self.text.split()).count(before) != 1:
            why = "what stood here before is not written in one place of the file"
        else:
            why = "no change of its words leaves all else as it is"
        self.leave(line, f"{name}: {why}; {BY_HAND}: {cut(in_words(new), 200) or 'none'}")

    def leave(self, line: int, what: str) -> None:
        self.unplaced.append((max(line, 1), what))
