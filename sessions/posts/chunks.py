"""Cuts a post's front part at its headings; bold lines, labels and terms that open a section count as headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from readings.markdown import Block, Span

from .bare_titles import over_address, split_hashed
from .headings import is_never_reading, section_of
from .items import BETWEEN, with_fields
from .lines import Line, plain, spans_of, split_lines
from .listings import with_listings
from .people import authors_of_line
from .requirement_marks import BEFORE
from .structure import MORE, UNSPECIFIED
from .tails import read_tail
from .titles import LETTER

LABEL_LEVEL = 7  # below every real heading
TITLE_LEVEL = 8  # of a paragraph's first line that may be an entry's title

SHORT = 2  # words: too few for a title, unless its people stand below it


BOX = re.compile(r"\s*(?:\[[ xX]?\]|[☐☑])\s+")
LABELS = ("heading", "term", "paragraph", "item")
LONGEST_LABEL = 60  # characters
LONGEST_TITLE = 30  # words
ALONE = re.compile(r"required|optional|recommended|mandatory", re.I)
CORE = re.compile(r"\s*(core|main|key)\s*:?\s*", re.I)
MARKED = re.compile(r"\s*[-*+]\s+")
SPOKEN = re.compile(r"\s*(?P<label>[^:.\n]{3,40}:)\s*(?:(?:see|the|read|watch)\s+)?")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A heading (None before the first) and the blocks up to the next, each with its place in the list of blocks."""

    heading: Block | None
    place: int
    placed: tuple[tuple[int, Block], ...]

    @property
    def title(self) -> str:
        return plain(self.heading.text) if self.heading else ""

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for _, block in self.placed)


def chunks_of(blocks: Sequence[Block]) -> Iterator[Chunk]:
    heading, place, placed = None, -1, []
    blocks = _with_core(blocks)
    for number, block in enumerate(blocks):
        below = blocks[number + 1] if number + 1 < len(blocks) else None
        over_list = below is not None and below.kind == "list"
        if over_list and over_address(block, below):
            parts = [replace(block, kind="heading", level=TITLE_LEVEL)]
        else:
            parts = [part for cut in split_hashed(block) for part in _opened(cut, over_list)]
        for part in parts:
            if part.kind == "heading":
                if heading or placed:
                    yield Chunk(heading, place, tuple(placed))
                heading, place, placed = part, number, []
            else:
                placed.append((number, part))
    if heading or placed:
        yield Chunk(heading, place, tuple(placed))


