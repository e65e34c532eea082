"""The columns of a schedule's table: which says when, what is read, who presents."""

import re

from readings.identifiers import identifiers_of_url
from readings.markdown import Block

from .bullets import NOTHING
from .headings import section_of
from .heads import by_word, kind_of_head
from .lines import is_deck, lines_of, links_of, plain
from .structure import UNSPECIFIED

FEWEST = 2  # sessions: fewer are no schedule
COLUMNS = by_word(
    {
        "when": "date dates day days when week weeks session class lecture meeting wk # no termin datum woche sitzung",
        "title": "topic topics title titles theme themes subject subjects content contents description what thema"
        " titel",
        "readings": (
            "reading readings paper papers material materials references article articles literature read"
            " required optional recommended suggested additional supplementary background literatur lektüre"
        ),
        "lead": (
            "presenter presenters presented speaker speakers lead leads leader leaders team teams group groups"
            " discussant discussants who student students instructor facilitator facilitators referent referenten"
            " vortragende vortragender"
        ),
        "slides": "slides slide deck decks presentation",
        "links": "link links url urls pdf doi",
        "authors": "author authors autor autoren",
        "venue": "venue conference conf journal",
        "code": "code github repo repository",
        "year": "year jahr published",
    }
)
NOTE_TAKERS = re.compile(r"notes? by|scribes?|bloggers?|blog(?:ging)? teams?|note[ -]?takers?", re.I)
FLAG = re.compile(r"yes|no|y|n|x|✓|✔|✗|✘|[-–]|true|false|required|optional|mandatory|recommended|core|extra", re.I)
WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)\w*\W*", re.I)
OTHER = re.compile(r"\b(?:due|deadlines?|assignments?|homework|notes?|blogs?)\b", re.I)


def schedule_columns(table: Block, fewest: int = FEWEST) -> dict[str, list[int]] | None:
    """Column kind -> places, for a table of meetings with their topics or readings; None for any other."""
    if len(table.blocks) <= fewest:
        return None
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(table.blocks[0].blocks):
        found.setdefault(_kind_of_column(plain(cell.text)), []).append(place)
    set_flags_apart(found, table)
    _find_lists(found, table)
    if "title" not in found and all(
        re.search(r"#|\bno\b", plain(table.blocks[0].blocks[n].text), re.I) for n in found.get("when", [])
    ):
        return None  # numbered rows of readings
    _find_topics(found, table)
    titles = found.get("title", [])
    if "authors" in found and "readings" not in found and titles:
        named = [
            n for n in titles if re.search(r"\b(?:title|paper|article)\b", plain(table.blocks[0].blocks[n].text), re.I)
        ]
        before = max((n for n in titles if n < found["authors"][0]), default=titles[-1])  # the title that people wrote
        paper = named[0] if len(named) == 1 else before
        found["readings"] = [paper]
        found["title"] = [n for n in titles if n != paper]
    return found if "when" in found and ("title" in found or "readings" in found) else None


def _find_topics(columns: dict[str, list[int]], table: Block) -> None:
    """ "Session" over words without a number, beside another column that says when, names what it is about."""
    for place in columns["when"][:] if len(columns.get("when", [])) > 1 else ():
        cells = {plain(row.blocks[place].text) for row in table.blocks[1:] if place < len(row.blocks)} - {""}
        if cells and len(columns["when"]) > 1 and not any(map(_says_when, cells)):
            columns["when"].remove(place)
            columns["title"] = sorted([*columns.get("title", []), place])


def _says_when(cell: str) -> bool:
    return bool(re.search(r"\d", cell) or WEEKDAY.fullmatch(cell) or NOTHING.fullmatch(cell.strip(" .?")))


def _find_lists(columns: dict[str, list[int]], table: Block) -> None:
    """ "If you want more" over links holds readings, and so does any column that cites papers where no other does."""
    for place in list(columns.get("other", [])):
        head = plain(table.blocks[0].blocks[place].text)
        section = section_of(head)
        cells = [row.blocks[place] for row in table.blocks[1:] if place < len(row.blocks)]
        linked = [
            urls for cell in cells if (urls := [link.url for line in lines_of([cell]) for link in links_of(line.spans)])
        ]
        filled = sum(1 for cell in cells if plain(cell.text) and not NOTHING.fullmatch(plain(cell.text).strip(" .")))
        named = (
            section is not None and section[0] != UNSPECIFIED and any(not all(map(is_deck, urls)) for urls in linked)
        )
        cited = sum(1 for urls in linked if any(map(identifiers_of_url, urls)))
        if named or ("readings" not in columns and not OTHER.search(head) and cited * 2 > filled):
            columns["other"].remove(place)
            columns["readings"] = sorted([*columns.get("readings", []), place])


def _kind_of_column(head: str) -> str:
    if NOTE_TAKERS.fullmatch(head.strip(" :")):
        return "blog"
    kind = "" if OTHER.search(head) else kind_of_head(head, COLUMNS)
    if kind == "when" and section_of(head):
        return "readings"  # "Read before class"
    if kind == "when" and re.search(r"\b(?:title|name)s?\b", head, re.I):
        return "title"  # "Session title"
    return kind or "other"


def set_flags_apart(columns: dict[str, list[int]], table: Block) -> None:
    """ "Required?" over yes and no says something of a row's readings, and holds none."""
    for kind in ("readings", "other"):
        for place in list(columns.get(kind, [])):
            said = {plain(row.blocks[place].text) for row in table.blocks[1:] if place < len(row.blocks)} - {""}
            if said and all(FLAG.fullmatch(word) for word in said):
                columns[kind].remove(place)
                columns.setdefault("requirement", []).append(place)
    if not columns.get("readings", True):
        del columns["readings"]
