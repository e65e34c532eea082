"""Tags and categories of a session, each merged as a set."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q
from taggit.models import Tag, TaggedItem

from sessions.models import Category, Session
from sessions.models.addresses import names_of_tags_now
from sessions.posts import ParsedSession

from .records import Log, merge_names

LONGEST = 100  # characters of a name


def write_names(session: Session, parsed: ParsedSession, log: Log, *, new: bool) -> None:
    """`new`: the session has no tags and categories yet."""
    ours = [] if new else [tag.name for tag in session.tags.all()]
    tags = merge_names(session, "tags", ours, names_of_tags_now(clipped(parsed.tags)), log)
    if {t.casefold() for t in tags} != {t.casefold() for t in ours}:
        add_tags(session, tags) if new else session.tags.set(tags)
    ours = [] if new else [category.imported_name or category.name for category in session.categories.all()]
    names = merge_names(session, "categories", ours, clipped(parsed.categories), log)
    if set(names) != set(ours):
        categories = categories_named(names)
        add_categories(session, categories) if new else session.categories.set(categories)


def clipped(names: Iterable[str]) -> list[str]:
    return [name[:LONGEST] for name in names]


def add_tags(session: Session, names: Sequence[str]) -> None:
    """As session.tags.add(), which asks several times for each tag."""
    same = reduce(or_, (Q(name__iexact=name) for name in names))
    tags = {tag.name.casefold(): tag for tag in Tag.objects.filter(same).order_by("-pk")}
    for name in names:
        if name.casefold() not in tags:
            tags[name.casefold()] = Tag.objects.create(name=name)
    wanted = dict.fromkeys(tags[name.casefold()] for name in names)
    TaggedItem.objects.bulk_create(TaggedItem(tag=tag, content_object=session) for tag in wanted)


def add_categories(session: Session, categories: Iterable[Category]) -> None:
    """As session.categories.add(), which asks first which of them it has."""
    through = Session.categories.through
    through.objects.bulk_create(through(session=session, category=one) for one in dict.fromkeys(categories))


def categories_named(names: Sequence[str]) -> list[Category]:
    """The categories, renamed or not; a new one is placed by the number its name starts with ("5Generative")."""
    known = list(Category.objects.filter(Q(imported_name__in=names) | Q(name__in=names)))
    found = {category.name: category for category in known} | {category.imported_name: category for category in known}
    for name in names:
        if name not in found:
            digits = name[: len(name) - len(name.lstrip("0123456789"))]
            found[name] = Category.objects.create(name=name, imported_name=name, position=int(digits[:4] or 0))
        if not found[name].imported_name:
            found[name].imported_name = name
            found[name].save()
    return [found[name] for name in names]
