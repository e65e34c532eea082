"""What a list, paragraph or heading of a reading list is: decisions about blocks, without any state."""

import re
from collections.abc import Sequence
from dataclasses import replace

from readings.identifiers import identifiers_of_url
from readings.markdown import Block, Span

from . import imprints
from .bullets import (
    CALLED,
    NOTHING,
    has_identifier,
    is_bare_address,
    is_group,
    is_labelled_entry,
    is_paper_address,
    is_titled,
    looks_like_reading,
    names_something,
)
from .chunks import Chunk
from .citations import read_citation
from .clues import YEAR, only_date, split_label
from .entries import Entry
from .field_labels import PRESENTER_LABELS
from .headings import THINGS, is_gathering, is_kind, is_never_reading, section_of
from .items import children_of, further_lines, own_line
from .lines import Line, joined, lines_of, plain, split_lines
from .people import authors_of_line
from .title_links import only_people
from .titles import LETTER, split_title

# Beginnings of sentences that send somewhere.
PROSE = re.compile(
    r"(?:please|read|watch|see|for|we|you|this|these|here|note|join|submit|today|in (?:this|today|our))\b(?!:)", re.I
)
DUE = re.compile(r"\bdue\b(?!\s+to)|\bdeadlines?\b", re.I)  # what is handed in
ABSTRACT = re.compile(r"(?:abstract|summary|tl;?dr)\s*:?", re.I)
TEAM_ALONE = re.compile(r"(?:team|group)\s*[#-]?\s*(?:\d{1,2}|[A-Z])", re.I)
SHORT = 2  # words
LONGEST_REFERENCE = 500  # characters
FEWEST_OF_SENTENCE = 5  # words
LONGEST_NAMES = 100  # characters
MARK = re.compile(r"\[\d{1,3}\]\s")


def is_reading_list(block: Block, inside: bool, leading: bool) -> bool:
    """Are a list's items readings? `inside` a reading list's section, `leading` its first thing."""
    items = block.blocks
    if inside and any(looks_like_reading(item) or is_group(item) or is_called_reading(item) for item in items):
        return True
    if inside and items and all(names_reading(item, leading) for item in items):
        return True
    lines = [line for item in items if (line := own_line(item))]
    if len([line for line in lines if split_label(line.text)[0]]) * 2 >= max(len(items), 2) and any(
        map(is_titled, lines)
    ):
        return True  # "Presenter: ...", "Paper: ...", "Slides: ..."
    items = [part for item in items for part in (children_of(item) if is_group(item) else (item,))]
    cited = [
        item
        for item in items
        if looks_like_reading(item)
        and not DUE.search(item.text)
        and (has_identifier(item) or is_reference(own_line(item)))
    ]
    return bool(items) and len(cited) * 2 >= len(items)


def parted(group: Sequence[Line]) -> tuple[Line, Sequence[Line]]:
    """A wrapped citation behind a mark is one line."""
    return (joined(group), []) if MARK.match(group[0].text) else (group[0], group[1:])


def cites(group: Sequence[Line]) -> bool:
    """Are these lines of a paragraph one citation with an address, or with people and a date?"""
    line, further = parted(group)
    if is_titled_group(line, further):
        return True
    citation = read_citation(line)
    linked = line.links or any(rest.links for rest in further)
    label, colon, _ = line.text.partition(":")
    if linked and (is_aside(line, citation.title) or (colon and is_never_reading(label))):
        return False
    told = linked or (citation.authors and (citation.published or citation.venue))
    return bool(told and citation.certain and sum(len(part.text) for part in group) <= 600)


def is_whole_citation(line: Line) -> bool:
    """Does a line cite by itself: people, title and address?"""
    citation = read_citation(line) if line.links else None
    return bool(citation and citation.certain and citation.authors and len(citation.title.split()) > SHORT)


def is_reference(line: Line) -> bool:
    """Does a line cite in full: people, a title, and where or when it appeared?"""
    if len(line.text) > LONGEST_REFERENCE:
        return False
    citation = read_citation(line)
    told = citation.certain and citation.authors and (citation.published or citation.venue)
    return bool(told) and len(citation.title.split()) > SHORT and not imprints.is_prose(citation.rest)


def is_aside(line: Line, title: str) -> bool:
    """ "Post one screenshot of yours in [our board](…)": a few words in a sentence that names no people."""
    place = line.text.find(title)
    before = line.text[: max(place, 0)].rstrip()
    behind = line.text[max(place, 0) + len(title) :].strip(" ,")
    if place >= 0 and title[:1].islower() and len(title.split()) <= 4 and re.match(r"[a-z]+\s\w+\s\w", behind):
        return True  # "The [sharing form](…) must be filled in."
    sentence = len(before.split()) >= FEWEST_OF_SENTENCE and len(title.split()) <= 3
    return sentence and not before.endswith((":", ".", "“", '"')) and not re.search(YEAR, before)


