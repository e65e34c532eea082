"""Front matter values -> a session's own fields, each checked, with the line of what is wrong.

The keys are those of the seed posts (`video`, `notes`, `lecture`, `lectureVersion`, `desc`), Jekyll's and Hugo's.
"""

import datetime
import re
from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from typing import Any

from .bullets import NOTHING
from .characters import clean_line, is_visible, refuse_unstorable
from .meetings import TERMS, read_meeting, term_among, year_in
from .record_values import keyed, names_in, texts_of
from .records import PRESENTER
from .site_columns import names_file
from .structure import RELEASED, UPCOMING, Deck, Message, PostError, Unpublished
from .vocabulary import IGNORED, KNOWN
from .yaml_events import Items, Mapping, Scalar

LONGEST_TITLE = 300
LONGEST_NAME = 100
MOST_TAGS = 50
# Who leads and who writes the note, where `video` and `notes`, the seed's own words, do not say it.
LEAD = (*PRESENTER, "led_by", "lead_team", "team", "teams", "group", "groups")
BLOG = ("blog_team", "scribe", "scribes", "notes_by", "note_taker", "note_takers", "blog_by", "bloggers", "blog")
READ = "title, date, term, tags, categories, slides, readings, team (or video) and scribe (or notes)"
LONGEST_PROSE = 2000
ADDRESS = re.compile(r"/|\w+://")
DECKS = ("lecture", "extracontent", "slides")
FEWEST_WORDS = 8  # of a sentence
SENTENCE = re.compile(r"[^\W\d_]{2}[.!?](?:\s|$)")


