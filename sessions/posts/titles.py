"""Titles of readings: what belongs to them, and the date, venue and people that are clearly their tails."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .clues import (
    MONTH,
    YEAR,
    find_date,
    find_venue,
    only_date,
    only_venue,
    split_date_tail,
    split_venue_tail,
    venue_year,
)
from .lines import plain
from .people import authors_of_line, cited_alone, is_name, people_of_citation, split_author_tail

LONGEST = 5_000  # characters: a title with more people than any paper has
LETTER = re.compile(r"^(?:\[\d{1,3}\]\s+|\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})[.)]\s+)(?=\S)")
LEAD = re.compile(
    r"^(?:related|paper(?:\s+(?:\d+|[A-Z]))?|reading(?:\s+\d+)?|required|optional|title|article|book)\s*[:：]\s*"
    r"|^(?:paper|reading)\s+(?:\d+|[A-Z])\s*[.)–—-]\s+|^related\s+[–—-]\s+",
    re.I,
)

# "Title: https://… ; code https://…", the addresses gone
BEHIND_ADDRESS = re.compile(
    r"\s*(?:[:;|/]\s*[;|/,]|\s[;|])\s*"
    r"(?:code|github|repo(?:sitory)?|pdf|paper|video|demo|blog|project(?: page)?)\s*:?\s*$",
    re.I,
)

# "(Lake, Ullman & Tenenbaum, BBS 2017)"
SEVERAL = re.compile(
    r"\s*[(\[](?P<people>[^()\[\]\d]{2,120}?\s(?:&|and)\s[^()\[\]\d,]{2,40}),\s+(?P<when>[^()\[\],]{2,40})[)\]]\s*$"
)
# "(Cohen, Biran, Yoran; TACL 2024)"
SEMICOLON = re.compile(r"\s*[(\[](?P<people>[^()\[\]\d;]{2,120});\s*(?P<when>[^()\[\];]{2,40})[)\]]\s*$")
# "[OpenAI, March 2025]"
IN_MONTH = re.compile(
    rf"\s*[(\[](?P<people>[^()\[\]\d,]{{2,40}}),\s+(?P<when>{MONTH}(?:\s+\d{{1,2}},?)?\s+{YEAR})[)\]]\s*$", re.I
)
VENUE_AND_YEAR = re.compile(rf"[A-Z]\S*(?:\s\S+){{0,4}}\s(?:{YEAR}|['’]\d\d)")


@dataclass(frozen=True, slots=True)
class Title:
    """A title with what was cut from its ends."""

    text: str
    authors: tuple[str, ...] = ()
    venue: str = ""
    published: str = ""


@lru_cache(maxsize=16)  # asked again for the same text after every step of split_title
def bare_title(text: str) -> str:
    """Without leading "-" or "related:", letters of a list, footnote marks, addresses, trailing ":" or "/"."""
    text = BEHIND_ADDRESS.sub("", re.sub(r"\[\^[^\]\s]{1,30}\]:?|https?://\S+", " ", text))
    text = plain(text.replace("**", " ").replace("__", " "))
    text = re.sub(r"^\d\ufe0f?\u20e3\s*", "", text)  # a number in a box
    text = re.sub(r"^\d{1,2}(?:(?:\.\d{1,2})*[.)]|\.\d{1,2}|\s[-–—])\s+(?=\S)", "", text)
    before = None
    while before != text:
        before = text
        text = re.sub(r"^[-–—•*+#:☐☑✓✔★☆⭐✱∗]+\s+", "", text)
        lead = r"^(?:(?:[A-Za-z][.)]|\([A-Za-z]\)|\[[A-Z]\]|#\d{1,2}[.:)]?)\s+(?=\S))+"
        text = re.sub(lead, "", LEAD.sub("", text))
        text = re.sub(r"[\s:/|,;*_+&–—\ufe0f\u200d\U0001f300-\U0001faff-]+$", "", text)
        text = re.sub(r"(?<=[\w)’'\"”])\.$", "", text) if text.count(".") == 1 or text.endswith(").") else text
        text = re.sub(r",\s+\d{1,4}\s+(?:pages|pp\.?)$", "", text)
        text = re.sub(r"\s+/\s+(?:PDF|URL|link)$", "", text, flags=re.I)
        text = re.sub(
            r"^\[(?:arXiv:)?\d{4}\.\d{4,5}(?:v\d+)?\]\s*"
            r"|[\s,.]{0,3}[(\[]?(?:arXiv preprint )?arXiv[:\s]\s*\d{4}\.\d{4,5}(?:v\d+)?(?:\s*\[[\w.-]+\])?[)\]]?$"
            r"|\s*\((?:www\.)?(?:arxiv\.org|openreview\.net|acm\.org|nature\.com)\)$",
            "",
            text,
            flags=re.I,
        )
        quoted = re.fullmatch(r"[“\"]([^“”\"]+)[”\"][.,]?", text)
        text = quoted[1] if quoted else text
    return text


def split_title(text: str, *, author_first: bool = False) -> Title:
    """The title without its tails; `author_first`: a table's cell may begin with the author."""
    if len(text) > LONGEST:
        return Title(plain(text))
    text = bare_title(text)
    text, piped = _piped(text)
    authors, venue, published = piped.authors, piped.venue, piped.published
    bracket = re.match(r"[\[(]([^\[\]()]{2,40})[\])]\s*[:.-]?\s*(?=\S)", text)
    if bracket and only_venue(bracket[1]):
        venue, text = bracket[1].strip(), text[bracket.end() :]
    elif bracket and (found := only_date(re.sub(rf"^({YEAR})\.(\d\d)$", r"\1-\2", bracket[1].strip()))):
        published, text = found, text[bracket.end() :]
    for _ in range(3):
        before = text
        text, in_brackets = _bracket_tail(text)
        authors, venue, published = (
            authors or in_brackets.authors,
            venue or in_brackets.venue,
            published or in_brackets.published,
        )
        text, found = split_date_tail(text)
        published = published or found
        text, found = split_venue_tail(bare_title(text))
        venue = venue or found
        text, found = _year_tail(text)
        published = published or found
        text, people = split_author_tail(bare_title(text))
        authors = authors or people
        text = bare_title(text)
        if text == before:
            break
    if author_first and not authors:
        text, authors = _leading_author(text)
    return Title(text, authors, venue, published or venue_year(venue))


