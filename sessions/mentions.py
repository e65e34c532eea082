"""Keeps what notes say of papers true when papers change: their identifiers, titles, links, and who may see them."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model, Q

from readings.models import Paper, PaperLink

from .models import BlogNote, Course, Mention, Reading, Session
from .models.mention import FIELDS, LOST, keys_by_field, keys_of, meant

BATCH = 500  # papers that are asked for at once
# From papers to what decides who may see them.
PATHS = {Paper: "pk", Reading: "readings", Session: "readings__session", Course: "readings__session__course"}


@transaction.atomic
def renew_mentions(papers: Iterable[int]) -> None:
    """Look up again what may mean one of these papers, or one that is gone.

    To be called after papers, their links, readings or the visibility of these were written or deleted. A note whose
    links change is rendered again.
    """
    renew(LOST)
    renew_meanings(papers)


def renew_meanings(papers: Iterable[int]) -> None:
    """The same where no paper was deleted."""
    numbers = sorted(set(papers))
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        renew(Q(paper__in=batch) | Q(key__in=keys_of(batch)))


def renew_for_new(papers: Iterable[Paper], links: Iterable[PaperLink]) -> None:
    """The same for papers that are new, with their links: no mention means them yet."""
    keys = {f"url:{link.key}" for link in links}
    for paper in papers:
        keys |= keys_by_field(getattr(paper, name) for name in FIELDS.values())
    if keys:
        renew(Q(key__in=keys))


def renew(which: Q) -> None:
    """Write what these mean now, and render their notes where links lead elsewhere.

    Of a paper that hundreds of notes speak of, only the mentions that change are read.
    """
    stands = list(Mention.objects.filter(which).order_by().values_list("key", "paper", "linked").distinct())
    meanings = meant({key for key, *_ in stands})
    outdated = {key for key, *meaning in stands if tuple(meaning) != meanings[key]}
    rows = Mention.objects.filter(which, key__in=outdated).order_by() if outdated else ()
    changed = [row for row in rows if (row.paper_id, row.linked) != meanings[row.key]]
    relinked = {row.note_id for row in changed if row.url and row.linked != meanings[row.key][1]}
    for row in changed:
        row.paper_id, row.linked = meanings[row.key]
    Mention.objects.bulk_update(changed, ["paper", "linked"])
    if relinked:
        for note in BlogNote.objects.filter(pk__in=relinked).select_related("post", "session__post"):
            note.render_again()


def papers_of(records: Iterable[Model]) -> set[int]:
    """The papers whose links or visibility these papers, readings, sessions or courses decide."""
    found: set[int] = set()
    for record in records:
        if path := PATHS.get(type(record)):
            found |= set(Paper.objects.filter(**{path: record.pk}).values_list("pk", flat=True))
    return found
