"""Words of titles and names that are nearly the one typed: by letters in threes, then by how many letters differ."""

from collections.abc import Iterable, Sequence

from django.db.models import Count

from sessions.models import SearchTrigram

from .clauses import Clause
from .inserting import insert
from .statements import occurs

SHORTEST = 4  # letters; shorter words are near too many others
MOST_CONSIDERED = 40
AT_ONCE = 400


def grams_of(word: str) -> list[str]:
    """The word's letters in threes, its ends marked by a space: "deep" -> " de", "dee", "eep", "ep "."""
    marked = f" {word} "
    return list(dict.fromkeys(marked[start : start + 3] for start in range(len(marked) - 2)))


def first_gram(word: str) -> str:
    return f" {word[:2]}"


def store_words(words: Iterable[str]) -> None:
    """Add the words that are not there yet; numbers are not words."""
    new = sorted({word for word in words if len(word) >= SHORTEST and not word.isdecimal()})
    for start in range(0, len(new), AT_ONCE):
        some = new[start : start + AT_ONCE]
        missing = set(some) - known_words(some)
        insert([SearchTrigram(gram=gram, word=word) for word in sorted(missing) for gram in grams_of(word)])


def forget_words(words: Iterable[str]) -> None:
    """Drop those that no document's title or names have any more: what is withheld is not suggested either."""
    gone = [word for word in words if len(word) >= SHORTEST and not occurs(((Clause((word,), "words"),),))]
    for start in range(0, len(gone), AT_ONCE):
        SearchTrigram.objects.filter(word__in=gone[start : start + AT_ONCE]).delete()


def known_words(words: Iterable[str]) -> set[str]:
    """Those of the words that occur in a title or name."""
    words = list(words)
    rows = SearchTrigram.objects.filter(gram__in={first_gram(word) for word in words}, word__in=words)
    return set(rows.values_list("word", flat=True))


def nearest(word: str) -> str:
    """The known word that differs by the fewest letters, at most one, or two in a word of eight; "" if none does."""
    return best_of(word, ((other, number, other) for other, number in sharing(word, grams_of(word))))


def nearest_beginning(word: str) -> str:
    """The beginning of a known word that differs by the fewest letters; "" if none does, or one begins with the word.

    For a word that is still being typed: "tranf" -> "transf".
    """
    found = sharing(word, grams_of(word)[:-1])
    if any(other.startswith(word) for other, _ in found):
        return ""
    lengths = (len(word), len(word) + 1, len(word) - 1)
    return best_of(word, ((other[:length], number, other) for other, number in found for length in lengths))


def sharing(word: str, grams: Sequence[str]) -> list[tuple[str, int]]:
    """[(known word, how many of the grams it has), ...]: those with the most."""
    if len(word) < SHORTEST or word.isdecimal():
        return []
    rows = SearchTrigram.objects.filter(gram__in=grams).values_list("word").annotate(shared=Count("gram"))
    return list(rows.order_by("-shared", "word")[:MOST_CONSIDERED])


def best_of(word: str, others: Iterable[tuple[str, int, str]]) -> str:
    """Of [(word or beginning, letters in threes it shares, the whole word), ...] the one that differs least."""
    allowed = 1 if len(word) < 8 else 2
    found = [(distance(word, other, allowed), -number, whole, other) for other, number, whole in others]
    found = [entry for entry in found if 0 < entry[0] <= allowed]
    return min(found)[3] if found else ""


def distance(one: str, other: str, most: int) -> int:
    """Letters to insert, drop, change or swap with their neighbour; more than `most` is `most` + 1.

    The "optimal string alignment" distance.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, another in enumerate(other, start=1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != another))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == another:
                least = min(least, earlier[j - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
    return row[-1]
