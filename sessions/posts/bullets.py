"""List items (and paragraphs) that are themselves readings."""

import re
from collections.abc import Iterable
from dataclasses import replace

from readings.identifiers import identifiers_of_url, url_key
from readings.markdown import Block
from readings.names import folded

from .cases import case_cited
from .citations import before_venue, read_citation
from .clues import LABEL, only_date, only_venue, split_label
from .entries import Entry
from .imprints import is_prose
from .items import LONG, children_of, further_lines, own_line
from .lines import Line, links_of, plain
from .people import authors_of_line, is_name
from .people_first import LONGEST
from .presenters import without_presenter
from .requirement_marks import BEFORE, IN_BRACKETS, marked_requirement, requirement_behind, without_requirement
from .structure import ParsedReading
from .tails import Citation
from .title_links import KIND_LABEL, title_link
from .titles import LETTER, bare_title
from .vocabulary import ORGANISATIONS

QUESTION = re.compile(
    r"^(?:what|why|how|when|where|who|which|is|are|do|does|did|can|could|should|would|will)\b.*\?(?:\s*\([^()]*\))?$",
    re.I,
)
NOTHING = re.compile(
    (
        r"(?:tbd|tba|n/?a|none|coming soon|to be (?:announced|determined|decided)|(?:coffee |lunch )?break|lunch"
        r"|wrap-?up|no (?:class"
        r"|readings?|meeting|session)\b.*)"
    ),
    re.I,
)
NO_READING = re.compile(r"\bno readings?\b", re.I)


# What people do in class, or hand in.
ACTIVITY = re.compile(
    r"(?:(?:class|group|paper|project|student|final|in-class)\s+)*(?:discussions?|introductions|presentations?|homework"
    r"|assignments?|quiz(?:zes)?|mid-?term|exams?|logistics|office hours|guest (?:lecture|speaker|talk)s?)\b",
    re.I,
)


# "send me one example"
ASKED = re.compile(
    r"(?:please\s+)?(?:send|bring|post|write|prepare|e-?mail|upload|submit|think|answer|choose|pick|come)\b.*"
    r"\b(?:me|us|you|your|one|two|three|a|an|about)\b",
    re.I,
)
# Pages of one paper each, at publishers and archives whose addresses name no identifier that is read.
PAPER_PAGES = re.compile(
    r"https?://(?:www\.)?(?:eprint\.iacr\.org/\d|usenix\.org/(?:conference|system/files)/.|proceedings\.mlr\.press/v\d"
    r"|(?:papers|proceedings)\.(?:nips|neurips)\.cc/paper|openaccess\.thecvf\.com/content|jstor\.org/stable/"
    r"|nature\.com/articles/|sciencedirect\.com/science/article/|ieeexplore\.ieee\.org/(?:abstract/)?document/"
    r"|(?:papers\.)?ssrn\.com/|nber\.org/papers/|pubmed\.ncbi\.nlm\.nih\.gov/\d|ncbi\.nlm\.nih\.gov/pmc/articles/"
    r"|(?:\w+\.)?biorxiv\.org/content/|academic\.oup\.com/\w+/article|muse\.jhu\.edu/article|semanticscholar\.org/paper/)",
    re.I,
)
CALLED = re.compile(r"(?:(?:required|optional)\s+)?readings?\s*[:：]\s*", re.I)
HANDED_IN = re.compile(r"(?:assignments?|homework|problem set|quiz|lab|mid-?term|exam)\s*#?\d{0,2}\s*[:：]", re.I)


