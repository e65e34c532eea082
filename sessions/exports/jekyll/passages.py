"""Changes a passage of Markdown inside a post: only the lines that differ, wherever they stand there, pure."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from sessions.posts.liquid import resolve_liquid

# Jekyll's excerpt separator, as courses use it: what follows is the blog.
MARK = re.compile(r"[ \t]*<!--\s*(?:excerpt\.start|excerpt|more)\s*-->[ \t]*", re.I)
SITE = re.compile(r"(\{\{-?\s*site\.baseurl\s*-?\}\})(/[^\s\"')>]*)")


def resolved(text: str, variables: Mapping[str, str]) -> list[str]:
    """The lines as the parser meets them: Liquid written out. As many as the text has."""
    return resolve_liquid(text, variables)[0].split("\n")


def with_passage(text: str, old: str, new: str, *, first: int, variables: Mapping[str, str]) -> str | None:
    """The text with `old` made into `new`; `first` is the line (1-based) from which `old` is looked for.

    None where a changed line of `old` is not found in the text.
    """
    lines, seen = text.split("\n"), resolved(text, variables)
    before, after = plain_lines(old), plain_lines(new)
    places = located(before, seen, first - 1)
    for tag, a, b, c, d in reversed(SequenceMatcher(None, before, after, autojunk=False).get_opcodes()):
        if tag == "equal":
            with_exact_ends(lines, seen, places[a:b], after[c:d])
            continue
        span = span_of(places, a, b)
        if span is None:
            return None
        start, end = span
        lines[start:end] = with_liquid(after[c:d], lines[start:end])
    return "\n".join(lines)


def with_exact_ends(lines: list[str], seen: Sequence[str], places: Sequence[int | None], said: Sequence[str]) -> None:
    """Spaces around a passage count for nothing; where they come to stand inside it they go."""
    for n in {0, len(places) - 1}:
        place = places[n]
        if place is not None and seen[place] != said[n]:
            lines[place] = with_liquid([said[n]], [lines[place]])[0]


def plain_lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").strip().split("\n")


def located(passage: Sequence[str], lines: Sequence[str], start: int) -> list[int | None]:
    """For each line of the passage its place in the text, going forward only."""
    places: list[int | None] = []
    cursor = start
    for line in passage:
        wanted = line.strip()
        reach = range(cursor, len(lines)) if wanted else range(cursor, min(cursor + 1, len(lines)))
        place = next((n for n in reach if lines[n].strip() == wanted), None)
        places.append(place)
        cursor = cursor if place is None else place + 1
    return places


def span_of(places: Sequence[int | None], a: int, b: int) -> tuple[int, int] | None:
    """[start, end) in the text of lines a to b of the passage; for none of them, the place between."""
    if a < b:
        inside = places[a:b]
        known = [place for place in inside if place is not None]
        if len(known) != len(inside) and known:
            return None
        return (known[0], known[-1] + 1) if known and known[-1] - known[0] == len(known) - 1 else None
    if a and places[a - 1] is not None:
        return places[a - 1] + 1, places[a - 1] + 1
    if a < len(places) and places[a] is not None:
        return places[a], places[a]
    return None


def with_liquid(new: Sequence[str], old: Sequence[str]) -> list[str]:
    """The new lines with the site's prefix before the addresses that had it."""
    known = {address: prefix for line in old for prefix, address in SITE.findall(line)}
    result = []
    for line in new:
        for address, prefix in known.items():
            line = re.sub(rf"(?<![\w}}/]){re.escape(address)}", lambda m, p=prefix: p + m[0], line)
        result.append(line)
    return result


def with_words(text: str, old: str, new: str, *, count: int = 3) -> list[str]:
    """The text with the words `old` made into `new`, at each of their first places."""
    words = old.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    places = [match.span() for match in pattern.finditer(text)][:count]
    return [text[:start] + new + text[end:] for start, end in places]
