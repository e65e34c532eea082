"""Who presents, in brackets behind a title: "Embeddings (lead: Bo)"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from readings.markdown import Block, Span

from .labels import BETWEEN_NAMES, TEAM, is_single_name
from .lines import Line
from .requirement_marks import BEFORE
from .vocabulary import NOT_NAMES, TOPIC_WORDS

LED = re.compile(
    r"\s*[(\[](?:leads?|led by|leaders?|presenters?|presented by|speakers?|discussants?|facilitators?|hosts?|hosted by"
    r"|moderators?|chairs?)\s*:?\s+(?P<who>[^()\[\]]{2,100}?)(?:[;,]\s*(?:discussants?|respondents?|scribes?)\s*:\s*[^()\[\]]{2,60})?[)\]]",
    re.I,
)


END = re.compile(
    r"(?:^|[.;,|–—-])\s*(?:leads?|led by|presenters?|presented by|speakers?|discussants?|facilitators?)\s*:\s*"
    r"(?P<who>[^()\[\]:.;]{2,60})[.\s]*$",
    re.I,
)


BEFORE_TITLE = re.compile(r"(?P<who>[A-Z][a-z’'-]+(?: [A-Z][a-z’'-]+)?)\s*:\s+(?=\S)")
FEWEST = 3  # items


LED_BY = re.compile(r"(?:presented|led) by\s+(?P<who>[^()\[\]:;]{2,100})", re.I)


def split_lead(title: str) -> tuple[str, str]:
    """(title, who) of "Embeddings (lead: Bo)"."""
    match = LED.search(title) or END.search(title)
    return (f"{title[: match.start()]}{title[match.end() :]}".strip(), match["who"].strip()) if match else (title, "")


def presented_by(text: str) -> str:
    """Who is named by a line "Presented by Team 4" that says nothing else; "" for any other."""
    match = LED_BY.fullmatch(text.strip())
    who = match["who"].strip(" .") if match else ""
    people = TEAM.fullmatch(who) or all(is_single_name(part) for part in BETWEEN_NAMES.split(who))
    return who if who and people else ""


def split_presenter(title: str) -> tuple[str, str]:
    """(title, who) of a paper's "Title (presented by Bo)"; a title may hold such words, so they must be people."""
    bare, who = split_lead(title)
    people = TEAM.fullmatch(who) or all(is_single_name(part) for part in BETWEEN_NAMES.split(who))
    return (bare, who) if who and people else (title, "")


def with_presenters(items: Sequence[Block]) -> Sequence[Block]:
    """ "Ann: A title" as "A title (presented by Ann)", where all items begin so and the names come again."""
    named = [BEFORE_TITLE.match("" if BEFORE.match(item.text) else item.text) for item in items]
    others = [item for item, match in zip(items, named, strict=True) if not match and not BEFORE.match(item.text)]
    who = [match["who"] for match in named if match]
    again = len(who) >= FEWEST and len(set(who)) * 2 <= len(who)
    if others or not again or not all(map(_is_somebody, set(who))):
        return items
    return [_presented(item, match) if match else item for item, match in zip(items, named, strict=True)]


def _is_somebody(name: str) -> bool:
    return is_single_name(name) and name.casefold() not in NOT_NAMES | TOPIC_WORDS


def _presented(item: Block, match: re.Match) -> Block:
    first, *others = item.spans
    return replace(
        item, spans=(first.with_text(first.text[match.end() :]), *others, Span(f" (presented by {match['who']})"))
    )


def without_presenter(line: Line) -> tuple[Line, str]:
    """(the line, who) of an entry's "[Title](…) (presented by Bo)"."""
    for place, span in enumerate(line.spans):
        left, who = split_presenter(span.text) if not span.code else ("", "")
        if who:
            spans = (*line.spans[:place], span.with_text(left), *line.spans[place + 1 :])
            return replace(line, spans=spans), who
    return line, ""