def looks_like_reading(item: Block) -> bool:
    """Does this item name a paper of its own, rather than say something about the heading's?"""
    line = own_line(item)
    if (
        line is None
        or not (line.words or title_link(list(line.spans)))
        or is_labelled(item)
        or (QUESTION.match(line.text) and not _is_named(item, line))
        or NOTHING.fullmatch(line.text.strip(" .*"))
        or HANDED_IN.match(line.text)
    ):
        return False
    if _long_entry(line) or case_cited(line.text) or before_venue(line.spans):
        return True
    if len(line.text) > LONG and (_is_prose(line) or not read_citation(line).certain):
        return False
    if (
        (LABEL.match(line.text) and not BEFORE.match(line.text) and not is_titled(line))
        or only_date(line.text)
        or only_venue(line.text)
        or (authors_of_line(line.text) and len(line.links) != 1 and not _has_fields(item, line))
    ):
        return False
    if LETTER.match(line.text):
        return True
    if line.links or line.decks:
        return _title_like(line) and not is_homepage(line)
    citation = read_citation(line)
    told = citation.published or citation.venue or re.search(r"[“\"]", line.text)
    if citation.certain and citation.authors and told:
        return True
    below = any(rest.links or rest.decks for rest in further_lines(item))
    return below and len(line.text) < 200 and not line.text.endswith(":")


def _has_fields(item: Block, line: Line) -> bool:
    """Do an address and what else a paper has stand below words that might be a name: "**Nets Under Pressure**"?"""
    return len(authors_of_line(line.text)) == 1 and "link" in Entry().read(further_lines(item)).evidence


def _is_prose(line: Line) -> bool:
    """Is a line longer than any citation, with nothing set apart in it that could be a title?"""
    return len(line.text) > LONGEST and not any(span.href or span.strong or span.emphasis for span in line.spans)


def is_homepage(line: Line) -> bool:
    """ "[Ann Lee](https://annlee.org)": somebody, and nothing to read."""
    words, links = folded(line.text).split(), line.links
    return (
        len(links) == 1
        and is_name(line.text)
        and words[-1] in links[0].url.casefold()
        and not is_paper_address(links[0].url)
    )


def is_titled(line: Line) -> bool:
    """ "Title: Attention is all you need", "Paper: [Title](…)"."""
    label, text = split_label(line.text)
    words = re.sub(r"https?://\S+", " ", text).split()
    return label in ("title", "paper") and len(words) > 2


def _is_named(item: Block, line: Line) -> bool:
    """Is a question a title: all of it a link, or with people, a venue or an address below?"""
    if line.spans and all(span.href or not span.text.strip() for span in line.spans):
        return True
    return bool(Entry().read(further_lines(item)).evidence - {"description"})


def _title_like(line: Line) -> bool:
    citation = read_citation(line)
    words = bare_title(plain("".join(span.text for span in line.spans if not span.href))).split()
    return citation.certain or (bool(citation.title) and len(words) <= 25 and len(citation.title.split()) <= 30)


def is_labelled(item: Block) -> bool:
    """ "**Input:** receives data": a definition, not a title."""
    first = item.spans[0] if item.spans else None
    rest = plain("".join(span.text for span in item.spans[1:]))
    return bool(
        first
        and not is_titled(own_line(item))
        and first.strong
        and not first.href
        and (plain(first.text).endswith(":") or rest.startswith(":"))
        and rest.strip(": ")
        and not BEFORE.match(plain(item.text))
        and not any(span.href for span in item.spans)
    )


def is_labelled_entry(item: Block) -> bool:
    """ "Video: Let's build GPT https://…": an entry under the kind of thing it is."""
    line = own_line(item)
    return bool(line and line.links and KIND_LABEL.match(line.text) and not is_labelled(item))


def names_something(item: Block) -> bool:
    """ "Chapter 2 of ...": an item without any address that may still be read."""
    line = own_line(item)
    return bool(
        line
        and 3 <= len(line.words.split()) <= 40
        and not is_labelled(item)
        and not LABEL.match(line.text)
        and not line.text.endswith((":", "?"))
        and not NOTHING.match(line.text)
        and not (ACTIVITY.match(line.text) or ASKED.match(line.text))
        and not authors_of_line(line.text)
        and len(line.text) <= LONG
    )


def is_bare_address(item: Block) -> bool:
    """An address and nothing else: to be read, though its title is not known."""
    line = own_line(item)
    return bool(
        line
        and not line.words
        and not children_of(item)
        and len(line.links) == 1
        and re.match(r"https?:", line.links[0].url)
        and not is_homepage(line)
    )


