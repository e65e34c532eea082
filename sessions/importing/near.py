"""Titles that are nearly the same: papers proposed as one, never merged unasked."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import reduce
from operator import itemgetter, or_

from django.db.models import Q

from readings.identifiers import Identifiers
from readings.models import IDENTIFIER_FIELDS, Paper

from .identity import TELLING_WORDS, Work, far_apart, strangers

SIMILAR = 0.9
MOST = 300  # papers that are looked at for one post, of its own and of others
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
    if 2 * min(len(title), len(other)) < SIMILAR * (len(title) + len(other)) or title == other:
        return False  # before anything that takes longer: hundreds of titles are compared
    words, others = title.split(), other.split()
    if min(len(words), len(others)) < TELLING_WORDS:
        return False
    if len(set(words) & set(others)) < max(len(words), len(others)) - 2:
        return False
    if re.findall(r"\d+", title) != re.findall(r"\d+", other):
        return False
    return SequenceMatcher(None, title, other, autojunk=False).ratio() >= SIMILAR


def similar_papers(made: Sequence[Paper]) -> list[tuple[int, int]]:
    """(number of a new paper, number of another): those whose titles are near enough to look at both.

    Those that identifiers tell apart are left out.
    """
    telling = [paper for paper in made if len(paper.title_key.split()) >= TELLING_WORDS][:MOST]
    if not telling:
        return []
    openings = {paper.pk: " ".join(paper.title_key.split()[:OPENING]) for paper in telling}
    query = reduce(or_, (Q(title_key__range=(opening, opening + "\uffff")) for opening in set(openings.values())))
    people = {author for paper in telling for author in paper.as_given["authors"]}
    told = ("pk", "title_key", *IDENTIFIER_FIELDS)
    known = set(Paper.objects.filter(query).order_by().values_list(*told)[:MOST])
    # In no order or that of an index, so that the database stops at the limit: some people have written a lot.
    of_people = Paper.objects.filter(authorships__author__in=people)
    of_people = of_people.order_by("authorships__author_id", "authorships__id")
    known.update(of_people.values_list(*told)[:MOST])
    new = {paper.pk for paper in made}
    return [
        (paper.pk, pk)
        for paper in telling
        for pk, title, *identifiers in sorted(known, key=itemgetter(0))
        if pk != paper.pk
        and not (pk in new and pk < paper.pk)
        and (similar(paper.title_key, title) or goes_on(paper.title_key, title) or goes_on(title, paper.title_key))
        and not paper.identifiers.contradicts(Identifiers(*(value or "" for value in identifiers)))
    ]