def is_titled_group(line: Line, further: Sequence[Line]) -> bool:
    """Is a line a title whose address, people and venue stand on lines of their own below it?"""
    titled = is_titled(line) or (
        not line.links
        and 2 < len(line.text.split()) <= 25
        and not line.text.endswith((".", ":", ",", ";"))
        and not PROSE.match(line.text)
    )
    entry = Entry().read(further)
    fields = entry.evidence - {"description"}
    told = bool(entry.links and fields) and (bool(entry.authors) or not (entry.description or entry.remarks))
    told = told or (len(entry.authors) > 1 and bool(entry.venue)) or _over_paper(further)
    return titled and told


def _over_paper(further: Sequence[Line]) -> bool:
    """Is the line below a title nothing but the address of a paper?"""
    first = further[0] if further else None
    return bool(first) and not first.words and any(is_paper_address(link.url) for link in first.links)


def names_reading(item: Block, anything: bool) -> bool:
    """Is the item a reading, even `anything` with a few words?"""
    listed = is_bare_address(item) or is_labelled_entry(item) or is_called_reading(item)
    return looks_like_reading(item) or listed or (anything and names_something(item))


def is_called_reading(item: Block) -> bool:
    """ "Reading: Chapter 2 of Murphy"."""
    line = own_line(item)
    called = CALLED.match(line.text) if line else None
    words = line.text[called.end() :].split() if called else []
    return 2 <= len(words) <= 30 and not PROSE.match(words[0]) and not NOTHING.fullmatch(" ".join(words).strip(" ."))


def gathers(chunk: Chunk) -> bool:
    """Is this a heading over several readings, rather than a reading's own? Its items tell."""
    items = [item for block in chunk.blocks if block.kind == "list" for item in block.blocks]
    own = [item for item in items if looks_like_reading(item) or is_group(item)]
    if is_kind(chunk.title):
        own += [item for item in items if is_bare_address(item)]
    if not own:
        return False
    score = sum(own_weight(item) if item in own else field_weight(item, place) for place, item in enumerate(items))
    gathering = is_gathering(chunk.title)
    score += 2 * gathering + chunk.title.endswith(":") + (len(chunk.title.split()) <= 3)
    alone = len(own) == len(items) == 1 and len(chunk.title.split()) <= SHORT and is_cited(own[0])
    return score > 0 and (len(own) >= 2 or gathering or alone)


def is_cited(item: Block) -> bool:
    """Does an item name people or a venue besides its title, so that it needs no heading?"""
    citation = read_citation(own_line(item))
    return citation.certain and bool(citation.authors or citation.venue) and len(citation.title.split()) > SHORT


def is_related(chunk: Chunk, subtitle: str) -> bool:
    """ "related: Open-R1" over its own links, rather than over a list of readings."""
    items = [item for block in chunk.blocks if block.kind == "list" for item in block.blocks]
    head = chunk.title[: len(chunk.title) - len(subtitle)]
    return head.strip().endswith(":") and not re.search(THINGS, head, re.I) and not any(map(looks_like_reading, items))


def is_prose(chunk: Chunk) -> bool:
    """An empty heading that is no title, or one over nothing but a figure."""
    if chunk.placed and any(
        block.kind in ("list", "paragraph", "quote", "html", "definition_list") for block in chunk.blocks
    ):
        return False
    title = split_title(chunk.title)
    return len(title.text.split()) < 5 and not (
        title.authors or title.venue or any(span.href for span in chunk.heading.spans)
    )


def presenter_of_heading(title: str) -> str:
    """Who is named by a heading that names nothing else: "Presenter: Ann Lee", "Team 1"; "" for any other."""
    title = plain(re.sub(r"[*_`]", "", title)).rstrip(" :")
    if TEAM_ALONE.fullmatch(title):
        return title
    label, who = split_label(re.sub(r"^(presented|led) by\s+(?!:)", r"\1 by: ", title, flags=re.I))
    return who if label in PRESENTER_LABELS and 1 < len(who) <= LONGEST_NAMES and not NOTHING.fullmatch(who) else ""


