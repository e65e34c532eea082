"""Records of one person become one, and two again: what a merge moved is kept beside the address that leads on."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from readings.models import Author, Authorship, AuthorSpelling, MergedPaper, OldAuthor, Paper
from sessions.search.sync import reindex
from sessions.stored_rows import restore, stored

from .merging import point_back, repoint
from .settling import CannotSettle


@transaction.atomic
def merge_authors(stays: Author, goes: Author) -> OldAuthor:
    """The papers of `goes` are those of `stays`, its names are spellings, and its address leads there."""
    locked = Author.objects.select_for_update().filter(pk__in=[stays.pk, goes.pk]).order_by("pk").in_bulk()
    if len(locked) < 2:
        raise CannotSettle("One of the two authors is no longer there.")
    stays, goes = locked[stays.pk], locked[goes.pk]
    rows = stored(goes.authorships.all())
    papers = [row["fields"]["paper"] for row in rows]
    of_both = sorted(stays.authorships.filter(paper__in=papers).values_list("paper", flat=True))
    moved = {
        "author": stored([goes]),
        "rows": rows,
        "of_both": of_both,
        "given": [[paper.pk, paper.as_given.get("authors")] for paper in Paper.objects.filter(pk__in=papers)],
        "spelling": stored(AuthorSpelling.objects.filter(key=goes.key)),
        "paper_merges": rewrite_paper_merges(goes, stays),
        "others": repoint(goes, stays, leave=(Authorship,)),
    }
    Authorship.objects.filter(author=goes, paper__in=of_both).delete()
    Authorship.objects.filter(author=goes).update(author=stays)
    for paper in Paper.objects.filter(pk__in=papers):
        Paper.objects.filter(pk=paper.pk).update(as_given=with_given_author(paper.as_given, goes.pk, stays.pk))
    name, key, slug = goes.name, goes.key, goes.slug
    goes.delete()
    AuthorSpelling.objects.update_or_create(key=key, defaults={"author": stays, "name": name})
    merged = OldAuthor.objects.create(author=stays, slug=slug, name=name, moved=moved)
    reindex(Author, [stays.pk])
    reindex(Paper, papers)
    return merged


def replaced(numbers: Sequence[int | str], old: int, new: int) -> list[int | str]:
    """The numbers with one for the other; where both are named, without the other."""
    if new in numbers:
        return [number for number in numbers if number != old]
    return [new if number == old else number for number in numbers]


def with_given_author(as_given: dict, old: int, new: int) -> dict:
    """What the importer last wrote of a paper; its change of authors by a person is counted from there."""
    if old not in as_given.get("authors", []):
        return as_given
    return {**as_given, "authors": replaced(as_given["authors"], old, new)}


def rewrite_paper_merges(goes: Author, stays: Author) -> list[list]:
    """What undoing a merge of papers would bring back names the author that stays; [[number, paper, as it was]]."""
    rewritten = []
    for merged in MergedPaper.objects.all():
        moved = renamed(merged.moved, goes.pk, stays.pk)
        if moved != merged.moved:
            rewritten.append([merged.pk, merged.paper_id, merged.moved])
            MergedPaper.objects.filter(pk=merged.pk).update(moved=moved)
    return rewritten


def renamed(moved: dict, old: int, new: int) -> dict:
    changed = {name: with_author(moved[name], old, new) for name in ("rows", "kept_rows") if name in moved}
    if "people" in moved:
        changed["people"] = replaced(moved["people"], old, new)
    if "as_given" in moved.get("values", {}):
        both = [with_given_author(given, old, new) for given in moved["values"]["as_given"]]
        changed["values"] = {**moved["values"], "as_given": both}
    if "paper" in moved:
        changed["paper"] = [
            {**row, "fields": row["fields"] | {"as_given": with_given_author(row["fields"]["as_given"], old, new)}}
            for row in moved["paper"]
        ]
    return {**moved, **changed}


def with_author(rows: Sequence[dict], old: int, new: int) -> list[dict]:
    """Stored rows: authorships of the one become the other's, but for papers that it has already."""
    people = [row["fields"] for row in rows if row["model"] == "readings.authorship"]
    has = {fields["paper"] for fields in people if fields["author"] == new}
    found = []
    for row in rows:
        fields = row["fields"]
        if row["model"] == "readings.authorship" and fields["author"] == old:
            if fields["paper"] in has:
                continue
            row = {**row, "fields": {**fields, "author": new}}
        found.append(row)
    return found


