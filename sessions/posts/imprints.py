"""Where and when a cited text appeared, as it stands behind the title: journal, volume, pages, year, publisher."""

import re
from collections.abc import Sequence
from dataclasses import replace

from readings.markdown import Span

from .clues import MONTH, YEAR, find_date
from .lines import is_link_word, plain
from .tails import Citation
from .vocabulary import NOT_VENUES

OLD_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
CONNECTING = r"(?:of|the|and|for|in|on|de|des|du|la|der|die|und|für|&|to)"
# "The Quarterly Journal of Economics", "Nat Rev Genet", "AEJ: Applied", "Proc. R. Soc. B".
NAME = rf"(?:[^\W\d_a-z]|e(?=[A-Z]))[\w&’'/-]*\.?(?::?\s+(?:{CONNECTING}\s+){{0,3}}[^\W\d_a-z][\w&’'/-]*\.?){{0,9}}?"
NUMBERS = (
    r"(?:vol(?:ume|\.)?\s|no\.|issue|pp?\.|pages?\s|ch(?:apter|s?\.)|sec(?:tion|s?\.)|art(?:icle|\.)\s|\d"
    r"|forthcoming|in press|edited by|eds?\b)"
)
JOURNAL = re.compile(
    rf"[\s.,;:”\"’)]*(?:(?:published\s+|originally\s+|reprinted\s+)?in:?\s+)?(?P<venue>{NAME})"
    rf"(?=\s*[,;.]?\s*[(\[]?{NUMBERS}|\s*[,;.]?\s*[(\[]?(?i:{MONTH})\s|\s*[.;,]?\s*$|\.\s)",
)
# "In A. Lee & B. Chen (eds.), Handbook of Nets. Oxford: Blackwell"
EDITED = re.compile(
    r"[\s.,;:”\"’)]*(?i:in):?\s+[^()]{3,200}\s\((?i:eds?|hrsg)\b\.?\)[.,]?\s+(?P<venue>[^\W\d_][^.()]{3,150}?)(?=\s*[.,(]|$)"
)
REPORTER = re.compile(
    rf"[\s.,;”\"’]*(?P<venue>\d{{1,4}}\s+[A-Z][\w.&’' ]*?\s+\d{{1,5}})(?:,\s*[\d–-]+)*"
    rf"\s*\((?P<court>[^()]*?)(?P<year>{OLD_YEAR})\)"
)
YEARS = (
    re.compile(rf"[(\[][^()\[\]]{{0,30}}?\b(?P<year>{OLD_YEAR})[a-z]?[)\]]"),
    re.compile(rf"(?:^|[.,;:]\s*)(?:{MONTH}\s+)?(?P<year>{OLD_YEAR})[a-z]?(?=\s*(?:[.,;:)/]|$))", re.I),
    re.compile(rf"[^\d–-]\s(?P<year>{OLD_YEAR})[.,;]?$"),
    re.compile(rf"[^\W\d_]\.?\s(?P<year>{OLD_YEAR})(?=;\s?\d)"),  # "eLife 2017;6:e27041"
)
# Numbers that are part of an address or identifier: "1901" of "arXiv:1901.10002" is no year.
IDENTIFIER = re.compile(
    r"\b(?:https?://|www\.)\S+|\b(?:doi:?\s*)?10\.\d{4,9}/\S+|\barxiv:\s*\S+|\b\d{4}\.\d{4,5}(?:v\d+)?\b", re.I
)
VOLUME_TAIL = re.compile(rf",?\s*(?:vol\.?\s*)?(?<!\d)(?!{YEAR}$)\d[\d(),.:\s–-]*$", re.I)
PAGES_TAIL = re.compile(r",\s*(?:pp?\.\s*)?\d+\s*[–-]\s*\d+\b")
# "Journal of Philosophy 71", where "ICML 20" names a year
PERIODICAL_VOLUME = re.compile(
    r"(?P<name>(?:(?:The|IEEE|ACM)\s+)?(?:Journal|Annals|Transactions|Review)\s.*?),?\s+\d{1,3}$"
)
# "Nature 596, 583–589 (2021)", "Nature Medicine volume 29, pages1930–1940 (2023)"
VOLUME = re.compile(
    r"(?P<venue>(?-i:[A-Z])[\w.&’' -]{2,80}?),?\s+(?:vol(?:ume|\.)?\s*)?\d{1,4}(?:\s*\(\d+\))?"
    r"(?:\s*[,:]\s*(?:art(?:icle)?\.?|pages?|pp?\.?)?\s*(?:number\s*:\s*)?\w?\d+(?:\s*[–-]\s*\d+)?)?"
    rf"[\s,.]*\(?(?P<year>{YEAR})\)?",
    re.I,
)
# "NEJM AI, 2024;1(3)", "J Clin Med. 2021;10:1-9"
YEAR_AND_VOLUME = re.compile(
    rf"(?P<venue>[A-Z][\w.&’' -]{{2,80}}?)[,.]?\s+(?P<year>{YEAR})(?:\s{MONTH}(?:\s\d{{1,2}})?)?;\s?\d{{1,4}}"
    r"(?:\(\d+\))?(?::\s?\w?\d+(?:\s?[–-]\s?\d+)?)?"
)
LONGEST = 200  # characters of a line with a journal
SMALL = re.compile(rf"{CONNECTING}|by|a|an|edited|pp?|vol|no|eds?")  # words of a tail that is no sentence
PUBLISHER = re.compile(
    r"\b(?:press|UP|U(?:niv\.?)? of \w+ P|publish\w*|books|verlag|routledge|springer|wiley|elsevier|penguin|norton"
    r"|blackwell|macmillan|basic books|vintage|manuscript|dissertation|thesis|report)\b",
    re.I,
)


