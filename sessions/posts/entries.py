"""One reading's lines -> its fields: each line is links, a date, people, a venue, a label or description."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from readings.identifiers import normal_doi

from .clues import IDENTIFIER, VENUE, YEAR, find_date, find_venue, only_date, only_venue, split_label, venue_year
from .lines import Line, is_link_word, is_site_name, plain
from .name_lists import listed_people
from .pasted import pasted
from .people import authors_of_line, is_name, is_organisation, people_of_citation, signed, split_people
from .presenters import presented_by
from .structure import Deck, Link, ParsedReading
from .tails import read_tail, split_selection

PEOPLE_LABELS = {"author", "authors", "by"}
VENUE_LABELS = {"venue", "conference", "journal", "published in", "published at", "source"}
DATE_LABELS = {"date", "year", "published"}
PRESENTER_LABELS = {
    *("presenter", "presenters", "presented by", "speaker", "speakers", "lead", "leads", "led by", "leader", "leaders"),
    *("leading the discussion", "leading discussion", "discussion led by"),
    *("discussion lead", "discussion leads", "discussion leader", "discussion leaders", "facilitator", "discussant"),
    *("host", "hosts", "moderator"),
}
PLAIN_LABELS = dict.fromkeys(PRESENTER_LABELS, "presenter") | {
    "topic": "topic",
    "read": "instruction",
    "instruction": "instruction",
    "instructions": "instruction",
}
ABSTRACT_LABELS = {"abstract", "summary", "description", "tl;dr", "tldr"}
REMARK_LABELS = {"comment", "comments", "subject", "subjects", "note"}
SLIDE_LABELS = {"slide", "slides", "deck", "talk"}
TEAM = re.compile(r"[A-Z][\w.-]*(?:,?\s+[A-Z][\w.-]*){0,3}")
VIDEO = re.compile(r"https?://(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com|slideslive\.com)/", re.I)
# "Nature 596, 583–589 (2021)", "Nature Medicine volume 29, pages1930–1940 (2023)"
VOLUME = re.compile(
    r"(?P<venue>(?-i:[A-Z])[\w.&’' -]{2,80}?),?\s+(?:vol(?:ume|\.)?\s*)?\d{1,4}(?:\s*\(\d+\))?"
    r"(?:\s*[,:]\s*(?:art(?:icle)?\.?|pages?|pp?\.?)?\s*(?:number\s*:\s*)?\w?\d+(?:\s*[–-]\s*\d+)?)?"
    rf"[\s,.]*\(?(?P<year>{YEAR})\)?",
    re.I,
)
# "Foundations and Trends in Machine Learning, 2021"
SERIES = re.compile(rf"[A-Z][\w&-]+(?:\s(?:of|and|in|on|the|for|&|[A-Z][\w&-]+)){{1,9}},?\s+{YEAR}")
# "(58 authors from 25 institutions)"
COUNTED = re.compile(r"\s*\(\+?\d+\s+(?:other\s+|more\s+)?(?:co-?)?authors?[^()]*\)", re.I)
LIQUID = re.compile(r"\{%.*%\}")  # a tag that nothing was made of
RELATED = re.compile(r"related|see also|blog")


def identifiers_in(line: Line) -> list[Link]:
    """The addresses that "doi:10.1145/…" and "arXiv:1905.12495" stand for, where they are no links already."""
    text = "".join(span.text for span in line.spans if not span.href)
    return [
        Link(
            f"https://doi.org/{normal_doi(match['doi'])}" if match["doi"] else f"https://arxiv.org/abs/{match['arxiv']}"
        )
        for match in IDENTIFIER.finditer(text)
    ]


def emphasised(line: Line, venue: str) -> str:
    """The journal of "*Psychological Review*, 2004" without its year, where it is set apart."""
    marked = (plain(span.text).strip(" .,") for span in line.spans if span.emphasis)
    return next((name for name in marked if name and venue.startswith(name)), venue)


@dataclass
class Entry:
    """What is known so far of one reading; filled line by line."""

    authors: tuple[str, ...] = ()
    published: str = ""
    venue: str = ""
    presenter: str = ""
    topic: str = ""
    instruction: str = ""
    description: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    slides: dict[str, str] = field(default_factory=dict)
    evidence: set[str] = field(default_factory=set)  # which kinds of line were recognised
    _names_go_on: bool = False
    _names_line: int = -1
    _last: tuple[int, int] = (-1, -1)  # (number, depth) of the last line of description

    @property
    def abstract(self) -> str:
        return "\n".join(self.description).strip()

    def read(self, lines: Iterable[Line]) -> "Entry":
        for line in map(pasted, lines):
            self.take_links(line)
            self._line(line)
        return self

    def take_links(self, line: Line) -> None:
        for link in (*line.links, *identifiers_in(line)):
            self.links[link.url] = self.links.get(link.url) or link.label
        for deck in line.decks:
            self.slides[deck.address] = self.slides.get(deck.address) or deck.label

    def _line(self, line: Line) -> None:
        label, text = split_label(line.text)
        if LIQUID.fullmatch(line.text):
            self.remarks.append(line.text)
        elif not label and self._more_names(line):
            pass
        elif who := presented_by(line.text):
            self.presenter = self.presenter or who
            self.evidence.add("presenter")
        elif label and self._labelled(label, plain(text), line):
            self.evidence.add(label)
        elif not line.words:
            self.evidence.add("links") if line.links or line.decks else None
        elif not only_venue(line.text) and (found := only_date(line.text)):
            self._date(found)
            self.evidence.add("date")
        elif self._people(line) or self._places(line) or self._organisation(line):
            pass
        elif RELATED.match(line.text.lower()) and line.links:
            self.remarks.append(line.text)
        else:
            self._describe(line)

    def _date(self, found: str) -> None:
        """A date of its own says more than a venue's year."""
        of_venue = self.published == venue_year(self.venue)
        if not self.published or of_venue or (len(self.published) == 4 and found.startswith(self.published)):
            self.published = found

    def _more_names(self, line: Line) -> bool:
        """The rest of an author list that was broken over several lines, even within a name."""
        if not (self._names_go_on and self.authors):
            return False
        known, names = self.authors, split_people(line.text)
        broken = not is_name(known[-1]) and line.number == self._names_line + 1
        if broken and len(known) > 1 and names and is_name(f"{known[-1]} {names[0]}"):
            known, names = known[:-1], [f"{known[-1]} {names[0]}", *names[1:]]
        begun = len(names) > 1 and len(names[-1].split()) == 1 and names[-1][0].isupper()
        if not names or not all(map(is_name, names[:-1])) or not (begun or is_name(names[-1])):
            return False
        self.authors = (*known, *names)
        self._go_on(line)
        return True

    def _go_on(self, line: Line) -> None:
        """Notes whether the people of this line go on below it."""
        unfinished = len(self.authors) > 1 and len(self.authors[-1].split()) == 1 and not is_name(self.authors[-1])
        self._names_go_on = line.text.rstrip().endswith((",", " and", "&")) or unfinished
        self._names_line = line.number

    def _people(self, line: Line) -> bool:
        linked = any(map(is_link_word, line.spans))
        text = (
            plain("".join(s.text for s in line.spans if not is_link_word(s))).rstrip(" -–—|:,;")
            if linked
            else line.text
        )
        text = text[1:-1] if re.fullmatch(r"\([^()]+\)", text) else COUNTED.sub("", text)
        if any(is_name(author) for author in self.authors):  # surnames alone ("Yao et al.") give way to the full list
            return False
        venue = VENUE.search(text)
        beside = (
            (text[: venue.start()] or text[venue.end() :]).strip(" .,;:(–—-/|") if venue else ""
        )  # "ICML16, Ann Lee"
        if venue and len(text) < 600 and (people := authors_of_line(beside)):
            self.venue = self.venue or venue[0].strip()
            self.published = self.published or venue_year(venue[0]) or only_date(text[venue.end() :])
            self.instruction = self.instruction or split_selection(text[venue.end() :])[1][:200]
            self.authors = people
            self.evidence.add("authors")
            return True
        own = (span for span in line.spans if not (is_link_word(span) or is_site_name(span)))
        tail = read_tail("".join(span.text for span in own))
        surnames = (len(tail.authors) > 1 or "et al" in text) and bool(tail.authors and tail.venue)
        surnames = surnames or signed("; ".join(tail.authors)) != ()
        if not tail.rest and tail.published and (surnames or authors_of_line("; ".join(tail.authors))):
            self.authors, self.venue = tail.authors, self.venue or emphasised(line, tail.venue)
            self.published = self.published or tail.published
            self.instruction = self.instruction or tail.part[:200]
            self.evidence.add("authors")
            return True
        left, slash, right = text.partition(" / ")
        if slash and len(people := authors_of_line(left)) > 1 and len(right) > 30:
            self.description.append(right.strip())
        elif not (people := self._listed(text)) or (len(people) == 1 and self.description and "et al" not in text):
            return False
        self.authors = people
        self._go_on(line)
        self.evidence.add("authors")
        return True

    def _listed(self, text: str) -> tuple[str, ...]:
        """Full names, or what only a list of people looks like: "Lee A, Chen B", "Lee, Chen, et al."."""
        if found := authors_of_line(text):
            return found
        initials = len(re.findall(r"[^\W\d_]{2,} [A-Z]{1,3}(?=,|$)", text)) > 1
        others = re.fullmatch(r"[^.:;]{3,80},? et al\.?", text) and not self.description
        return listed_people(text) if initials else people_of_citation(text) if others else ()

    def _organisation(self, line: Line) -> bool:
        """ "OpenAI", "Gemini Team, Google": who wrote it, where nobody is named."""
        if self.authors or self.description or line.links or not TEAM.fullmatch(line.text):
            return False
        words = re.findall(r"\w+", line.text.casefold())
        if not (words[-1] in ("labs", "team") or "team" in words or signed(line.text)):
            return False
        self.authors = (line.text.split(",")[0],)
        self.evidence.add("authors")
        return True

    def _places(self, line: Line) -> bool:
        """ "EMNLP 2023", or "Nature (April 2025) / [arXiv](...)": venue and date beside links."""
        rest = plain("".join(span.text for span in line.spans if not span.href))
        pieces = [piece.strip() for piece in re.split(r"\s*[/|()\[\];·•]\s*|,\s+(?=\D)", rest) if piece.strip(" ,.")]
        pieces = [rest] if only_venue(rest) else pieces  # "NeurIPS 2023 (oral)"
        if volume := VOLUME.fullmatch(rest.strip(" .,")):
            self.venue = self.venue or volume["venue"].strip(" ,")
            self.published = self.published or volume["year"]
            self.evidence.add("venue")
            return True
        if self.authors and not self.venue and SERIES.fullmatch(rest) and not is_organisation(rest):
            self.venue, self.published = rest, self.published or find_date(rest)
            return True
        found = [(only_venue(piece), only_date(piece)) for piece in pieces]
        if not pieces or not all(venue or date for venue, date in found):
            return False
        for venue, date in found:
            self.venue = self.venue or venue
            self.published = self.published or date
        self.published = self.published or venue_year(self.venue)
        self.evidence.add("venue")
        return True

    def _labelled(self, label: str, text: str, line: Line) -> bool:
        """True where the label says what its text is."""
        if label in PEOPLE_LABELS:
            text, _, abstract = text.partition(" Abstract: ")
            self.description += [abstract] if abstract else []
            self.authors = self.authors or tuple(part for part in split_people(text) if part)
            self._names_go_on, self._names_line = text.endswith(","), line.number
        elif label in VENUE_LABELS:
            self.venue = self.venue or re.sub(r"[\s.,;]+$", "", text)[:200]
            self.published = self.published or find_date(text)
        elif label in DATE_LABELS:
            self.venue = self.venue or only_venue(text)  # "Published: CVPR 2019"
            self.published = self.published or find_date(text)
            return bool(find_date(text) or only_venue(text))
        elif label in PLAIN_LABELS:
            field = PLAIN_LABELS[label]
            setattr(self, field, getattr(self, field) or text[:200])
        elif label in ABSTRACT_LABELS:
            self.description.append(text)
            self._last = (line.number, line.depth)
        elif label in REMARK_LABELS:
            self._comments(line.text)
        elif label in SLIDE_LABELS:
            self._own_slides(line)
        elif label == "title":
            return False
        elif line.links:
            if line.words and plain(text) and not all(part.startswith("http") for part in text.split()):
                self.remarks.append(line.text)
        else:
            return False
        return True

    def _own_slides(self, line: Line) -> None:
        for link in line.links:
            if not VIDEO.match(link.url):  # of a talk: something to see
                self.slides[link.url] = self.links.pop(link.url)

    def _comments(self, text: str) -> None:
        """ "Comments: EMNLP 2023. Updated ..." names the venue; the line itself is a remark."""
        self.remarks.append(text)
        if not text.lower().startswith("subj") and (venue := find_venue(text)):
            self.venue = self.venue or venue
            self.published = self.published or venue_year(venue)

    def _describe(self, line: Line) -> None:
        text = line.text
        if len(re.findall(r"\w+", re.sub(r"https?://\S+", "", text))) < 5 and not self.description:
            self.remarks.append(text)
            return
        hard_wrap = self.description and self._last == (line.number - 1, line.depth) and not line.depth
        if line.depth > 1 and self.description:
            self.description.append("  " * (line.depth - 2) + "- " + text)
        elif self.description and not hard_wrap:
            self.description += ["", text]
        else:
            self.description.append(text)
        self._last = (line.number, line.depth)
        self.evidence.add("description")

    def reading(self, title: str, **where: Any) -> ParsedReading:
        """The reading of this title with all that its lines said; `where` are ParsedReading's other fields."""
        return ParsedReading(
            title=title[:300],
            authors=self.authors,
            published=self.published,
            venue=self.venue,
            abstract=self.abstract,
            presenter=self.presenter,
            topic=self.topic,
            instruction=self.instruction,
            links=tuple(Link(url, label) for url, label in self.links.items()),
            slides=tuple(Deck(address, label) for address, label in self.slides.items()),
            remarks="\n".join(self.remarks),
            **where,
        )
