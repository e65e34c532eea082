"""What stands behind a title: people, venue, date, in any order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .clues import IDENTIFIER, MONTH, VENUE, YEAR, find_date, only_date, only_venue, split_label, venue_year
from .lines import LINK_WORDS, plain
from .people import cited_alone, is_name, people_of_citation, signed

EMPTY_BRACKETS = re.compile(r"[\[(][\s,;/|&+]*[\])]")


# "(Pearl, 1995)" before all else, or "Pearl, 1995" and nothing else.
ALONE = re.compile(
    rf"[(\[](?P<who>[^()\[\]\d,]{{2,40}}),?\s+(?P<year>{YEAR})[a-z]?(?:,\s+(?P<where>[A-Z][^()\[\]\d]{{2,80}}))?[)\]]"
    rf"|(?P<name>[^()\[\]\d,\s]{{2,40}})(?:,|(?<!ics)(?<!ica)(?<!ogy)(?<!ion)(?<!ing)(?<!nce)(?<!ity))\s+(?P<when>{YEAR})$"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in its parts; `rest` is what is none of them."""

    title: str
    authors: tuple[str, ...] = ()
    venue: str = ""
    published: str = ""
    rest: str = ""
    certain: bool = False  # a form was recognised, not only a title assumed
    part: str = ""  # what of it is to be read: "ch. 2", "skim"


YEAR_APART = re.compile(rf",\s+{YEAR}$")  # of "Ann Lee et al. Scientific Data, 2016"
LEADING_WORDS = re.compile(
    r"^(?:in|(?:(?:blog\s*)?post|article|talk|video|podcast|essay|lecture)\s+by|by|at|and|presented at|published in"
    r"|to appear in)\b\s*:?\s*",
    re.I,
)
# "Ann Lee, March 13, 2019"
DAY_BEHIND = re.compile(
    rf"(?P<people>.+?),\s+(?P<day>(?:{MONTH}\s+\d{{1,2}},?|\d{{1,2}}\s+{MONTH},?|{MONTH})\s+{YEAR})", re.I
)
# "Ann Lee, blog"
KIND_BEHIND = re.compile(
    r",\s*(?:blog(?:\s*post)?|post|video|talk|podcast|lecture|essay|tutorial|thread|newsletter)$", re.I
)
# What stands behind the title in the style of the APA: "Biometrika", "Journal of Educational Psychology".
JOURNAL = re.compile(
    r"(?!Optional|Required|Recommended)[A-Z][\w&.:’'-]*(?:(?:\s+(?:of|the|and|for|in|on|&)){0,2}\s+[A-Z][\w&.:’'-]*){0,7}",
)
# Volume, issue and pages: of no use in a reading list.
PAGES = re.compile(
    r",?\s*(?:vol(?:ume|\.)?\s*)?\d{1,4}\s*\(\d{1,3}\)(?:\s*[:,]\s*\d+\s*[-–]\s*\d+)?|,?\s*(?<!&)\b(?:pp?|pages)\b\.?\s*\d+(?:\s*[-–]\s*\d+)?|:\s*\d+\s*[-–]\s*\d+\b",
    re.I,
)
_NUMBER = r"(?:\d+(?:\.\d+)*|[IVX]+)\b"
# Which part is to be read, or how.
SELECTION = re.compile(
    r"[\s.,;:(\[–—-]*\b(?P<part>(?P<how>(?:(?:please|just|only|read|skim|focus on|especially|esp\.?)\s+){0,3})"
    r"(?:§+\s*|(?:sec(?:tion)?s?|ch(?:ap(?:ter)?)?s?|(?P<pages>(?<!&)pp?|pages)|parts?|figs?|articles?|arts?|para(?:graph)?s?)\b\.?\s*)"
    rf"{_NUMBER}(?:\s*(?:[-–—&]|,(?!\s*{YEAR})|and|to|through)\s*(?:§\s*)?{_NUMBER})*(?P<only>\s+only)?"
    r"|(?P<skim>skim)(?:\s+(?:only|this|it))?|(?:introduction|intro|abstract)(?:\s+only)|only\s+the\s+(?:introduction|intro|abstract))"
    r"(?!\s*[\w(])[)\]]?",
    re.I,
)
IN_VOLUME = re.compile(r"(?:^|[.,;]\s*)In:?\s")


def split_selection(text: str) -> tuple[str, str]:
    """(what is left, what of a text is to be read: "ch. 2; skim") of the words behind its title."""
    found = []

    def taken(match: re.Match) -> str:
        before, lead = text[: match.start("part")], text[match.start() : match.start("part")]
        if match["skim"] and re.search(r"[\w?!’']\s*$", before):
            return match[0]  # "we skim", "To read or to skim?"
        chosen = match["how"] or match["only"] or (re.search(r"[(\[]", lead) and not IN_VOLUME.search(before))
        if match["pages"] and not chosen:
            return ";"  # where the whole text stands
        found.append(match["part"])
        return "" if text[match.end() : match.end() + 1] in ",.;:" else " "

    return SELECTION.sub(taken, text), "; ".join(found)


