"""Papers whose title, day, people and abstract are items of one list, one after the other, as arXiv shows them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from readings.identifiers import title_key
from readings.markdown import Block

from .clues import LABEL, only_date, only_venue
from .items import own_line
from .people import authors_of_line

SUBMITTED = re.compile(r"\W*submitted\b", re.I)
MOST_WORDS = 30  # of a title
NICKNAME = 4  # words: a longer heading is a title itself


def is_day(item: Block) -> bool:
    """ "[Submitted on 22 Aug 2023]"."""
    line = own_line(item) if SUBMITTED.match(item.text) else None
    return bool(line and only_date(line.text))


def with_listings(items: Sequence[Block]) -> list[Block]:
    """The items, those behind a title and its day below it; `items` themselves where no day stands among them."""
    starts = dict(_starts(items))
    if not starts:
        return list(items)
    first, *others = [*starts, len(items)]
    return [*items[:first], *(_entry(items, *pair, starts) for pair in zip([first, *others], others, strict=False))]


def _starts(items: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """(place of the first item, place of the title) of each paper: the title stands behind its day or before it."""
    for place, item in enumerate(items):
        if not is_day(item):
            continue
        before = items[place - 1] if place else None
        after, second = (*items[place + 1 : place + 3], None, None)[:2]
        if _is_title(after) and _is_field(second):
            yield place, place + 1
        elif _is_title(before) and _is_field(after):
            yield place - 1, place - 1


def _is_field(item: Block | None) -> bool:
    """People or an address, as they stand below a title and its day."""
    line = own_line(item) if item else None
    return bool(line and (authors_of_line(line.text) or LABEL.match(line.text) or not line.words))


def _is_title(item: Block | None) -> bool:
    line = own_line(item) if item else None
    return bool(
        line
        and 3 <= len(line.words.split()) <= MOST_WORDS
        and not line.text.endswith(".")
        and not LABEL.match(line.text)
        and not (authors_of_line(line.text) or only_date(line.text) or only_venue(line.text))
    )


def _entry(items: Sequence[Block], start: int, end: int, titles: dict[int, int]) -> Block:
    title = items[titles[start]]
    fields = tuple(item for place, item in enumerate(items[start:end], start) if place != titles[start])
    return replace(title, blocks=(*title.blocks, Block("list", fields[0].line, blocks=fields)))


def is_listing(item: Block) -> bool:
    return any(block.kind == "list" and any(map(is_day, block.blocks)) for block in item.blocks)


def apart(block: Block, title: str) -> tuple[Block, tuple[Block, ...]]:
    """(a heading's list with its own fields, the papers behind them); one with its title is its own."""
    if block.kind != "list":
        return block, ()
    place = next((place for place, item in enumerate(block.blocks) if is_listing(item)), len(block.blocks))
    own, others = block.blocks[:place], block.blocks[place:]
    if others and not own and (line := own_line(others[0])) and _is_same(line.text, title, alone=len(others) == 1):
        inner = others[0].blocks[-1].blocks
        own, others = (replace(others[0], blocks=others[0].blocks[:-1]), *inner), others[1:]
    return replace(block, blocks=own), others


def _is_same(found: str, title: str, *, alone: bool) -> bool:
    """Does the first line say the heading's title again, or describe the only paper of a heading that is a title?"""
    return title_key(found) == title_key(title) or (alone and len(title.split()) > NICKNAME)
