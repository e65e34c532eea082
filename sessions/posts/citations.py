"""Citations as people write them in lists: which part is the title, which the people, the venue, the year.

Forms: [Title](url) Authors. Venue. / Author, Author. [Title](url). Venue, 2023. / Author. "Title". Venue. /
Author (2020). Title. Venue. / Title, Author, Author, Venue 2020 / Title. Authors. Venue.
"""

import re
from dataclasses import replace

from readings.markdown import Span
from readings.names import given_first

from .clues import YEAR, find_date, only_venue, split_date_tail
from .imprints import with_imprint
from .lines import Line, is_link_word, plain
from .name_lists import listed_people
from .people import authors_of_line, is_name, is_surname, people_of_citation
from .tails import EMPTY_BRACKETS, JOURNAL, SELECTION, Citation, read_tail
from .title_links import KIND_LABEL, REQUIREMENT, people_link, title_link
from .titles import LEAD, LETTER, Title, bare_title, split_title

KIND_OF_TEXT = re.compile(r",\s*(?:Note|Comment|Essay|Book Review)$")  # as lawyers say it behind the author
MARKS = re.compile(r"^[*†‡★☆⭐§☐☑✓✔]+\s*(?=\S)")  # said elsewhere to mean something
# "…, Phys. Rev. Lett. 82, 3045–3050 (2010)"
VOLUME = re.compile(
    rf"(?P<before>.{{10,}}),\s+(?P<venue>[A-Z][\w.&’' ]*?[\w.])\s+\d+(?:\s*\(\d+\))?,\s*[A-Z]?\d+(?:\s*[–-]\s*\d+)?"
    rf"\s*\((?P<year>{YEAR})\)(?P<tail>.{{0,200}})"
)
BY = re.compile(
    r"(?P<title>[^“”\"]{8,250}?)[,.]?\s+by\s+(?P<people>[A-Z][^()\[\]:;“”\"]{3,300}?)(?P<tail>\s*[(\[].*|[.,]\s+(?:In\s)?[A-Z\d].*)?[.,;]?"
)
IMPRINT = re.compile(
    r"(?P<people>[A-Z][^:;()\d“”\"]{5,300}?\s(?:and|&)\s[^,:;()\d]{4,40}),\s+(?P<rest>[A-Z][^“”\"]{10,400}?)\s*(?P<aside>\([^()]*[a-z][^()]*\))?[\s.,]*$"
)
WHOLLY_QUOTED = re.compile(r"[“\"][^“”\"]+[”\"][.,]?")
LONGEST = 600  # characters: beyond, nothing is a citation


def read_citation(line: Line) -> Citation:
    """The parts of one entry's line."""
    found = _read(list(line.spans))
    if found.certain and found.title:
        found = with_imprint(found, line.spans)
    part = SELECTION.search(line.text[-LONGEST:])
    return replace(found, part=part["part"] if part else "")


def _read(spans: list[Span]) -> Citation:
    place = title_link(spans)
    if place is not None:
        return _linked(spans, *place)
    if known := _of_person(spans) or _marked(spans) or people_link(spans):
        return known
    spans = _without_source(spans)
    text = EMPTY_BRACKETS.sub(" ", plain("".join("" if is_link_word(span) else span.text for span in spans)))
    text = KIND_LABEL.sub("", LEAD.sub("", LETTER.sub("", REQUIREMENT.sub("", text)).strip()))
    whole = [span for span in spans if span.text.strip() and not is_link_word(span)]
    if known := _by(text):
        return known
    dashed = None if whole and all(span.strong for span in whole) else _dashed  # a title in bold is one piece
    return _people_first(text) or _sentences(text) or (dashed and dashed(text)) or _tailed(text)


def _without_source(spans: list[Span]) -> list[Span]:
    """The spans without a last link of one or two words behind a comma: "…, Articles 1–15, [EUR-Lex](…)"."""
    last = next((n for n in range(len(spans) - 1, -1, -1) if re.search(r"\w", spans[n].text)), 0)
    before = plain("".join(span.text for span in spans[:last]))
    short = bool(spans) and spans[last].href and len(spans[last].text.split()) <= 2 and not is_link_word(spans[last])
    named = short and not re.fullmatch(r"[A-Z][A-Z&]{1,7}", spans[last].text.strip())  # "[AER](…)" is a venue
    apart = named and before.endswith((",", "(", "[", ".", "|")) and len(before.split()) > 5
    return [*spans[:last], *spans[last + 1 :]] if apart else spans