def papers_of(merged: OldAuthor) -> list[Paper]:
    """The papers that undoing the merge gives back, as far as they are there."""
    return list(Paper.objects.filter(pk__in=[row["fields"]["paper"] for row in merged.moved.get("rows", [])]))


@transaction.atomic
def undo_authors(merged: OldAuthor) -> Author:
    """Both records as they were; what a person has changed since stays. Raises CannotSettle."""
    stays = Author.objects.select_for_update().get(pk=merged.author_id)
    check_order(merged, stays)
    moved = merged.moved
    try:
        with transaction.atomic():
            restore(moved["author"])
    except IntegrityError:
        raise CannotSettle(
            f"Another author is called “{merged.name}” by now: merge or rename that one first."
        ) from None
    goes = Author.objects.get(pk=moved["author"][0]["pk"])
    give_back(stays, goes, moved["rows"], moved["of_both"], moved["given"])
    for number, paper, before in moved["paper_merges"]:
        if not MergedPaper.objects.filter(pk=number).update(moved=before):  # undone since: its papers are there again
            give_back(stays, goes, *kept_of(before, paper, goes.pk, stays.pk))
    point_back(moved["others"], goes, stays)
    AuthorSpelling.objects.filter(key=goes.key, author=stays).delete()
    restore(moved["spelling"])
    merged.delete()
    reindex(Author, [stays.pk, goes.pk])
    reindex(Paper, goes.authorships.values_list("paper", flat=True))
    return goes


def check_order(merged: OldAuthor, stays: Author) -> None:
    if not merged.moved:
        raise CannotSettle(f"When “{merged}” was merged, what was moved was not kept yet: it cannot be undone.")
    if stays.old_addresses.order_by("-pk").first() != merged:
        raise CannotSettle(f"“{stays}” took in another author since: undo that merge first.")
    papers = {row["fields"]["paper"] for row in merged.moved["rows"]}
    for later in MergedPaper.objects.filter(created__gt=merged.created).select_related("paper"):
        if papers & {later.paper_id, *(row["pk"] for row in later.moved.get("paper", []))}:
            raise CannotSettle(f"“{later.paper}” took in another paper since: undo that merge first.")
    for later in OldAuthor.objects.filter(pk__gt=merged.pk):
        if touched(merged) & touched(later):
            raise CannotSettle(f"“{later}” was merged since and has papers in common: undo that merge first.")


def touched(merged: OldAuthor) -> set[tuple[str, int]]:
    """The papers, and the merges of papers, whose stored authors the merge has changed."""
    moved = merged.moved or {"rows": (), "given": (), "paper_merges": ()}
    papers = {row["fields"]["paper"] for row in moved["rows"]} | {number for number, _ in moved["given"]}
    return {("paper", number) for number in papers} | {("merge", number) for number, *_ in moved["paper_merges"]}


def give_back(stays: Author, goes: Author, rows: list[dict], of_both: list[int], given: list[list]) -> None:
    """Papers that still name `stays` name `goes` again; those of both authors name both."""
    for row in rows:
        paper = row["fields"]["paper"]
        here = Authorship.objects.filter(paper=paper, author=stays)
        if paper not in of_both:
            here.update(author=goes)
        elif here.exists() and not Authorship.objects.filter(paper=paper, author=goes).exists():
            restore([row])
    for number, authors in given:
        paper = Paper.objects.filter(pk=number).first()
        if paper and authors and paper.as_given.get("authors") == replaced(authors, goes.pk, stays.pk):
            Paper.objects.filter(pk=number).update(as_given={**paper.as_given, "authors": authors})


def kept_of(moved: dict, stayed: int, goes: int, stays: int) -> tuple[list[dict], list[int], list[list]]:
    """Rows, papers of both and given authors, as `give_back` takes them, out of what a merge of papers kept."""
    kept = [row for row in [*moved["rows"], *moved["kept_rows"]] if row["model"] == "readings.authorship"]
    rows = [row for row in kept if row["fields"]["author"] == goes]
    of_both = [row["fields"]["paper"] for row in kept if row["fields"]["author"] == stays]
    given = [[row["pk"], row["fields"]["as_given"].get("authors")] for row in moved["paper"]]
    if "as_given" in moved["values"]:
        given.append([stayed, moved["values"]["as_given"][0].get("authors")])
    return rows, of_both, given
