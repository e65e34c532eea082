"""List items that are themselves readings: "[Title](url) Authors. Venue", "Title: https://...", "a. Title (March 2025)"."""

import re

from readings.identifiers import identifiers_of_url
from readings.markdown import Block

from .clues import LABEL, find_date, only_date, only_venue, split_label
from .entries import Entry
from .lines import Line, lines_of, plain, split_lines
from .people import authors_of_line, is_name, split_people
from .structure import ParsedReading
from .titles import LETTER, bare_title, split_title

LONG = 300  # characters: a longer item is prose


def own_line(item: Block) -> Line | None:
    return next(split_lines(item.spans, 0, item.line), None)


def looks_like_reading(item: Block) -> bool:
    """Does this item name a paper of its own, rather than say something about the heading's?"""
    line = own_line(item)
    if line is None or not line.words:
        return False
    if _long_entry(item):
        return True
    if len(line.text) > LONG:
        return False
    if LABEL.match(line.text) or only_date(line.text) or only_venue(line.text) or authors_of_line(line.text):
        return False
    if LETTER.match(line.text):
        return True
    lines = list(lines_of([item]))
    title = bare_title(plain("".join(span.text for span in line.spans if not span.href)))
    if any(rest.links or rest.decks for rest in lines[:3]):
        starts_with_link = bool(line.spans and line.spans[0].href and len(line.spans[0].text.split()) > 1)
        return starts_with_link or 1 <= len(title.split()) <= 25
    return False


def is_group(item: Block) -> bool:
    """ "Two papers on diffusion models:" with the papers below it."""
    line = own_line(item)
    nested = [child for block in item.blocks if block.kind == "list" for child in block.blocks]
    return bool(
        line
        and line.text.endswith(":")
        and nested
        and not line.links
        and not LETTER.match(line.text)
        and sum(looks_like_reading(child) for child in nested) * 2 >= len(nested)
    )


def _long_entry(item: Block) -> bool:
    """ "Title / - abstract" in one item; the left part is no list of people."""
    line = own_line(item)
    match = re.match(r"([^/]{8,200})\s/\s+-?\s*\S.{60,}", line.text) if line else None
    return bool(match and not authors_of_line(match[1]) and not re.search(r"[.!]\s+[A-Z]", match[1]))


def reading_of_item(item: Block, requirement: str, section: str, text: str) -> ParsedReading | None:
    """The reading an item names, or None where no title is left."""
    first, *rest = lines_of([item])
    entry = Entry()
    raw, authors, tail = _title_and_tail(first, entry)
    title = split_title(raw)
    entry.authors = title.authors or authors
    entry.venue, entry.published = title.venue, title.published
    entry.take_links(first)
    if tail:
        _read_tail(tail, entry)
    entry.read(Line(line.spans, max(line.depth - 1, 0), line.number) for line in rest)
    if not title.text:
        return None
    return ParsedReading(
        title=title.text[:300],
        requirement=requirement,
        authors=entry.authors,
        published=entry.published,
        venue=entry.venue,
        abstract=entry.abstract,
        presenter=entry.presenter,
        topic=entry.topic,
        instruction=entry.instruction,
        links=entry.own_links(),
        slides=entry.own_slides(),
        remarks="\n".join(entry.remarks),
        section=section,
        text=text,
        line=item.line,
        rule="bullet of a reading list",
        confidence=0.9 if entry.links or LETTER.match(first.text) else 0.6,
    )


def _title_and_tail(line: Line, entry: Entry) -> tuple[str, tuple[str, ...], str]:
    """(title, authors before it, what follows it) of an item's first line."""
    label, _ = split_label(line.text)
    spans = list(line.spans)
    linked = next(
        (
            index
            for index, span in enumerate(spans)
            if span.href and len(span.text.split()) > 2 and "://" not in span.text
        ),
        None,
    )
    if linked is not None and not label:
        href = spans[linked].href
        end = linked
        while end + 1 < len(spans) and spans[end + 1].href == href:
            end += 1
        before = plain("".join(span.text for span in spans[:linked])).strip(' .,:;“"')
        after = plain("".join(span.text for span in spans[end + 1 :] if not span.href)).lstrip(' .,:;-–—/”"')
        title = plain("".join(span.text for span in spans[linked : end + 1]))
        authors = authors_of_line(before) or (
            tuple(split_people(before)) if before and is_name(split_people(before)[0]) else ()
        )
        return (
            (title, authors, after)
            if authors or not before or LETTER.fullmatch(before + " x"[:1])
            else (f"{before} {title}", (), after)
        )
    text = plain(
        "".join(
            span.text for span in spans if not (span.href and ("://" in span.text or not Line((span,), 0, 0).words))
        )
    )
    text = LETTER.sub("", text)
    return _cited(text) or _described(text)


