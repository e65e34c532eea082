"""A paper that a post without a reading list names in its first sentences: "This week we read [Title](…)"."""

import re
from collections.abc import Sequence

from readings.identifiers import title_key
from readings.markdown import Block

from .lines import plain
from .structure import UNSPECIFIED, Link, ParsedReading

READ = re.compile(
    r"\b(?:we|everyone|everybody)\b[^.:?!]{0,40}\b(?:read|cover|covered|discuss|discussed|studied|review|reviewed)\b"
    r"[^.:?!]{0,60}$",
    re.I,
)
FEWEST_WORDS = 4  # of a title
FIRST = 3  # paragraphs
LONGEST = 200  # characters before a title


def reading_in_prose(blocks: Sequence[Block], sources: Sequence[str], title: str) -> ParsedReading | None:
    """The paper whose title is a link behind "we read", or is the post's own."""
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
                return ParsedReading(
                    title=words[:300],
                    requirement=UNSPECIFIED,
                    links=(Link(span.href),),
                    text=source.strip(),
                    line=block.line,
                    rule="named in a sentence",
                    confidence=0.8 if named else 0.6,
                )
            before += span.text.replace("\n", " ")
    return None
