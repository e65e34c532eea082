"""What waits for the people of a course: counted on the admin's first page, found by filters of the lists."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from readings.admin.link_health import BROKEN, with_broken_link
from readings.lookup.comparing import incomplete
from readings.models import Paper
from readings.names import folded

from ..models import BlogNote, Page, Reading, ReviewItem, Session, SlideDeck
from .note_versions import a_version_waits
from .permissions import editable_courses

# A question's kind -> what waits.
QUESTIONS = {
    ReviewItem.Kind.CONFLICT: "values that a post and a person both changed",
    ReviewItem.Kind.UNSURE: "things the importer was not sure of",
    ReviewItem.Kind.IDENTITY: "papers that may be the same",
    ReviewItem.Kind.SESSION: "sessions that may be the same",
}
WITHOUT_ALT = Q(images_without_alt__gt=0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line: how many of what, and the list that shows just these."""

    count: int
    label: str
    address: str


def upcoming() -> Q:
    """Sessions that are to be held: of today or later, or without a date and not taught yet."""
    coming = Q(date__gte=timezone.localdate()) | Q(date=None, status=Session.Status.UPCOMING)
    held = Q(cancelled=False, same_as=None, kind__in=(Session.Kind.MEETING, Session.Kind.EXTRA))
    return coming & held


def without_readings() -> Q:
    return upcoming() & ~Q(Exists(Reading.objects.filter(session=OuterRef("pk"), withdrawn=False)))


def without_slides() -> Q:
    return upcoming() & ~Q(Exists(SlideDeck.objects.filter(session=OuterRef("pk"))))


def read_in(courses: QuerySet) -> Q:
    """Papers of these courses."""
    return Q(Exists(Reading.objects.filter(paper=OuterRef("pk"), session__course__in=courses)))


def tag_key(name: str) -> str:
    """One key for "LLM-Agents", "llm agents" and "LLM agent"."""
    key = folded(name).replace(" ", "")
    return key[:-1] if len(key) > 3 and key.endswith("s") and not key.endswith("ss") else key


