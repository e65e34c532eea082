"""List items (and paragraphs) that are themselves readings."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from readings.identifiers import identifiers_of_url, url_key
from readings.markdown import Block, Span

from .citations import KIND_LABEL, REQUIREMENT, is_link_word, read_citation, title_link
from .clues import LABEL, only_date, only_venue, split_label
from .entries import ABSTRACT_LABELS, DATE_LABELS, PEOPLE_LABELS, VENUE_LABELS, Entry
from .lines import Line, joined, lines_of, links_of, plain, split_lines
from .people import authors_of_line
from .structure import MORE, REQUIRED, ParsedReading
from .titles import LETTER, bare_title

LONG = 300  # characters: a longer item is prose
QUESTION = re.compile(
    r"^(?:what|why|how|when|where|who|which|is|are|do|does|did|can|could|should|would|will)\b.*\?$", re.I
)
# "(blog post, optional)"
IN_BRACKETS = re.compile(r"[(\[](?:[^()\[\]]{1,30},\s*)?(?P<word>required|mandatory|optional|recommended)[)\]]", re.I)
NOTHING = re.compile(
    (
        r"(?:tbd|tba|n/?a|none|coming soon|to be (?:announced|determined|decided)|(?:coffee |lunch )?break|lunch"
        r"|wrap-?up|no (?:class"
        r"|readings?|meeting|session)\b.*)"
    ),
    re.I,
)


# Labels of lines that are never entries themselves.
OWN_LABELS = (
    PEOPLE_LABELS | VENUE_LABELS | DATE_LABELS | ABSTRACT_LABELS | {"link", "links", "url", "urls", "doi"}
) - {"source"}
# What stands between several titles of one item.
BETWEEN = re.compile(r"(?:[\s,;+&]|\b(?:and|or|the|an?|papers?|surveys?|also|by|see)\b)*")


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


def looks_like_reading(item: Block) -> bool:
    """Does this item name a paper of its own, rather than say something about the heading's?"""
    line = own_line(item)
    if (
        line is None
        or not (line.words or title_link(list(line.spans)))
        or is_labelled(item)
        or (QUESTION.match(line.text) and not _is_named(item, line))
        or NOTHING.fullmatch(line.text.strip(" .*"))
    ):
        return False
    if _long_entry(line):
        return True
    if len(line.text) > LONG and not read_citation(line).certain:
        return False
    if (
        (LABEL.match(line.text) and not REQUIREMENT.match(line.text) and not is_titled(line))
        or only_date(line.text)
        or only_venue(line.text)
        or (authors_of_line(line.text) and len(line.links) != 1)
    ):
        return False
    if LETTER.match(line.text):
        return True
    if line.links or line.decks:
        return _title_like(line)
    citation = read_citation(line)
    if citation.certain and citation.authors and (citation.published or citation.venue):
        return True
    below = any(rest.links or rest.decks for rest in further_lines(item))
    return below and len(line.text) < 200 and not line.text.endswith(":")


def is_titled(line: Line) -> bool:
    """ "Title: Attention is all you need", "Paper: [Title](…)"."""
    label, text = split_label(line.text)
    words = re.sub(r"https?://\S+", " ", text).split()
    return label in ("title", "paper") and len(words) > 2


def is_field(item: Block) -> bool:
    """ "Authors: …", "Venue: …": an item that says something of the entry above it."""
    line = own_line(item)
    return bool(line) and not item.blocks and split_label(line.text)[0] in OWN_LABELS


def with_fields(items: Iterable[Block]) -> Iterator[Block]:
    """The items, each with the fields that stand below it as items of the same list."""
    current: Block | None = None
    for item in items:
        if current and is_field(item):
            current = replace(current, blocks=(*current.blocks, Block("list", item.line, blocks=(item,))))
            continue
        if current:
            yield current
        current = item
    if current:
        yield current


def _is_named(item: Block, line: Line) -> bool:
    """Is a question a title: all of it a link, or with people, a venue or an address below?"""
    if line.spans and all(span.href or not span.text.strip() for span in line.spans):
        return True
    return bool(Entry().read(further_lines(item)).evidence - {"description"})


def _title_like(line: Line) -> bool:
    citation = read_citation(line)
    words = bare_title(plain("".join(span.text for span in line.spans if not span.href))).split()
    return citation.certain or (bool(citation.title) and len(words) <= 25 and len(citation.title.split()) <= 30)


def is_labelled(item: Block) -> bool:
    """ "**Input:** receives data": a definition, not a title."""
    first = item.spans[0] if item.spans else None
    rest = plain("".join(span.text for span in item.spans[1:]))
    return bool(
        first
        and not is_titled(own_line(item))
        and first.strong
        and not first.href
        and (plain(first.text).endswith(":") or rest.startswith(":"))
        and rest.strip(": ")
        and not REQUIREMENT.match(plain(item.text))
        and not any(span.href for span in item.spans)
    )


def is_labelled_entry(item: Block) -> bool:
    """ "Video: Let's build GPT https://…": an entry under the kind of thing it is."""
    line = own_line(item)
    return bool(line and line.links and KIND_LABEL.match(line.text) and not is_labelled(item))


