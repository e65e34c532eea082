"""Papers that wait are looked up, a batch a request, until the time is over; what is found waits to be compared."""

import time
from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from ..models import LookUp, Paper
from .formats import Found, same_title
from .hosts import Hosts

MOST = 500  # papers in one look-up
BATCH = 50  # identifiers in one request
SLICE = 20.0  # seconds of one click; the next one goes on from there


def ask_for(papers: Iterable[Paper], user) -> int:
    """Put papers in the queue, those that were looked up before anew; returns how many."""
    wanted = list(papers)
    with transaction.atomic():
        LookUp.objects.filter(paper__in=wanted).delete()
        LookUp.objects.bulk_create(LookUp(paper=paper, asked_by=user) for paper in wanted)
    return len(wanted)


def answer_waiting(user, hosts: Hosts, seconds: float = SLICE) -> int:
    """Look up the user's waiting papers; returns how many are left. Raises NoAnswer; what was found before is kept."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        waiting = LookUp.objects.filter(asked_by=user, state=LookUp.State.WAITING).select_related("paper")
        batch = next_batch(list(waiting.order_by("pk")))
        if not batch:
            break
        keep(batch, answers(batch, hosts))
    return LookUp.objects.filter(asked_by=user, state=LookUp.State.WAITING).count()


def next_batch(waiting: list[LookUp]) -> list[LookUp]:
    """Those that one request can answer: of one site, or one paper that is known by its title alone."""
    by_arxiv = [lookup for lookup in waiting if lookup.paper.arxiv_id]
    by_doi = [lookup for lookup in waiting if lookup.paper.doi and not lookup.paper.arxiv_id]
    return by_arxiv[:BATCH] or by_doi[:BATCH] or waiting[:1]


def answers(batch: list[LookUp], hosts: Hosts) -> dict[int, Found]:
    """Number of a paper -> what its site says."""
    first = batch[0].paper
    if first.arxiv_id:
        by_number = hosts.arxiv([lookup.paper.arxiv_id for lookup in batch])
        return {x.paper_id: by_number[x.paper.arxiv_id] for x in batch if x.paper.arxiv_id in by_number}
    if first.doi:
        by_doi = {found.doi: found for found in hosts.crossref([lookup.paper.doi for lookup in batch])}
        return {x.paper_id: by_doi[x.paper.doi] for x in batch if x.paper.doi in by_doi}
    if first.has_own_title:
        named = [found for found in hosts.crossref_title(first.title) if same_title(found.title, first.title)]
        # A title proves no identifier: the person who compares decides whether it is the same paper.
        return {first.pk: replace(named[0], doi="")} if named else {}
    return {}


@transaction.atomic
def keep(batch: list[LookUp], found: dict[int, Found]) -> None:
    for lookup in batch:
        answer = found.get(lookup.paper_id)
        lookup.found = answer.as_stored() if answer else {}
        lookup.by_title = bool(answer) and not (lookup.paper.arxiv_id or lookup.paper.doi)
        lookup.state = LookUp.State.FOUND if answer else LookUp.State.UNKNOWN
        lookup.save()
