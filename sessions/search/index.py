"""Writing documents: those of some rows made anew, or all of them."""

from collections.abc import Collection, Iterator, Sequence

from django.db import transaction

from sessions.models import SearchDocument, SearchTrigram

from .documents import MAKERS, ROWS
from .inserting import insert
from .spelling import forget_words, store_words

AT_ONCE = 500  # rows; databases bound how many values one statement names


def renew(kind: str, numbers: Collection[int]) -> None:
    """Bring the documents of these rows in step with them: written, written anew, or gone. Unchanged ones stay."""
    for chunk in in_chunks(sorted(numbers)):
        known = SearchDocument.objects.filter(kind=kind, object_id__in=chunk)
        before = {(number, part): (digest, pk) for number, part, digest, pk in known.values_list(*IDENTITY, "pk")}
        new, kept = [], set()
        for made in MAKERS[kind](chunk):
            digest, pk = before.get((made.object_id, made.part), ("", None))
            if digest == made.digest:
                kept.add(pk)
            else:
                new.append(made)
        before_words: set[str] = set()
        if gone := {pk for _, pk in before.values()} - kept:
            for some in in_chunks(sorted(gone)):
                documents = SearchDocument.objects.filter(pk__in=some)
                before_words.update(*map(str.split, documents.filter(part=0).values_list("words", flat=True)))
                documents.delete()
        insert(new)
        words = {word for made in new if not made.part for word in made.words.split()}
        store_words(words)
        forget_words(before_words - words)


IDENTITY = ("object_id", "part", "digest")


def in_chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]


def rebuild() -> int:
    """Write the whole index anew; the number of documents. Whoever searches meanwhile sees the old one."""
    with transaction.atomic():
        SearchDocument.objects.all().delete()
        SearchTrigram.objects.all().delete()
        for kind, rows in ROWS.items():
            for chunk in in_chunks(list(rows().order_by("pk").values_list("pk", flat=True))):
                renew(kind, chunk)
        return SearchDocument.objects.count()
