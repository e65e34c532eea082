"""Which link of an entry's line is its title, and which only says who wrote it."""

import re

from readings.markdown import Span

from .clues import YEAR, find_date
from .lines import is_link_word, plain
from .people import is_surname, people_of_citation
from .requirement_marks import BEFORE
from .tails import Citation
from .titles import LETTER

WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
# The kind of thing an entry is, or the day it is for, before its title.
KIND_LABEL = re.compile(
    rf"^(?:the\s+)?(?:(?:(?:for|by|due)\s+)?{WEEKDAY}(?:,?\s+[^\W\d_]{{3,9}}\.?\s+\d{{1,2}})?|video|talk|blog(?:\s*post)?|book|article|code|github|repo(?:sitory)?|tutorial|podcast|lecture|course|web(?:site|page)?"
    r"|skim|browse|watch|read|listen(?:\s+to)?)\s*[:：]\s*",
    re.I,
)
QUOTED = re.compile(r"[“\"](?:[^\s“”\"]+\s+){2,}[^“”\"]+[”\"]")  # a title of three words
LONGEST_NAMES = 100  # characters of a link that names its authors only


def title_link(spans: list[Span]) -> tuple[int, int] | None:
    """(first, last) place of the link whose text is the title: three words, or all the words there are."""
    runs: list[tuple[int, int]] = []
    for place, span in enumerate(spans):
        if span.href and not is_link_word(span):
            if runs and runs[-1][1] == place - 1 and spans[runs[-1][0]].href == span.href:
                runs[-1] = (runs[-1][0], place)
            else:
                runs.append((place, place))
    for first, last in runs:
        text = plain("".join(span.text for span in spans[first : last + 1]))
        if only_people(text) and any(re.search(r"\w", span.text) for span in spans[:first] + spans[last + 1 :]):
            continue
        before = plain("".join(span.text for span in spans[:first]))
        if QUOTED.search(before):
            continue  # of a journal, or a copy
        after = plain("".join(span.text for span in spans[last + 1 :]))
        lead = bool(
            BEFORE.match(before) or not re.search(r"\w", LETTER.sub("", before + " ")) or people_of_citation(before)
        )
        nickname = len(text.split()) < 3 and re.match(r"\s*:\s*\w", after)
        if not nickname and (
            len(text.split()) > 2 or (lead and (len(text.split()) == 2 or not re.match(r"[a-z]", after)))
        ):
            return (first, last) if lead or len(text.split()) > 2 else None
    return None


def only_people(text: str) -> bool:
    """ "Song et al. (2021)": a link that cites, whose title stands beside it."""
    people = "" if len(text) > LONGEST_NAMES else re.sub(rf"[\s,(\[]*{YEAR}[a-z]?[)\]]?\s*$", "", text)
    dated = people != text or text.rstrip(" .").endswith("et al")
    return bool(people) and dated and bool(people_of_citation(people) or is_surname(people))


def people_link(spans: list[Span]) -> Citation | None:
    """ "[Blei et al. (2003)](…)" and no more: who wrote it when, its title unknown."""
    links = [span for span in spans if span.href]
    around = KIND_LABEL.sub("", plain("".join(span.text for span in spans if not span.href)) + " ")
    text = plain(links[0].text) if len(links) == 1 else ""
    if not only_people(text) or re.search(r"\w", re.sub(r"^readings?\s*:", "", around, flags=re.I)):
        return None
    people = re.sub(rf"[\s,(\[]*{YEAR}[a-z]?[)\]]?\s*$", "", text)
    return Citation(text, people_of_citation(people) or (people,), published=find_date(text))
