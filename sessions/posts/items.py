"""An item of a list: its own line, what stands below it, and the several titles that it may hold."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from readings.markdown import Block, Span

from .clues import LABEL, only_date, split_label
from .field_labels import ABSTRACT_LABELS, DATE_LABELS, PEOPLE_LABELS, PRESENTER_LABELS, VENUE_LABELS
from .headings import section_of
from .lines import LINK_WORDS, Line, is_deck, is_link_word, joined, lines_of, links_of, markdown_of, plain, split_lines
from .meetings import UNIT
from .people import authors_of_line
from .structure import Deck
from .titles import LEAD

LONG = 300  # characters: a longer item is prose
# Labels of lines that are never entries themselves.
OWN_LABELS = (
    PEOPLE_LABELS | VENUE_LABELS | DATE_LABELS | ABSTRACT_LABELS | {"link", "links", "url", "urls", "doi"}
) - {"source"}
# "Supplement: [PDF](…)"
KIND_OF_LINK = re.compile(
    r"(?:supplement(?:s|ary|al)?(?:\s+\w+)?|appendix|errat(?:um|a)|code|data(?:\s*set)?|poster)\s*:", re.I
)
SLIDES = re.compile(r"(?:slides?|presentations?|lecture slides|decks?)\b", re.I)
# What stands between several titles of one item.
BETWEEN = re.compile(r"(?:[\s,;+&.]|\b(?:and|or|the|an?|papers?|surveys?|also|by|see)\b)*")

# What may stand before the first of several titles with their addresses, and what stands before each other.
LEAD_IN = re.compile(r"[^:;.]{2,40}:\s+(?=[“\"A-Z])")
NEXT_TITLE = re.compile(r"\)?\s*(?:[,;|/+&]|\b(?:and|also)\b)[\s,;]*(?:\b(?:and|also)\s+)?(?=[“\"A-Z\d])")
FEWEST_WORDS = 3  # of a title


def own_line(item: Block) -> Line | None:
    """The item's own text as one line: hard-wrapped citations are joined, links and lists of people below are not."""
    lines = list(split_lines(item.spans, 0, item.line))
    if not lines:
        return None
    count = 1
    while count < len(lines) and _goes_on(lines[count - 1], lines[count]):
        count += 1
    return joined(lines[:count])


def _goes_on(line: Line, following: Line) -> bool:
    """Is the next line the rest of a wrapped one, rather than a field of its own?"""
    if (
        not following.words
        or LABEL.match(following.text)
        or authors_of_line(following.text)
        or only_date(following.text)
    ):
        return False
    return len(line.text) + len(following.text) < LONG and (
        following.text[0].islower()
        or line.text.endswith((",", "-", "and", "of", "for", "the", "with"))
        or bool(re.search(r"\b[A-Z]\.$", line.text))
    )


def further_lines(item: Block) -> list[Line]:
    """The lines below the item's own."""
    own = list(split_lines(item.spans, 0, item.line))
    count = 1
    while count < len(own) and _goes_on(own[count - 1], own[count]):
        count += 1
    nested = [Line(line.spans, max(line.depth - 1, 0), line.number) for line in list(lines_of([item]))[len(own) :]]
    return own[count:] + nested


def is_field(item: Block) -> bool:
    """ "Authors: …", "Venue: …": an item that says something of the entry above it."""
    line = own_line(item)
    if not line or item.blocks:
        return False
    return split_label(line.text)[0] in OWN_LABELS or bool(
        KIND_OF_LINK.match(line.text) and not line.words and any(map(is_link_word, line.spans))
    )


def is_presenter(item: Block) -> bool:
    line = own_line(item)
    return bool(line) and not (item.blocks or line.links) and split_label(line.text)[0] in PRESENTER_LABELS


def with_fields(items: Iterable[Block]) -> Iterator[Block]:
    """The items, each with the fields that stand below it as items of the same list."""
    current: Block | None = None
    for item in items:
        if current and (is_field(item) or _is_address_of(item, current)):
            current = replace(current, blocks=(*current.blocks, Block("list", item.line, blocks=(item,))))
            continue
        if current and is_presenter(item):
            yield item  # of the session: the entry may go on behind it
            continue
        if current:
            yield current
        current = item
    if current:
        yield current


