"""Stored HTML -> its text, section by section. Pure. Expects the sanitiser's spelling of tags."""

import html
import re
from dataclasses import dataclass

HEADING = re.compile(r'<h([1-6])\b[^>]*?\bid="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
BREAKS = re.compile(
    r"</?(?:p|li|ul|ol|dl|dt|dd|td|th|tr|table|div|section|h[1-6]|pre|br|hr|blockquote|figure|figcaption|details)\b[^>]*>"
)
# The TeX beside its MathML, what stands where a picture should be, and what a link to a known paper adds to the words:
# that comes and goes with the papers that are here, and is no news of the text.
SILENT = re.compile(
    r'<annotation\b.*?</annotation>|<span class="missing-image">.*?</span>'
    r'|<span class="visually-hidden">.*?</span>|\s?<a\b[^>]*\bclass="original"[^>]*>.*?</a>',
    re.DOTALL,
)
MARKS_OF_SILENT = ("<annotation", '"missing-image"', '"visually-hidden"', '"original"')  # found faster than the whole
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading; `id` and `heading` are "" before the first."""

    id: str
    heading: str
    text: str


def plain(markup: str) -> str:
    """The text of stored HTML, in one line."""
    heard = SILENT.sub("", markup) if any(mark in markup for mark in MARKS_OF_SILENT) else markup
    text = TAG.sub("", BREAKS.sub(" ", heard))
    return " ".join(html.unescape(text).split())


def sections_of(markup: str) -> list[Section]:
    """The text before the first heading, then that of each heading up to the next of any level."""
    sections, start, name, heading = [], 0, "", ""
    for match in HEADING.finditer(markup):
        sections.append(Section(name, heading, plain(markup[start : match.start()])))
        start, name, heading = match.end(), html.unescape(match[2]), plain(match[3])
    sections.append(Section(name, heading, plain(markup[start:])))
    return [section for section in sections if section.heading or section.text]
