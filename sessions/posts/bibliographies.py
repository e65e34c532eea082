"""Reading lists as reference managers write them: BibTeX, RIS, CSL-JSON -> records, each with its line.

BibTeX: https://www.bibtex.org/Format/; RIS: https://en.wikipedia.org/wiki/RIS_(file_format);
CSL-JSON: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html
"""

import codecs
import json
import re
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from typing import Any

import latexcodec  # noqa: F401  registers the codec "ulatex"
from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.exceptions import PybtexError

from .meetings import read_meeting
from .structure import Message, PostError
from .yaml_events import Items, Mapping, Scalar

COMMANDS = re.compile(r"\\[A-Za-z]+\*?\s*(?=\{)|\\(?:textit|textbf|emph|it|bf|em|sc|rm|tt)\b\s*")
RIS_LINE = re.compile(r"([A-Z][A-Z0-9])\s{1,2}-(?:\s(.*))?$")
RIS_KEYS = {
    **dict.fromkeys(("TI", "T1", "CT"), "title"),
    **dict.fromkeys(("AU", "A1"), "authors"),
    **dict.fromkeys(("JO", "JF", "T2", "BT", "JA"), "journal"),
    **dict.fromkeys(("PY", "Y1", "DA"), "published"),
    **dict.fromkeys(("UR", "L1", "L2", "LK"), "urls"),
    **dict.fromkeys(("AB", "N2"), "abstract"),
    **{"DO": "doi", "PB": "publisher", "N1": "remarks", "KW": "keywords"},
}


def record_of(line: int, values: AnyMapping[str, Any]) -> Mapping:
    """Strings and lists of strings as a record of data; empty ones are left out."""
    record = Mapping()
    record.line = line
    for key, value in values.items():
        if isinstance(value, str | int) and str(value).strip():
            record[key] = Scalar(str(value), str(value), line)
        elif isinstance(value, list) and value:
            items = record[key] = Items(Scalar(text, text, line) for text in value)
            items.line = line
    return record


def records_of_bibtex(text: str, warnings: list[Message]) -> list[Mapping]:
    """Raises PostError with the line of what is not BibTeX."""
    records: list[Mapping] = []
    keys: set[str] = set()
    parser = LowLevelParser(text, macros=dict(month_names))
    position, line = 0, 1
    try:
        for command, (key, *rest) in parser:
            line += text.count("\n", position, parser.command_start)
            position = parser.command_start
            if command.lower() in ("string", "preamble"):
                continue
            if key.lower() in keys:
                warnings.append(Message(line, f"the key “{key[:60]}” occurs twice; both entries are read"))
            keys.add(key.lower())
            fields = {name.lower(): "".join(parts) for name, parts in rest[0]}
            records.append(record_of(line, bibtex_values(fields)))
    except PybtexError as error:
        at, said = getattr(error, "lineno", None) or line, re.sub(r"^.*?in line \d+: ", "", str(error))
        raise PostError(at, f"not BibTeX near this line: {said}; is a brace or a comma missing?") from None
    return records


def bibtex_values(fields: dict[str, str]) -> dict[str, Any]:
    """An entry's fields under the names that records of data have."""
    words = {name: from_latex(value) for name, value in fields.items() if name not in ("url", "doi", "eprint")}
    people = words.get("author") or words.get("editor") or ""
    names = [re.sub(r"^others$", "et al.", name) for name in re.split(r"\s+and\s+", people) if name]
    eprint = fields.get("eprint", "")
    is_arxiv = fields.get("archiveprefix", fields.get("eprinttype", "arxiv")).lower() == "arxiv"
    said = [words[name] for name in ("keywords", "keyword", "groups") if name in words]
    keywords = re.search(r"\b(required|optional|more)\b", " ".join(said), re.I)
    return {
        "title": words.get("title", ""),
        "authors": names,
        "venue": next(
            (words[name] for name in ("journal", "journaltitle", "booktitle", "howpublished") if name in words), ""
        ),
        "publisher": words.get("publisher", words.get("school", words.get("institution", ""))),
        "published": words.get("date") or bibtex_date(words),
        "abstract": words.get("abstract", ""),
        "doi": fields.get("doi", ""),
        "arxiv": eprint if is_arxiv else "",
        "url": fields.get("url", "").replace("\\", "") or next(iter(re.findall(r"https?://[^\s{}]+", str(fields))), ""),
        "requirement": keywords[1] if keywords else "",
        "meeting": meeting_among(re.split(r"[,;]", ",".join(said))),
        "remarks": " ".join(words[name] for name in ("note", "annote", "annotation") if name in words),
    }


def meeting_among(keywords: Iterable[str]) -> str:
    """The first keyword that names a meeting, as words: "Week 3" of week3 or week_3, "2024-02-01"."""
    for keyword in map(str.strip, keywords):
        words = keyword if re.match(r"\d", keyword) else re.sub(r"[\s_-]+|(?<=[a-z])(?=\d)", " ", keyword)
        meeting = read_meeting(words, None)
        if meeting.dated or meeting.number is not None:
            return f"{words[:1].upper()}{words[1:]}"
    return ""


