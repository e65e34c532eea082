"""Records of one person become one."""

from collections.abc import Sequence
from functools import partial

from readings.models import Author, Paper

from ..review.merging_authors import merge_authors
from .plans import Effect, Plan


def plan_author_merge(authors: Sequence[Author], stays: Author) -> Plan:
    """All become `stays`: their papers are its papers, their names its spellings, their addresses lead to it."""
    effects = [Effect(stays, f"stays, with {counted(stays)}", details=titles_of(stays))]
    for author in authors:
        if author != stays:
            said = f"becomes “{stays}” with {counted(author)}; the name stays as a spelling, the address leads there"
            effects.append(Effect(author, said, partial(merge_authors, stays, author), titles_of(author)))
    gone = [author for author in authors if author != stays]
    return Plan(effects, touched=list(Paper.objects.filter(authors__in=gone).distinct()))


def titles_of(author: Author) -> list[str]:
    return [str(paper) for paper in author.papers.order_by("title_key", "pk")]


def counted(author: Author) -> str:
    number = author.papers.count()
    return f"{number} paper{'' if number == 1 else 's'}"
