"""What a course means by `video`, `notes` and `extraContent`: from their values and its index page's column heads."""

import re
from collections.abc import Sequence

from .liquid_tree import NotUnderstood, tree_of
from .liquid_values import STRING

LONGEST_LABEL = 40  # characters
KEYS = ("video", "notes", "extraContent")
ROLE = re.compile(
    r"(?:the\s+)?(?:instructors?|professors?|prof\.?|staff|tas?|everyone|all|guests?|guest (?:speaker|lecture)"
    r"|nobody|none|tb[ad])\W*",
    re.I,
)
TEAM = re.compile(r"\W*(?:(?:team|group|grp|squad)[\s#_-]*(?:\d{1,3}|[a-z])|[tg][\s#_-]?\d{1,3})\b.*", re.I)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+\.(?:mp4|pdf|pptx?|html?)", re.I)
PARTICLES = {"and", "de", "der", "den", "di", "da", "la", "le", "van", "von", "bin", "al", "del", "y", "e"}
# Heads that repeat the key, or say nothing.
EMPTY_HEAD = re.compile(
    r"\W*(?:videos?|notes?|extra\s*(?:content)?s?|more|info(?:rmation)?|others?|misc|column)?\W*", re.I
)
CELL = re.compile(r"<t[dh]\b[^<>]{0,500}>", re.I)


def page_heads(template: str) -> dict[str, str]:
    """Front matter key -> the head of the column in which the page shows it; keys without a column are left out."""
    try:
        tree_of(template)
    except NotUnderstood:
        return {}
    lines = _without_liquid(template)
    return _html_heads(lines) or _markdown_heads(lines)


def _without_liquid(template: str) -> str:
    """Outputs become words such as \\x01video\\x02, so that a filter's | is no column; tags go."""
    pieces, position = [], 0
    while (start := template.find("{", position)) >= 0:
        mark = template[start : start + 2]
        if mark not in ("{{", "{%"):
            pieces.append(template[position : start + 1])
            position = start + 1
            continue
        end = template.find("}}" if mark == "{{" else "%}", start + 2)
        if end < 0:
            break
        inside = re.sub(STRING, "", template[start + 2 : end])
        keys = [key for key in KEYS if re.search(rf"\.{key}\b", inside)]
        pieces += [template[position:start], *(f"\x01{key}\x02" for key in keys)]
        position = end + 2
    return "".join([*pieces, template[position:]])


def _html_heads(text: str) -> dict[str, str]:
    heads: list[str] = []
    found: dict[str, str] = {}
    for row in re.split(r"<tr\b", text, flags=re.I)[1:]:
        row = re.split(r"</tr\b", row, flags=re.I)[0]
        cells = CELL.split(row)[1:]
        if re.search(r"<th\b", row, re.I) and len(cells) > 1:
            heads = [_plain(cell) for cell in cells]
        elif len(cells) == len(heads):
            found = _matched(heads, cells, found)
    return found


def _markdown_heads(text: str) -> dict[str, str]:
    heads: list[str] = []
    found: dict[str, str] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if "|" not in line:
            continue
        cells = line.strip().strip("|").split("|")
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if "-" in below and re.fullmatch(r"[\s|:-]+", below):
            heads = [_plain(cell) for cell in cells]
        elif len(cells) == len(heads):
            found = _matched(heads, cells, found)
    return found


def _matched(heads: Sequence[str], cells: Sequence[str], found: dict[str, str]) -> dict[str, str]:
    named = {key: head for head, cell in zip(heads, cells, strict=True) for key in KEYS if f"\x01{key}\x02" in cell}
    return {**named, **found}


def _plain(cell: str) -> str:
    text = re.sub(r"<[^<>]{0,500}>|[*_`#\x01\x02]", " ", cell)
    return re.sub(r"\s+", " ", text).strip()


def propose_label(values: Sequence[str], head: str, *, default: str, prose: str) -> str:
    """What to call a value of a course: a useful column head; else `default` for people, `prose` for topics."""
    said = [value for value in values if value and not ROLE.fullmatch(value)]
    teams = [value for value in said if TEAM.fullmatch(value)]
    topics = [value for value in said if is_prose(value)]
    addresses = [value for value in said if ADDRESS.fullmatch(value)]
    kind = max((teams, "team"), (topics, "prose"), (addresses, "address"), key=lambda pair: len(pair[0]))
    kind = kind[1] if len(kind[0]) * 2 > len(said) else ""
    about_people = bool(re.search(r"team|group|lead|present|speaker|scribe|blog|who|by\b|student", head, re.I))
    useful = 0 < len(head) <= LONGEST_LABEL and not EMPTY_HEAD.fullmatch(head)
    if useful and (about_people or kind != "team") and not (about_people and kind == "prose"):
        return head
    return {"prose": prose, "address": "Link"}.get(kind, default)


def is_prose(value: str) -> bool:
    """ "Benchmarks for agents" and "on nlp basics", but neither "team-4" nor "Alice de Vries and Bob"."""
    if TEAM.fullmatch(value) or ROLE.fullmatch(value) or ADDRESS.fullmatch(value):
        return False
    words = re.findall(r"[^\W\d_]+", value)
    return len(words) > 1 and any(word.islower() and word not in PARTICLES for word in words)


def names_file(value: str) -> bool:
    """Whether a value of `extraContent` can be a deck's name: a file or an address, neither a team nor a sentence."""
    return bool(ADDRESS.fullmatch(value)) or not (
        re.search(r"\s", value) or TEAM.fullmatch(value) or ROLE.fullmatch(value)
    )
