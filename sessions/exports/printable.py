"""Text that any file can hold."""

import re

# What XML 1.0 allows (https://www.w3.org/TR/xml/#charsets), which calendars can hold too.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text without control characters and broken Unicode."""
    return FORBIDDEN.sub("", text)