def _by(text: str) -> Citation | None:
    """ "Title, by Ann Lee, Bo Chen and Carla Diaz (ICLR 2022).": said of several people, or of one and others."""
    match = BY.fullmatch(text) if len(text) <= LONGEST else None
    people = people_of_citation(match["people"]) if match else ()
    if not people or (len(people) == 1 and "et al" not in match["people"]) or len(match["title"].split()) < 3:
        return None
    title, tail = split_title(match["title"]), read_tail(match["tail"] or "")
    if title.authors or (tail.rest and not (tail.venue or tail.published)):
        return None
    published = tail.published or title.published
    return Citation(title.text, people, tail.venue or title.venue, published, tail.rest, certain=True)


def cited_people(text: str) -> tuple[str, ...]:
    """The people before a title, or beside it."""
    return listed_people(text) or people_of_citation(text)


def _people_first(text: str) -> Citation | None:
    text = MARKS.sub("", text)
    text = re.sub(rf"^\[([^\[\]]{{3,60}}?,?\s*{YEAR}[a-z]?)\]\s*", r"\1. ", text)  # "[Bengio et al., 2019] Title"
    return (
        _quoted(text)
        or _volume(text)
        or _imprinted(text)
        or _dated(text)
        or _listed(text)
        or _capitals(text)
        or _some(text)
        or _colon(text)
    )


def _linked(spans: list[Span], first: int, last: int) -> Citation:
    def words(some: list[Span]) -> str:
        return EMPTY_BRACKETS.sub(" ", plain("".join("" if is_link_word(span) else span.text for span in some)))

    before = KIND_LABEL.sub("", LETTER.sub("", REQUIREMENT.sub("", words(spans[:first]) + " "))).strip(' .,:;-–—“"()[]')
    text = plain("".join(span.text for span in spans[first : last + 1]))
    tail = read_tail(words(spans[last + 1 :]))
    if not before and not tail.authors and (whole := _people_first(text) or _sentences(text)) and whole.authors:
        published, venue = whole.published or tail.published, whole.venue or tail.venue
        return replace(whole, venue=venue, published=published, rest=f"{whole.rest} {tail.rest}".strip())
    title = Title(bare_title(text)) if WHOLLY_QUOTED.fullmatch(text) else split_title(text)
    people = cited_people(re.sub(rf"[\s.,(]*{YEAR}[a-z]?[)\s.,:]*$", "", before)) if before else ()
    stated = only_venue(before)
    if not people and is_surname(before) and (tail.published or tail.venue):
        people = (before,)  # "Hullman. [Title](…). Venue, 2020"
    rest = tail.rest if people or stated or not before else f"{before} {tail.rest}".strip()
    return Citation(
        title.text,
        people or title.authors or tail.authors,
        tail.venue or title.venue or stated,
        tail.published or title.published or find_date(before),
        rest,
        certain=True,
    )


def _of_person(spans: list[Span]) -> Citation | None:
    """ "Lecture notes of [Ann Lee](…): Title"."""
    place = next((n for n, span in enumerate(spans) if span.href), None)
    behind = "".join(span.text for span in spans[place + 1 :]) if place is not None else ""
    if not behind.startswith(":") or not is_name(plain(spans[place].text)) or any(s.href for s in spans[place + 1 :]):
        return None
    title = split_title(behind.lstrip(": "))
    if title.authors or len(title.text.split()) < 3:
        return None
    return Citation(title.text, (plain(spans[place].text),), title.venue, title.published, certain=True)


