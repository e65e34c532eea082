"""Names of people in running text: is this line an author list, does this title end in one."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from readings.names import PARTICLES, given_first

from .vocabulary import (
    ACRONYMS,
    BESIDE_SIGNING,
    FAMILY_NAMES,
    GIVEN_NAMES,
    NOT_NAMES,
    ORGANISATIONS,
    PERIODICALS,
    SIGNING,
)

LONGEST_TAIL = 200  # characters of "First Middle Last et al."
WORD = r"[^\W\d_][\w'’.\-‐]*"
HONORIFIC = re.compile(r"^(?:prof(?:essor)?|dr|mr|ms|mrs)\b\.?\s*", re.I)
AFFILIATION = re.compile(
    r"\s*\([^()]*\)|\s*\[[^\[\]]*\]|\S+@\S+|[*†‡§¶#∗]|(?<=[^\W\d_]{2})[\d¹²³⁴⁵⁶⁷⁸⁹⁰]+(?:,\d+)*|[¹²³⁴⁵⁶⁷⁸⁹⁰]"
)
AND = re.compile(r"\s+(?:and|&|und|et)\s+(?!al\b)", re.I)
MONTH_NAME = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|spring|summer|fall|autumn|winter)[a-z]*\.?", re.I
)
LEADING_AND = re.compile(r"^\s*(?:and|&)\s+")
# "InfoVis", "CogSci": a conference
CAMEL = re.compile(r"(?!Ma?c[A-Z]|(?:De|La|Le|Di|Du|Van|Fitz)[A-Z]|OpenAI)[A-Z][a-z]+[A-Z]")
REST = re.compile(
    r"[\s,;]*(?:\bet al\b\.?"
    r"|\band\s+\d+\s+(?:(?:more|others?|additional|other)(?:\s+(?:authors|people|co-?authors))?|co-?authors)"
    r"|\band (?:many )?(?:others|colleagues)\b|…|\.\.\.)\s*$",
    re.I,
)

SMALL_WORD = re.compile(r"[^\W\d_][^\W\d_'’-]*\.?(?:[-'’][^\W\d_]+)*")
# Ends of words of which nobody is called.
COMMON_END = re.compile(
    r"(?:[^\W\d_]{4}(?:ing|ed|es|ly|al|ic|ics|age)|[^\W\d_]{2}(?:tion|sion|ment|ity|ness|ism|ance|ence|able|ible|ive|ology|ous|ful|ors|ers|ets|ents|ies))$"
)
MOST_OF_SMALL_NAMES = 300  # characters
ELIDED = re.compile(r"[dl]['’][^\W\d_a-z]")  # "d'Amato"
ENDED = re.compile(r"(?P<title>.{8,300}?[?!.])\s+(?P<name>[^?!]{4,40})")
PART_OF = re.compile(r"(?:ch(?:apters?|s?\.)|sec(?:tions?|s?\.)|parts?)\s+[\dIVX]", re.I)


def is_name(text: str) -> bool:
    """Does this look like one person's full name ("Yi R. Fung", "Luc Van Gool")? Never sure: see the callers."""
    words = HONORIFIC.sub("", text.strip()).split()
    words = [word[2:] if ELIDED.match(word) else word for word in words]
    if not 2 <= len(words) <= 6 or not all(re.fullmatch(WORD, word) for word in words):
        return False
    start, end = words[0].casefold() in GIVEN_NAMES, len(words) - (words[-1].casefold() in FAMILY_NAMES)
    if any(word.casefold() in NOT_NAMES and word not in PARTICLES for word in words[start:end]):
        return False
    if len(words[-1].strip(".")) < 2 and len(words[0].strip(".")) < 2:
        return False
    capitals = [word for word in words if _begins_name(word)]
    if any(not _begins_name(word) and word.casefold() not in PARTICLES for word in words):
        return False
    # An acronym is no name, unless it is a team's or short ("DJ").
    return len(capitals) >= 2 and not any(len(word) > 4 and word.isupper() for word in words)


def _begins_name(text: str) -> bool:
    """A capital letter, or a particle that has grown together with what follows: "diSessa", "d'Alembert"."""
    return text[:1].isupper() or bool(re.match(r"(?:d[aeiu]|l[ae]|van|von|d[’'])[A-Z][a-z]", text))