def with_abstracts(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks, the text under a heading "Abstract" with the entry whose own heading stands above it."""
    found: list[Chunk] = []
    for chunk in chunks:
        if found and _is_abstract(chunk, found[-1]):
            label = Block("paragraph", chunk.heading.line, spans=(Span("Abstract: "),))
            found[-1] = replace(found[-1], placed=(*found[-1].placed, (chunk.place, label), *chunk.placed))
        else:
            found.append(chunk)
    return found


def _is_abstract(chunk: Chunk, above: Chunk) -> bool:
    if not chunk.heading or not above.heading or not ABSTRACT.fullmatch(chunk.title):
        return False
    prose = {block.kind for block in chunk.blocks} <= {"paragraph", "quote", "list"}
    deeper = above.heading.level < chunk.heading.level and not section_of(above.title)
    return prose and deeper and is_evident(above)


def headed_by_first_line(chunk: Chunk) -> Chunk | None:
    """The paper whose title stands on the first line below a heading, its fields on the others; None for any other."""
    if not is_evident(chunk) or gathers(chunk):
        return None
    [(place, block), *others] = chunk.placed
    holder = block.blocks[0] if block.kind == "list" else block
    first, *further = list(split_lines(holder.spans, 0, holder.line)) or [None]
    title = split_title(first.text).text if first else ""
    if not 2 <= len(title.split()) <= 30 or first.text.endswith((".", ":")) or PROSE.match(first.text):
        return None
    below = replace(holder, spans=tuple(span for line in further for span in (*line.spans, Span("\n"))))
    rest = replace(block, blocks=(below, *block.blocks[1:])) if block.kind == "list" else below
    heading = Block("heading", first.number, level=chunk.heading.level, spans=first.spans)
    return Chunk(heading, place, ((place, rest), *others))


def names_paper(chunk: Chunk) -> bool:
    """Outside a section: is what the heading names evidently a paper, by its own address or its people?"""
    links = [link for line in list(lines_of(chunk.blocks))[:12] for link in line.links]
    people = Entry().read(list(lines_of(chunk.blocks))[:12]).authors
    return is_evident(chunk) and (len(people) > 1 or any(is_paper_address(link.url) for link in links))


def is_evident(chunk: Chunk) -> bool:
    """Do the lines under the heading say that it names something to read?"""
    if not chunk.blocks or chunk.blocks[0].kind not in ("list", "paragraph"):
        return False
    entry = Entry().read(list(lines_of(chunk.blocks))[:12])
    strong = {"links", "authors", "date", "venue", "paper", "link", "arxiv"}
    return bool(entry.evidence & strong) and bool(entry.links or len(entry.authors) > 1)


def holds_readings(chunk: Chunk) -> bool:
    """Do the blocks under a heading hold papers by themselves, or name one, as the heading may?"""
    if not chunk.placed or is_evident(chunk) or any(block.kind == "table" for block in chunk.blocks):
        return True
    if len(chunk.title.split()) <= SHORT and not only_people(chunk.title) and _is_talk_only(chunk):
        return False
    lists = [block for block in chunk.blocks if block.kind == "list"]
    papers = [item for block in lists for item in block.blocks if has_identifier(item) or own_weight(item) > 1]
    return bool(papers) or not (lists or is_talk(chunk))


def _is_talk_only(chunk: Chunk) -> bool:
    """Nothing but running text without an address?"""
    return all(block.kind in ("paragraph", "quote") for block in chunk.blocks) and not any(
        line.links for line in lines_of(chunk.blocks)
    )


def is_talk(chunk: Chunk) -> bool:
    """Prose that sends somewhere under a few words, or that says what to do."""
    first = chunk.blocks[0]
    links = first.kind == "paragraph" and any(span.href for span in first.spans)
    return bool(links) and (len(chunk.title.split()) <= 3 or PROSE.match(first.text) is not None)


def is_described(chunk: Chunk) -> bool:
    """Outside a section: does the block below a bold line list people and give a paper's own address?"""
    lines = list(lines_of(chunk.blocks[:1]))
    entry = Entry().read(lines)
    return len(entry.authors) > 1 and any(identifiers_of_url(url) for url in entry.links)


def own_weight(item: Block) -> int:
    """How strongly an item speaks for being a reading itself."""
    line = own_line(item)
    entry = Entry().read(further_lines(item))
    strong = bool(entry.links or entry.authors or entry.slides)
    if line is None:
        return 1 + strong
    strong = strong or bool(line.spans and line.spans[0].href and read_citation(line).certain)
    return 1 + strong + bool(LETTER.match(line.text))


def field_weight(item: Block, place: int) -> int:
    """How strongly an item speaks for being a field of the heading's reading: its link, people, date or abstract."""
    line = own_line(item)
    if line is None:
        return 0
    if authors_of_line(line.text):
        return -3
    if not line.words:
        return -3 if place == 0 else -2
    return -2 if only_date(line.text) or len(line.text) > 150 else 0