def alike(tags: Iterable[tuple[int, str]]) -> set[int]:
    """The numbers of tags that have a twin, from (number, name)."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, name in tags:
        groups[tag_key(name)].append(number)
    return {number for group in groups.values() if len(group) > 1 for number in group}


def waiting_for(user) -> list[Waiting]:
    """What the user can settle, without what does not wait: in seven queries, however much there is."""
    may = {model: user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}") for model in LISTS}
    found = [line for model, lines in LISTS.items() if may[model] for line in lines(user)]
    return [line for line in found if line.count]


def of_courses(user, model, path: str) -> QuerySet:
    """The rows of courses that the user may edit."""
    rows = model.objects.order_by()
    return rows if user.is_superuser else rows.filter(**{f"{path}__in": editable_courses(user)})


def list_of(model, **query: str) -> str:
    """The address of a list with these filters."""
    place = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return reverse(place, query=query)


def questions(user) -> list[Waiting]:
    items = of_courses(user, ReviewItem, "course").filter(state=ReviewItem.State.OPEN)
    counts = dict(items.values_list("kind").annotate(Count("pk")))
    return [
        Waiting(counts.get(kind, 0), label, list_of(ReviewItem, state__exact="open", kind__exact=kind))
        for kind, label in QUESTIONS.items()
    ]


def sessions(user) -> list[Waiting]:
    counts = of_courses(user, Session, "course").aggregate(
        readings=Count("pk", filter=without_readings()),
        slides=Count("pk", filter=without_slides()),
        versions=Count("pk", filter=Q(a_version_waits(Session))),
        alt=Count("pk", filter=WITHOUT_ALT),
    )
    return [
        Waiting(counts["versions"], "introductions with a new version to accept", list_of(Session, version="waits")),
        Waiting(counts["readings"], "upcoming sessions without readings", list_of(Session, lacks="readings")),
        Waiting(counts["slides"], "upcoming sessions without slides", list_of(Session, lacks="slides")),
        Waiting(counts["alt"], "introductions with a picture that has no alt text", list_of(Session, alt="missing")),
    ]


def notes(user) -> list[Waiting]:
    counts = of_courses(user, BlogNote, "session__course").aggregate(
        submitted=Count("pk", filter=Q(state=BlogNote.State.SUBMITTED)),
        versions=Count("pk", filter=Q(a_version_waits(BlogNote))),
        alt=Count("pk", filter=WITHOUT_ALT),
    )
    return [
        Waiting(counts["submitted"], "submitted notes to publish", list_of(BlogNote, state__exact="submitted")),
        Waiting(counts["versions"], "notes with a new version to accept", list_of(BlogNote, version="waits")),
        Waiting(counts["alt"], "notes with a picture that has no alt text", list_of(BlogNote, alt="missing")),
    ]


def pages(user) -> list[Waiting]:
    counts = of_courses(user, Page, "course").aggregate(
        versions=Count("pk", filter=Q(a_version_waits(Page))), alt=Count("pk", filter=WITHOUT_ALT)
    )
    return [
        Waiting(counts["versions"], "pages with a new version to accept", list_of(Page, version="waits")),
        Waiting(counts["alt"], "pages with a picture that has no alt text", list_of(Page, alt="missing")),
    ]


def papers(user) -> list[Waiting]:
    """Of the whole library for those who keep all of it, else of the user's courses."""
    mine = {} if user.is_superuser else {"courses": "mine"}
    rows = Paper.objects.order_by()
    rows = rows if user.is_superuser else rows.filter(read_in(editable_courses(user)))
    counts = rows.aggregate(broken=Count("pk", filter=with_broken_link()), incomplete=Count("pk", filter=incomplete()))
    return [
        Waiting(counts["broken"], "papers with a link that was not found", list_of(Paper, links="broken", **mine)),
        Waiting(counts["incomplete"], "papers without authors or date", list_of(Paper, complete="no", **mine)),
    ]


def decks(user) -> list[Waiting]:
    count = of_courses(user, SlideDeck, "session__course").filter(BROKEN).count()
    return [Waiting(count, "slides whose address was not found", list_of(SlideDeck, links="broken"))]


def tags(user) -> list[Waiting]:
    count = len(alike(Tag.objects.values_list("pk", "name")))
    return [Waiting(count, "tags that differ by little", list_of(Tag, alike="yes"))]


LISTS = {
    ReviewItem: questions,
    Session: sessions,
    BlogNote: notes,
    Paper: papers,
    SlideDeck: decks,
    Page: pages,
    Tag: tags,
}


class LacksFilter(admin.SimpleListFilter):
    title, parameter_name = "upcoming", "lacks"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("readings", "Without readings"), ("slides", "Without slides")]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        wanted = {"readings": without_readings, "slides": without_slides}.get(self.value())
        return queryset.filter(wanted()) if wanted else queryset


class AltFilter(admin.SimpleListFilter):
    title, parameter_name = "alt texts", "alt"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("missing", "With a picture that has none")]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        return queryset.filter(WITHOUT_ALT) if self.value() == "missing" else queryset


class BrokenDecksFilter(admin.SimpleListFilter):
    title, parameter_name = "address", "links"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("broken", "Not found")]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        return queryset.filter(BROKEN) if self.value() == "broken" else queryset


class MyCoursesFilter(admin.SimpleListFilter):
    title, parameter_name = "courses", "courses"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("mine", "Read in mine")]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        return queryset.filter(read_in(editable_courses(request.user))) if self.value() == "mine" else queryset


class AlikeFilter(admin.SimpleListFilter):
    title, parameter_name = "spelling", "alike"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [("yes", "Differ by little")]

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        return queryset.filter(pk__in=alike(Tag.objects.values_list("pk", "name"))) if self.value() else queryset
