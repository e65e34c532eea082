"""Names -> authors: one record for one full name, whichever way it is written."""

from collections.abc import Iterable

from readings.models import Author, AuthorSpelling, author_slugs
from readings.names import given_first, name_key

LONGEST_NAME = 200


def key_of(name: str) -> str:
    return (name_key(name) or given_first(name))[:LONGEST_NAME]


class People:
    """The authors that one post names: looked up together, made where they are needed."""

    def __init__(self, names: Iterable[str]):
        self.by_key: dict[str, int] = {}
        self.asked: set[str] = set()
        self.look_up(names)

    def look_up(self, names: Iterable[str]) -> None:
        """Learn who of these is on record; needed before find() and make()."""
        keys = {key_of(name) for name in names} - self.asked
        self.asked |= keys
        if keys:
            self.by_key |= dict(AuthorSpelling.objects.filter(key__in=keys).order_by().values_list("key", "author_id"))
            self.by_key |= dict(Author.objects.filter(key__in=keys).order_by().values_list("key", "pk"))

    def find(self, names: Iterable[str]) -> list[int | str]:
        """An author's number for each person, once each; the key of a name that nobody here has."""
        keys = dict.fromkeys(key for key in map(key_of, names) if key)
        return list(dict.fromkeys(self.by_key.get(key, key) for key in keys))

    def make(self, names: Iterable[str]) -> list[int]:
        """The same with every author on record."""
        wanted = {key_of(name): given_first(name)[:LONGEST_NAME] for name in reversed(list(names))}
        missing = {key: name for key, name in wanted.items() if key and key not in self.by_key}
        if missing:
            slugs = author_slugs()
            slugs.look_up(missing.values())
            authors = [Author(name=name, key=key, slug=slugs.give(name)) for key, name in missing.items()]
            self.by_key |= {author.key: author.pk for author in Author.objects.bulk_create(authors)}
        return [pk for pk in self.find(names) if isinstance(pk, int)]
