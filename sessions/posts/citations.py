"""Citations as people write them in lists: which part is the title, which the people, the venue, the year.

Forms: [Title](url) Authors. Venue. / Author, Author. [Title](url). Venue, 2023. / Author. "Title". Venue. /
Author (2020). Title. Venue. / Title, Author, Author, Venue 2020 / Title. Authors. Venue.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from readings.markdown import Span

from .cases import case_cited
from .clues import YEAR, find_date, only_venue
from .imprints import with_imprint
from .lines import Line, is_link_word, is_site_name, plain
from .people import authors_of_line, is_name, is_surname, people_of_citation, signed
from .people_first import LONGEST, cited_people, people_first
from .requirement_marks import BEFORE
from .tails import EMPTY_BRACKETS, Citation, read_tail, split_selection
from .title_links import KIND_LABEL, people_link, title_link
from .titles import LEAD, LETTER, Title, bare_title, split_title

KIND_OF_TEXT = re.compile(r",\s*(?:Note|Comment|Essay|Book Review)$")  # as lawyers say it behind the author
# "arXiv:1608.00263", "quant-ph/9707021"; "Nat. Commun. 5, 4213"
IDENTIFIED = re.compile(r"(?:arxiv\s*:?\s*)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.I)
PLACE = re.compile(
    rf"(?:{IDENTIFIED.pattern}|(?:[A-Z][\w.&-]*\.?\s+){{1,6}}\d{{1,4}}[,:\s(][\d\s,:()A-Z–-]{{2,25}})", re.I
)
BY = re.compile(
    r"(?P<title>[^“”\"]{6,250}?)[,.]?\s+by\s+(?P<people>[A-Z][^()\[\]:;“”\"]{3,300}?)(?P<tail>\s*[(\[].*|(?<!\s[A-Z])[.,]\s+(?:In\s)?[A-Z\d].*)?[.,;]?"
)
FEWEST_WORDS = 4  # of a title
SHORT = 2  # words: before a comma more likely half a title than a title before its author
WHOLLY_QUOTED = re.compile(r"[“\"][^“”\"]+[”\"][.,]?")


@lru_cache(256)  # a list's items are looked at more than once before they are read
def read_citation(line: Line) -> Citation:
    """The parts of one entry's line."""
    found = _read(list(line.spans))
    if found.certain and found.title:
        found = with_imprint(found, line.spans)
    return replace(found, part=_part(line, found.title))


def _part(line: Line, title: str) -> str:
    """What is to be read of it, as the words behind the title say."""
    words = plain("".join("" if is_link_word(span) else span.text for span in line.spans))
    behind = words.partition(title)[2] if title else ""
    return split_selection(behind[-LONGEST:])[1][:200]


def _read(spans: list[Span]) -> Citation:
    if known := before_venue(spans):
        return known
    place = title_link(spans)
    if place is not None:
        return _linked(spans, *place)
    if known := case_cited(plain("".join("" if is_link_word(span) else span.text for span in spans))):
        return known
    if known := _of_person(spans) or _marked(spans) or people_link(spans):
        return known
    spans = _without_source(spans)
    text = EMPTY_BRACKETS.sub(" ", plain("".join("" if is_link_word(span) else span.text for span in spans)))
    text = KIND_LABEL.sub("", LEAD.sub("", LETTER.sub("", BEFORE.sub("", text)).strip()))
    whole = [span for span in spans if span.text.strip() and not is_link_word(span)]
    if known := _said_of(spans) or _by(text):
        return known
    dashed = None if whole and all(span.strong for span in whole) else _dashed  # a title in bold is one piece
    return people_first(text) or _sentences(text) or (dashed and dashed(text)) or _tailed(text)


def _without_source(spans: list[Span]) -> list[Span]:
    """The spans without a last link of one or two words behind a comma: "…, Articles 1–15, [EUR-Lex](…)"."""
    last = next((n for n in range(len(spans) - 1, -1, -1) if re.search(r"\w", spans[n].text)), 0)
    before = plain("".join(span.text for span in spans[:last]))
    if last and is_site_name(spans[last]) and len(before.split()) > 1:
        return [*spans[:last], *spans[last + 1 :]]
    short = bool(spans) and spans[last].href and len(spans[last].text.split()) <= 2 and not is_link_word(spans[last])
    named = short and not re.fullmatch(r"[A-Z][A-Z&]{1,7}", spans[last].text.strip())  # "[AER](…)" is a venue
    apart = named and before.endswith((",", "(", "[", ".", "|")) and len(before.split()) > 5
    return [*spans[:last], *spans[last + 1 :]] if apart else spans


