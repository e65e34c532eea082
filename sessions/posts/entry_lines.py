"""What a line of an entry holds beside its words: identifiers, addresses, fields between slashes."""

import re

from readings.identifiers import normal_doi
from readings.markdown import Span

from .clues import IDENTIFIER, only_date, only_venue, split_label
from .field_labels import ABSTRACT_LABELS, DATE_LABELS, PEOPLE_LABELS, PLAIN_LABELS, REMARK_LABELS, VENUE_LABELS
from .lines import Line, joined, plain
from .people import authors_of_line
from .structure import Link

# "arXiv preprint arXiv:2303.13988"
PREPRINT = re.compile(r"(?:\b(?:in\s+)?arxiv preprint\s+)?\barxiv:\s*\d{4}\.\d{4,5}(?:v\d+)?(?:\s*\[[\w.-]+\])?", re.I)
NO_ADDRESS = {*PEOPLE_LABELS, *VENUE_LABELS, *DATE_LABELS, *PLAIN_LABELS, *ABSTRACT_LABELS, *REMARK_LABELS}
LONGEST = 200  # characters of a label with an address
DOMAIN = re.compile(r"(?:[a-z\d-]+\.){1,4}[a-z]{2,12}(?:/\S*)?", re.I)


def identifiers_in(line: Line) -> list[Link]:
    """The addresses that "doi:10.1145/…", "arXiv:1905.12495" and "Website: nets.example.org" stand for, where they are
    no links already."""
    text = "".join(span.text for span in line.spans if not span.href)
    label, rest = split_label(text) if len(text) <= LONGEST else ("", "")
    if label and label not in NO_ADDRESS and DOMAIN.fullmatch(rest.strip()):
        return [Link(f"https://{rest.strip()}")]
    return [
        Link(
            f"https://doi.org/{normal_doi(match['doi'])}" if match["doi"] else f"https://arxiv.org/abs/{match['arxiv']}"
        )
        for match in IDENTIFIER.finditer(text)
    ]


def beside_links(line: Line) -> str:
    return plain("".join(span.text for span in line.spans if not span.href))


def without_preprint(text: str) -> str:
    """The words without the number of a preprint, which is an address."""
    return PREPRINT.sub(" ", text).strip(" .,")


def emphasised(line: Line, venue: str) -> str:
    """The journal of "*Psychological Review*, 2004" without its year, where it is set apart."""
    marked = (plain(span.text).strip(" .,") for span in line.spans if span.emphasis)
    return next((name for name in marked if name and venue.startswith(name)), venue)


def fields_apart(line: Line) -> list[Line]:
    """ "Ann Lee, Bo Chen / NeurIPS 2024 / https://… / What it says" as lines; [] for any other."""
    pieces = _slashed(line)
    if len(pieces) < 2 or len(authors_of_line(pieces[0].text)) < 2:
        return []
    count = 1
    while count < len(pieces) and _is_field(pieces[count]):
        count += 1
    return [*pieces[:count], joined(pieces[count:], " / ")] if count < len(pieces) else pieces


def _slashed(line: Line) -> list[Line]:
    """The pieces of a line between slashes that stand apart, as lines of their own."""
    pieces: list[list[Span]] = [[]]
    for span in line.spans:
        first, *others = [span.text] if span.href or span.code else re.split(r"\s+/\s+", f" {span.text} ")
        pieces[-1].append(span.with_text(first))
        pieces += [[span.with_text(other)] for other in others]
    return [piece for spans in pieces if (piece := Line(tuple(spans), line.depth, line.number)).text]


def _is_field(line: Line) -> bool:
    """An address, a venue or a date and nothing else?"""
    return not line.words or bool(only_venue(line.text) or only_date(line.text))
