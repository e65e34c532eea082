"""Titles that are nearly the same: papers proposed as one, never merged unasked."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from django.db.models import Q

from readings.models import Paper

from .identity import TELLING_WORDS, Work, far_apart, strangers

SIMILAR = 0.9
MOST = 300  # papers that are looked at for one post
OPENING = 2  # words of a title by which others are found


def nearly(one: Work, other: Work) -> bool:
    """One title mended, or one cut short by the other's subtitle, and nothing contradicts."""
    if one.identifiers.contradicts(other.identifiers) or strangers(one, other) or far_apart(one, other):
        return False
    if goes_on(one.title, other.title) or goes_on(other.title, one.title):
        return bool(one.families & other.families)
    return similar(one.title, other.title)


def goes_on(title: str, other: str) -> bool:
    return other.startswith(title + " ")


def similar(title: str, other: str) -> bool:
    """Two title keys, different in a word or two but in no number."""
    words, others = title.split(), other.split()
    if title == other or min(len(words), len(others)) < TELLING_WORDS:
        return False
    if len(set(words) & set(others)) < max(len(words), len(others)) - 2:
        return False
    if re.findall(r"\d+", title) != re.findall(r"\d+", other):
        return False
    return SequenceMatcher(None, title, other, autojunk=False).ratio() >= SIMILAR


def similar_papers(made: Sequence[Paper]) -> list[tuple[int, int]]:
    """(number of a new paper, number of another): those whose titles are near enough to look at both."""
    telling = [paper for paper in made if len(paper.title_key.split()) >= TELLING_WORDS]
    if not telling:
        return []
    query = Q(pk__in=[])
    for paper in telling:
        opening = " ".join(paper.title_key.split()[:OPENING])
        query |= Q(title_key__gte=opening, title_key__lt=opening + "\uffff")
    by_people = Q(authorships__author__authorships__paper__in=[paper.pk for paper in telling])
    known = dict(Paper.objects.filter(query).values_list("pk", "title_key")[:MOST])
    known |= dict(Paper.objects.filter(by_people).order_by("pk").distinct().values_list("pk", "title_key")[:MOST])
    new = {paper.pk for paper in made}
    return [
        (paper.pk, pk)
        for paper in telling
        for pk, title in known.items()
        if pk != paper.pk
        and not (pk in new and pk < paper.pk)
        and (similar(paper.title_key, title) or goes_on(paper.title_key, title) or goes_on(title, paper.title_key))
    ]
