"""Several sessions in one file: parts under headings, bold lines, terms or items of a list that name a meeting."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from readings.markdown import Block, Span

from .chunks import LABEL_LEVEL
from .clues import LABEL, split_label
from .field_labels import PRESENTER_LABELS, SLIDE_LABELS
from .headings import is_never_reading, section_of
from .items import source_of, split_links
from .labels import BETWEEN_NAMES, is_single_name
from .lines import Line, is_link_word, markdown_of, plain, split_lines
from .meetings import CANCELLED, Meeting, is_day_first, read_meeting, years_of
from .people import authors_of_line
from .presenters import split_lead
from .tails import EMPTY_BRACKETS

FEWEST = 2  # sessions: fewer are no schedule
DUE = re.compile(
    r"\b(?:due|deadlines?|mid-?terms?|exams?|submi(?:t|ssion)s?)\b", re.I
)  # said of days that are no meetings
DAY_ONLY = re.compile(r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)?", re.I)
MOST_WORDS = 15  # of a bold line that names a meeting

# What a meeting's line goes on with.
WITHIN = re.compile(
    r"(?:^|[.;,|–—-])\s+(?=\S)(?P<label>(?:(?:required|optional|further|additional)\s+)?"
    r"(?:readings?|papers?|slides?|presenters?|speakers?|led by|leads?|discussants?|optional|required|bonus"
    r"|background)\s*:)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One meeting's heading and what stands below it; `inside`: it was an item of a list, or a term."""

    meeting: Meeting
    heading: Block
    blocks: tuple[Block, ...]
    sources: tuple[str, ...]
    inside: bool = False


def parts_of(blocks: Sequence[Block], sources: Sequence[str], year: int | None) -> tuple[list[Part], str]:
    """The parts of a file that holds several meetings, and the source of all else; ([], "") for any other file."""
    for inside, placed in ((False, list(zip(blocks, sources, strict=True))), (True, _opened(blocks, sources))):
        spans = dated_parts([block for block, _ in placed], year)
        parts = [
            Part(meeting, placed[start][0], *_columns(placed[start + 1 : end]), inside)
            for start, end, meeting in spans
            if not _is_cancelled([block for block, _ in placed[start + 1 : end]], inside)
        ]
        if parts:
            taken = {place for start, end, _ in spans for place in range(start, end)}
            return parts, "".join(source for place, (_, source) in enumerate(placed) if place not in taken)
    return [], ""


def _is_cancelled(blocks: Sequence[Block], inside: bool) -> bool:
    """Do the blocks of a meeting say that there is none: an item's first line, or all that stands under a heading?"""
    if not blocks or not (inside or len(blocks) == 1):
        return False
    line = plain(blocks[0].text) if blocks[0].kind == "paragraph" and "\n" not in blocks[0].text else ""
    said = _short_line(blocks[0]) or (line if not inside and len(line.split()) <= MOST_WORDS else "")
    return bool(CANCELLED.search(said))