def _with_core(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks, "Core" as "Core readings" where another label of the same kind opens further readings."""
    labels = [part for block in blocks for part in (block, *block.blocks) if part.kind in LABELS]
    opened = [section_of(plain(label.text)) for label in labels if len(label.text) < LONGEST_LABEL]
    if not any(found and found[0] == MORE and not found[1] for found in opened):
        return blocks
    return [_as_core(replace(block, blocks=tuple(map(_as_core, block.blocks)))) for block in blocks]


def _as_core(block: Block) -> Block:
    alone = block.kind in LABELS and CORE.fullmatch(block.text)
    return replace(block, spans=(replace(block.spans[0], text=f"{alone[1]} readings"),)) if alone else block


def _opened(block: Block, over_list: bool) -> Iterator[Block]:
    """The block, or the sections that hide in it as heading and contents; `over_list`: a list stands below it."""
    block = _unquoted(block)
    lines = list(split_lines(block.spans, 0, block.line)) if block.kind == "paragraph" else []
    block = replace(block, blocks=_items_of(block)) if block.kind == "list" else block
    if len(lines) > 1 and (label := _last_label(lines)):
        above = tuple(span for line in lines[:-1] for span in (*line.spans, Span("\n")))
        yield replace(block, spans=above)
        yield Block("heading", lines[-1].number, level=LABEL_LEVEL, spans=(Span(label),))
    elif lines and over_list and (cut := _last_words(block.spans)):
        yield replace(block, spans=(*block.spans[:-1], block.spans[-1].with_text(cut[0])))
        yield Block("heading", lines[-1].number, level=LABEL_LEVEL, spans=(Span(cut[1]),))
    elif lines and all(MARKED.match(line.text) for line in lines):
        yield Block("list", block.line, blocks=tuple(_unmarked(line) for line in lines))
    elif block.kind == "paragraph" and (label := _label_of(block.spans)):
        rest = _without(block.spans, label)
        yield Block("heading", block.line, level=LABEL_LEVEL, spans=(Span(label),))
        if rest:
            yield from _entries(replace(block, spans=rest))
    elif len(lines) == 1 and over_list and (_may_be_title(lines[0]) or _is_short_and_bold(block)):
        yield Block("heading", block.line, level=TITLE_LEVEL, spans=block.spans)
    elif block.kind == "paragraph" and (title := _title_of(block)):
        rest = tuple(span for line in list(split_lines(block.spans, 0, 0))[1:] for span in (*line.spans, Span("\n")))
        yield Block("heading", block.line, level=TITLE_LEVEL, spans=title)
        if rest:
            yield replace(block, line=block.line + 1, spans=rest)
    elif block.kind == "list" and any(_section_item(item) for item in block.blocks):
        yield from _sections(block)
    elif block.kind == "definition_list":
        yield from _defined(block)
    else:
        yield block


def _unquoted(block: Block) -> Block:
    """A quoted paragraph that begins with a title in bold is no quotation."""
    inner = block.blocks[0] if block.kind == "quote" and len(block.blocks) == 1 else None
    return inner if inner and inner.kind == "paragraph" and _title_of(inner) else block


def _items_of(block: Block) -> tuple[Block, ...]:
    return tuple(with_listings([_coded(_headed(_starred(_unboxed(item)))) for item in block.blocks]))


def _headed(item: Block) -> Block:
    """ "- #### A title": the heading is the item's own line."""
    first = item.blocks[0] if item.blocks and not item.spans else None
    return replace(item, spans=first.spans, blocks=item.blocks[1:]) if first and first.kind == "heading" else item


def _coded(item: Block) -> Block:
    """ "- `required` A title": a label in code or bold, as one with a colon."""
    first = item.spans[0] if len(item.spans) > 1 else None
    if first is None or first.href or not (first.code or first.strong):
        return item
    label = f"{first.text.strip(' ()[]:')}: "
    said = BEFORE.fullmatch(label)
    return replace(item, spans=(Span(label), *item.spans[1:])) if said else item


def _unboxed(item: Block) -> Block:
    """ "- [x] A title" without its box."""
    box = BOX.match(item.spans[0].text) if item.spans and not item.spans[0].href else None
    return (
        replace(item, spans=(item.spans[0].with_text(item.spans[0].text[box.end() :]), *item.spans[1:]))
        if box
        else item
    )


def _sections(block: Block) -> Iterator[Block]:
    """A list whose items "Required:" hold the entries."""
    for item in block.blocks:
        if label := _section_item(item):
            yield Block("heading", item.line, level=LABEL_LEVEL, spans=(Span(label),))
            yield from item.blocks
        else:
            yield Block("list", item.line, blocks=(item,))


def _last_label(lines: Sequence[Line]) -> str:
    """ "**Readings:**" as the last line of a paragraph, over a list."""
    label = _label_of(lines[-1].spans)
    return label if label and not _label_of(lines[0].spans) and not _without(lines[-1].spans, label) else ""


def _starred(item: Block) -> Block:
    """ "- * A title": the star is no list of its own."""
    inner = item.blocks[0] if len(item.blocks) == 1 and not item.spans else None
    if inner is None or inner.kind != "list" or len(inner.blocks) != 1 or not inner.blocks[0].spans:
        return item
    return replace(inner.blocks[0], spans=(Span("* "), *inner.blocks[0].spans))


def _last_words(spans: Sequence[Span]) -> tuple[str, str] | None:
    """(what stands before it, the label) of "That is all. If you are curious:"."""
    match = re.fullmatch(r"(?s)(?P<before>.*[.!?])\s+(?P<label>[^.!?:\n]{2,59}:)\s*", spans[-1].text)
    opened = section_of(match["label"]) if match and not spans[-1].href else None
    return (match["before"], match["label"]) if opened and opened[0] != UNSPECIFIED and not opened[1] else None


def _unmarked(line: Line) -> Block:
    """A line that a reader sees as an item, within HTML that hides it from the parser."""
    return Block("item", line.number, spans=tuple(spans_of(MARKED.sub("", line.text, count=1))))


def _defined(block: Block) -> Iterator[Block]:
    """A list of definitions: its terms open sections, or are titles themselves."""
    opens = any(part.kind == "term" and section_of(plain(part.text)) for part in block.blocks)
    for part in block.blocks:
        if part.kind == "term":
            yield Block("heading", part.line, level=LABEL_LEVEL if opens else TITLE_LEVEL, spans=part.spans)
        elif opens:
            yield Block("list", part.line, blocks=(replace(part, kind="item"),))
        else:
            yield replace(part, kind="paragraph", blocks=())
            yield from part.blocks


def _title_of(block: Block) -> tuple[Span, ...]:
    """A first line in bold, beside it people or a venue at most, that does not end as a label or a sentence does."""
    lines = list(split_lines(block.spans, 0, block.line))
    spans = lines[0].spans if lines else ()
    text = lines[0].text if lines else ""
    bold = plain("".join(span.text for span in spans if span.strong))
    beside = plain("".join(span.text for span in spans if not span.strong))
    beside = beside if re.search(r"\w", beside) else ""  # an emoji
    long = len(bold.split()) > SHORT or (len(lines) > 1 and not beside and _is_field(lines[1]))
    if not spans or not spans[0].strong or not long or bold.endswith(":") or beside.startswith(":"):
        return ()
    tail = read_tail(beside)
    told = tail.authors or tail.venue or tail.published  # a citation may end with a full stop
    return spans if not (text.endswith(":") or (text.endswith(".") and not told) or tail.rest) else ()


def _may_be_title(line: Line) -> bool:
    """ "a) A title" over its address: what is below decides whether it is one."""
    words = line.text.split()
    return bool(LETTER.match(line.text)) and 2 < len(words) <= LONGEST_TITLE and not line.text.endswith((":", "."))


def _is_short_and_bold(paragraph: Block) -> bool:
    """ "**Products**" over a list: what is in it decides whether it names or gathers."""
    text = plain(paragraph.text)
    bold = all(span.strong or not span.text.strip() for span in paragraph.spans)
    return bold and 0 < len(text.split()) <= SHORT and not text.endswith(":")


def _is_field(line: Line) -> bool:
    """People or an address, as they stand below a title."""
    return bool(authors_of_line(line.text)) or bool(line.links and not line.words)


def _label_of(spans: Sequence[Span]) -> str:
    """ "Required:" where a paragraph begins with it in bold or code, or is nothing else."""
    if not spans:
        return ""
    first = plain(spans[0].text)
    whole = plain("".join(span.text for span in spans))
    named = len(whole) < 60 and (len(whole.split()) > 1 or ALONE.fullmatch(whole))
    opened = section_of(whole) if named else None
    if opened and opened[0] != UNSPECIFIED and not opened[1] and not any(span.href for span in spans):
        return whole  # "Required readings" and nothing else
    if (spans[0].strong or spans[0].code) and not spans[0].href and section_of(first.rstrip(":")):
        return "" if whole[len(first) :].startswith(",") else first  # "**Before class**, post a picture"
    capitals = whole.isupper() and len(whole.split()) <= SHORT + 1 and not any(span.href for span in spans)
    if capitals and (section_of(whole) or is_never_reading(whole)):
        return whole
    if (spoken := SPOKEN.match(spans[0].text)) and not (spans[0].href or "\n" in whole) and _holds_titles(spans):
        opened = section_of(spoken["label"])
        if opened and opened[0] != UNSPECIFIED and not opened[1]:
            return spoken["label"]  # "Extra credit: [Title](…) and [Title](…)."
    line = plain("".join(span.text for span in spans).split("\n")[0])
    if line.endswith(":") and len(line) < 60 and section_of(line) and not spans[0].href:
        return line
    return whole if whole.endswith(":") and len(whole) < 60 and section_of(whole) else ""


def _holds_titles(spans: Sequence[Span]) -> bool:
    """Is a line nothing but links and the words between them, behind its label?"""
    others = "".join(span.text for span in spans[1:] if not span.href)
    cited = bool(spans[1:]) and bool(spans[1].href) and not read_tail(others).rest  # "Required: [Title](…) by Ann Lee"
    told = bool(BETWEEN.fullmatch(others)) or cited
    return bool(SPOKEN.fullmatch(spans[0].text)) and told and any(s.href for s in spans)


def _without(spans: Sequence[Span], label: str) -> tuple[Span, ...]:
    """The spans after the label's text."""
    left, skip = [], len(re.sub(r"\s", "", label))
    for span in spans:
        text = span.text
        while text and skip:
            skip -= not text[0].isspace()
            text = text[1:]
        if text or (span.image and not skip):
            left.append(replace(span, text=text))
    while left and not left[0].href and not left[0].text.strip(" \n:–—-*"):
        left.pop(0)
    return tuple(left)


def _entries(paragraph: Block) -> Iterator[Block]:
    """A labelled paragraph's entries, cut at its lines and at ";" between links, as a list."""
    items: list[list[Span]] = [[]]
    for span in paragraph.spans:
        pieces = [span.text] if span.href else re.split(r"\n|;\s+", span.text)
        for number, piece in enumerate(pieces):
            if number:
                items.append([])
            if piece.strip() or span.href:
                items[-1].append(replace(span, text=piece))
    made = tuple(Block("item", paragraph.line, spans=tuple(item)) for item in items if item)
    yield Block("list", paragraph.line, blocks=tuple(with_fields(made)))


def _section_item(item: Block) -> str:
    """The label of an item such as "Required:" with its entries below."""
    text = plain(item.text)
    nested = any(block.kind == "list" for block in item.blocks)
    return text if nested and len(text) < 60 and section_of(text) and not any(span.href for span in item.spans) else ""
