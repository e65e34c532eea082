"""One reading's lines -> its fields: each line is links, a date, people, a venue, a label or description."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .clues import VENUE, YEAR, find_date, find_venue, only_date, only_venue, split_label, venue_year
from .entry_lines import beside_links, emphasised, fields_apart, identifiers_in, without_preprint
from .field_labels import (
    ABSTRACT_LABELS,
    DATE_LABELS,
    PEOPLE_LABELS,
    PLAIN_LABELS,
    REMARK_LABELS,
    SLIDE_LABELS,
    VENUE_LABELS,
)
from .imprints import LONGEST, volume_of
from .lines import Line, is_link_word, is_site_name, plain
from .name_lists import listed_people
from .pasted import pasted
from .people import authors_of_line, is_name, is_organisation, people_of_citation, signed, split_people
from .presenters import presented_by
from .structure import Deck, Link, ParsedReading
from .tails import Citation, read_tail, split_selection

TEAM = re.compile(r"[A-Z][\w.-]*(?:,?\s+[A-Z][\w.-]*){0,3}")
VIDEO = re.compile(r"https?://(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com|slideslive\.com)/", re.I)
# "Foundations and Trends in Machine Learning, 2021"
SERIES = re.compile(rf"[A-Z][\w&-]+(?:\s(?:of|and|in|on|the|for|&|[A-Z][\w&-]+)){{1,9}},?\s+{YEAR}")
# "(58 authors from 25 institutions)"
COUNTED = re.compile(r"\s*\(\+?\d+\s+(?:other\s+|more\s+)?(?:co-?)?authors?[^()]*\)", re.I)
BIBTEX = re.compile(r"@\w{3,20}\s*\{")
LIQUID = re.compile(r"\{%.*%\}")  # a tag that nothing was made of
RELATED = re.compile(r"related|see also|blog")


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

    def take_citation(self, cited: Citation, line: Line) -> None:
        """What a line says that cites the entry in full."""
        self.take_links(line)
        self.authors = self.authors or cited.authors
        self.venue, self.published = self.venue or cited.venue, self.published or cited.published
        self.evidence.add("authors")

    def _line(self, line: Line) -> None:
        label, text = split_label(line.text)
        if LIQUID.fullmatch(line.text) or BIBTEX.match(line.text):
            self.remarks.append(line.text)
        elif not label and self._more_names(line):
            pass
        elif not label and (pieces := self._apart(line)):
            for piece in pieces:
                self._line(piece)
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
        elif self._volume(beside_links(line)) or self._people(line) or self._places(line) or self._organisation(line):
            pass
        elif RELATED.match(line.text.lower()) and line.links:
            self.remarks.append(line.text)
        else:
            self._describe(line)

    def _apart(self, line: Line) -> list[Line]:
        known = " / " not in line.text or any(map(is_name, self.authors))
        return [] if known else fields_apart(line)

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
        people = self._listed(text)
        if not people or (len(people) == 1 and self.description and "et al" not in text):
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
        """ "OpenAI", "Gemini Team, Google", "World Health Organization, May 2024": who wrote it, if nobody else did."""
        named, comma, day = line.text.rpartition(", ")
        when = only_date(day) if comma and is_organisation(named) else ""
        name = named if when else line.text
        if self.authors or self.description or line.links or not TEAM.fullmatch(name):
            return False
        words = re.findall(r"\w+", name.casefold())
        if not (when or words[-1] in ("labs", "team") or "team" in words or signed(name)):
            return False
        self.authors, self.published = (name.split(",")[0],), self.published or when
        self.evidence.add("authors")
        return True

    def _volume(self, text: str) -> bool:
        """ "Nature 596, 583–589 (2021)": a journal's name and the place in it."""
        venue, year = volume_of(text) if len(text) <= LONGEST else ("", "")
        if venue:
            self.venue = self.venue or venue
            self.published = self.published or year
            self.evidence.add("venue")
        return bool(venue)

    def _places(self, line: Line) -> bool:
        """ "EMNLP 2023", or "Nature (April 2025) / [arXiv](...)": venue and date beside links."""
        rest = without_preprint(beside_links(line))
        pieces = [piece.strip() for piece in re.split(r"\s*[/|()\[\];·•]\s*|,\s+(?=\D)", rest) if piece.strip(" ,.")]
        pieces = [rest] if only_venue(rest) else pieces  # "NeurIPS 2023 (oral)"
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
            if not self._volume(text):
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
        elif line.links or identifiers_in(line):
            if line.words and line.links and plain(text) and not all(part.startswith("http") for part in text.split()):
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
