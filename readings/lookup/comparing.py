"""What a site says beside what is here, field by field; and the fields that a person takes."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from ..models import Author, Authorship, LookUp, Paper
from ..names import name_key
from .formats import Found, found_of_stored

FIELDS = ("title", "authors", "published", "venue", "abstract", "doi")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field whose values differ."""

    field: str
    here: str
    found: str
    fills: bool  # nothing is here yet: taken unless a person says no

    @property
    def label(self) -> str:
        return "DOI" if self.field == "doi" else self.field.capitalize()


def value_of(paper: Paper, field: str) -> str:
    """A field as one line of text; the title of a paper that is named by its address alone counts as none."""
    if field == "authors":
        return ", ".join(author.name for author in paper.authors_in_order)
    if field == "title":
        return paper.title if paper.has_own_title else ""
    return getattr(paper, field) or ""


def differences(lookup: LookUp) -> list[Difference]:
    """Those of one paper. Expects authors and links to be fetched."""
    found = found_of_stored(lookup.found)
    rows = []
    for field in FIELDS:
        here, new = value_of(lookup.paper, field), getattr(found, field)
        new = ", ".join(new) if field == "authors" else new
        if new and new != here:
            rows.append(Difference(field, here, new, fills=not here and not lookup.by_title))
    return rows


@transaction.atomic
def take(lookup: LookUp, fields: Collection[str]) -> None:
    """Write the chosen fields and close the look-up. A DOI that another paper has is left out."""
    paper, found = Paper.objects.select_for_update().get(pk=lookup.paper_id), found_of_stored(lookup.found)
    for field in ("title", "published", "venue", "abstract"):
        if field in fields:
            setattr(paper, field, getattr(found, field))
    if "doi" in fields and not Paper.objects.filter(doi=found.doi).exclude(pk=paper.pk).exists():
        paper.doi = found.doi
    paper.save()
    if "authors" in fields:
        write_authors(paper, found)
    lookup.delete()


def write_authors(paper: Paper, found: Found) -> None:
    paper.authorships.all().delete()
    people = {name_key(name): name for name in reversed(found.authors)}
    for position, name in enumerate(name for name in found.authors if people.pop(name_key(name), None)):
        author = Author.objects.named(name) or Author.objects.create(name=name[:200])
        Authorship.objects.get_or_create(paper=paper, author=author, defaults={"position": position})


def incomplete() -> Q:
    """Papers without authors or date."""
    return Q(published="") | ~Q(Exists(Authorship.objects.filter(paper=OuterRef("pk"))))


def complete_share() -> tuple[int, int]:
    """(papers with authors and a date, all papers)."""
    return Paper.objects.exclude(incomplete()).count(), Paper.objects.count()
