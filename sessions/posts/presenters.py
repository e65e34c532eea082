"""Who presents, in brackets behind a title: "Embeddings (lead: Bo)"."""

import re
from dataclasses import replace

from .labels import BETWEEN_NAMES, TEAM, is_single_name
from .lines import Line

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


def without_presenter(line: Line) -> tuple[Line, str]:
    """(the line, who) of an entry's "[Title](…) (presented by Bo)"."""
    for place, span in enumerate(line.spans):
        left, who = split_presenter(span.text) if not span.code else ("", "")
        if who:
            spans = (*line.spans[:place], span.with_text(left), *line.spans[place + 1 :])
            return replace(line, spans=spans), who
    return line, ""
