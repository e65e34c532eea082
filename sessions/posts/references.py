"""References as people paste them: BibTeX, RIS, CSL-JSON, or one identifier, address or citation after the other."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from readings.identifiers import DOI, identifiers_of_url, normal_arxiv, normal_doi

from .bibliographies import is_csl, records_of_bibtex, records_of_csl, records_of_ris
from .clues import IDENTIFIER
from .records import reading_of_record, reading_of_text
from .structure import UNSPECIFIED, Link, Message, ParsedReading, PostError
from .yaml_events import Mapping, Scalar

MOST_CHARACTERS = 500_000
MOST_REFERENCES = 500
LONGEST_CITATION = 5_000
MARKER = re.compile(r"^\s*(?:[-*+•▪◦–]|\[\d{1,3}\]|\(?\d{1,3}[.)])\s+")
ADDRESS = re.compile(r"<?https?://\S+>?", re.I)
BIBTEX = re.compile(r"^[ \t]*@[A-Za-z]+\s*[{(]", re.M)
# One that names no title: the record completes it, or a look-up, or a person.
UNNAMED, GUESSED, TOLD = 0.4, 0.6, 1.0


def read_references(text: str) -> list[ParsedReading]:
    """The references of a pasted text, each with its line; `confidence` below 1 where its title was only guessed.

    Raises PostError with the line of what cannot be read, or where there is too much of it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MOST_CHARACTERS:
        raise PostError(1, f"more than {MOST_CHARACTERS} characters: paste it in parts")
    found = list(islice(filter(None, _read(text)), MOST_REFERENCES + 1))
    if len(found) > MOST_REFERENCES:
        raise PostError(found[MOST_REFERENCES].line, f"more than {MOST_REFERENCES} references: paste them in parts")
    return found


def _read(text: str) -> Iterator[ParsedReading | None]:
    start = text.lstrip()
    warnings: list[Message] = []
    if BIBTEX.search(text):
        entries, others = parted(text)
        found = [*_of_records(records_of_bibtex(entries, warnings))]
        found += [_of_entry(line, entry) for line, entry in entries_of(others) if not entry.startswith("%")]
        yield from sorted(filter(None, found), key=lambda reading: reading.line)
    elif re.match(r"TY\s{1,2}-", start):
        yield from _of_records(records_of_ris(text, warnings))
    elif re.match(r"\[\s*\{|\{\s*\"", start):
        yield from _of_records(_records_of_json(text))
    else:
        yield from (_of_entry(line, entry) for line, entry in entries_of(text))


def parted(text: str) -> tuple[str, str]:
    """(its BibTeX entries, the rest), each with the other blank. An entry that does not end is all that follows."""
    entries, others, place = [], [], 0
    while match := BIBTEX.search(text, place):
        end = _end_of_entry(text, match.end() - 1)
        before, entry = text[place : match.start()], text[match.start() : end]
        entries += [_blank(before), entry]
        others += [before, _blank(entry)]
        place = end
    return "".join(entries), "".join([*others, text[place:]])


def _end_of_entry(text: str, opening: int) -> int:
    """Behind the bracket that closes the entry."""
    pair = "{}" if text[opening] == "{" else "()"
    depth = 0
    for match in re.compile("[{}()]").finditer(text, opening):
        depth += {pair[0]: 1, pair[1]: -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
    return len(text)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _of_records(records: Iterable[Mapping]) -> Iterator[ParsedReading | None]:
    for record in records:
        yield reading_of_record(record, UNSPECIFIED)


def _records_of_json(text: str) -> list[Mapping]:
    try:
        data = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode()  # half a character, written as an escape, is stored nowhere
    except json.JSONDecodeError as error:
        raise PostError(error.lineno, f"not JSON: {error.msg} (column {error.colno})") from None
    except (RecursionError, ValueError):
        raise PostError(
            1, "not JSON that can be read: nested too deeply, with too long a number or half a character"
        ) from None
    items = data if isinstance(data, list) else data.get("items", [data])
    if not is_csl(items):
        raise PostError(1, "this JSON is no list of references: CSL-JSON has “title” and “author” or “issued”")
    return records_of_csl(items, text)


def entries_of(text: str) -> Iterator[tuple[int, str]]:
    """(line, entry) of plain text.

    In a list an entry is what a marker begins, else a paragraph where blank lines part several, else a line.
    Lines that are all identifiers or addresses are entries each.
    """
    numbered = list(enumerate(text.split("\n"), 1))
    paragraphs = [numbered[first:last] for first, last in _paragraphs(text.split("\n"))]
    for lines in paragraphs:
        marked = bool(MARKER.match(lines[0][1]))
        wrapped = len(paragraphs) > 1 and not all(identifier_link(line) for _, line in lines)
        entry: list[str] = []
        start = lines[0][0]
        for number, line in lines:
            begins = bool(MARKER.match(line)) if marked else not wrapped
            if begins and entry:
                yield start, " ".join(entry)
                entry = []
            start = start if entry else number
            entry.append(MARKER.sub("", line, count=1).strip())
        yield start, " ".join(entry)


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, int]]:
    """(first, behind the last) of each run of lines that are not blank."""
    first = None
    for number, line in enumerate([*lines, ""]):
        if line.strip() and first is None:
            first = number
        elif not line.strip() and first is not None:
            yield first, number
            first = None


def identifier_link(text: str) -> Link | None:
    """The address that a line stands for which is nothing but an identifier or an address."""
    text = text.strip().strip("<>")
    if ADDRESS.fullmatch(text):
        return Link(text)
    if arxiv := normal_arxiv(text):
        return Link(f"https://arxiv.org/abs/{arxiv}", "arXiv")
    bare = re.sub(r"^doi:\s*", "", text, flags=re.I)
    return Link(f"https://doi.org/{normal_doi(bare)}", "DOI") if DOI.fullmatch(bare) else None


def _of_entry(line: int, text: str) -> ParsedReading | None:
    if len(text) > LONGEST_CITATION:
        raise PostError(line, f"one reference of more than {LONGEST_CITATION} characters: is a line break missing?")
    if not re.search(r"\w", text):
        return None
    if link := identifier_link(text):
        return ParsedReading(link.url, links=(link,), text=text, line=line, rule="identifier", confidence=UNNAMED)
    found = reading_of_text(Scalar(text, text, line), UNSPECIFIED)
    if not found:
        return None
    named = [_named_link(match) for match in IDENTIFIER.finditer(text)]
    known = {identifiers_of_url(link.url) for link in found.links}
    links = (*found.links, *(link for link in named if identifiers_of_url(link.url) not in known))
    certain = bool(found.authors or links) and len(found.title.split()) > 1
    return replace(found, links=links, rule="citation", confidence=TOLD if certain else GUESSED)


def _named_link(match: re.Match[str]) -> Link:
    if match["arxiv"]:
        return Link(f"https://arxiv.org/abs/{match['arxiv']}", "arXiv")
    return Link(f"https://doi.org/{normal_doi(match['doi'])}", "DOI")
