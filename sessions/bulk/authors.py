"""Records of one person become one."""

from collections.abc import Sequence
from functools import partial

from readings.models import Author, Authorship, AuthorSpelling, MergedPaper, OldAuthor, Paper

from ..search.sync import reindex
from .plans import Effect, Plan


def plan_author_merge(authors: Sequence[Author], stays: Author) -> Plan:
    """All become `stays`: their papers are its papers, their names its spellings, their addresses lead to it."""
    effects = [Effect(stays, f"stays, with {counted(stays)}", details=titles_of(stays))]
    for author in authors:
        if author != stays:
            said = f"becomes “{stays}” with {counted(author)}; the name stays as a spelling, the address leads there"
            effects.append(Effect(author, said, partial(merge_author, author, stays), titles_of(author)))
    gone = [author for author in authors if author != stays]
    return Plan(effects, touched=list(Paper.objects.filter(authors__in=gone).distinct()))


def titles_of(author: Author) -> list[str]:
    return [str(paper) for paper in author.papers.order_by("title_key", "pk")]


def counted(author: Author) -> str:
    number = author.papers.count()
    return f"{number} paper{'' if number == 1 else 's'}"


def merge_author(goes: Author, stays: Author) -> None:
    papers = list(goes.papers.order_by("pk"))
    of_both = set(stays.papers.values_list("pk", flat=True))
    Authorship.objects.filter(author=goes, paper__in=of_both).delete()
    Authorship.objects.filter(author=goes).update(author=stays)
    for paper in papers:
        given = with_given_author(paper.as_given, goes.pk, stays.pk)
        Paper.objects.filter(pk=paper.pk).update(as_given=given)
    rewrite_merges(goes, stays)
    AuthorSpelling.objects.filter(author=goes).update(author=stays)
    OldAuthor.objects.filter(author=goes).update(author=stays)
    name, key, slug = goes.name, goes.key, goes.slug
    goes.delete()
    if key != stays.key:
        AuthorSpelling.objects.update_or_create(key=key, defaults={"author": stays, "name": name})
    OldAuthor.objects.create(author=stays, slug=slug)
    reindex(Author, [stays.pk])
    reindex(Paper, [paper.pk for paper in papers])


def replaced(numbers: Sequence[int | str], old: int, new: int) -> list[int | str]:
    """The numbers with one for the other, each once."""
    return list(dict.fromkeys(new if number == old else number for number in numbers))


def rewrite_merges(goes: Author, stays: Author) -> None:
    """What undoing a merge of papers would bring back names the author that stays."""
    for merged in MergedPaper.objects.all():
        moved = renamed(merged.moved, goes.pk, stays.pk)
        if moved != merged.moved:
            MergedPaper.objects.filter(pk=merged.pk).update(moved=moved)


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


def with_given_author(as_given: dict, old: int, new: int) -> dict:
    """What the importer last wrote of a paper; its change of authors by a person is counted from there."""
    if old not in as_given.get("authors", []):
        return as_given
    return {**as_given, "authors": replaced(as_given["authors"], old, new)}


def with_author(rows: Sequence[dict], old: int, new: int) -> list[dict]:
    """Stored rows: authorships of the one become the other's, once for each paper."""
    found, seen = [], set()
    for row in rows:
        fields = row["fields"]
        if row["model"] == "readings.authorship":
            author = new if fields["author"] == old else fields["author"]
            if (fields["paper"], author) in seen:
                continue
            seen.add((fields["paper"], author))
            row = {**row, "fields": {**fields, "author": author}}
        found.append(row)
    return found