def _columns(placed: Sequence[tuple[Block, str]]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    return tuple(block for block, _ in placed), tuple(source for _, source in placed)


def dated_parts(blocks: Sequence[Block], year: int | None) -> list[tuple[int, int, Meeting]]:
    """(first place, place after the last, meeting) of each part, where headings of one level name meetings; else []."""
    levels = {place: level for place, block in enumerate(blocks) if (level := _head_level(block))}
    years = list(years_of((plain(block.text) if block.kind == "heading" else "" for block in blocks), year))
    for level in (1, 2, 3, 4, LABEL_LEVEL):
        places = [place for place, found in levels.items() if found == level]
        if level == LABEL_LEVEL and len(places) >= FEWEST and any(map(_is_day_line, blocks)):
            return []  # those are opened first
        texts = [plain(blocks[place].text) for place in places]
        day_first = is_day_first(texts)
        meetings = [
            read_meeting(text, years[place], day_first=day_first) for place, text in zip(places, texts, strict=True)
        ]
        named = [place for place, meeting in zip(places, meetings, strict=True) if names_meeting(meeting)]
        if len(named) >= FEWEST and len(named) * 2 >= len(places):
            ends = [place for place, found in levels.items() if found <= level]
            return [
                (place, next((end for end in ends if end > place), len(blocks)), meeting)
                for place, text, meeting in zip(places, texts, meetings, strict=True)
                if names_meeting(meeting) and not CANCELLED.search(text)
            ]
    return []


def names_meeting(meeting: Meeting) -> bool:
    return meeting.dated or meeting.number is not None


def _head_level(block: Block) -> int:
    """The level of a heading; a paragraph of one line that begins in bold stands below them all; 0 for other blocks."""
    if block.kind == "heading":
        return block.level
    if _is_day_line(block):
        return 0  # its contents stand behind it
    short = block.kind == "paragraph" and "\n" not in block.text and len(block.text.split()) <= MOST_WORDS
    return (
        LABEL_LEVEL if short and block.spans and block.spans[0].strong and read_meeting(block.text, None).dated else 0
    )


def _opened(blocks: Sequence[Block], sources: Sequence[str]) -> list[tuple[Block, str]]:
    """The blocks, with lists of meetings taken apart: each item or term is a heading before its contents."""
    placed: list[tuple[Block, str]] = []
    lists = [_meetings_of(block) for block in blocks if block.kind == "list"]
    fewest = 1 if any(len(named) >= FEWEST for named in lists) else FEWEST  # "Upcoming" may have one
    for block, source in zip(blocks, sources, strict=True):
        entries = [part for part in block.blocks if part.kind in ("item", "term")]
        named = _meetings_of(block)
        dated = len(named) >= FEWEST or all(_meeting_of(entry).dated for entry in named)
        if block.kind == "list" and len(named) >= fewest and dated and len(named) * 2 >= len(entries):
            placed += [(part, text) for item in block.blocks for part, text in _opened_item(item)]
        elif block.kind == "definition_list" and entries and named == entries:
            placed += [(part, text) for entry in block.blocks for part, text in _opened_definition(entry)]
        elif _is_day_line(block):
            placed += _opened_item(replace(block, kind="item"))
        else:
            placed.append((block, source))
    return placed


def _meetings_of(block: Block) -> list[Block]:
    """The items or terms of a list that name a meeting."""
    entries = (part for part in block.blocks if part.kind in ("item", "term"))
    return [entry for entry in entries if names_meeting(_meeting_of(entry)) and not DUE.search(entry.text)]


def _is_day_line(block: Block) -> bool:
    """ "**Jan 12** [Title](…)": a paragraph of one line, its day in bold and its readings behind it."""
    if block.kind != "paragraph" or "\n" in block.text or not (block.spans and block.spans[0].strong):
        return False
    meeting = read_meeting(plain(block.spans[0].text), None)
    return meeting.dated and not meeting.title and any(span.href for span in block.spans[1:])


def _meeting_of(entry: Block) -> Meeting:
    line = next(split_lines(entry.spans, 0, entry.line), None)
    return read_meeting(line.text if line else "", None)


def _opened_item(item: Block) -> Iterator[tuple[Block, str]]:
    lines = list(split_lines(item.spans, 0, item.line))
    if not lines:  # a mark and nothing else
        yield Block("list", item.line, blocks=(item,)), f"{source_of(item)}\n"
        return
    first, *labelled = at_labels(lines[0])
    own, lead = without_lead(without_meeting(first.spans))
    named = without_words(first.spans, lead) if lead else first.spans
    yield Block("heading", item.line, level=LABEL_LEVEL, spans=named), f"- {markdown_of(first.spans)}\n"
    if lead:
        yield Block("paragraph", item.line, spans=(Span(f"Presenter: {lead}"),)), f"Presenter: {lead}\n\n"
    if any(span.href for span in own):
        entry = Block("item", item.line, spans=own)
        yield Block("list", item.line, blocks=(entry,)), f"{source_of(entry)}\n"
    for part in labelled:
        if split_label(part.text)[0] in PRESENTER_LABELS | SLIDE_LABELS:
            yield Block("paragraph", item.line, spans=part.spans), f"{markdown_of(part.spans)}\n\n"
            continue
        entries = tuple(Block("item", item.line, spans=piece.spans) for piece in split_links(part))
        yield Block("list", item.line, blocks=entries), "".join(f"{source_of(entry)}\n" for entry in entries)
    for line in lines[1:]:
        yield Block("paragraph", line.number, spans=line.spans), f"{markdown_of(line.spans)}\n\n"
    for block in item.blocks:
        yield block, "".join(f"{source_of(part)}\n" for part in (block.blocks if block.kind == "list" else (block,)))


def at_labels(line: Line) -> list[Line]:
    """ "Trees. Readings: [A](…), [B](…). Presenter: Bo" as three lines; a line without such labels as it is."""
    lines: list[list[Span]] = [[]]
    for span in line.spans:
        start = 0
        for match in () if span.href else WITHIN.finditer(span.text):
            if "".join(part.text for part in lines[-1]).strip() or span.text[start : match.start()].strip():
                lines[-1].append(span.with_text(span.text[start : match.start()]))
                lines.append([])
                start = match.start("label")
        lines[-1].append(span.with_text(span.text[start:]))
    return [replace(line, spans=tuple(spans)) for spans in lines]


def _opened_definition(entry: Block) -> Iterator[tuple[Block, str]]:
    if entry.kind == "term":
        yield Block("heading", entry.line, level=LABEL_LEVEL, spans=entry.spans), f"{entry.text}\n"
    else:
        item = replace(entry, kind="item")
        yield Block("list", entry.line, blocks=(item,)), f"{source_of(item)}\n"


def without_meeting(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans of a line without the words that name its meeting."""
    for place, span in enumerate(spans):
        if not span.href and names_meeting(meeting := read_meeting(span.text, None)):
            return (*spans[:place], span.with_text(f"{meeting.title} "), *spans[place + 1 :])
    return tuple(spans)


def without_lead(spans: tuple[Span, ...]) -> tuple[tuple[Span, ...], str]:
    """(the spans from the first link on, who) of " — Ann Lee — [Title](…)"; any others as they are, and ""."""
    place = next((place for place, span in enumerate(spans) if span.href), 0)
    who = plain("".join(span.text for span in spans[:place])).strip(" -–—:|,;().")
    people = bool(who) and all(is_single_name(part) for part in BETWEEN_NAMES.split(who))
    return (spans[place:], who) if people else (spans, "")


def without_words(spans: Sequence[Span], words: str) -> tuple[Span, ...]:
    """The spans before the first link, without these words of theirs."""
    before = takewhile(lambda span: not span.href, spans)
    return tuple(span.with_text(span.text.replace(words, "").rstrip(" -–—:|,;(.")) for span in before)


def titled(part: Part) -> tuple[str, str, Part]:
    """(title, who leads, the part without the lines that say so)."""
    title, lead = split_lead(part.meeting.title)
    if not part.inside:
        named = "" if DAY_ONLY.fullmatch(title) is None else _bold_line(part.blocks[:1])
        behind = replace(part, blocks=part.blocks[1:], sources=part.sources[1:]) if named else part
        return named or title, lead, behind
    used = set()
    for place, block in enumerate(part.blocks):
        if not (text := _short_line(block)):
            break
        name, led = split_lead(text)
        people = authors_of_line(name)
        if not title and not LABEL.match(text) and not (people and _is_emphasised(block)):
            title, lead = name, lead or led
        elif people and not lead:
            lead = ", ".join(people)
        else:
            continue
        used.add(place)
    blocks = tuple(block for place, block in enumerate(part.blocks) if place not in used)
    sources = tuple(source for place, source in enumerate(part.sources) if place not in used)
    return title or _title_of_lecture(blocks), lead, replace(part, blocks=blocks, sources=sources)


def _bold_line(blocks: Sequence[Block]) -> str:
    """The words of a first paragraph in bold, as a topic stands under "Wednesday, March 6"; "" for labels and links."""
    if not blocks or blocks[0].kind != "paragraph" or "\n" in blocks[0].text:
        return ""
    bold = all((span.strong and not span.href) or not span.text.strip() for span in blocks[0].spans)
    text = plain(blocks[0].text)
    label = section_of(text) or LABEL.match(text) or text.endswith(":") or is_never_reading(text)
    return text if bold and not label and len(text.split()) <= MOST_WORDS else ""


def _is_emphasised(block: Block) -> bool:
    return all(span.emphasis or not span.text.strip() for span in block.blocks[0].spans)


def _short_line(block: Block) -> str:
    """The words of a list that is one short line and leads to no other site; "" for any other block."""
    items = block.blocks if block.kind == "list" else ()
    if len(items) != 1 or items[0].blocks or any(re.match(r"https?:", span.href) for span in items[0].spans):
        return ""
    text = plain(items[0].text)
    return text if "\n" not in items[0].text and len(text.split()) <= MOST_WORDS and not text.endswith(":") else ""


def _title_of_lecture(blocks: Sequence[Block]) -> str:
    """Of "Lecture 1 (Feb 5): Trees [slides](…)", the first thing below a heading that only says when."""
    items = blocks[0].blocks if blocks and blocks[0].kind == "list" else ()
    meeting = _meeting_of(items[0]) if items else None
    named = meeting is not None and names_meeting(meeting)
    spans = [span for span in without_meeting(items[0].spans) if not is_link_word(span)] if named else []
    return read_meeting(EMPTY_BRACKETS.sub("", plain("".join(span.text for span in spans))), None).title
