"""What is done for a post before its turn to be written: parsed, its files kept, its texts rendered. No database."""

from dataclasses import dataclass, field
from functools import partial

from readings import workers
from readings.bounded import wanted
from readings.rendering import Rendered
from readings.rendering.stored import Wanted, make_all
from sessions.posts import ParsedPost, PostError, parse_page, parse_post

from .attachments import Attachments, Shelf, attach
from .files import Candidate, Kind

VARIABLES = {"site.baseurl": ""}  # so that a site's own addresses come out relative to its root


@dataclass
class Prepared:
    """A post, ready to be written."""

    parsed: ParsedPost
    found: Attachments
    rendered: list[tuple[Wanted, Rendered]] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)


def parsed_in_bounds(text: str, path: str, kind: Kind = Kind.POST, hint: str = "") -> ParsedPost:
    """The post's text, read by a worker; `hint`: where the year of its days may be named. Raises PostError."""
    parse = parse_page if kind is Kind.PAGE else partial(parse_post, hint=hint)
    try:
        return workers.run(partial(parse, variables=VARIABLES), text, path)
    except workers.OutOfBounds as error:
        raise PostError(1, f"reading this post {error}: make it shorter or simpler") from None


def prepare(candidate: Candidate, text: str, shelf: Shelf, hint: str) -> Prepared:
    """Raises PostError for a post that is refused."""
    parsed = parsed_in_bounds(text, candidate.path, candidate.kind, hint)
    warnings = [(message.line, message.text) for message in parsed.warnings]
    found = attach(shelf, parsed, candidate.path, lambda line, said: warnings.append((line, said)))
    texts = texts_of(parsed, found)
    try:
        rendered = workers.run(make_all, texts)
    except workers.OutOfBounds as error:
        raise PostError(1, f"rendering this post {error}: make it shorter or simpler") from None
    return Prepared(parsed, found, list(zip(texts, rendered, strict=True)), warnings)


def texts_of(parsed: ParsedPost, found: Attachments) -> list[Wanted]:
    """The texts whose HTML the post's records keep, as their models will ask for them."""
    images = found.image_infos()
    texts = [wanted(parsed.markdown, 2, images)]
    for session in parsed.sessions:
        texts.append(wanted(session.introduction, 3, images))
        texts += [wanted(session.note.markdown, 2, images)] if session.note else []
        texts += [wanted(reading.abstract) for reading in session.readings]
    return [text for text in dict.fromkeys(texts) if text.text.strip()]