def _is_address_of(item: Block, above: Block) -> bool:
    """Is the item nothing but addresses, below one that names something and gives none?"""
    line, title = own_line(item), own_line(above)
    if line is None or title is None or line.words or not line.links or item.blocks or above.blocks:
        return False
    if not all(is_link_word(span) for span in line.spans if span.href):
        return False  # the words of the link are a title
    return len(title.words.split()) > 2 and not title.links and not title.text.endswith(":")


def children_of(item: Block) -> list[Block]:
    return [child for block in item.blocks if block.kind == "list" for child in block.blocks]


# "…; optional: [Title](…)"
NEXT_LABEL = re.compile(
    r"[\s,;.|]{1,5}(?P<label>(?:required|optional|recommended|background|additional|further|extra)(?:\s+reading)?\s*:)\s*$",
    re.I,
)


def split_links(line: Line) -> Iterator[Line]:
    """ "[A title](…) and [Another title](…)" as two lines; "[Title](…) [pdf](…)" stays one."""
    current: list[Span] = []
    for span in line.spans:
        if span.href and not is_link_word(span) and any(other.href and not is_link_word(other) for other in current):
            label = NEXT_LABEL.search(current[-1].text) if not current[-1].href else None
            ended = [*current[:-1], current[-1].with_text(current[-1].text[: label.start()])] if label else current
            yield Line(tuple(ended), line.depth, line.number)
            current = [Span(f"{label['label']} ")] if label else []
        between = re.sub(r"^\s*[,;+]\s*|\s*(?:[,;+]|\band)\s*$", " ", span.text)
        current.append(span if span.href else replace(span, text=between))
    yield Line(tuple(current), line.depth, line.number)


def entries_of(item: Block) -> list[Block]:
    """An item that cites several titles, each with its address and nothing else, as several items."""
    line = own_line(item)
    if line and not item.blocks and (pairs := addressed_titles(line)):
        return [replace(item, spans=spans) for spans in pairs]
    titles = [span for span in item.spans if span.href and not is_link_word(span)]
    others = LEAD.sub("", plain("".join(span.text for span in item.spans if not span.href)))
    if line is None or len(titles) < 2 or item.blocks or not BETWEEN.fullmatch(others):
        return [item]
    parts = [tuple(span for span in part.spans if span.href) for part in split_links(line)]
    return [replace(item, spans=spans) for spans in parts]


def addressed_titles(line: Line) -> list[tuple[Span, ...]]:
    """ "A title, https://…; Another title, https://…" as the spans of each title; [] for anything else."""
    pairs: list[tuple[Span, ...]] = []
    current: list[Span] = []
    for span in line.spans:
        if not span.href or "://" not in span.text:
            current.append(span)
            continue
        words = plain("".join(part.text for part in current))
        before = NEXT_TITLE.match(words) if pairs else LEAD_IN.match(words)
        title = words[before.end() :] if before and (pairs or section_of(before[0])) else words
        named = len(LINK_WORDS.sub(" ", title).split()) >= FEWEST_WORDS and not any(part.href for part in current)
        if not named or (pairs and not before):
            return []
        pairs.append((Span(re.sub(r"[\s,:(–—-]+$", "", title) + " "), span))
        current = []
    rest = "".join(part.text for part in current)
    return pairs if len(pairs) > 1 and not re.search(r"\w", rest) else []


def decks_of_lecture(item: Block) -> list[Deck]:
    """The decks of "Lecture 1: Trees [slides](…)" or "[Slides of Monday](…)": nothing to read."""
    links = links_of(item.spans)
    decks = (UNIT.match(plain(item.text)) or SLIDES.match(plain(item.text))) and all(
        is_deck(link.url) for link in links
    )
    return [Deck(link.url, link.label) for link in links] if decks else []


def source_of(item: Block) -> str:
    """An item as Markdown again, nested ones indented."""
    return "\n".join(
        "  " * line.depth + ("- " if line.depth or not place else "  ") + markdown_of(line.spans)
        for place, line in enumerate(lines_of([item]))
    )


def text_of(block: Block) -> str:
    """A block as Markdown again."""
    if block.kind == "list":
        return "\n".join(map(source_of, block.blocks))
    return "\n".join(markdown_of(line.spans) for line in lines_of([block]))