def split_people(text: str) -> list[str]:
    """The parts of a list of people, in order, without affiliations, marks and "et al."."""
    text = re.sub(r"^\s*(?:by|authors?\s*:|written by)\s+", "", text.strip(), flags=re.I)
    text = re.sub(r"\s*\(\(1\).*|^(\w+ Team):(?=\s)", r"\1,", text).rstrip(",")  # "((1) ETH Zurich, (2) MIT)"
    text = re.sub(r"\s+", " ", AFFILIATION.sub("", text))
    before, _, place = text.rpartition(",")
    if REST.search(before) and is_organisation(place):
        text = before  # "Ann Lee and others, OpenAI"
    text = REST.sub("", text)
    groups = [group for group in text.split(";") if group.strip(" ,.")]
    if len(groups) > 1 and _inverted(groups):
        return [given_first(AND.sub(" ", group)).strip() for group in groups]
    placed = len(groups) > 1 and sum(is_organisation(group) for group in groups) * 2 >= len(groups)
    pieces = [piece for group in groups for piece in _people_of_group(group, placed)]
    parts = [part.strip(" .,") if not re.search(r"\b[A-Z]\.$", part.strip()) else part.strip(" ,") for part in pieces]
    parts = [part for part in parts if part]
    if (
        len(parts) >= 2
        and all(re.fullmatch(r"(?:[A-Z]\.?[\s-]?){1,3}", part) for part in parts[1::2])
        and len(parts) % 2 == 0
    ):
        return [
            f"{given.rstrip('.')}. {family}" for family, given in zip(parts[::2], parts[1::2], strict=True)
        ]  # "Smith, J., Doe, A."
    return parts


def _inverted(groups: Sequence[str]) -> bool:
    """ "Vaswani, Ashish; Shazeer, Noam", where "Ada Lovelace, MIT; Alan Turing, Princeton" names places."""
    pairs = [group.split(",") for group in groups if "," in group]
    turned = [pair for pair in pairs if len(pair) == 2 and not is_name(pair[0]) and not is_organisation(pair[1])]
    return not pairs or len(turned) * 2 > len(pairs)


def _people_of_group(group: str, placed: bool) -> Iterator[str]:
    """The people between two semicolons, without where they work: "A and B, ETH Zurich"; `placed`: all end so."""
    named = left = False
    pieces = re.sub(r"\s[-–—]\s+(?=[A-Z])", ", ", group).split(",")
    if placed and len(pieces) == 2 and is_name(pieces[0]):
        pieces = pieces[:1]
    for piece in pieces:
        people = AND.split(LEADING_AND.sub("", piece))
        if named and (is_organisation(piece) or (left and len(people) == 1 and len(piece.split()) == 1)):
            left = True  # "University of California, Irvine"
            continue
        left = False
        named = named or placed or any(is_name(person) for person in people)
        yield from people


def is_organisation(text: str) -> bool:
    """Does this name a place where people work ("ETH Zurich", "NEC Labs America", "NTU")?"""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return any(word in ORGANISATIONS for word in words) or bool(re.fullmatch(r"\s*[A-Z][A-Z-]{2,7}\s*", text))


@lru_cache(256)  # a line is asked about more than once before it is read
def authors_of_line(text: str) -> tuple[str, ...]:
    """The people a line lists, when it lists nothing else; () otherwise. One in eight may be an unusual name."""
    text = text.strip().strip("*_").strip()
    labelled = re.match(r"(?:authors?|by)\s*[:\s]\s*", text, re.I)
    if len(text) > 6000 or re.search(
        r"https?://|[?!]|[“\"](?:[^\s“”\"]+\s+){3}|(?<!\b[A-Z])\.\s+[A-Z][a-z]{2,}\s+[a-z]", text
    ):
        return ()
    parts = split_people(text[labelled.end() :] if labelled else text)
    if are_small_names(parts, text):
        return tuple(parts)
    names = [part for part in parts if is_name(part)]
    others = [part for part in parts if not is_name(part)]
    if not parts or any(len(part) > 40 or len(part.split()) > 5 for part in others):
        return ()
    if any(part[0].islower() and part.split()[0].casefold() not in PARTICLES for part in others):
        return ()
    first = parts[0].split()
    whole = len(first) == 1 or (len(first) == 2 and first[1] == "Team")
    team = len(names) > 1 and others == parts[:1] and whole  # "OpenAI, Josh Achiam, ..."
    enough = team or len(names) >= max(1, 7 * len(parts) / 8) or (labelled and len(names) * 2 >= len(parts))
    if labelled and len(parts) == 1 and len(parts[0].split()) <= 4:
        enough = True
    return tuple(parts) if enough else ()


def are_small_names(parts: Sequence[str], text: str) -> bool:
    """ "ann lee, bo chen, carla diaz": names without capitals, two words each or three, none of them a common one."""
    if text != text.lower() or len(parts) < 2 or len(text) > MOST_OF_SMALL_NAMES:
        return False
    words = [part.split() for part in parts]
    return all(
        2 <= len(name) <= 3 and all(SMALL_WORD.fullmatch(word) and not _is_common(word) for word in name)
        for name in words
    )


def _is_common(word: str) -> bool:
    return (word in NOT_NAMES and word not in PARTICLES) or bool(COMMON_END.search(word))


def people_of_citation(text: str) -> tuple[str, ...]:
    """The people beside a cited title: full names, or surnames alone ("Vaswani, Shazeer and Parmar", "Song et al.")."""
    text = text.strip(" .,:;-–—")
    if not text or len(text) > 1500 or re.search(r"[?!:“”\"]|https?://", text):
        return ()
    parts = split_people(text)
    if not parts or not all(is_name(part) or is_surname(part) for part in parts):
        return ()
    full = [part for part in parts if is_name(part)]
    if full and len(full) < len(parts) and not REST.search(text):
        return ()  # "Judea Pearl, Biometrika": the other word is no surname
    return tuple(parts) if full or len(parts) > 1 or REST.search(text) else ()


