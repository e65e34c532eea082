"""Papers that other courses read are merged when those courses' instructors agree, or by a superuser."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet

from readings.models import Paper
from sessions.importing.questions import digest
from sessions.models import Course, ReviewItem


def courses_reading(papers: Iterable[Paper]) -> QuerySet[Course]:
    return Course.objects.filter(sessions__readings__paper__in=list(papers)).distinct()


def requests_for(one: Paper, other: Paper) -> QuerySet[ReviewItem]:
    """What the instructors of courses have been asked about these two."""
    pair = Q(paper=one, theirs__paper=other.pk) | Q(paper=other, theirs__paper=one.pk)
    return ReviewItem.objects.filter(pair, kind=ReviewItem.Kind.IDENTITY, key=key_of(one, other))


def key_of(one: Paper, other: Paper) -> str:
    return digest("merge", *sorted((one.pk, other.pk)))


def others_to_ask(user: AbstractUser, one: Paper, other: Paper) -> list[Course]:
    """Courses that read one of the two, and neither the user nor an instructor who has agreed teaches."""
    if user.is_superuser:
        return []
    requests = list(requests_for(one, other))
    agreed = {item.course_id for item in requests if item.theirs.get("agreed")}
    askers = {user.pk, *(item.theirs["asked_by"] for item in requests)}
    courses = courses_reading([one, other]).exclude(pk__in=agreed)
    return list(courses.exclude(pk__in=Course.objects.filter(instructors__in=askers).values("pk")))


def ask(user: AbstractUser, stays: Paper, goes: Paper, courses: Iterable[Course]) -> None:
    """A review item in each course, which its instructors answer with one click."""
    said = f"{user} asks whether “{goes.title[:180]}” is the same as “{stays.title[:180]}”, which this course reads"
    for course in courses:
        values = {"kind": ReviewItem.Kind.IDENTITY, "state": ReviewItem.State.OPEN, "message": said, "paper": stays}
        theirs = {"paper": goes.pk, "asked_by": user.pk}
        ReviewItem.objects.update_or_create(
            course=course, key=key_of(stays, goes), defaults={**values, "theirs": theirs}
        )


def agree(item: ReviewItem) -> None:
    """The answer to a request; others are still to be asked."""
    if "asked_by" in item.theirs:
        item.theirs = {**item.theirs, "agreed": True}
        item.state = ReviewItem.State.SETTLED
        item.save(update_fields=["theirs", "state"])
