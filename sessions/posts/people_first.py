"""Citations that begin with people, as text: which part is the title, which the venue, the year."""

import re
from dataclasses import replace

from readings.names import given_first

from .clues import YEAR, find_date, split_date_tail
from .name_lists import listed_people
from .people import is_name, is_surname, people_of_citation
from .tails import JOURNAL, Citation, read_tail
from .titles import bare_title, split_title

MARKS = re.compile(r"^[*†‡★☆⭐§☐☑✓✔]+\s*(?=\S)")  # said elsewhere to mean something
# "…, Phys. Rev. Lett. 82, 3045–3050 (2010)"
VOLUME = re.compile(
    rf"(?P<before>.{{10,}}),\s+(?P<venue>[A-Z][\w.&’' ]*?[\w.])\s+\d+(?:\s*\(\d+\))?,\s*[A-Z]?\d+(?:\s*[–-]\s*\d+)?"
    rf"\s*\((?P<year>{YEAR})\)(?P<tail>.{{0,200}})"
)
IMPRINT = re.compile(
    r"(?P<people>[A-Z][^:;()\d“”\"]{5,300}?\s(?:and|&)\s[^,:;()\d]{4,40}),\s+(?P<rest>[A-Z][^“”\"]{10,400}?)\s*(?P<aside>\([^()]*[a-z][^()]*\))?[\s.,]*$"
)
SUBTITLED = re.compile(
    r"(?P<before>[^“”\"]{0,400}?)(?P<opened>[“\"])(?P<title>[^“”\"]{6,300})[”\"]:\s+(?P<subtitle>[^.?!“”\"]{3,300}\??)(?:[.\s]\s*(?P<tail>.*)|$)"
)
LONGEST = 600  # characters: beyond, nothing is a citation


def cited_people(text: str) -> tuple[str, ...]:
    """The people before a title, or beside it."""
    return listed_people(text) or people_of_citation(text)


def people_first(text: str) -> Citation | None:
    """The parts of a citation that begins with people, in whichever form; None for any other."""
    text = MARKS.sub("", text)
    text = re.sub(rf"^\[([^\[\]]{{3,60}}?,?\s*{YEAR}[a-z]?)\]\s*", r"\1. ", text)  # "[Bengio et al., 2019] Title"
    return (
        _subtitled(text)
        or _quoted(text)
        or _volume(text)
        or _imprinted(text)
        or _dated(text)
        or _listed(text)
        or _capitals(text)
        or _some(text)
        or _colon(text)
    )


def _subtitled(text: str) -> Citation | None:
    """ "Lee et al. “A black box”: what nets hide. FAT* 2020.": the title's first part is in quotes."""
    match = SUBTITLED.match(text)
    subtitle = split_title(match["subtitle"]) if match else None
    if not subtitle or subtitle.authors:
        return None
    tail = match["tail"] or ""
    behind = read_tail(tail)
    if not (subtitle.venue or subtitle.published or behind.venue or behind.published):
        return None  # what is said of the text
    found = _quoted(f"{match['before']}“{match['title']}” {tail}")
    if not found:
        return None
    whole = text[match.start("opened") : match.start("subtitle")] + subtitle.text
    venue, published = found.venue or subtitle.venue, found.published or subtitle.published
    return replace(found, title=whole, venue=venue, published=published)


def _quoted(text: str) -> Citation | None:
    match = re.match(
        r"(?P<people>[^“”\"]{0,400}?)[\s.,:(\d)]*[“\"](?P<title>[^“”\"]{6,300})[”\"][\s.,]*(?P<tail>.*)", text
    )
    if not match:
        return None
    before = match["people"].strip(" .,:(")
    people = cited_people(before)
    between = text[match.end("people") : match.start("title")]
    if not people and is_surname(before) and (re.search(YEAR, between) or "," in between):
        people = (before,)  # "LaLonde (1986), “Title”", "Rubin, “Title”"
    inverted = re.fullmatch(
        r"(?P<name>(?P<family>[^,]+),\s+(?:[^\W\d_a-z][\w.'’-]*\s?){1,3}?)(?P<others>,\s+et al\.?)?", before
    )
    if inverted and is_surname(inverted["family"]) and (inverted["others"] or not people):
        people = (given_first(inverted["name"]),)  # "Zhao, Wayne Xin, et al. “Title”"
    two = re.fullmatch(r"(?P<one>(?P<family>[^,]+),\s+[^,]{1,40}),\s+and\s+(?P<other>[^,]+)", before)
    if two and not people and is_surname(two["family"]) and is_name(two["other"]):
        people = (given_first(two["one"]), two["other"])  # "Radford, Alec, and Karthik Narasimhan. “Title”"
    if before and not people:
        return None
    tail = read_tail(match["tail"])
    published = tail.published or find_date(between)
    return Citation(bare_title(match["title"]), people or tail.authors, tail.venue, published, tail.rest, certain=True)


def _dated(text: str) -> Citation | None:
    """ "Lewis, P., & Perez, E. (2020). Title. Venue." and "Song et al. 2021. Title." """
    match = re.match(
        rf"(?P<people>.{{3,600}}?)[\s.,]*(?:[(\[](?P<year>{YEAR})[a-z]?[)\]]\s*[.:,]?|(?P<bare>{YEAR})[a-z]?\s*[.:,])\s*"
        r"(?P<title>[^.?!]{8,300}(?:[.?!](?=\s|$)|$))\s*(?P<tail>.*)",
        text,
    )
    people = cited_people(match["people"]) if match else ()
    if not people:
        return None
    tail = read_tail(match["tail"])
    journal = tail.rest if not tail.venue and JOURNAL.fullmatch(tail.rest) else ""
    return Citation(
        bare_title(match["title"]),
        people,
        tail.venue or journal,
        tail.published or match["year"] or match["bare"],
        "" if journal else tail.rest,
        certain=True,
    )