def bibtex_date(words: dict[str, str]) -> str:
    """ "2020-06" of year and month, as far as they are given."""
    year, month = words.get("year", ""), words.get("month", "")[:3].lower()
    names = [name[:3].lower() for name in month_names]
    number = names.index(month) + 1 if month in names else int(month) if month.isdecimal() else 0
    return f"{year}-{number:02d}" if re.fullmatch(r"\d{4}", year) and 1 <= number <= 12 else year


def from_latex(text: str) -> str:
    """Accents and dashes as characters; braces and font commands gone; mathematics stays."""
    pieces = re.split(r"(\$[^$]*\$)", text)
    return " ".join("".join(piece if piece.startswith("$") else _plain_latex(piece) for piece in pieces).split())


def _plain_latex(text: str) -> str:
    if "\\" in text:
        text = COMMANDS.sub("", codecs.decode(text, "ulatex"))
    return re.sub(r"[{}]", "", text).replace("~", " ").replace("---", "—").replace("--", "–")


def records_of_ris(text: str, warnings: list[Message]) -> list[Mapping]:
    """Raises PostError with the line of what stands outside a record."""
    records: list[Mapping] = []
    values: dict[str, Any] | None = None
    start, last = 0, ""
    for number, line in enumerate([*text.split("\n"), "ER  -"], 1):
        match = RIS_LINE.match(line.rstrip())
        tag, value = (match[1], (match[2] or "").strip()) if match else ("", line.strip())
        if tag in ("TY", "ER") and values is not None:
            if tag == "TY" or number > text.count("\n") + 1:
                warnings.append(Message(start, "the record is not closed by a line “ER  -”"))
            records.append(record_of(start, values | {"meeting": meeting_among(values.pop("keywords"))}))
            values = None
        if tag == "TY":
            values, start, last = {"authors": [], "urls": [], "keywords": []}, number, ""
        elif tag == "ER" or not value:
            continue
        elif values is None:
            raise PostError(number, "not RIS: a record begins with a line “TY  - ” and ends with “ER  - ”")
        elif tag:
            last = _add_ris(values, tag, value)
        elif last and isinstance(values[last], str):  # a long value that goes on
            values[last] += f" {value}"
    return records


def _add_ris(values: dict[str, Any], tag: str, value: str) -> str:
    """Adds a line's value; returns its key, "" for tags that say nothing here."""
    key = RIS_KEYS.get(tag, "")
    if key in ("authors", "urls", "keywords"):
        values[key].append(value)
    elif key == "remarks":
        values[key] = f"{values.get(key, '')} {value}".strip()
    elif key:
        value = re.sub(r"/+$", "", value).replace("/", "-") if key == "published" else value
        values.setdefault(key, value)
    return key


def is_csl(data: Any) -> bool:
    """Whether JSON is a list of CSL's items."""
    return isinstance(data, list) and any(
        isinstance(item, dict)
        and "title" in item
        and (isinstance(item.get("issued"), dict) or "container-title" in item or _has_csl_names(item.get("author")))
        for item in data
    )


def _has_csl_names(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(name, dict) and "family" in name for name in value)


def records_of_csl(data: list, text: str) -> list[Mapping]:
    """The items' records; lines are those on which their titles stand."""
    records, position = [], 0
    for item in data:
        item = item if isinstance(item, dict) else {"title": ""}
        found = text.find(json.dumps(str(item.get("title", "")), ensure_ascii=False), position)
        position = max(found, position)
        line = text.count("\n", 0, position) + 1
        authors = [csl_name(name) for name in item.get("author") or [] if isinstance(name, dict)]
        venue = item.get("container-title") or item.get("event-title") or ""
        values = {
            "title": item.get("title") or "",
            "authors": [name for name in authors if name],
            "venue": " ".join(word for word in venue if isinstance(word, str)) if isinstance(venue, list) else venue,
            "publisher": item.get("publisher") or "",
            "published": csl_date(item.get("issued")),
            "doi": item.get("DOI") or "",
            "url": item.get("URL") or "",
            "abstract": item.get("abstract") or "",
            "remarks": item.get("note") or "",
        }
        records.append(record_of(line, {key: v for key, v in values.items() if isinstance(v, str | list)}))
    return records


def csl_name(name: dict) -> str:
    parts = [name.get("given"), name.get("non-dropping-particle"), name.get("family"), name.get("suffix")]
    return str(name.get("literal") or " ".join(str(part) for part in parts if part))


def csl_date(issued: Any) -> str:
    """ "2020-06-12" of {"date-parts": [[2020, 6, 12]]}."""
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    first: Iterable = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [int(part) for part in first if re.fullmatch(r"\d{1,4}", str(part))]
    raw = issued.get("raw") or issued.get("literal") if isinstance(issued, dict) else ""
    return "-".join(f"{n:02d}" for n in numbers[:3]) if numbers else str(raw or "")