def _pieces(text: str) -> Iterator[str]:
    """What stands between full stops, slashes and brackets, without "in" or "Authors:" before it."""
    for part in re.split(r"(?<!\b[A-Z])(?<!\bal)\.\s+|(?<=\bet al\.)\s+(?=[A-Z])|\s*[|/;()\[\]]\s*|\s+[-–—]\s+", text):
        piece = KIND_BEHIND.sub("", LEADING_WORDS.sub("", part.strip(" .,:"))).strip(" .,:")
        label, after = split_label(piece)
        piece = after if label in ("authors", "author", "by") else piece
        if piece and LINK_WORDS.sub("", piece).strip(" .,:&"):
            yield piece


def surnames_of(text: str) -> tuple[str, ...]:
    """ "Gu, Dolan-Gavitt, Garg": surnames alone, none of them a journal's or conference's name."""
    people = people_of_citation(text)
    alone = not any(is_name(person) for person in people) and all(map(cited_alone, people))
    return people if alone else ()


def people_and_date(piece: str) -> tuple[tuple[str, ...], str]:
    """ "Gu, Dolan-Gavitt, Garg, 2017" and "Ann Lee, March 13, 2019"; ((), "") for anything else."""
    cited = re.fullmatch(rf"(?P<people>.+,.+?),\s*(?P<year>{YEAR})", piece)
    if cited and (people := surnames_of(cited["people"])):
        return people, cited["year"]
    day = DAY_BEHIND.fullmatch(piece)
    people = people_of_citation(day["people"]) or signed(day["people"]) if day else ()
    return (people, find_date(day["day"])) if people else ((), "")


def _people_and_place(piece: str) -> re.Match | None:
    """ "Ann Lee, Nature 2020", where "Ann Lee, Bo Chen, 2020" names no place."""
    named = re.fullmatch(rf"(?P<people>.+?),\s*(?P<venue>[A-Z][^,]{{2,60}}?,?\s+{YEAR})", piece)
    return None if named and is_name(YEAR_APART.sub("", named["venue"])) else named


def read_tail(text: str) -> Citation:
    """What follows a title: people, venue, date, in any order; `rest` holds anything else."""
    text = plain(EMPTY_BRACKETS.sub(" ", text)).strip(' .,;:-–—/|”"→')
    if known := _one_alone(text):
        return known
    if not text:
        return Citation("")
    if len(text) > 400:
        return Citation("", rest=text)
    venue = date = ""
    said = text.lstrip("([ ")
    text, part = split_selection(text)
    text = re.sub(r"\bIn arXiv|\barXiv preprint\s*(?=[,.|]|$)", "", IDENTIFIER.sub("", PAGES.sub("", text)))
    if match := VENUE.search(text):
        venue, text = match[0].strip(), f"{text[: match.start()]} | {text[match.end() :]}"
    authors: tuple[str, ...] = ()
    left = []
    for piece in _pieces(text):
        named = _people_and_place(piece)
        known, when = ((), "") if authors else people_and_date(piece)
        if known:
            authors, date = known, date or when
            continue
        if named and not venue and not authors and (people := people_of_citation(named["people"])):
            authors, venue, date = people, named["venue"], date or find_date(named["venue"])
            continue
        people, piece_date = (
            () if authors else signed(piece) or people_of_citation(re.sub(rf",?\s*\b{YEAR}$", "", piece)),
            find_date(piece),
        )
        if people:
            authors, date = people, date or (piece_date if re.search(rf"{YEAR}$", piece) else "")
        elif only_date(piece):
            date = date or only_date(piece)
        elif not venue and _may_be_venue(piece):
            behind_people = bool(authors) and not only_venue(piece)
            venue, date = YEAR_APART.sub("", piece) if behind_people else piece, date or piece_date
        else:
            left.append(piece)
    rest = text if len(left) > 2 else ". ".join(left)
    found = Citation("", authors, venue, date or venue_year(venue), rest, part=part)
    return _with_surname(found, said)


def _one_alone(text: str) -> Citation | None:
    """What begins with one author and a year or venue in brackets."""
    if not (alone := ALONE.match(text)):
        return None
    who = alone["who"] or alone["name"]
    people = cited_alone(who) or people_of_citation(who)
    if not people:
        return None
    rest = read_tail(text[alone.end() :])
    venue = rest.venue or (alone["where"] or "").strip()
    return replace(rest, authors=people, published=alone["year"] or alone["when"], venue=venue)


def _may_be_venue(piece: str) -> bool:
    """A venue that is known, an acronym, or a name with a year."""
    return bool(
        only_venue(piece)
        or re.fullmatch(r"[A-Z][A-Z&]{2,7}", piece)
        or re.fullmatch(rf"(?:Proceedings of )?[A-Z][\w&.:’'\s*-]{{2,80}},?(?:\s+vol\S*\s+\S+,?)?\s+{YEAR}", piece)
    )


def _with_surname(found: Citation, said: str) -> Citation:
    """ "Gulliver, POPL 2011": one surname before a venue or a date, and nothing else that is not understood."""
    before = not found.authors and said.startswith((f"{found.rest},", f"{found.rest} ("))
    alone = before and (found.venue or found.published) and cited_alone(found.rest)
    return replace(found, authors=alone, rest="") if alone else found
