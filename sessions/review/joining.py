"""Two imports of one session become one session with two sources; one of the two stands for both."""

from django.db import transaction

from sessions.importing.lending import SAID_OF_READING, lend
from sessions.mentions import papers_of, renew_mentions
from sessions.models import BlogNote, Reading, Session, SlideDeck
from sessions.search.sync import reindex

from .settling import CannotSettle


@transaction.atomic
def join(stays: Session, goes: Session) -> None:
    """`goes` is shown no more, and keeps its post; `stays` gets what only the other one has. Raises CannotSettle."""
    locked = Session.objects.select_for_update().filter(pk__in=[stays.pk, goes.pk]).order_by("pk").in_bulk()
    stays, goes = locked[stays.pk], locked[goes.pk]
    if stays.pk == goes.pk or stays.same_as_id or goes.same_as_id:
        raise CannotSettle("One of the two is joined with another session already: part them first.")
    if goes.repeats.exists():
        raise CannotSettle(f"“{goes}” stands for another session already: keep that one.")
    Session.objects.filter(pk=goes.pk).update(same_as=stays)
    reindex(Session, [goes.pk])
    goes.same_as = stays
    lend(goes)
    renew_mentions(papers_of([stays, goes]))


@transaction.atomic
def part(goes: Session) -> None:
    """Two sessions again. Copies that nobody has changed go; others stay as a person's work."""
    lent = goes.lent
    papers = papers_of([goes])
    for number, copy in lent.get("readings", {}).items():
        one, other = Reading.objects.filter(pk=number).first(), Reading.objects.filter(pk=copy).first()
        if other and not other.as_given and (one is None or same(one, other, SAID_OF_READING)):
            other.delete()
    for number, copy in lent.get("notes", {}).items():
        one, other = BlogNote.objects.filter(pk=number).first(), BlogNote.objects.filter(pk=copy).first()
        if other and (one is None or same(one, other, ("title", "markdown", "state"))):
            other.delete()
    for number, copy in lent.get("slides", {}).items():
        one, other = SlideDeck.objects.filter(pk=number).first(), SlideDeck.objects.filter(pk=copy).first()
        if other and (one is None or same(one, other, ("label", "url", "file"))):
            other.delete()
    Session.objects.filter(pk=goes.pk).update(same_as=None, lent={})
    reindex(Session, [goes.pk])
    renew_mentions(papers)


def same(one: object, other: object, names: tuple[str, ...]) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in names)
