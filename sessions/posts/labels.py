"""A row's label: does it name who presents, what the row is about, or only the kind of resource?"""

import re
from collections.abc import Iterable

from readings.names import folded

from .clues import only_venue
from .people import is_name
from .vocabulary import TOPIC_WORDS

RESOURCE_KINDS = re.compile(
    (
        r"(?:classic |survey |old |new )?(?:youtube|video|course|book|paper|papers|blog|post"
        r"|tutorial|talk|survey|code|tool|web|url|link|slides?)s?"
    ),
    re.I,
)
EVENT = re.compile(r"[A-Z]{3,}[A-Za-z]*\s?['’-]?\d{2,4}")
TEAM = re.compile(
    r"(?:team|group|t|g)[\s#-]?\d{1,3}\w?|(?-i:[A-Z])(?:\s*\(\w+\))?|all|everyone|everybody"
    r"|(?:dr|prof|mr|ms)\b.*|.*\b(?:team|group|instructor|et al)\b.*",
    re.I,
)
LOGIN = re.compile(r"\s*\((?=[a-z]*\d)[a-z\d]{3,10}\)$", re.I)  # "Jack (jjl5sw)"
BETWEEN_NAMES = re.compile(r"\s*[,/&+]\s*|\s+and\s+")


def read_label(label: str, title: str, slides: Iterable[str], topics: str) -> tuple[str, str, str]:
    """(presenter, topic, venue) that a row's label names; "" for kinds of resource ("Youtube")."""
    bare = LOGIN.sub("", label)
    if not label or label.isdigit() or RESOURCE_KINDS.fullmatch(label):
        return "", "", ""
    if TEAM.fullmatch(label) or is_name(bare) or (bare != label and is_single_name(bare)):
        return label, "", ""
    if EVENT.fullmatch(label) or only_venue(label):
        return "", "", label
    person, topic = person_score(label, slides), topic_score(label, title, topics)
    return (label, "", "") if person > topic else ("", label, "")


def person_score(label: str, slides: Iterable[str]) -> int:
    score = 0
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", label)
    path = " ".join(slides).casefold()
    pieces = set(re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", " ".join(slides)).casefold()))
    if path and any(
        word.casefold() in pieces or any(len(piece) >= 3 and word.casefold().startswith(piece) for piece in pieces)
        for word in words
    ):
        score += 3
    if re.fullmatch(r"[A-Z][a-z]+[A-Z][a-z]+", label):
        score += 2
    if re.fullmatch(r"[A-Z][a-z’'-]+", label):
        score += 1
    return (
        score
        + (1 if path else 0)
        + (2 if all(is_single_name(part) for part in BETWEEN_NAMES.split(label)) and BETWEEN_NAMES.search(label) else 0)
    )


def is_single_name(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][a-z’'-]+", text)) or is_name(text)


def topic_score(label: str, title: str, topics: str) -> int:
    words = folded(label).split()
    around = folded(f"{title} {topics}").split()
    score = 0
    if (
        any(
            len(word) > 3 and any(other.startswith(word[: max(4, len(word) - 3)]) for other in around) for word in words
        )
        or set(words) & set(around)
        or {f"{word}s" for word in words} & set(around)
    ):
        score += 3
    if any(word in TOPIC_WORDS for word in words):
        score += 3
    if label[0].islower() or re.fullmatch(r"[A-Z]{2,6}s?", label):
        score += 3
    if len(words) and any(folded(tag) == " ".join(words) for tag in re.split(r"[,;]", topics)[1:]):
        score += 3  # a tag of the session
    initials = {"".join(word[0] for word in re.findall(r"\w+", tag)) for tag in re.split(r"[,;]", topics.casefold())}
    return score + (2 if label.casefold() in initials else 0) + (1 if len(words) > 2 else 0)
