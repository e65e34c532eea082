"""Two texts line by line. Pure."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import takewhile

LONGEST_COMPARED = 400  # lines
AROUND = 2  # unchanged lines shown above and below a change
SHORT = 8  # lines of a text that is shown whole
BESIDE = 20  # characters of a line shown before and behind a change

Line = tuple[str, bool]  # with whether it is marked as different


def marked(text: str, base: str) -> list[Line]:
    """The lines, each with whether `base` lacks it."""
    lines, old = text.split("\n"), base.split("\n")
    if len(lines) + len(old) > 2 * LONGEST_COMPARED:
        return [(line, False) for line in lines]
    same = {
        place
        for block in SequenceMatcher(None, old, lines, autojunk=False).get_matching_blocks()
        for place in range(block.b, block.b + block.size)
    }
    return [(line, place not in same) for place, line in enumerate(lines)]


def changed_part(text: str, base: str) -> list[Line]:
    """The marked lines of a long text with a few around them; all of a short one, or where none is marked."""
    lines = marked(text, base)
    places = [place for place, (_, differs) in enumerate(lines) if differs]
    if len(lines) <= SHORT or not places:
        return lines if len(lines) <= SHORT else [*lines[:SHORT], ("…", False)]
    shown = [any(abs(place - other) <= AROUND for other in places) for place in range(len(lines))]
    part: list[Line] = []
    for line, is_shown in zip(lines, shown, strict=True):
        if is_shown:
            part.append(line)
        elif not part or part[-1] != ("…", False):
            part.append(("…", False))
    return part


def apart(text: str, base: str, longest: int) -> str:
    """The text on one line; of a long one what stands where the two differ, cut at words."""
    line, other = " ".join(text.split()), " ".join(base.split())
    if (len(line) <= longest and len(other) <= longest) or line == other:
        return _cut(line, longest)
    start = same_length(line, other)
    same_end = same_length(reversed(line[start:]), reversed(other[start:]))
    start = line.rfind(" ", 0, max(start - BESIDE, 0)) + 1
    end = line.find(" ", min(len(line) - same_end + BESIDE, len(line)))
    part = line[start:] if end < 0 else line[start:end] + " …"
    return _cut(f"… {part}" if start else part, longest)


def same_length(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def passages(old: str, new: str) -> Iterator[tuple[int, list[Line], list[Line]]]:
    """(line, the old lines, the new lines) of each passage that differs, with the lines around it."""
    before, after = old.splitlines(), new.splitlines()
    few = len(before) + len(after) <= 2 * LONGEST_COMPARED
    for group in SequenceMatcher(None, before, after, autojunk=not few).get_grouped_opcodes(AROUND):
        left = [(line, tag != "equal") for tag, start, end, _, _ in group for line in before[start:end]]
        right = [(line, tag != "equal") for tag, _, _, start, end in group for line in after[start:end]]
        yield group[0][1] + 1, left, right