def _piped(text: str) -> tuple[str, Title]:
    """ "Title | ICML 2024 | Ann Lee, Bo Chen": what stands between bars, where each says who, where or when."""
    head, *rest = text.split(" | ")
    told = [(authors_of_line(piece), only_venue(piece), only_date(piece)) for piece in rest]
    if not rest or not all(map(any, told)):
        return text, Title("")
    authors, venue, date = (next(filter(None, values), "") for values in zip(*told, strict=True))
    return bare_title(head), Title("", authors or (), venue, date)


def _year_tail(text: str) -> tuple[str, str]:
    """ "Title, First Last, 2015", "Title, Last et al. 2015": a year behind people."""
    match = re.search(rf"(?:,|(?<=\bet al)\.?)\s*({YEAR})$", text)
    return (text[: match.start()], match[1]) if match and split_author_tail(text[: match.start()])[1] else (text, "")


def _bracket_tail(text: str) -> tuple[str, Title]:
    """ "Title (Yao et al., 2022)", "Title (Veličković et al., ICLR 2018)", "Title (Ha & Schmidhuber, 2018)"."""
    match = re.search(r"\s*[(\[](?P<people>[^()\[\]]{2,80}?\bet al\.?),?\s*(?P<when>[^()\[\]]{0,40})[)\]]\s*$", text)
    match = match or SEVERAL.search(text)
    match = match or IN_MONTH.search(text) or SEMICOLON.search(text)
    match = match or re.search(rf"\s*[(\[](?P<people>[^()\[\]\d]{{2,80}}?),?\s+(?P<when>{YEAR})[a-z]?[)\]]\s*$", text)
    whole = f"{match['people']} {match['when']}" if match else ""
    if not match or only_venue(whole) or only_venue(match["people"]) or only_date(whole):
        return text, Title("")
    when = match["when"].strip(" ,")
    date, venue = (
        find_date(when),
        only_venue(when) or (when if VENUE_AND_YEAR.fullmatch(when) and not only_date(when) else ""),
    )
    people = people_of_citation(match["people"]) or cited_alone(match["people"])
    if not people or (when and not date and not venue):
        return text, Title("")
    return text[: match.start()].rstrip(), Title("", people, venue, date)


def _leading_author(text: str) -> tuple[str, tuple[str, ...]]:
    first, comma, rest = text.partition(",")
    camel = re.fullmatch(r"[A-Z][a-z]+[A-Z][a-z]+", first.strip())
    who, dash, what = re.sub(r"\s[-–—]{1,2}\s", "\n", text, count=1).partition("\n")
    if dash and len(what.split()) >= 3 and is_name(who):
        return what.strip(), (who.strip(),)
    if comma and len(rest.split()) >= 2 and (camel or (is_name(first) and not find_venue(rest))):
        return rest.strip(), (first.strip(),)
    return text, ()