def _listed(text: str) -> Citation | None:
    """ "Vaswani A, Shazeer N. Title. Venue. 2017.", "Lewis, P., Perez, E., et al. Title. Venue."."""
    for cut in re.finditer(r"\.\s+(?=[“\"A-Z\d¿¡])", text[:LONGEST]):
        match = re.match(r"(?P<title>[^.?!]{3,300}(?:[.?!](?=\s|$)|$))\s*(?P<tail>.*)", text[cut.end() :])
        people = listed_people(text[: cut.start()]) if match else ()
        if not people or _goes_on(text[: cut.start()], match["title"]):
            continue
        tail = read_tail(match["tail"])
        inverted = re.match(r"[^\s,]+(?:\s[^\s,]+)?,\s", text)
        if len(people) > 1 or inverted or "et al" in text[: cut.end()] or tail.venue or tail.published:
            return Citation(bare_title(match["title"]), people, tail.venue, tail.published, tail.rest, certain=True)
    return None


def _volume(text: str) -> Citation | None:
    """ "A. Lee and B. Chen, Title, Phys. Rev. Lett. 82, 3045 (2010)", as physicists write."""
    match = VOLUME.fullmatch(text) if len(text) <= LONGEST else None
    pieces = match["before"].split(", ") if match else []
    counts = [n for n in range(1, len(pieces)) if listed_people(", ".join(pieces[:n]))]
    if not counts:
        return None
    last = (
        n for n in counts if re.search(r"(?:^|\s)(?:and|&)\s", pieces[n - 1])
    )  # "and" stands before the last of them
    count = next(last, counts[-1])
    title, people = bare_title(", ".join(pieces[count:])), listed_people(", ".join(pieces[:count]))
    return Citation(title, people, match["venue"], match["year"], match["tail"].strip(" .,;"), certain=True)


def _imprinted(text: str) -> Citation | None:
    """ "Ann Lee, Bo Chen, and Carla Diaz, Title, Center for Nets, Oct. 18, 2016 (summary)": as reports are cited."""
    match = IMPRINT.match(text) if len(text) <= LONGEST else None
    if not match:
        return None
    people = listed_people(match["people"])
    body, published = split_date_tail(match["rest"].strip(" .,;"))
    title, comma, where = body.rpartition(", ")
    if len(people) < 2 or not all(map(is_name, people)) or not published or len((title or body).split()) < 3:
        return None
    venue = where if comma and len(where.split()) > 1 and where[0].isupper() else ""
    return Citation(bare_title(title if venue else body), people, venue, published, match["aside"] or "", certain=True)


def _goes_on(people: str, following: str) -> bool:
    """Is what follows the rest of a name ("Jack M. Balkin"), or no title?"""
    words = re.split(r"[.,]", following)[0]
    return len(following.split()) < 2 or (bool(re.search(r"\b[A-Z]$", people)) and bool(listed_people(f"J. {words}")))


def _capitals(text: str) -> Citation | None:
    """ "Ann Lee, THE BOOK OF NETS (2019), ch. 3": lawyers set books so."""
    match = re.match(
        r"(?P<people>[^“”\"]{3,200}?),\s+(?P<title>(?:[A-Z][A-Z’'-]*[:,]?\s+){2,}[A-Z][A-Z’'-]+)\b(?P<tail>.*)", text
    )
    people = cited_people(match["people"]) if match else ()
    if not people:
        return None
    tail = read_tail(match["tail"])
    return Citation(bare_title(match["title"]), people, tail.venue, tail.published, tail.rest, certain=True)


def _some(text: str) -> Citation | None:
    """ "Song et al., Title, Venue", "Song et al. 2021: Title", "Carlini and Wagner, Title", "Song (2021): Title"."""
    match = re.match(
        r"(?P<people>[^.,:;()\[\]\d]{2,60}?(?P<some> et al\b\.?)?)"
        rf"(?:[\s.,:(\[]+(?P<year>{YEAR})[a-z]?[)\]]?)?(?(some)[\s.,:]+|(?(year)[\s.,:]+|,\s+))(?P<title>\S.*)",
        text,
    )
    if not match:
        return None
    people = cited_people(match["people"])
    sure = bool(match["some"] or match["year"])
    if not sure and len(people) != 2:
        return None
    if not people and match["year"] and is_surname(match["people"]):
        people = (match["people"],)
    title = split_title(re.sub(rf",\s*{YEAR}\.?$", "", match["title"])) if people else None
    if not title or len(title.text.split()) < 3 or not title.text[0].isupper():
        return None
    head, _, after = title.text.partition(". ")
    tail = read_tail(after)
    if tail.rest:
        head, tail = title.text, Citation("")
    published = match["year"] or title.published or tail.published or find_date(match["title"][len(title.text) :])
    if not sure and not published:
        return None
    return Citation(bare_title(head), people, title.venue or tail.venue, published or "", certain=True)


def _colon(text: str) -> Citation | None:
    """ "Kleinberg, Mullainathan, Raghavan: Title, 2016": surnames alone need a date behind the title."""
    before, _, after = text.partition(": ")
    people = cited_people(before)
    if len(text) > LONGEST or len(people) < 2 or len(after.split()) < 3 or re.search(r"\w\w\.\s", before):
        return None
    title = split_title(after)
    year = None if title.venue or title.published else re.search(rf"[\s,.(]+({YEAR})\)?\.?$", after)
    title = split_title(after[: year.start()]) if year else title
    published = year[1] if year else title.published
    if not published and not all(is_name(person) for person in people):
        return None
    return Citation(title.text, people, title.venue, published, certain=True)
