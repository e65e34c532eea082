"""One post's text -> ParsedPost: front matter, Liquid, Document, where the blog begins, readings, the rest."""

import datetime
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath

from readings.markdown import Document, TooCostly, parse

from .characters import clean_body, clean_line
from .front_matter import Split, split_front_matter
from .headings import blog_title, section_of
from .lines import descendants, plain
from .liquid import resolve_liquid
from .metadata import Metadata
from .pieces import Pieces
from .sections import SectionReader
from .structure import Message, ParsedPost, ParsedSession, PostError
from .yaml_events import Mapping as FrontMatter

PARSER_VERSION = 1


def parse_post(
    text: str, path: str, *, variables: Mapping[str, str] | None = None, front_matter_required: bool = True
) -> ParsedPost:
    """A session's post. Raises PostError with the line of the post for what cannot be read."""
    split, body, document, warnings = _read(text, variables or {})
    metadata = Metadata(split.values or FrontMatter(), warnings)
    title = metadata.title()
    session = _session(metadata, title, path, body, document, split.body_line, warnings)
    if split.values is None and not session.readings:
        raise PostError(1, "no front matter and no readings: begin the post with --- and title:, or list what is read")
    if not session.title:
        raise PostError(1, "the front matter has no title; add a line title: with the session's name")
    if not body.strip():
        warnings.append(Message(split.body_line, "no text follows the front matter"))
    return ParsedPost(
        path=path,
        title=session.title,
        term=metadata.text("term"),
        sessions=(session,),
        images=images_of(document, split.body_line - 1),
        warnings=tuple(sorted(warnings, key=lambda warning: warning.line)),
    )


def parse_page(text: str, path: str, *, variables: Mapping[str, str] | None = None) -> ParsedPost:
    """Prose of the course itself. Raises PostError as parse_post does."""
    split, body, document, warnings = _read(text, variables or {})
    metadata = Metadata(split.values or FrontMatter(), warnings)
    title = metadata.title() or _first_heading(document) or _name_of(path)
    return ParsedPost(
        path=path,
        title=title,
        markdown=body.strip(),
        images=images_of(document, split.body_line - 1),
        warnings=tuple(warnings),
    )


def _read(text: str, variables: Mapping[str, str]) -> tuple[Split, str, Document, list[Message]]:
    split = split_front_matter(text)
    warnings = list(split.warnings)
    body, told = clean_body(split.body, split.body_line)
    body, liquid = resolve_liquid(body, variables, split.body_line)
    try:
        document = parse(body)
    except TooCostly as error:
        raise PostError(error.line + split.body_line - 1, error.reason) from None
    warnings += told + liquid + [Message(line + split.body_line - 1, sentence) for line, sentence in document.warnings]
    return split, body, document, warnings


def _session(
    metadata: Metadata, title: str, path: str, body: str, document: Document, body_line: int, warnings: list[Message]
) -> ParsedSession:
    tags, categories = metadata.names("tags", "tag"), metadata.names("categories", "category")
    title = title or _first_heading(document)
    pieces = Pieces.of(document, body)
    found = SectionReader(pieces.front, pieces.sources, title, f"{title}; {'; '.join(tags)}", pieces.footnotes).read()
    return ParsedSession(
        title=title,
        date=_date(metadata, path, warnings),
        number=metadata.number() or number_of_path(path),
        status=metadata.status(),
        lead_team=metadata.text("video"),
        blog_team=metadata.text("notes"),
        tags=tags,
        categories=categories,
        slides=metadata.decks() + tuple(found.slides),
        introduction=pieces.introduction(found),
        readings=tuple(replace(reading, line=reading.line + body_line - 1) for reading in found.readings),
        note=pieces.note(found.used_footnotes, body_line),
    )


def _date(metadata: Metadata, path: str, warnings: list[Message]) -> datetime.date | None:
    """The front matter's date, else the file name's."""
    written, named = metadata.date(), None
    if match := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=\D|$)", PurePosixPath(path).name):
        with suppress(ValueError):
            named = datetime.date(*(int(part) for part in match.groups()))
    if written and named and written != named:
        warnings.append(
            Message(
                metadata.line("date"), f"the date {written} is not that of the file name, {named}; {written} counts"
            )
        )
    return written or named


def number_of_path(path: str) -> int | None:
    """18 of "S0-L18.md", 2 of "W02.2.agentb.md", 5 of "lecture-5.md"."""
    stem = re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-?", "", PurePosixPath(path).stem)
    found = re.findall(
        r"(?:^|[^a-z])(?:session|lecture|week|class|day|unit|module|[slw])[-_ ]?(\d{1,3})(?!\d)", stem, re.I
    )
    return int(found[-1]) if found else None


def _first_heading(document: Document) -> str:
    heading = next((block for block in document.blocks if block.kind == "heading"), None)
    title = clean_line(plain(heading.text))[0] if heading and heading.level <= 2 else ""
    return "" if section_of(title) or blog_title(title) is not None else title[:300]


def _name_of(path: str) -> str:
    return re.sub(r"[-_]+", " ", PurePosixPath(path).stem).strip() or path


def images_of(document: Document, offset: int) -> tuple[tuple[str, int], ...]:
    """The addresses of the pictures, once each, with the line of the post on which the first stands."""
    images: dict[str, int] = {}
    for top in document.blocks:
        for block in descendants(top):
            for span in block.spans:
                if span.image:
                    images.setdefault(span.image, block.line + offset)
    return tuple(images.items())
