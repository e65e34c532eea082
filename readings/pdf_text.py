"""The text of a PDF, page by page. Pure: for a worker, which bounds its time and memory."""

import logging
import re
from io import BytesIO

MOST_PAGES = 500
LONGEST_PAGE = 20_000  # characters
LONGEST = 1_000_000  # characters in all

# Said of every second PDF, and nothing that a reader of our log could mend.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class UnreadablePdf(ValueError):
    """A sentence for a person."""


def pages_of(data: bytes) -> list[str]:
    """The text of each page in one line, "" for a picture; pages past a limit are left out. Raises UnreadablePdf."""
    import pypdf  # takes a while, and only workers need it

    try:
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadablePdf("the PDF asks for a password")
        pages: list[str] = []
        length = 0
        for page in reader.pages[:MOST_PAGES]:
            pages.append(text_of(page))
            length += len(pages[-1])
            if length > LONGEST:
                break
        return pages
    except UnreadablePdf:
        raise
    except MemoryError:
        raise
    except Exception as error:  # whatever a broken file brings about in the library
        raise UnreadablePdf(f"the PDF cannot be read ({type(error).__name__})") from None


def text_of(page) -> str:
    """One page's text as any database stores it: no NUL, no half of a surrogate pair, no hyphen at a line's end."""
    text = page.extract_text() or ""
    text = re.sub(r"[\x00-\x08\x0e-\x1f\ud800-\udfff]", " ", text)
    text = re.sub(r"(?<=[a-z])-\s*\n\s*(?=[a-z])", "", text)
    return " ".join(text.split())[:LONGEST_PAGE]