def title_of_address(url: str) -> str:
    """A stand-in for a title: "arXiv:1706.03762", else the address without its scheme."""
    arxiv = identifiers_of_url(url).arxiv
    return f"arXiv:{arxiv}" if arxiv else url_key(url)[:300]


def is_group(item: Block) -> bool:
    """ "Two papers on diffusion models:" with the papers below it."""
    line, nested = own_line(item), children_of(item)
    if line is None or not nested or line.links or (LETTER.match(line.text) and not line.text.endswith(":")):
        return False
    if all((below := own_line(child)) and CALLED.match(below.text) for child in nested):
        return True  # "Topic models" over "Reading: [...](...)"
    readings = sum(looks_like_reading(child) for child in nested)
    if readings == len(nested) and all(
        span.strong or not re.search(r"\w{3}", IN_BRACKETS.sub("", span.text)) for span in item.spans
    ):
        return True
    return readings * 2 >= len(nested) and (line.text.endswith(":") or (readings > 1 and len(line.text.split()) <= 6))


def _long_entry(line: Line) -> bool:
    """ "Title / - abstract" in one item; the left part is no list of people."""
    match = re.match(r"([^/]{8,200})\s/\s+-?\s*\S.{60,}", line.text)
    return bool(match and not authors_of_line(match[1]) and not re.search(r"[.!]\s+[A-Z]", match[1]))


def reading_of_item(item: Block, requirement: str, section: str, text: str) -> ParsedReading | None:
    """The reading an item names, or None where no title is left."""
    line = own_line(item)
    return reading_of_lines(line, further_lines(item), requirement, section, text) if line else None


def reading_of_lines(
    line: Line, further: Iterable[Line], requirement: str, section: str, text: str
) -> ParsedReading | None:
    """The reading that a line cites, with what the lines below it add."""
    line, presenter = without_presenter(line)
    citation = read_citation(line)
    if len(line.links) == 1 and (not citation.title or is_publisher(citation, line)):
        authors = citation.authors or ((citation.title,) if citation.title else ())
        citation = replace(citation, title=title_of_address(line.links[0].url), authors=authors, certain=False)
    if not citation.title or NOTHING.fullmatch(citation.title):
        return None
    entry = Entry(citation.authors, citation.published, citation.venue, presenter, instruction=citation.part)
    entry.take_links(line)
    behind, rest = requirement_behind(citation.rest)
    if rest:
        (entry.description if is_prose(rest) else entry.remarks).append(rest)
    entry.read(further)
    named = citation.title != title_of_address(line.links[0].url) if line.links else True
    certain = (
        bool(line.words or citation.certain)
        and named
        and (citation.certain or bool(entry.links) or bool(LETTER.match(line.text)))
    )
    return entry.reading(
        without_requirement(citation.title),
        requirement=marked_requirement(line.text) or behind or requirement,
        section=section,
        text=text,
        line=line.number,
        rule="entry of a reading list",
        confidence=0.9 if certain else 0.6,
    )


def is_publisher(citation: Citation, line: Line) -> bool:
    """ "OpenAI, https://…, 4 Mar 2024": who put something there and when, its title unknown."""
    dated = bool(citation.published) and not (citation.authors or citation.venue or citation.rest)
    bare = any(span.href and "://" in span.text for span in line.spans)
    return dated and bare and len(citation.title.split()) == 1 and citation.title.casefold() in ORGANISATIONS


def has_identifier(item: Block) -> bool:
    """Does the item, or a line of addresses below its title, link to a paper: arXiv, DOI, OpenReview, ACL, a PDF?"""
    if any(is_paper_address(link.url) for link in links_of(item.spans)):
        return True
    entry = Entry().read(further_lines(item)) if item.blocks else None
    told = entry and (entry.authors or entry.venue) and not entry.description
    return bool(told) and any(is_paper_address(url) for url in entry.links)


def is_paper_address(url: str) -> bool:
    """arXiv, DOI, OpenReview, ACL, a publisher's page of one paper, or a PDF on another host."""
    pdf = re.search(r"^https?://.*\.pdf(?:[?#]|$)", url, re.I)
    return bool(identifiers_of_url(url) or pdf or PAPER_PAGES.match(url))