def with_imprint(found: Citation, spans: Sequence[Span]) -> Citation:
    """The citation with the venue and the year that are written behind its title."""
    before, behind = _around(spans, found.title)
    text = plain("".join("" if is_link_word(span) else span.text for span in behind))
    marked = _marked_venue(behind)
    bare = IDENTIFIER.sub("", text)
    venue, year = found.venue, found.published
    if reporter := REPORTER.match(text):
        venue = reporter["venue"] + (f" ({reporter['court']}{reporter['year']})" if reporter["court"].strip() else "")
        year = reporter["year"]
    elif not marked and (edited := EDITED.match(text)):
        venue = edited["venue"]
    elif marked and (not venue or PUBLISHER.search(venue) or venue in marked or venue.startswith(marked)):
        venue = marked
    elif (
        not venue
        and (journal := JOURNAL.match(text))
        and _is_venue(journal["venue"], found.authors)
        and not _is_publisher(journal["venue"], spans, found.title)
    ):
        venue = journal["venue"].strip(" ,")
        venue = venue.rstrip(".") if venue.count(".") == 1 else venue
    year = year or _year(bare) or _year(IDENTIFIER.sub("", before))
    if len(year) == len("2024") and (day := find_date(PAGES_TAIL.sub("", bare))).startswith(f"{year}-"):
        year = day
    if not marked and PUBLISHER.search(venue) and re.fullmatch(rf"[^:]{{0,60}}:?[^:]{{3,60}}?,?\s+{OLD_YEAR}", venue):
        venue = ""  # "Cambridge: Cambridge University Press, 1990"
    venue = PERIODICAL_VOLUME.sub(r"\g<name>", PAGES_TAIL.sub("", venue))
    return replace(found, venue=venue, published=year, rest=_without(found.rest, venue, year))


def _around(spans: Sequence[Span], title: str) -> tuple[str, list[Span]]:
    """(the text before the title, the spans behind it)."""
    whole = "".join(span.text for span in spans)
    start = whole.find(title)
    if start < 0:
        return "", []
    behind, position, end = [], 0, start + len(title)
    for span in spans:
        left = span.text[max(end - position, 0) :]
        behind += [span.with_text(left)] if left else []
        position += len(span.text)
    return whole[:start], behind


def volume_of(text: str) -> tuple[str, str]:
    """(journal, year) of a line that says nothing else: "Nature 596, 583–589 (2021)"; ("", "") for any other."""
    bare = text.strip(" .,")
    if reported := REPORTER.fullmatch(bare):
        return bare, reported["year"]
    found = VOLUME.fullmatch(bare) or YEAR_AND_VOLUME.fullmatch(bare)
    return (found["venue"].strip(" ,"), found["year"]) if found else ("", "")


def _marked_venue(behind: Sequence[Span]) -> str:
    """What stands in italics behind the title."""
    for span in behind:
        text = plain(span.text).strip(" .,;:()")
        if span.emphasis and not is_link_word(span) and re.search(r"[^\W\d_]{2}", text):
            text = VOLUME_TAIL.sub("", re.sub(r"^in:?\s+", "", text, flags=re.I))
            return text if _is_venue(text) else ""
    return ""


def _is_venue(text: str, people: Sequence[str] = ()) -> bool:
    if any(person in text or person.startswith(text.strip(" ,")) for person in people):
        return False
    words = text.casefold().strip(" .,").split()
    month = re.fullmatch(MONTH, text.strip(), re.I)
    return bool(words) and len(text) > 2 and not (NOT_VENUES & set(words) or PUBLISHER.search(text) or month)


def _is_publisher(text: str, spans: Sequence[Span], title: str) -> bool:
    """ "The Hague: Mouton" behind a title in italics, as books have it?"""
    return ": " in text and any(span.emphasis and title in span.text for span in spans)


def _year(text: str) -> str:
    found = (form.search(text) for form in YEARS)
    return next((match["year"] for match in found if match), "")


def _without(rest: str, venue: str, year: str) -> str:
    """What remains of a tail when venue, year and bare numbers are known."""
    if is_prose(rest):
        return rest
    left = rest.replace(venue, " ", 1) if venue else rest
    left = plain(re.sub(rf"[(\[]?\b{year}\b[)\]]?", " ", left, count=1) if year else left).strip(" .,;:()[]")
    return left if re.search(r"[^\W\d_]{4}", left) else ""


def is_prose(text: str) -> bool:
    """A sentence about the text, rather than its publisher, editors and pages?"""
    words = re.findall(r"[^\W\d_][\w’'-]*", re.sub(r"\b(?:https?://|www\.)\S+", " ", text))
    small = [word for word in words if word[0].islower() and not SMALL.fullmatch(word)]
    return len(words) > 6 and len(small) * 5 >= len(words) * 2
