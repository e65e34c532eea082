"""The picture by which other sites show a link to a course. Pure: words in, PNG out, the same words the same bytes."""

import io
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
MARGIN = 90
PAPER, INK, QUIET, ACCENT = "#fdfcf9", "#1e1c19", "#524d45", "#1b3c8c"
FONT = Path(__file__).parent / "fonts" / "SourceSerif4_600SemiBold.ttf"
LONGEST = 300  # characters of a text that are looked at
TITLE_SIZES = (84, 72, 60, 52)
TITLE_LINES = 4
SMALL = 36
LACKING = "\U0010fffe"  # no font has it
# The open book of the site's icon, in a square of 32.
BOOK = [(16, 9.5), (11, 7.8), (6, 7.6), (6, 22.8), (11, 23), (16, 24.7), (21, 23), (26, 22.8), (26, 7.6), (21, 7.8)]


def drawn(title: str, term: str, site: str) -> bytes:
    """The picture as PNG. Words in letters that the font does not have are left out."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 24, SIZE[1]), fill=ACCENT)
    _book(draw, MARGIN, MARGIN - 8, 56)
    width = SIZE[0] - 2 * MARGIN
    draw.text((MARGIN + 80, MARGIN + 20), _line(site, width - 80), QUIET, _font(SMALL), anchor="lm")
    size, lines = _title(title, width)
    step = round(size * 1.22)
    top = 350 - step * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + number * step), line, INK, _font(size), anchor="lm")
    draw.text((MARGIN, SIZE[1] - MARGIN), _line(term, width), QUIET, _font(SMALL), anchor="lm")
    out = io.BytesIO()
    image.quantize(32).save(out, "PNG")
    return out.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _has(letter: str) -> bool:
    """Whether the font draws more for it than the box that stands for what it lacks."""
    font = _font(SMALL)
    return letter.isascii() or bytes(font.getmask(letter)) != bytes(font.getmask(LACKING))


def _words(text: str) -> list[str]:
    kept = "".join(letter if letter.isprintable() else " " for letter in text[:LONGEST])
    return [word for word in kept.split() if all(map(_has, word))]


def _line(text: str, width: int) -> str:
    return next(_lines(_words(text), _font(SMALL), width, 1), "")


def _title(title: str, width: int) -> tuple[int, list[str]]:
    """(size, lines): as large as all of it fits, else cut."""
    words = _words(title)
    for size in TITLE_SIZES:
        lines = list(_lines(words, _font(size), width, TITLE_LINES))
        if not lines or not lines[-1].endswith("…"):
            break
    return size, lines


def _lines(words: list[str], font: ImageFont.FreeTypeFont, width: int, most: int) -> Iterator[str]:
    """At most `most` lines of words; what does not fit is cut with dots."""
    rest = list(words)
    for number in range(most):
        if not rest:
            return
        count = 1
        while count < len(rest) and font.getlength(" ".join(rest[: count + 1])) <= width:
            count += 1
        line, rest = " ".join(rest[:count]), rest[count:]
        if font.getlength(line) > width or (rest and number == most - 1):
            while line and font.getlength(line + "…") > width:
                line = line[:-1]
            yield line.rstrip() + "…"
            return
        yield line


def _book(draw: ImageDraw.ImageDraw, left: int, top: int, side: int) -> None:
    draw.rounded_rectangle((left, top, left + side, top + side), side // 5, fill=ACCENT)
    draw.polygon([(left + x * side / 32, top + y * side / 32) for x, y in BOOK], fill=PAPER)
    draw.line([(left + side / 2, top + y * side / 32) for y in (9.5, 24.7)], fill=ACCENT, width=2)
