"""A paper that a post without a reading list names in its first sentences: "This week we read [Title](…)"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from readings.identifiers import title_key
from readings.markdown import Block

from .bullets import ACTIVITY, ASKED, looks_like_reading, reading_of_item
from .citations import read_citation
from .clues import YEAR, venue_year
from .items import own_line
from .lines import links_of, plain
from .people import people_of_citation
from .structure import UNSPECIFIED, Link, ParsedReading
from .tails import Citation, read_tail
from .titles import bare_title

READ = re.compile(
    r"\b(?:(?:we|everyone|everybody)\b[^.:?!]{0,40}\b(?:read|cover|covered|discuss|discussed|studied|review|reviewed)\b"
    r"|(?:this week[’']?s|today[’']?s|next week[’']?s|our|the)\s+(?:main\s+)?(?:paper|reading|article|text|chapter)s?\b"
    r"[^.:?!]{0,30}\b(?:is|are|was|were|will be)\b)[^.:?!]{0,60}(?::[^.:?!]{0,80})?$",
    re.I,
)
# What may stand between two titles of one sentence, and before a title.
ALSO = re.compile(r"\W*(?:and|along with|together with|as well as)?\s*(?:[^.?!:]{0,80}[(\[]\d{4}[)\]])?\W*", re.I)
WHO = re.compile(
    rf"(?:^|[:;]|,?\s\band\b|\bby\b)\s*(?P<people>[^:;()]{{3,80}}?)\s*[(\[](?P<year>{YEAR})[a-z]?[)\]]\W*$"
)
# “Title” (Journal 2008, https://…)
QUOTED = re.compile(r"[“\"](?P<title>[^“”\"]{15,300})[”\"][\s,.]*[(\[](?P<tail>[^()\[\]]{0,300})[)\]]")
BY = re.compile(r"\bby\s+(?P<people>[^,:;]{3,80})[,:]\s*$")
FEWEST_WORDS = 4  # of a title
FEWEST_OF_LINK, FEWEST_ITEMS = 3, 3  # words of a title in a list of nothing else; items of it
FIRST = 3  # paragraphs
LONGEST = 200  # characters before a title


def readings_in_prose(blocks: Sequence[Block], sources: Sequence[str], title: str) -> list[ParsedReading]:
    """The papers whose titles are links behind "we read", or is the post's own, or stands quoted behind such words."""
    paragraphs = [(block, text) for block, text in zip(blocks, sources, strict=True) if block.kind == "paragraph"]
    for block, source in paragraphs[:FIRST]:
        if found := _linked(block, title) or _quoted(block):
            return [replace(r, text=source.strip(), line=block.line, rule="named in a sentence") for r in found]
    return []


def readings_of_links(blocks: Sequence[Block], sources: Sequence[str]) -> list[ParsedReading]:
    """The entries of a post that is nothing but a list of titles with addresses, and a few words before it."""
    lists = [(block, text) for block, text in zip(blocks, sources, strict=True) if block.kind == "list"]
    others = {block.kind for block in blocks} - {"list"}
    items = [item for block, _ in lists for item in block.blocks]
    if others - {"paragraph"} or len(items) < FEWEST_ITEMS or not all(map(_is_addressed, items)):
        return []
    found = [reading_of_item(item, UNSPECIFIED, "", text) for block, text in lists for item in block.blocks]
    return [replace(reading, confidence=0.6) for reading in found if reading]


def _is_addressed(item: Block) -> bool:
    """A title of three words with an address of the web, that asks for nothing."""
    line = own_line(item)
    if line is None or not looks_like_reading(item) or ACTIVITY.match(line.text) or ASKED.match(line.text):
        return False
    away = [link for link in line.links if re.match(r"https?:", link.url)]
    return bool(away) and len(read_citation(line).title.split()) >= FEWEST_OF_LINK


def _linked(block: Block, title: str) -> list[ParsedReading]:
    found: list[ParsedReading] = []
    before = ""  # since the last title
    for span in block.spans:
        words = plain(span.text)
        if not (re.match(r"https?:", span.href) and len(words.split()) >= FEWEST_WORDS):
            before += span.text.replace("\n", " ")
            continue
        named = title_key(words) == title_key(title)
        also = bool(found) and ALSO.fullmatch(before) is not None
        who, when = _people_before(before)
        if named or also or READ.search(before[-LONGEST:]):
            sure = 0.8 if named else 0.6
            found.append(ParsedReading(words[:300], UNSPECIFIED, who, when, links=(Link(span.href),), confidence=sure))
        before = "" if found else before + span.text
    return found


def _people_before(text: str) -> tuple[tuple[str, ...], str]:
    """(people, year) of "… two papers: Lieder & Griffiths (2020), "."""
    match = WHO.search(text[-LONGEST:])
    people = people_of_citation(match["people"]) if match else ()
    return people, match["year"] if people else ""


def _quoted(block: Block) -> list[ParsedReading]:
    """ "This week's paper is by Lee and Chen: “Title” (Nature 2008, https://…)"."""
    text = plain("".join(span.text for span in block.spans))
    match = QUOTED.search(text)
    before = text[: match.start()][-LONGEST:] if match else ""
    if not match or not READ.search(before):
        return []
    where = re.sub(r"https?://\S+", "", match["tail"]).strip(" ,;")
    tail, by = read_tail(where), BY.search(before)
    part = tail.part
    if by and venue_year(where):  # the people are known, so that this names a journal
        tail = Citation("", people_of_citation(by["people"]), where, venue_year(where))
    links = tuple(Link(link.url) for link in links_of(block.spans) if link.url in match["tail"])
    title = bare_title(match["title"])
    who, when, venue = tail.authors, tail.published, tail.venue
    return [ParsedReading(title, UNSPECIFIED, who, when, venue, instruction=part, links=links, confidence=0.6)]
