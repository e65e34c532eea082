"""Tags and categories of a session, each merged as a set; what one run knows of these, of sessions and of papers."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from taggit.models import Tag, TaggedItem

from readings.models import paper_slugs
from readings.slugs import Slugs
from sessions.models import Category, Course, Session
from sessions.models.addresses import tags_renamed
from sessions.posts import ParsedSession

from .records import Log, merge_names

LONGEST = 100  # characters of a name


class Names:
    """The tags, categories, sessions and papers' slugs there are, as one run knows them: fetched once, joined by what
    its posts bring.

    To be forgotten after a transaction that was undone.
    """

    def forget(self) -> None:
        vars(self).clear()

    @cached_property
    def tags(self) -> dict[str, int]:
        """Casefolded name -> the tag's number; of several the oldest."""
        return {name.casefold(): pk for name, pk in Tag.objects.order_by("-pk").values_list("name", "pk")}

    @cached_property
    def renamed(self) -> dict[str, str]:
        """Casefolded name that a tag had -> its name now."""
        return tags_renamed()

    @cached_property
    def categories(self) -> dict[str, Category]:
        """Name -> category; what it was imported as comes before what others were renamed to."""
        known = list(Category.objects.all())
        return {one.name: one for one in known} | {one.imported_name: one for one in known if one.imported_name}

    @cached_property
    def titles(self) -> set[str]:
        """Those of the sessions that came from posts, in whichever course."""
        return set(Session.objects.filter(same_as=None).exclude(post=None).order_by().values_list("title", flat=True))

    @cached_property
    def slugs(self) -> dict[int, dict[str, int | None]]:
        """Course -> the slugs of its sessions, as far as they were asked for: see slugs_in."""
        return {}

    @cached_property
    def of_papers(self) -> Slugs:
        """The slugs of papers, as far as they were asked for."""
        return paper_slugs()

    def slugs_in(self, course: Course) -> dict[str, int | None]:
        """Slug -> the session's number where a person made it here, None where it came from a post."""
        if course.pk not in self.slugs:
            rows = course.sessions.order_by().values_list("slug", "pk", "post", "source")
            self.slugs[course.pk] = {slug: None if post or source else pk for slug, pk, post, source in rows}
        return self.slugs[course.pk]

    def tags_called(self, names: Iterable[str]) -> list[int]:
        """The tags' numbers, each once; those that are missing are made."""
        for name in names:
            if name.casefold() not in self.tags:
                self.tags[name.casefold()] = Tag.objects.create(name=name).pk
        return list(dict.fromkeys(self.tags[name.casefold()] for name in names))

    def categories_called(self, names: Sequence[str]) -> list[Category]:
        """The categories, renamed or not; a new one is placed by the number its name starts with ("5Generative")."""
        for name in names:
            if name not in self.categories:
                digits = name[: len(name) - len(name.lstrip("0123456789"))]
                made = Category.objects.create(name=name, imported_name=name, position=int(digits[:4] or 0))
                self.categories[name] = made
            if not self.categories[name].imported_name:
                self.categories[name].imported_name = name
                self.categories[name].save(update_fields=["imported_name"])
        return [self.categories[name] for name in names]


def write_names(session: Session, parsed: ParsedSession, names: Names, log: Log, *, new: bool) -> None:
    """`new`: the session has no tags and categories yet."""
    ours = [] if new else [tag.name for tag in session.tags.all()]
    given = dict.fromkeys(names.renamed.get(name.casefold(), name) for name in clipped(parsed.tags))
    tags = merge_names(session, "tags", ours, list(given), log)
    if {t.casefold() for t in tags} != {t.casefold() for t in ours}:
        add_tags(session, names.tags_called(tags)) if new else session.tags.set(tags)
    ours = [] if new else [category.imported_name or category.name for category in session.categories.all()]
    wanted = merge_names(session, "categories", ours, clipped(parsed.categories), log)
    if set(wanted) != set(ours):
        categories = names.categories_called(wanted)
        add_categories(session, categories) if new else session.categories.set(categories)


def clipped(names: Iterable[str]) -> list[str]:
    return [name[:LONGEST] for name in names]


def add_tags(session: Session, tags: Iterable[int]) -> None:
    """As session.tags.add(), which asks several times for each tag."""
    TaggedItem.objects.bulk_create(TaggedItem(tag_id=tag, content_object=session) for tag in tags)


def add_categories(session: Session, categories: Iterable[Category]) -> None:
    """As session.categories.add(), which asks first which of them it has."""
    through = Session.categories.through
    through.objects.bulk_create(through(session=session, category=one) for one in dict.fromkeys(categories))