def _marked(spans: list[Span]) -> Citation | None:
    """ "Wager & Athey, *Estimation of Effects* (2018)": the title is in italics or bold, behind its people or first."""
    place = next((n for n, span in enumerate(spans) if span.emphasis or span.strong), None)
    if place is None or spans[place].href or only_venue(spans[place].text) or "et al" in spans[place].text:
        return None
    before = LETTER.sub("", plain("".join(span.text for span in spans[:place])) + " ")
    before = KIND_LABEL.sub("", LEAD.sub("", REQUIREMENT.sub("", before)))
    before, year = _year_behind(before.strip(' .,:;-–—(“"'))
    behind = plain("".join(span.text for span in spans[place + 1 :]))
    people = cited_people(KIND_OF_TEXT.sub("", before))
    if not people and is_surname(before) and (year or re.search(YEAR, behind)):
        people = (before,)
    if (before and not people) or len(spans[place].text.split()) < (2 if people else 3):
        return None
    title = split_title(spans[place].text)
    tail = read_tail(
        EMPTY_BRACKETS.sub(" ", plain("".join("" if is_link_word(s) else s.text for s in spans[place + 1 :])))
    )
    if title.authors and (people or tail.authors):
        title = Title(bare_title(spans[place].text), venue=title.venue, published=title.published)
    authors, published = people or title.authors or tail.authors, tail.published or title.published or year
    # "**Title**: what it says [link](…)"
    described = spans[place].strong and not before and any(span.href for span in spans[place + 1 :])
    certain = bool(authors or published or tail.venue or title.venue or described)
    return Citation(title.text, authors, tail.venue or title.venue, published, tail.rest, certain) if certain else None


def _year_behind(people: str) -> tuple[str, str]:
    """("Banerjee & Duflo", "2011") of "Banerjee & Duflo (2011)"."""
    match = re.search(rf"[\s,]*[(\[]?({YEAR})[a-z]?[)\]]?$", people)
    return (people[: match.start()], match[1]) if match else (people, "")


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


def _sentences(text: str) -> Citation | None:
    """ "Authors. Title. Venue." or "Title. Authors. Venue." by which sentence names people."""
    parts = [
        part
        for part in re.split(r"(?<=[\w)’'”\"?!])(?<!\b[A-Z])(?<!\bal)[.?!]\s+(?=[A-Z“\"]|(?:19|20)\d\d\b)", text)
        if part.strip(" .")
    ]
    if len(parts) < 2:
        return None
    first, second = parts[0].strip(), parts[1].strip()
    people, tail = cited_people(first), read_tail(". ".join(parts[2:]))
    if people and (len(people) > 1 or "et al" in first or (is_name(first) and (tail.venue or tail.published))):
        title = split_title(second)
        return Citation(
            title.text, people, tail.venue or title.venue, tail.published or title.published, tail.rest, certain=True
        )
    if people := authors_of_line(second) or (people_of_citation(second) if "et al" in second else ()):
        tail = read_tail(". ".join(parts[2:]))
        return Citation(bare_title(first), people, tail.venue, tail.published, tail.rest, certain=True)
    tail = read_tail(". ".join(parts[1:]))
    if tail.rest:
        return None
    title = split_title(first)
    return Citation(
        title.text,
        title.authors or tail.authors,
        tail.venue or title.venue,
        tail.published or title.published,
        certain=True,
    )


def _dashed(text: str) -> Citation | None:
    """ "Title — Authors, venue", "Title / - abstract", "Name - what it is"."""
    slashed = re.match(r"(?P<title>.{8,300}?)\s+/\s+(?:-\s+)?(?P<tail>\S.{40,})", text)
    dashed = re.match(r"(?P<title>[^–—]{2,300}?)\s*(?:\s[-–—]\s|\s?—\s?)\s*(?P<tail>\S.*)", text) or re.match(
        r"(?P<title>[\w.+ ]{2,40})-\s+(?P<tail>\S.{30,})", text
    )
    for match in (slashed, dashed):
        if not match:
            continue
        tail = read_tail(match["tail"])
        if not tail.rest or len(tail.rest.split()) > 6:
            title = split_title(match["title"])
            return Citation(
                title.text,
                title.authors or tail.authors,
                title.venue or tail.venue,
                title.published or tail.published,
                tail.rest,
                certain=not tail.rest,
            )
    return None


def _tailed(text: str) -> Citation:
    """ "Title, Author, Author, Venue 2020", and whatever else may be a title."""
    title = split_title(text)
    return Citation(title.text, title.authors, title.venue, title.published, certain=bool(title.authors or title.venue))