def _cited(text: str) -> tuple[str, tuple[str, ...], str] | None:
    """ "Author, Author. "Title". Venue, 2023." or "Author and Author (2023). Title. Venue." """
    quoted = re.match(
        r"(?P<people>[^“\"]{3,300}?)[\s.,(\d)]*[“\"](?P<title>[^”\"]{6,300})[”\"][\s.,]*(?P<rest>.*)", text
    )
    dotted = re.match(
        r"(?P<people>[^.]{3,}?(?:\s[A-Z]\.)*[^.]*?)\.?\s*\(?(?P<year>(?:19|20)\d\d[a-z]?)\)?\.\s+(?P<title>[^.?!]{6,300}[?!]?)\.?\s*(?P<rest>.*)",
        text,
    )
    for match in (quoted, dotted):
        people = authors_of_line(match["people"].strip(" .,(")) if match else ()
        if people:
            rest = match["rest"] + (f" {match['year']}" if match is dotted else "")
            return match["title"].strip(" .,"), people, rest
    return None


def _described(text: str) -> tuple[str, tuple[str, ...], str]:
    """ "Title / - abstract", "Name - what it is": the description is what follows."""
    slashed = re.match(r"(.{8,300}?)\s+/\s+(?:-\s+)?(\S.{40,})", text)
    if slashed:
        return slashed[1], (), slashed[2]
    dashed = re.match(r"([^-–—]{2,80}?)\s*(?:\s[-–—]\s|-\s)\s*(?=\S.{30,})(.*)", text)
    if dashed and len(dashed[2].split()) > 6:
        return dashed[1], (), dashed[2]
    return text, (), ""


def _read_tail(tail: str, entry: Entry) -> None:
    """What follows a title: people, venue and date where it is nothing else, else its description."""
    pieces = [
        piece.strip(" .,()")
        for piece in re.split(r"(?<=[a-z)\]])\.\s+|\s*[|/]\s+|\s+[-–—]\s+|[()]", tail)
        if piece.strip(" .,()")
    ]
    left = []
    for piece in pieces:
        venue, date = only_venue(piece), only_date(piece)
        tailed = split_title(piece)
        if date:
            entry.published = entry.published or date
        elif venue:
            entry.venue = entry.venue or venue
            entry.published = entry.published or find_date(venue)
        elif not entry.authors and (people := authors_of_line(piece)):
            entry.authors = people
        elif not entry.venue and re.fullmatch(r"(?:In\s+)?[A-Z][\w&.:' -]{2,80},?\s+(?:19|20)\d\d", piece):
            entry.venue, entry.published = re.sub(r"^In\s+", "", piece), entry.published or find_date(piece)
        elif not entry.authors and tailed.venue and (people := authors_of_line(tailed.text)):
            entry.authors, entry.venue = people, entry.venue or tailed.venue
            entry.published = entry.published or tailed.published
        else:
            left.append(piece)
    if left:
        whole = tail if len(left) == len(pieces) else ". ".join(left)
        target = entry.description if len(whole.split()) > 6 else entry.remarks
        target.append(whole)


def has_identifier(item: Block) -> bool:
    """Does the item link to a paper: arXiv, DOI, OpenReview, ACL, or a PDF elsewhere?"""
    return any(
        identifiers_of_url(link.url) or re.search(r"^https?://.*\.pdf(?:[?#]|$)", link.url, re.I)
        for line in split_lines(item.spans, 0, item.line)
        for link in line.links
    )
