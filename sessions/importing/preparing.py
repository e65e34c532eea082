"""What is done for a post before its turn to be written: parsed, its files kept, its texts rendered. No database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from readings import workers
from readings.bounded import rendered_ahead, wanted
from readings.rendering import ImageInfo, Rendered
from readings.rendering.stored import Wanted
from sessions.models.image import named_in
from sessions.posts import ParsedPost, PostError, parse_page, parse_post

from .attachments import Attachments, Shelf, attach
from .files import Candidate, Kind
from .looked_at import to_look_at

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
    parse = parse_page if kind is Kind.PAGE else parse_post
    try:
        return workers.run(partial(parse, variables=VARIABLES, hint=hint), text, path)
    except PostError:
        raise
    except workers.OutOfBounds as error:
        raise PostError(1, f"reading this post {error}: make it shorter or simpler") from None
    except Exception as error:  # a fault of the parser costs one post, not the import
        raise PostError(1, f"reading this post failed, a fault of this program to be reported: {error!r}") from error


def prepare(candidate: Candidate, text: str, shelf: Shelf, hint: str) -> Prepared:
    """Raises PostError for a post that is refused."""
    parsed = parsed_in_bounds(text, candidate.path, candidate.kind, hint)
    warnings = [(message.line, message.text) for message in parsed.warnings]
    found = attach(shelf, parsed, candidate.path, lambda line, said: warnings.append((line, said)))
    texts = texts_of(parsed, found.image_infos(), shelf.brought)
    try:
        rendered = rendered_ahead(texts)
    except workers.OutOfBounds as error:
        raise PostError(1, f"rendering this post {error}: make it shorter or simpler") from None
    warnings += to_look_at(text, parsed, {one.text: made for one, made in rendered})
    return Prepared(parsed, found, rendered, warnings)


def texts_of(parsed: ParsedPost, images: dict, brought: Mapping[str, ImageInfo]) -> list[Wanted]:
    """The texts whose HTML the post's records keep, as their models will ask for them."""

    def shown(text: str, level: int) -> Wanted:
        return wanted(text, level, {**named_in(text, brought), **images})

    texts = [shown(parsed.markdown, 2)]
    for session in parsed.sessions:
        texts.append(shown(session.introduction, 3))
        texts += [shown(session.note.markdown, 2)] if session.note else []
        texts += [wanted(reading.abstract) for reading in session.readings]
    return [text for text in dict.fromkeys(texts) if text.text.strip()]