def _said_of(spans: list[Span]) -> Citation | None:
    """ "We discussed *A title of four words* by Ann Lee (…)": what is set apart is the title."""
    for place, span in enumerate(spans[:-1]):
        if (
            span.emphasis
            and len(span.text.split()) >= FEWEST_WORDS
            and re.match(r"\s*,?\s+by\s", spans[place + 1].text)
        ):
            words = (plain(s.text) if s is span else "" if is_link_word(s) else s.text for s in spans[place:])
            return _by(EMPTY_BRACKETS.sub(" ", plain("".join(words))))
    return None


def _by(text: str) -> Citation | None:
    """ "Title, by Ann Lee, Bo Chen and Carla Diaz (ICLR 2022).": said of several people, or of one and others."""
    match = BY.fullmatch(text) if len(text) <= LONGEST else None
    people = people_of_citation(match["people"]) if match else ()
    several = len(people) > 1 or (bool(people) and "et al" in match["people"])
    if not several or len(match["title"].split()) < 2:
        return None
    title, tail = split_title(match["title"]), read_tail(match["tail"] or "")
    if title.authors or (tail.rest and not (tail.venue or tail.published)):
        return None
    published = tail.published or title.published
    return Citation(title.text, people, tail.venue or title.venue, published, tail.rest, certain=True)


def _linked(spans: list[Span], first: int, last: int) -> Citation:
    def words(some: list[Span]) -> str:
        return EMPTY_BRACKETS.sub(" ", plain("".join("" if is_link_word(span) else span.text for span in some)))

    before = KIND_LABEL.sub("", LETTER.sub("", BEFORE.sub("", words(spans[:first]) + " "))).strip(' .,:;-–—“"()[]')
    text = plain("".join(span.text for span in spans[first : last + 1]))
    tail = read_tail(words(spans[last + 1 :]))
    if not before and not tail.authors and (whole := people_first(text) or _sentences(text)) and whole.authors:
        published, venue = whole.published or tail.published, whole.venue or tail.venue
        return replace(whole, venue=venue, published=published, rest=f"{whole.rest} {tail.rest}".strip())
    title = Title(bare_title(text)) if WHOLLY_QUOTED.fullmatch(text) else split_title(text)
    named = re.sub(rf"[\s.,(]*{YEAR}[a-z]?[)\s.,:]*$|(?<=\w)['’]s?$", "", before)  # "Ann Lee’s [lecture](…)"
    people = cited_people(named) if before else ()
    short = len(title.authors) == 1 and len(title.text.split()) <= SHORT
    if title.authors and (people or tail.authors or short):  # "Dynamic Benchmarks, Static Minds"
        title = Title(bare_title(text), venue=title.venue, published=title.published)
    stated = only_venue(before)
    if not people and is_surname(named) and (tail.published or tail.venue or named != before):
        people = (named,)  # "Hullman. [Title](…). Venue, 2020", "Hullman (2020), [Title](…)"
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
    before = KIND_LABEL.sub("", LEAD.sub("", BEFORE.sub("", before)))
    before, year = _year_behind(before.strip(' .,:;-–—(“"'))
    behind = plain("".join(span.text for span in spans[place + 1 :]))
    people = cited_people(KIND_OF_TEXT.sub("", before))
    part_only = spans[place].emphasis and split_selection(behind)[1]  # "Lee, *A book*, ch. 2"
    if not people and is_surname(before) and (year or re.search(YEAR, behind) or part_only):
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


def before_venue(spans: Sequence[Span]) -> Citation | None:
    """ "Ann Lee, *How Roots Grow*, [PRA 86, 032324](…)", "[arXiv:1608.00263](…), *How Roots Grow*": the links only say
    where the title in italics appeared."""
    linked = [span for span in spans if span.href and not is_link_word(span)]
    marked = [span for span in spans if span.emphasis and not span.href and len(span.text.split()) >= 3]
    if len(marked) != 1 or not linked or not all(PLACE.fullmatch(plain(span.text)) for span in linked):
        return None
    found = _marked([span for span in spans if span not in linked and re.search(r"\w", span.text)])
    title = found or Citation(split_title(marked[0].text).text, (), "", "", certain=True)
    journals = [plain(span.text) for span in linked if not IDENTIFIED.match(span.text.strip())]
    return replace(title, venue=title.venue or next(iter(journals), ""))


def _year_behind(people: str) -> tuple[str, str]:
    """("Banerjee & Duflo", "2011") of "Banerjee & Duflo (2011)"."""
    match = re.search(rf"[\s,]*[(\[]?({YEAR})[a-z]?[)\]]?$", people)
    return (people[: match.start()], match[1]) if match else (people, "")


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
        if signed(match["title"]) and len(match["tail"].split()) >= FEWEST_WORDS:
            title = split_title(match["tail"])  # "OpenAI - How we did it"
            return Citation(title.text, signed(match["title"]), title.venue, title.published)
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
