"""Bytes -> the text of a post, or the line at which they are no text."""

import hashlib

from sessions.posts import PostError


def decoded(data: bytes) -> str:
    """The text without BOM and with plain line ends. Raises PostError with the line of the first bad byte."""
    if not data:
        raise PostError(1, "the file is empty")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PostError(1, "the file is UTF-16, not UTF-8: save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = line_at(data, error.start)
        raise PostError(line, f"line {line} is not UTF-8 (byte 0x{data[error.start]:02x}): save it as UTF-8") from None
    if "\0" in text:
        line = line_at(data, data.index(b"\0"))
        even_zeros = data.count(b"\0") > len(data) // 4
        advice = "the file looks like UTF-16, not UTF-8: save it as UTF-8" if even_zeros else "remove the NUL byte"
        raise PostError(line, f"line {line} holds a NUL byte: {advice}")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise PostError(1, "the file is empty: it holds only blank lines")
    return text


def line_at(data: bytes, position: int) -> int:
    """The line (1-based) of a byte, whichever line ends the file has."""
    before = data[:position].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def digest_of(text: str) -> str:
    """What a post's text is known by."""
    return hashlib.sha256(text.encode()).hexdigest()
