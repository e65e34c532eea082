"""What a writer may want to mend in the order of headings; the rest is said while a text is rendered. Pure."""

from collections.abc import Iterator

from readings.markdown import Block, parse

LONGEST = 60  # characters of a heading that are quoted


def headings_out_of_order(text: str) -> tuple[tuple[int, str], ...]:
    """(line, sentence) for a heading of the page's own level and for each that skips one. Raises TooCostly."""
    found = []
    above, told = 1, False
    for heading in _headings(parse(text).blocks):
        said = " ".join(heading.text.split())
        said = said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"
        if heading.level == 1 and not told:
            told = True
            found.append((heading.line, f"“{said}” has the level of the page's title: begin sections with ##."))
        elif heading.level > above + 1:
            found.append((heading.line, f"“{said}” skips a level: begin it with {'#' * (above + 1)}."))
        above = heading.level
    return tuple(found)


def _headings(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == "heading":
            yield block
        yield from _headings(block.blocks)
