"""A heading (or a bold line) that names a reading, with its fields in the blocks below it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from readings.identifiers import title_key
from readings.markdown import Block, Span

from .citations import read_citation
from .clues import LABEL, only_date, only_venue
from .entries import Entry
from .lines import Line, is_link_word, lines_of, plain
from .people import authors_of_line
from .presenters import split_presenter
from .requirement_marks import marked_requirement, without_requirement
from .structure import ParsedReading
from .tails import EMPTY_BRACKETS, Citation
from .title_links import only_people, title_link
from .titles import Title, bare_title, split_title

KINDS = ("list", "paragraph", "quote", "html", "definition_list", "code")
LONGEST = 600  # characters of a line that says the title again
NICKNAME = 4  # words: a longer heading is a title itself


def is_of_entry(block: Block) -> bool:
    """Can a block below the heading hold fields of its reading?"""
    return block.kind in KINDS


def reading_of_heading(
    heading: Block, blocks: Sequence[Block], *, requirement: str, section: str, text: str, sure: bool
) -> ParsedReading | None:
    """The reading a heading names, or None where its words and what stands below name none; `sure`: it is of a list."""
    line = next(lines_of([heading]), None)
    if line is None:
        return None  # a mark and nothing else
    words = "".join("" if is_link_word(span) else span.text for span in heading.spans)
    if only_people(line.text) and (joined := _below_people(heading, line, blocks)):
        return replace(joined, requirement=requirement, section=section, text=text)
    said, words = marked_requirement(words), without_requirement(words)
    words, presenter = split_presenter(EMPTY_BRACKETS.sub(" ", plain(words)))
    cited = _cited(heading, line)
    title = cited or split_title(words)
    lines = [line for block in blocks for line in lines_of([block])]
    if len(title.authors) == 1 and any(len(authors_of_line(line.text)) > 1 for line in lines):
        title = _unless_listed(title, words, lines)
    nickname = ""
    if real := _real_title(title, lines):
        nickname, title, lines = title.text, real[0], real[1]
    part = read_citation(line).part if cited else ""
    entry = Entry(title.authors, title.published, title.venue, presenter, instruction=part)
    entry.take_links(line)
    _read_below(entry, lines, title_key(title.text))
    entry.remarks += [nickname] if nickname else []
    told = entry.evidence or entry.links or entry.authors or entry.venue or len(title.text.split()) > 2
    if not title.text or not told:
        return None
    return entry.reading(
        title.text,
        requirement=said or requirement,
        section=section,
        text=text,
        line=heading.line,
        rule="heading with bullets",
        confidence=1.0 if sure and entry.evidence else 0.7,
    )


def _read_below(entry: Entry, lines: Sequence[Line], key: str) -> None:
    """The lines below a title; those that say it once more (`key`) give their links or what they cite."""
    for line in lines:
        said_again = title_key(line.text) if key and len(line.text) <= LONGEST else ""
        if said_again and said_again == key:
            entry.take_links(line)
        elif said_again and key in said_again and (known := _citing(line, key)):
            entry.take_citation(known, line)
        else:
            entry.read([line])


def _citing(line: Line, key: str) -> Citation | None:
    """What "Ann Lee, Bo Chen. *Title.* Nature 393" below the title adds; None for a line that does not cite it."""
    found = read_citation(line)
    told = found.certain and not found.rest and (found.authors or found.venue)
    return found if told and title_key(found.title) == key else None


def _below_people(heading: Block, line: Line, blocks: Sequence[Block]) -> ParsedReading | None:
    """ "### Lee & Chen (1998)" over "*Title.* Nature 393." with the rest of the entry."""
    first, *further = [line for block in blocks for line in lines_of([block])] or [None]
    if first is None:
        return None
    cited = Line((*line.spans, Span(" "), *first.spans), 0, line.number)
    found = read_citation(cited)
    if not (found.certain and found.title in first.text):
        return None
    entry = Entry(found.authors, found.published, found.venue, instruction=found.part)
    entry.take_links(cited)
    entry.read(further)
    return entry.reading(found.title, line=heading.line, rule="heading of people over a title", confidence=0.8)


def _cited(heading: Block, line: Line) -> Title | None:
    """ "**Title** (Venue 2016). Ann Lee, Bo Chen.": a bold title with its people on one line."""
    if not heading.spans[0].strong or all(span.strong or is_link_word(span) for span in heading.spans):
        return None
    found = read_citation(line)
    told = found.certain and found.authors and not found.rest
    return Title(found.title, found.authors, found.venue, found.published) if told else None


def _unless_listed(title: Title, words: str, lines: Sequence[Line]) -> Title:
    """The title with the words cut from its end as a name ("by Noisy Channels"), where the people listed are others."""
    listed = [name for line in lines for name in authors_of_line(line.text)]
    name = title.authors[0]
    if name in listed or name not in words:
        return title
    return Title(bare_title(words[: words.index(name) + len(name)]), (), title.venue, title.published)


def _real_title(title: Title, lines: Sequence[Line]) -> tuple[Title, Sequence[Line]] | None:
    """(title, other lines) where the heading is a nickname: its first line is a title, and people stand below it."""
    if len(lines) < 2 or len(title.text.split()) > NICKNAME or title.authors:
        return None
    said = [line for line in lines if line.words and not only_date(line.text)]
    if len(said) < 2:
        return None
    line, words = said[0], plain(re.sub(r"https?://\S+", " ", said[0].text)).split()
    if not 4 <= len(words) <= 25 or line.text.endswith((".", ":")) or LABEL.match(line.text):
        return None
    if authors_of_line(line.text) or only_date(line.text) or only_venue(line.text):
        return None
    if not (authors_of_line(said[1].text) or title_link(list(line.spans)) == (0, len(line.spans) - 1)):
        return None
    found = split_title(line.text)
    return Title(found.text, found.authors, found.venue or title.venue, found.published or title.published), [
        Line(tuple(span for span in line.spans if span.href), line.depth, line.number),
        *(other for other in lines if other is not line),
    ]