def is_surname(text: str) -> bool:
    """One capitalised word, with particles, that is no common word of titles."""
    words = [word for word in text.split() if word.casefold() not in PARTICLES]
    return (
        len(words) == 1
        and bool(re.fullmatch(r"(?:[OD]['’])?[^\W\d_a-z][^\W\d_]*[a-z][\w'’-]*", words[0]))
        and words[0].casefold() not in NOT_NAMES
    )


def signed(text: str) -> tuple[str, ...]:
    """ "OpenAI", "Google DeepMind": a company that publishes under its own name, and nothing else."""
    words = re.findall(r"\w+", text.casefold())
    named = text[:1].isupper() and bool(SIGNING & set(words))
    return (text.strip(),) if named and set(words) <= SIGNING | BESIDE_SIGNING else ()


def cited_alone(text: str) -> tuple[str, ...]:
    """One surname or organisation before a year in brackets: "(Pearl, 1995)", "(OpenAI, 2023)"."""
    text = text.strip()
    if text in PERIODICALS | ACRONYMS or CAMEL.match(text) or MONTH_NAME.fullmatch(text) or not _begins_name(text):
        return ()
    words = text.casefold().split()
    return (text,) if is_surname(text) or (len(words) <= 2 and words[0] in ORGANISATIONS) else ()


def split_author_tail(title: str) -> tuple[str, tuple[str, ...]]:
    """(title, people) of "Title, First Last, First Last" or "Title by Last and Last" or "Title (First Last, ...)"."""
    if in_brackets := re.search(r"\s*\(([^()]+)\)\s*$", title):
        people = authors_of_line(in_brackets[1])
        of_book = PART_OF.match(title) and " and " in in_brackets[1]
        if len(people) > 1 or REST.search(in_brackets[1]) or " & " in in_brackets[1] or of_book:
            people = people or people_of_citation(in_brackets[1])
        if len(people) > 1 or (people and REST.search(in_brackets[1])):
            return title[: in_brackets.start()].strip(), people
    if by := re.search(r",?\s+by\s+((?:[A-Z][\w.'’-]+[,\s]*(?:and\s+|&\s+)?){1,12})$", title):
        people = tuple(split_people(by[1]))
        names = all(word.casefold() not in NOT_NAMES for person in people for word in person.split())
        if names and not by[1].split()[0].endswith("ing") and (len(people) > 1 or is_name(by[1])):
            return title[: by.start()].strip(" ,"), people
    # "by Reducing Internal Shift" tells how
    listed = re.fullmatch(r"(?P<title>.{8,}?),?\s+by\s+(?P<people>(?!\S+ing\b)[^\W\d_a-z].*)", title)
    if listed and len(people := authors_of_line(listed["people"])) > 1:
        return listed["title"], people
    slashed = re.fullmatch(r"(?P<title>[^/|]{8,}?)\s+(?:[/|]|--|[–—])\s+(?P<people>[^/|]{3,})", title)
    if slashed and len(people := authors_of_line(slashed["people"])) > 1:
        return slashed["title"], people
    return _comma_tail(title)


def _comma_tail(title: str) -> tuple[str, tuple[str, ...]]:
    end = title[-LONGEST_TAIL:]
    if some := re.search(rf"[,;.]\s*(?P<people>{WORD}(?:\s+{WORD}){{0,2}}\s+et al)\.?,?\s*$", end):
        people = people_of_citation(some["people"])
        before = title[: len(title) - len(end) + some.start()]
        if people and not re.search(r"[,;]", before[-40:]):
            return before.strip(), people
    parts = [part.strip() for part in re.split(r"[,;]", REST.sub("", title).rstrip(" ,.;"))]
    start = len(parts)
    if len(parts) == 2 and is_name(parts[0]) and len(parts[1].split()) > 2:
        return title, ()  # "Ann Lee, Race After Technology" begins with its author
    if len(parts) > 2 and re.search(r":\s+\S+(?:\s+\S+)?$", parts[0]):
        return title, ()  # "...: Methods, Scaling Behaviors, and Lessons Learned" enumerates
    while start > 1 and all(is_name(name) for name in AND.split(re.sub(r"^(?:and|&)\s+", "", parts[start - 1]))):
        start -= 1
    people = [name for part in parts[start:] for name in split_people(part)]
    ended = ENDED.fullmatch(parts[0]) if start == 1 and people else None
    if ended and is_name(ended["name"]):
        return ended["title"], (ended["name"], *people)  # "Why sleep? Ann Lee, Bo Chen"
    if len(people) >= 2 or (len(people) == 1 and start >= 1 and len(parts[0].split()) >= 2):
        return ", ".join(parts[:start]).strip(), tuple(people)
    return title, ()
