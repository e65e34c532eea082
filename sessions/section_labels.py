"""Pure: what the heading that a reading stood under in its post says beyond the page's own."""

import re

# Headings of posts that say no more than the page's own do: "Required Readings:", "Even more".
PLAIN = re.compile(
    r"(?:(?:even|required?|more|further|extra|additional|optional|suggested|papers?)\W*)*(?:readings?)?\W*", re.I
)


def section_label(section: str) -> str:
    """The innermost of the headings a reading stood under in its post ("A / B"), or "" for a plain one."""
    last = section.rsplit(" / ", 1)[-1].strip(" :-–—")
    return "" if PLAIN.fullmatch(last) else last
