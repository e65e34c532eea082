"""Home, and what belongs to a course as a whole: reading list, pages."""

import datetime

from django.db.models import Count, Max, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sessions.models import Course, Page, Reading
from sessions.visibility import public_papers, sessions_of

from .frame import frame
from .rows import RULES, rows_at_hand
from .schedule import rows_of

# The season of each month, as Course.season_key numbers them: spring 1, summer 2, fall 3.
SEASON_OF_MONTH = (1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3)


def recency(course: Course) -> tuple:
    """For ordering: a course's latest date (annotated as `latest`), else what its term or title says."""
    if course.latest:
        return course.latest.year, SEASON_OF_MONTH[course.latest.month - 1], course.latest
    return *course.season_key, datetime.date.min


def is_past(course: Course) -> bool:
    """Whether its last date, or else the year of its term, is over."""
    if course.latest:
        return course.latest < course.today
    return 0 < course.season_key[0] < course.today.year


def courses_by_recency() -> list[Course]:
    """All courses, the current one first, with `latest` (date), `year` (0: unknown) and `session_count`."""
    shown = Q(sessions__visible=True, sessions__same_as=None) & ~Q(sessions__kind__in=RULES)
    courses = Course.objects.annotate(
        latest=Max("sessions__date", filter=shown), session_count=Count("sessions", filter=shown)
    )
    for course in courses:
        course.year = recency(course)[0]
    return sorted(courses, key=recency, reverse=True)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    courses = courses_by_recency()
    # A course that nothing is shown of yet does not push the one that is taught away.
    current = next((course for course in courses if course.session_count), courses[0] if courses else None)
    rows = rows_of(current, editable=False) if current else []
    context = {
        "current": current,
        "rows": rows_at_hand(rows, 3),
        "is_over": bool(rows) and not any(row.is_next for row in rows),
        "others": [course for course in courses if course != current and not is_past(course)],
        "past": [course for course in courses if course != current and is_past(course)],
        "paper_count": public_papers().count(),
    }
    return render(request, "courses/home.html", context)


@require_safe
def reading_list(request: HttpRequest, course: str) -> HttpResponse:
    """Every reading of a course on one page, made to be printed."""
    context = frame(request, get_object_or_404(Course, slug=course))
    readings = Reading.objects.filter(withdrawn=False).defer("as_given")
    sessions = (
        sessions_of(context["course"], context["editable"])
        .defer("introduction", "introduction_html", "as_given")
        .prefetch_related(Prefetch("readings", readings.with_papers("abstract", "abstract_html", "as_given")))
    )
    context["sessions"] = [session for session in sessions if session.readings.all()]
    context["count"] = sum(len(session.readings.all()) for session in context["sessions"])
    return render(request, "courses/readings.html", context)


@require_safe
def page(request: HttpRequest, course: str, page: str) -> HttpResponse:
    shown = get_object_or_404(Page.objects.select_related("course"), course__slug=course, slug=page)
    context = frame(request, shown.course)
    if not shown.visible and not context["editable"]:
        raise Http404
    return render(request, "courses/page.html", context | {"page": shown})
