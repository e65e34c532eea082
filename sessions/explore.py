"""What was read when, in counts over everything that is public: a fixed number of queries."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, Model, OuterRef, Q
from django.db.models.functions import Substr
from taggit.models import Tag

from readings.models import Paper

from .models import Category, Course, Reading, Session

TAGS = 20  # the most used
PAPERS = 12  # the most read
SEASONS = {0: "Wi", 1: "Sp", 2: "Su", 3: "Fa"}
PUBLIC = Q(readings__withdrawn=False, readings__session__visible=True, readings__session__same_as=None)


@dataclass(frozen=True, slots=True)
class Topics:
    """Categories or tags by course: [(topic, its sessions in each course), ...]."""

    courses: tuple[Course, ...]
    rows: tuple[tuple[Model, tuple[int, ...]], ...]

    @property
    def heads(self) -> list[str]:
        """A short name of each course; several of one name are numbered: "Sp 26 (2)"."""
        names = [short_name(course) for course in self.courses]
        often, seen = Counter(names), Counter()
        for place, name in enumerate(names):
            if often[name] > 1:
                seen[name] += 1
                names[place] = f"{name} ({seen[name]})"
        return names

    @property
    def numbered(self) -> list[tuple[str, Course]]:
        """Those whose short name needed a number."""
        return [(head, course) for head, course in zip(self.heads, self.courses, strict=True) if head.endswith(")")]


def short_name(course: Course) -> str:
    """As in "Sp 24"; the year where the season is not known, and the slug's beginning without either."""
    year, season = course.season_key
    if not year:
        return course.slug[:6]
    return f"{SEASONS[season]} {year % 100:02}" if season in SEASONS else str(year)


def categories_by_course(courses: Mapping[int, Course]) -> Topics:
    """All that have a public session, in their order."""
    counts = sessions_of("categories")
    return topics(courses, list(Category.objects.filter(pk__in={topic for _, topic in counts})), counts)


def tags_by_course(courses: Mapping[int, Course]) -> Topics:
    """Those with the most public sessions, in the order of their number."""
    counts = sessions_of("tags")
    uses: Counter[int] = Counter()
    for (_, tag), count in counts.items():
        uses[tag] += count
    tags = Tag.objects.exclude(slug="").in_bulk([tag for tag, _ in uses.most_common(TAGS)])
    return topics(courses, sorted(tags.values(), key=lambda tag: (-uses[tag.pk], tag.name.casefold())), counts)


def sessions_of(topic: str) -> dict[tuple[int, int], int]:
    """(course, topic) -> how many public sessions."""
    rows = Session.objects.public().exclude(**{topic: None}).order_by().values_list("course", topic)
    return {(course, number): count for course, number, count in rows.annotate(count=Count("pk", distinct=True))}


def topics(courses: Mapping[int, Course], found: Sequence[Model], counts: Mapping[tuple[int, int], int]) -> Topics:
    """In the order of time; courses without any of these topics are left out."""
    shown = {topic.pk for topic in found}
    used = {course for course, topic in counts if topic in shown}
    columns = sorted((courses[pk] for pk in used), key=lambda course: (course.season_key, course.slug))
    rows = tuple((topic, tuple(counts.get((course.pk, topic.pk), 0) for course in columns)) for topic in found)
    return Topics(tuple(columns), rows)


def papers_by_year() -> dict[int, int]:
    """Year of publication -> how many papers were read of it, the earliest first."""
    read = Paper.objects.filter(Exists(Reading.objects.public().filter(paper=OuterRef("pk")))).exclude(published="")
    years = read.order_by().values_list(Substr("published", 1, 4)).annotate(Count("pk"))
    return {int(year): count for year, count in sorted(years) if year.isdecimal()}


def most_read() -> list[tuple[Paper, int]]:
    """Papers of more than one public session, the most read first."""
    read = Paper.objects.annotate(times=Count("readings__session", filter=PUBLIC, distinct=True)).filter(times__gt=1)
    found = read.order_by("-times", "title_key", "pk").only("title", "slug")[:PAPERS]
    return [(paper, paper.times) for paper in found]