class Metadata:
    """Reads one post's front matter; every method may add warnings or raise PostError."""

    def __init__(self, values: Mapping, warnings: list[Message]):
        self.values = {str(key).lower(): value for key, value in values.items()}
        self.warnings = warnings
        self._warn_of_keys(values)

    def warn(self, line: int, text: str) -> None:
        self.warnings.append(Message(line, text))

    def line(self, key: str) -> int:
        return getattr(self.values.get(key), "line", 1)

    def _warn_of_keys(self, values: Mapping) -> None:
        read = f"; read are {READ}"  # said once
        for key in values:
            if str(key).lower() not in KNOWN | IGNORED and not keyed({key: ""}).keys() & {*LEAD, *BLOG}:
                self.warn(key.line, f"the key “{clean_line(key)[0][:40]}” is not known and not used{read}")
                read = ""
        for key in ("layout", "permalink"):
            value = self.values.get(key)
            if isinstance(value, Scalar) and (".." in value or ":/" in value):
                self.warn(
                    value.line, f"{key} “{clean_line(value)[0][:40]}” is not followed: addresses come from file names"
                )
        draft, published = (getattr(self.values.get(key), "value", None) for key in ("draft", "published"))
        if draft is True or published is False:
            raise Unpublished(
                self.line("draft" if draft is True else "published"), "not published (published: false or draft: true)"
            )
        if isinstance(published, str) and published.lower() == "false":
            self.warn(self.line("published"), "published is the word “false” in quotes, which counts as published")

    def text(self, key: str, longest: int = 200) -> str:
        """A one-line value, "" where absent. Raises PostError for a list, a mapping or a value that is too long."""
        value = self.values.get(key)
        if value is None or (isinstance(value, Scalar) and value.value is None):
            return ""
        if not isinstance(value, Scalar):
            raise PostError(
                value.line, f"{key} must be text, not a {'list' if isinstance(value, Items) else 'mapping'}"
            )
        refuse_unstorable(value, key)
        plain, removed = clean_line(value)
        if removed:
            self.warn(value.line, f"{removed} in {key} were removed")
        if len(plain) > longest:
            raise PostError(value.line, f"{key} is longer than {longest} characters; shorten it")
        return plain

    def term(self) -> str:
        others = {key: str(value) for key, value in self.values.items() if key in TERMS and isinstance(value, Scalar)}
        return term_among(others | {"term": self.text("term")})

    def lead(self) -> str:
        """Who leads: `video`, as the seed's posts call it, else whoever presents, one or several."""
        return self._first_named([self.text("video"), *self._named(LEAD)])

    def blog(self) -> str:
        """Who writes the note: `notes`, unless that is prose, else the scribe."""
        notes = "" if self.notes_prose() else self.text("notes")
        return self._first_named([notes, *self._named(BLOG)])

    def notes_prose(self) -> str:
        """What `notes` says where it is prose and names nobody."""
        text = self.text("notes", LONGEST_PROSE)
        return text if len(text.split()) >= FEWEST_WORDS and SENTENCE.search(text) else ""

    def _named(self, keys: Iterable[str]) -> list[str]:
        """The names under each of the keys; addresses, yes and no are none."""
        values = keyed(self.values)
        found = [values[key] for key in keys if key in values and not is_flag(values[key])]
        return [names for names in (names_in(value) for value in found) if not ADDRESS.match(names)]

    @staticmethod
    def _first_named(named: Iterable[str]) -> str:
        return next((names[:200] for names in named if names and not NOTHING.fullmatch(names.strip(" ."))), "")

    def title(self) -> str:
        """The title, or "" where the key is absent. Raises PostError where it is there and says nothing."""
        if "title" not in self.values:
            return ""
        value, title = self.values["title"], self.text("title", LONGEST_TITLE)
        if not is_visible(title):
            raise PostError(self.line("title"), "the title is empty; write title: followed by the session's name")
        if not isinstance(value.value, str):
            self.warn(
                value.line, f"the title “{title}” is not text to YAML (a number, date or yes/no); it is kept as written"
            )
        if not re.search(r"\w", title):
            self.warn(value.line, "the title has no letter or digit")
        return title

    def date(self) -> datetime.date | None:
        value = self.values.get("date")
        if value is None or (isinstance(value, Scalar) and value.value is None):
            return None
        line = getattr(value, "line", 1)
        remedy = "write the date as 2024-03-28"
        if not isinstance(value, Scalar):
            raise PostError(line, f"date must be one day; {remedy}")
        if isinstance(value.value, datetime.date):  # datetime is a date
            day = value.value.date() if isinstance(value.value, datetime.datetime) else value.value
        else:
            day = self._written_date(value, remedy)
        if not 1900 <= day.year <= 2200:
            self.warn(line, f"the date {day} is far from any term")
        return day

    def _written_date(self, value: Scalar, remedy: str) -> datetime.date:
        match = re.match(
            r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?(?:[\s.]|Z|[+-]\d{2}:?\d{2}|$)", value
        )
        try:
            if not match:
                raise ValueError
            zone = re.search(r"[+-](\d{2}):?\d{2}$", value[10:])
            if zone and int(zone[1]) > 14:
                raise ValueError
            return datetime.datetime(*(int(part or 0) for part in match.groups())).date()
        except ValueError:
            meeting = read_meeting(value, year_in(self.term()))
            if not match and meeting.date and not meeting.title:
                return meeting.date
            raise PostError(value.line, f"date “{clean_line(value)[0][:40]}” is not a date; {remedy}") from None

    def names(self, key: str, singular: str = "") -> tuple[str, ...]:
        """Tags or categories: a list, a flow list, or one string, split at commas, else (as Jekyll does) at spaces."""
        value = self.values.get(key, self.values.get(singular))
        if value is None or (isinstance(value, Scalar) and value.value is None):
            return ()
        if isinstance(value, Mapping):
            raise PostError(value.line, f"{key} must be a list, not a mapping")
        parts = self._split(value, key) if isinstance(value, Scalar) else list(value)
        if len(parts) > MOST_TAGS:
            raise PostError(value.line, f"{key} has {len(parts)} entries; at most {MOST_TAGS} are allowed")
        names: dict[str, str] = {}
        for part in parts:
            name = self._name(part, key)
            if name and names.setdefault(name.casefold(), name) != name:
                self.warn(part.line, f"{key}: “{name}” and “{names[name.casefold()]}” are taken as one")
        return tuple(names.values())

    def _split(self, value: Scalar, key: str) -> list[Scalar]:
        if "," in value:
            self.warn(value.line, f"{key} is one string with commas; it is read as a list")
        pieces = value.split(",") if "," in value else value.split()
        return [Scalar(piece.strip(), value.value, value.line) for piece in pieces if piece.strip()]

    def _name(self, part: Any, key: str) -> str:
        if not isinstance(part, Scalar):
            raise PostError(
                getattr(part, "line", 1), f"{key} must be a plain list; an entry of it is a list or mapping"
            )
        refuse_unstorable(part, key)
        name, _ = clean_line(part)
        if len(name) > LONGEST_NAME:
            raise PostError(part.line, f"an entry of {key} is longer than {LONGEST_NAME} characters")
        if not isinstance(part.value, str):
            self.warn(part.line, f"{key}: “{name}” is not text to YAML; it is kept as written")
        if not re.search(r"\w", name):
            self.warn(part.line, f"{key}: an entry without a letter or digit is left out")
            return ""
        return name

    def status(self) -> str:
        version = self.text("lectureversion").casefold()
        if version and version not in ("current", "next", "released", "upcoming"):
            self.warn(
                self.line("lectureversion"), f"lectureVersion “{version}” is neither current nor next; taken as current"
            )
        return UPCOMING if version in ("next", "upcoming") else RELEASED

    def number(self) -> int | None:
        """The number in `desc`: 18 of "2024-S18", 6 of "2022-W6"."""
        match = re.search(r"(?<![A-Za-z])[A-Za-z]{1,8}[ ._-]?(\d{1,3})(?!\d)", self.text("desc"))
        return int(match[1]) if match else None

    def decks(self) -> tuple[Deck, ...]:
        """`lecture`: X stands for /Lectures/X.pdf; `extraContent`: more of them, where it names files."""
        named = [*self._parts("lecture"), *filter(names_file, self._parts("extracontent"))]
        named += [text for text in texts_of(self.values.get("slides")) if names_file(text) or "://" in text]
        return tuple(Deck(deck_address(part)) for part in named)

    def extra(self) -> str:
        """What `extraContent` says that is no file: a sentence, a team; and `notes` that are prose."""
        said = ", ".join(part for part in self._parts("extracontent") if not names_file(part))
        return "\n\n".join(filter(None, [said, self.notes_prose()]))

    def _parts(self, key: str) -> list[str]:
        value = self.values.get(key)
        if isinstance(value, Items) and all(isinstance(part, Scalar) for part in value):
            for part in value:
                refuse_unstorable(part, key)
            return [text for part in value if (text := clean_line(part)[0][:2000])]
        return [part for part in re.split(r",\s+|\s*;\s*", self.text(key, 2000)) if part]


def deck_as_written(front_matter: AnyMapping[str, Any], address: str) -> tuple[int, str] | None:
    """(line, words) of the front matter that name the deck of an address."""
    for key, value in front_matter.items():
        for part in (value if isinstance(value, Items) else [value]) if key.lower() in DECKS else ():
            for name in re.split(r",\s+|\s*;\s*", part) if isinstance(part, Scalar) else ():
                if name and deck_address(name) == address:
                    return part.line, name
    return None


def is_flag(value: Any) -> bool:
    """Yes or no."""
    return isinstance(getattr(value, "value", None), bool)


def deck_address(name: str) -> str:
    """A deck's address from the name a post gives it."""
    if not re.search(r"\.(pdf|pptx?|key|odp|html?)(?:[?#].*)?$", name, re.I) and not re.match(r"https?://", name):
        name += ".pdf"
    return name if re.match(r"https?://|/", name) else f"/Lectures/{name}"
