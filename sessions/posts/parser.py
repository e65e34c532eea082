"""One post's text -> ParsedPost: front matter, Liquid, Document, where the blog begins, readings, the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from readings.markdown import Document, TooCostly, parse

from .assembly import Assembly, first_heading, name_of
from .bullets import is_paper_address
from .callouts import without_boxes
from .characters import clean_body
from .data_files import is_data, parse_data
from .front_matter import Split, split_front_matter
from .lines import descendants
from .liquid import resolve_liquid
from .metadata import Metadata
from .parts import FEWEST
from .structure import Message, ParsedPost, ParsedSession, PostError
from .yaml_events import Mapping as FrontMatter

PARSER_VERSION = 9
MOST_SESSIONS, MOST_READINGS = 1_000, 3_000  # of one file: each is laid beside the others and those on record


def parse_post(text: str, path: str, *, variables: Mapping[str, str] | None = None, hint: str = "") -> ParsedPost:
    """A session's post, or the sessions of a data file. Raises PostError with the line for what cannot be read."""
    if is_data(path):
        return within_bounds(parse_data(text, path, hint=hint))
    split, body, document, warnings = _read(text, variables or {})
    metadata = Metadata(split.values or FrontMatter(), warnings)
    written = metadata.title()
    heading = "" if written else first_heading(document)
    sessions = Assembly(metadata, path, written, heading, document, body, split.body_line, warnings, hint).sessions()
    if split.values is None and not any(session.readings for session in sessions):
        raise PostError(1, "no front matter and no readings: begin the post with --- and title:, or list what is read")
    if split.values is None and not sessions[0].title:
        sessions = (replace(sessions[0], title=title_of_path(path)), *sessions[1:])
    if not sessions[0].title:
        raise PostError(1, "the front matter has no title; add a line title: with the session's name")
    if not body.strip():
        warnings.append(Message(split.body_line, "no text follows the front matter"))
    post = ParsedPost(
        path=path,
        title=written or heading or sessions[0].title,
        term=metadata.term(),
        sessions=sessions,
        images=images_of(document, split.body_line - 1),
        front_matter=split.values or {},
        warnings=tuple(sorted(warnings, key=lambda warning: warning.line)),
    )
    return within_bounds(post)


def within_bounds(post: ParsedPost) -> ParsedPost:
    """The post, unless it lists more than can be taken in at once. Raises PostError with the line from which on."""
    readings = [reading for session in post.sessions for reading in session.readings]
    for what, found, most in (("sessions", post.sessions, MOST_SESSIONS), ("readings", readings, MOST_READINGS)):
        if len(found) > most:
            said = f"{len(found):,} {what} are listed, at most {most:,} are read: split the file"
            raise PostError(max(found[most].line, 1), said)
    return post


def title_of_path(path: str) -> str:
    """For a text that names itself nowhere."""
    name = name_of(path)
    return "Reading list" if name.casefold() in ("readme", "index") else name


def parse_page(text: str, path: str, *, variables: Mapping[str, str] | None = None, hint: str = "") -> ParsedPost:
    """Prose of the course itself, or the sessions of a page that is a schedule. Raises PostError as parse_post does."""
    split, body, document, warnings = _read(text, variables or {})
    told: list[Message] = []
    metadata = Metadata(split.values or FrontMatter(), warnings)
    written = metadata.title()
    heading = first_heading(document)
    sessions = Assembly(metadata, path, written, heading, document, body, split.body_line, told, hint).several()
    is_schedule = holds_papers(sessions)
    post = ParsedPost(
        path=path,
        title=written or heading or name_of(path),
        term=metadata.term() if is_schedule else "",
        sessions=tuple(sessions) if is_schedule else (),
        markdown="" if is_schedule else body.strip(),
        images=images_of(document, split.body_line - 1),
        front_matter=split.values or {},
        warnings=tuple(sorted(warnings + told if is_schedule else warnings, key=lambda warning: warning.line)),
    )
    return within_bounds(post)


def holds_papers(sessions: Sequence[ParsedSession]) -> bool:
    """Is this a schedule with readings, rather than a page of dates and links?"""
    readings = [reading for session in sessions for reading in session.readings]
    papers = [r for r in readings if r.authors or r.venue or any(is_paper_address(link.url) for link in r.links)]
    presented = [session for session in sessions if session.lead_team and session.readings]
    dated = [session for session in sessions if session.date or session.number]
    read = len(papers) >= FEWEST and len(papers) * 2 >= len(readings)
    return len(dated) >= FEWEST and (read or (len(presented) >= FEWEST and len(papers) * 4 >= len(readings)))


def _read(text: str, variables: Mapping[str, str]) -> tuple[Split, str, Document, list[Message]]:
    split = split_front_matter(text)
    warnings = list(split.warnings)
    body, told = clean_body(split.body, split.body_line)
    body, liquid = resolve_liquid(without_boxes(body), variables, split.body_line)
    try:
        document = parse(body)
    except TooCostly as error:
        raise PostError(error.line + split.body_line - 1, error.reason) from None
    warnings += told + liquid + [Message(line + split.body_line - 1, sentence) for line, sentence in document.warnings]
    return split, body, document, warnings


def images_in(markdown: str) -> tuple[str, ...]:
    """The addresses of the pictures of a text. Raises TooCostly."""
    return tuple(address for address, _ in images_of(parse(markdown), 0))


def images_of(document: Document, offset: int) -> tuple[tuple[str, int], ...]:
    """The addresses of the pictures, once each, with the line of the post on which the first stands."""
    images: dict[str, int] = {}
    for top in document.blocks:
        for block in descendants(top):
            for span in block.spans:
                if span.image:
                    images.setdefault(span.image, block.line + offset)
    return tuple(images.items())
