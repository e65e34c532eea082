"""Footnotes of a table's rows: title, people, venue and day before a slash, the abstract behind it."""

import re
from collections.abc import Mapping, Sequence

from readings.markdown import Block, Span
from readings.names import folded

from .clues import find_date, find_venue, venue_year
from .entries import Entry
from .lines import is_deck, lines_of, links_of, plain
from .people import authors_of_line, is_name, split_people
from .titles import split_title

SUBMITTED = re.compile(r"[(\[]submitted on(?:[^()\[\]]|\([^()]*\))*[)\]]", re.I)
AUTHORS = re.compile(r"\bauthors?\s*:\s*", re.I)
ABSTRACT = re.compile(r"^\s*abstract\s*:\s*", re.I)
NICKNAME = 4  # words: a longer title is whole
MOST_WORDS = 25  # of a title
LONGEST_HEAD = 400  # characters before the slash
ALIKE = 4  # letters that words of one title begin with


def read_footnote(
    marks: Sequence[str], title: str, footnotes: Mapping[str, Block], used: set[str], entry: Entry
) -> str:
    """The row's title, whole where it was a nickname; what its footnote says is added to `entry`.

    The footnote is that which begins with the title, where there is one, else that of the mark.
    """
    note = _footnote_of(marks, title, footnotes)
    if note is None:
        return title
    used.add(note.label)
    text = text_of_footnote(note)
    for link in links_of(_spans(note)):
        target = entry.slides if is_deck(link.url) else entry.links
        target[link.url] = target.get(link.url) or link.label
    head, slash, abstract = text.partition("/ ") if "/ " in text[:LONGEST_HEAD] else ("", "", text)
    whole = _whole_title(title, head)
    abstract = _without_day(abstract, entry)
    people, between, behind = re.sub(r"\s?/\s", " / ", abstract, count=1).partition(" / ")
    if between and len(listed := authors_of_line(AUTHORS.sub("", people))) > 1:
        entry.authors, abstract = entry.authors or listed, behind
    abstract = ABSTRACT.sub("", abstract)
    entry.description.append(re.sub(r"^\s*[A-Z]{2,8}['’]?\d{2,4}\s*/\s*", "", abstract).strip())
    _read_head(head + " / " + text[len(head) + 2 :][:30] if slash else "", whole, entry)
    return whole


def _without_day(abstract: str, entry: Entry) -> str:
    """An abstract without the "(Submitted on 3 May 2020 (v1), ...)" that it begins with; the day goes to `entry`."""
    submitted = SUBMITTED.match(abstract)
    if submitted:
        entry.published = find_date(submitted[0]) or entry.published
    return abstract[submitted.end() :].lstrip(" /") if submitted else abstract


def _footnote_of(marks: Sequence[str], title: str, footnotes: Mapping[str, Block]) -> Block | None:
    if not marks:
        return None
    words = folded(title)
    by_title = [
        note
        for note in footnotes.values()
        if len(words) > 8 and folded(text_of_footnote(note))[:60].startswith(words[:40])
    ]
    return by_title[0] if len(by_title) == 1 else footnotes.get(marks[0])


def text_of_footnote(note: Block) -> str:
    return plain(" ".join(line.text for line in lines_of([note])))


def _spans(block: Block) -> list[Span]:
    return [*block.spans, *(span for part in block.blocks for span in _spans(part))]


def _whole_title(title: str, head: str) -> str:
    """The title that the footnote begins with, where the row's is a nickname of it; else the row's."""
    if len(title.split()) > NICKNAME:
        return title
    named = re.split(r"\s*\(\s*submitted\b", head, flags=re.I)[0]
    venue = find_venue(named)
    found = split_title(re.split(rf",?\s*{re.escape(venue)}", named)[0] if venue else named)
    words = len(found.text.split())
    longer = len(title.split()) < words <= MOST_WORDS and not authors_of_line(found.text)
    return found.text if longer and _is_nickname(title, found.text) else title


def _is_nickname(name: str, title: str) -> bool:
    """ "BERT" of "BERT: Pre-training of …", "Forgetting nets" of "Why Nets Forget", "GAN" by its letters."""
    short, words = folded(name).split(), folded(title).split()
    initials = "".join(word[0] for word in words)
    return all(
        any(word[:ALIKE] == other[:ALIKE] for other in words) or (len(word) > 2 and word in initials) for word in short
    )


def _read_head(head: str, title: str, entry: Entry) -> None:
    """ "Title, Arxiv 2016, First Last, ... (Submitted on 31 May 2016 ...)/" before the abstract."""
    head = head.strip()
    submitted = SUBMITTED.search(head)
    if submitted:
        entry.published = find_date(submitted[0]) or entry.published
        head = head[: submitted.start()]
    venue = find_venue(re.sub(r"\s+", " ", head))
    entry.venue = entry.venue or venue
    entry.published = entry.published or venue_year(venue)
    rest = re.split(r"\s/\s", head[len(title) :] if folded(head).startswith(folded(title)[:30]) else head)[0]
    people = [part for part in split_people(AUTHORS.sub("", rest).strip(" ,/")) if is_name(part)]
    entry.authors = entry.authors or (tuple(people) if len(people) > 1 else ())
