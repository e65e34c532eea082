"""Who leads each of several sessions of one file, where only their titles say so."""

import re
from dataclasses import replace

from .labels import BETWEEN_NAMES
from .name_lists import listed_people
from .parts import FEWEST
from .people import is_name, is_surname
from .structure import ParsedSession


def with_leads_in_brackets(sessions: list[ParsedSession]) -> list[ParsedSession]:
    """ "Flows (Pádraig)": where every title of several ends in somebody's name."""
    named = [re.fullmatch(r"(?P<title>.+?)\s*\((?P<who>[^()]{2,60})\)", session.title) for session in sessions]
    leads = [match and _are_people(match["who"]) for match in named]
    if sum(map(bool, leads)) < FEWEST or not all(
        lead for lead, session in zip(leads, sessions, strict=True) if session.readings
    ):
        return sessions
    return [
        replace(session, title=match["title"], lead_team=session.lead_team or match["who"])
        if match and lead
        else session
        for session, match, lead in zip(sessions, named, leads, strict=True)
    ]


def with_leads_as_titles(sessions: list[ParsedSession]) -> list[ParsedSession]:
    """ "Oct 21: Ann Lee" over what is read: where all titles may be names, and somebody's comes again, as topics do
    not."""
    read = [session for session in sessions if session.readings]
    named = all(is_name(part) for session in read for part in BETWEEN_NAMES.split(session.title))
    if len({session.title for session in read}) == len(read) or not named:
        return sessions
    return [
        replace(session, title=session.readings[0].title, lead_team=session.lead_team or session.title)
        if session.readings
        else session
        for session in sessions
    ]


def _are_people(text: str) -> bool:
    return all(is_surname(part) or bool(listed_people(part)) for part in BETWEEN_NAMES.split(text))
