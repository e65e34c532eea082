"""A paper that a post without a reading list names in its first sentences: "This week we read [Title](…)"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from readings.identifiers import title_key
from readings.markdown import Block

from .clues import venue_year
from .lines import links_of, plain
from .people import people_of_citation
from .structure import UNSPECIFIED, Link, ParsedReading
from .tails import Citation, read_tail
from .titles import bare_title

READ = re.compile(
    r"\b(?:(?:we|everyone|everybody)\b[^.:?!]{0,40}\b(?:read|cover|covered|discuss|discussed|studied|review|reviewed)\b"
    r"|(?:this week[’']?s|today[’']?s|next week[’']?s|our|the)\s+(?:main\s+)?(?:paper|reading|article|text|chapter)s?\b"
    r"[^.:?!]{0,30}\b(?:is|are|was|were|will be)\b)[^.:?!]{0,60}:?\s*$",
    re.I,
)
# “Title” (Journal 2008, https://…)
QUOTED = re.compile(r"[“\"](?P<title>[^“”\"]{15,300})[”\"][\s,.]*[(\[](?P<tail>[^()\[\]]{0,300})[)\]]")
BY = re.compile(r"\bby\s+(?P<people>[^,:;]{3,80})[,:]\s*$")
FEWEST_WORDS = 4  # of a title
FIRST = 3  # paragraphs
LONGEST = 200  # characters before a title


def reading_in_prose(blocks: Sequence[Block], sources: Sequence[str], title: str) -> ParsedReading | None:
    """The paper whose title is a link behind "we read", or is the post's own, or stands quoted behind such words."""
    paragraphs = [(block, text) for block, text in zip(blocks, sources, strict=True) if block.kind == "paragraph"]
    for block, source in paragraphs[:FIRST]:
        before = ""
        for span in block.spans:
            words = plain(span.text)
            named = title_key(words) == title_key(title)
            if (
                re.match(r"https?:", span.href)
                and len(words.split()) >= FEWEST_WORDS
                and (named or READ.search(before[-LONGEST:]))
            ):
                found = ParsedReading(words[:300], links=(Link(span.href),), confidence=0.8 if named else 0.6)
                return _placed(found, block, source)
            before += span.text.replace("\n", " ")
        if found := _quoted(block):
            return _placed(found, block, source)
    return None


def _quoted(block: Block) -> ParsedReading | None:
    """ "This week's paper is by Lee and Chen: “Title” (Nature 2008, https://…)"."""
    text = plain("".join(span.text for span in block.spans))
    match = QUOTED.search(text)
    before = text[: match.start()][-LONGEST:] if match else ""
    if not match or not READ.search(before):
        return None
    where = re.sub(r"https?://\S+", "", match["tail"]).strip(" ,;")
    tail, by = read_tail(where), BY.search(before)
    if by and venue_year(where):  # the people are known, so that this names a journal
        tail = Citation("", people_of_citation(by["people"]), where, venue_year(where))
    links = tuple(Link(link.url) for link in links_of(block.spans) if link.url in match["tail"])
    title = bare_title(match["title"])
    return ParsedReading(title, UNSPECIFIED, tail.authors, tail.published, tail.venue, links=links, confidence=0.6)


def _placed(reading: ParsedReading, block: Block, source: str) -> ParsedReading:
    return replace(reading, text=source.strip(), line=block.line, rule="named in a sentence")
