"""What lies near a paper or a session: a score that can be explained, in a fixed number of queries."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet
from taggit.models import TaggedItem

from readings.models import Authorship, Paper

from .models import Reading, Session
from .visibility import public_papers

# What is counted -> its weight, and what is said of one and of several.
OF_PAPERS = {
    "authors": (3, "an author in common", "{} authors in common"),
    "sessions": (2, "read in the same session", "read in {} of the same sessions"),
    "tags": (2, "a tag in common", "{} tags in common"),
    "topics": (1, "sessions with a tag in common", "sessions with {} tags in common"),
    "categories": (1, "the same category", "{} categories in common"),
}
OF_SESSIONS = {
    "readings": (3, "a reading in common", "{} readings in common"),
    "tags": (1, "a tag in common", "{} tags in common"),
}
COUNTED = 3  # more of one kind make nothing nearer
SHOWN = 5
CONSIDERED = 100  # rows of each kind, those with the most in common


@dataclass(frozen=True, slots=True)
class Near:
    """A paper or session, and why it is named."""

    record: Paper | Session
    reasons: tuple[str, ...]


Evidence = Mapping[str, Mapping[int, int]]  # kind -> number of a record -> how many it has in common


def ranked(evidence: Evidence, weights: Mapping[str, tuple[int, str, str]]) -> list[int]:
    """Numbers of records, the nearest first; the older one where two are equally near."""
    scores: Counter[int] = Counter()
    for kind, counts in evidence.items():
        for number, count in counts.items():
            scores[number] += weights[kind][0] * min(count, COUNTED)
    return sorted(scores, key=lambda number: (-scores[number], number))


def reasons(evidence: Evidence, weights: Mapping[str, tuple[int, str, str]], number: int) -> tuple[str, ...]:
    """Why a record is near, the weightiest first."""
    counts = {kind: evidence[kind][number] for kind in weights if number in evidence.get(kind, {})}
    return tuple(weights[kind][1] if count == 1 else weights[kind][2].format(count) for kind, count in counts.items())


def similar_papers(paper: Paper) -> list[Near]:
    """Public papers with authors, sessions, tags or categories in common: eight queries at most."""
    own = Reading.objects.public().filter(paper=paper).values("session")
    others = Reading.objects.public().exclude(paper=paper).order_by()
    tagged = TaggedItem.objects.filter(content_type=ContentType.objects.get_for_model(Paper))
    same_tags = tagged.filter(tag__in=tagged.filter(object_id=paper.pk).values("tag")).exclude(object_id=paper.pk)
    own_topics = Session.tags.through.objects.filter(
        content_type=ContentType.objects.get_for_model(Session), object_id__in=own
    )
    own_authors = Authorship.objects.filter(paper=paper).values("author")
    same_people = Authorship.objects.filter(author__in=own_authors).exclude(paper=paper).order_by()
    evidence = {
        "authors": counted(same_people, "paper", "author"),
        "sessions": counted(others.filter(session__in=own), "paper", "session"),
        "tags": counted(same_tags, "object_id", "tag"),
        "topics": counted(others.filter(session__tags__in=own_topics.values("tag")), "paper", "session__tags"),
        "categories": counted(others.filter(session__categories__sessions__in=own), "paper", "session__categories"),
    }
    numbers = ranked(evidence, OF_PAPERS)[:CONSIDERED]
    shown = public_papers().filter(pk__in=numbers).with_people().defer("abstract", "abstract_html", "as_given")
    found = shown.in_bulk() if numbers else {}
    return [Near(found[n], reasons(evidence, OF_PAPERS, n)) for n in numbers if n in found][:SHOWN]


def counted(rows: QuerySet, number: str, common: str) -> dict[int, int]:
    """Number of a record -> how many different ones it has in common; those with the most."""
    counts = rows.values_list(number).annotate(common=Count(common, distinct=True)).order_by("-common", number)
    return dict(counts[:CONSIDERED])


def read_elsewhere(session: Session, papers: Iterable[int]) -> list[Reading]:
    """Public readings of these papers in other sessions, with session and course, the earliest first."""
    found = (
        Reading.objects.public()
        .filter(paper__in=set(papers))
        .exclude(session=session)
        .select_related("session__course")
    )
    found = found.defer("as_given", "session__introduction", "session__introduction_html", "session__as_given")
    return sorted(found, key=lambda reading: (year_of(reading.session), str(reading.session.date or ""), reading.pk))


def year_of(session: Session) -> int:
    """The year of a session, or of its course; 0 where neither is known."""
    return session.date.year if session.date else session.course.season_key[0]


def also_read(session: Session, readings: Iterable[Reading]) -> dict[int, list[tuple[str, Session]]]:
    """Paper -> [("2019", other session), ...], each once; those of the same course by their title.

    What would say the same names its session.
    """
    sessions: dict[int, dict[Session, str]] = {}
    for reading in readings:
        other = reading.session
        is_near = other.course_id == session.course_id
        label = other.title if is_near else str(year_of(other) or other.course.title)
        sessions.setdefault(reading.paper_id, {})[other] = label
    named = {}
    for paper, labels in sessions.items():
        often = Counter(labels.values())
        named[paper] = [
            (label if often[label] == 1 else f"{label} ({session.title})", session) for session, label in labels.items()
        ]
    return named


def related_sessions(session: Session, elsewhere: Iterable[Reading]) -> list[Near]:
    """Public sessions with readings (`elsewhere`) or tags in common: two queries at most."""
    readings: dict[int, set[int]] = {}
    for reading in elsewhere:
        readings.setdefault(reading.session_id, set()).add(reading.paper_id)
    tags = [tag.pk for tag in session.tags.all()]
    others = Session.objects.public().exclude(pk=session.pk).order_by()
    evidence = {
        "readings": {number: len(papers) for number, papers in readings.items()},
        "tags": counted(others.filter(tags__in=tags), "pk", "tags") if tags else {},
    }
    numbers = ranked(evidence, OF_SESSIONS)[:SHOWN]
    shown = others.filter(pk__in=numbers).select_related("course")
    found = shown.only("slug", "title", "date", "number", "course__slug", "course__title").in_bulk() if numbers else {}
    return [Near(found[n], reasons(evidence, OF_SESSIONS, n)) for n in numbers if n in found]