def names_something(item: Block) -> bool:
    """ "Chapter 2 of ...": an item without any address that may still be read."""
    line = own_line(item)
    return bool(
        line
        and 3 <= len(line.words.split()) <= 40
        and not is_labelled(item)
        and not LABEL.match(line.text)
        and not line.text.endswith((":", "?"))
        and not NOTHING.match(line.text)
        and not authors_of_line(line.text)
        and len(line.text) <= LONG
    )


def split_links(line: Line) -> Iterator[Line]:
    """ "[A title](…) and [Another title](…)" as two lines; "[Title](…) [pdf](…)" stays one."""
    current: list[Span] = []
    for span in line.spans:
        if span.href and not is_link_word(span) and any(other.href and not is_link_word(other) for other in current):
            yield Line(tuple(current), line.depth, line.number)
            current = []
        between = re.sub(r"^\s*[,;+]\s*|\s*(?:[,;+]|\band)\s*$", " ", span.text)
        current.append(span if span.href else replace(span, text=between))
    yield Line(tuple(current), line.depth, line.number)


def entries_of(item: Block) -> list[Block]:
    """An item that cites several titles, each with its address and nothing else, as several items."""
    line = own_line(item)
    titles = [span for span in item.spans if span.href and not is_link_word(span)]
    others = plain("".join(span.text for span in item.spans if not span.href))
    if line is None or len(titles) < 2 or item.blocks or not BETWEEN.fullmatch(others):
        return [item]
    parts = [tuple(span for span in part.spans if span.href) for part in split_links(line)]
    return [replace(item, spans=spans) for spans in parts]


def is_bare_address(item: Block) -> bool:
    """An address and nothing else: to be read, though its title is not known."""
    line = own_line(item)
    return bool(
        line
        and not line.words
        and not children_of(item)
        and len(line.links) == 1
        and re.match(r"https?:", line.links[0].url)
    )


def title_of_address(url: str) -> str:
    """A stand-in for a title: "arXiv:1706.03762", else the address without its scheme."""
    arxiv = identifiers_of_url(url).arxiv
    return f"arXiv:{arxiv}" if arxiv else url_key(url)[:300]


def is_group(item: Block) -> bool:
    """ "Two papers on diffusion models:" with the papers below it."""
    line, nested = own_line(item), children_of(item)
    if line is None or not nested or line.links or LETTER.match(line.text):
        return False
    readings = sum(looks_like_reading(child) for child in nested)
    return readings * 2 >= len(nested) and (line.text.endswith(":") or (readings > 1 and len(line.text.split()) <= 6))


def children_of(item: Block) -> list[Block]:
    return [child for block in item.blocks if block.kind == "list" for child in block.blocks]


def _long_entry(line: Line) -> bool:
    """ "Title / - abstract" in one item; the left part is no list of people."""
    match = re.match(r"([^/]{8,200})\s/\s+-?\s*\S.{60,}", line.text)
    return bool(match and not authors_of_line(match[1]) and not re.search(r"[.!]\s+[A-Z]", match[1]))


def reading_of_item(item: Block, requirement: str, section: str, text: str) -> ParsedReading | None:
    """The reading an item names, or None where no title is left."""
    line = own_line(item)
    return reading_of_lines(line, further_lines(item), requirement, section, text) if line else None


def reading_of_lines(
    line: Line, further: Iterable[Line], requirement: str, section: str, text: str
) -> ParsedReading | None:
    """The reading that a line cites, with what the lines below it add."""
    citation = read_citation(line)
    if not citation.title and len(line.links) == 1:
        citation = replace(citation, title=title_of_address(line.links[0].url))
    if not citation.title or NOTHING.fullmatch(citation.title):
        return None
    entry = Entry(citation.authors, citation.published, citation.venue)
    entry.take_links(line)
    if citation.rest:
        (entry.description if len(citation.rest.split()) > 6 else entry.remarks).append(citation.rest)
    entry.read(further)
    if marked := REQUIREMENT.match(line.text) or IN_BRACKETS.search(line.text):
        requirement = (
            REQUIRED if marked["word"].lower() in ("required", "mandatory", "primary", "main", "core") else MORE
        )
    certain = bool(line.words or citation.certain) and (
        citation.certain or bool(entry.links) or bool(LETTER.match(line.text))
    )
    return entry.reading(
        citation.title,
        requirement=requirement,
        section=section,
        text=text,
        line=line.number,
        rule="entry of a reading list",
        confidence=0.9 if certain else 0.6,
    )


def has_identifier(item: Block) -> bool:
    """Does the item link to a paper: arXiv, DOI, OpenReview, ACL, or a PDF elsewhere?"""
    return any(is_paper_address(link.url) for link in links_of(item.spans))


def is_paper_address(url: str) -> bool:
    """arXiv, DOI, OpenReview, ACL, or a PDF on another host."""
    return bool(identifiers_of_url(url)) or bool(re.search(r"^https?://.*\.pdf(?:[?#]|$)", url, re.I))
