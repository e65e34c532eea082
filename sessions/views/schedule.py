"""A course's schedule, whole, filtered, or of one team."""

from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sessions.earlier import earlier_selves
from sessions.models import BlogNote, Course, Reading, Session, SlideDeck
from sessions.teams import all_teams, teams
from sessions.visibility import sessions_of

from .frame import frame
from .linked_data import course_data
from .rows import Row, entries_of, schedule_rows, with_weeks_opened


def rows_of(course: Course, editable: bool, *related: str) -> list[Row]:
    """The course's schedule, in three queries, one for each further relation that is asked for, and one for each
    course that its sessions were copied from.
    """
    readings = Reading.objects.filter(withdrawn=False).select_related("paper")
    note = BlogNote.objects.filter(session=OuterRef("pk"), state=BlogNote.State.PUBLISHED)
    sessions = (
        sessions_of(course, editable)
        .annotate(has_note=Exists(note), has_text=ExpressionWrapper(~Q(introduction=""), output_field=BooleanField()))
        .defer("introduction", "introduction_html", "as_given")
        .prefetch_related(
            Prefetch("readings", readings.only("session", "requirement", "position", "paper__title", "paper__slug")),
            Prefetch("slides", SlideDeck.objects.filter(reading=None)),
            *related,
        )
    )
    found = list(sessions)
    selves = earlier_selves(found)
    for session in found:
        session.course = course  # its times and place are the course's
        session.earlier_notes = [earlier for earlier in selves.get(session.pk, []) if earlier.has_note]
    return schedule_rows(found, course.today, course.first_day)


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a schedule. `options` are slug -> name; `chosen` is what the address asks for, or ""."""

    name: str
    label: str
    options: dict[str, str]
    chosen: str

    @property
    def chosen_name(self) -> str:
        return self.options.get(self.chosen, self.chosen)

    def holds(self, session: Session) -> bool:
        return not self.chosen or self.chosen in options_of(session)[self.name]


def options_of(session: Session) -> dict[str, dict[str, str]]:
    """What a session can be found by; tags and categories must have been fetched."""
    return {
        "tag": {tag.slug: tag.name for tag in session.tags.all()},
        "category": {category.slug: category.name for category in session.categories.all()},
        "team": dict(teams(session.lead_team, session.blog_team)),
    }


def filters_of(course: Course, rows: list[Row], query: QueryDict) -> list[Filter]:
    """The filters that this course has a use for, and those that the address names."""
    own = dict.fromkeys((course.lead_team_label, course.blog_team_label))
    team = "Team" if all("team" in label.casefold() for label in own) else " or ".join(own)
    labels = {"tag": "Tag", "category": "Category", "team": team}
    found: dict[str, dict[str, str]] = {"tag": {}, "category": {}}
    for row in rows:
        for name in found:
            found[name] |= options_of(row.session)[name]
    found = {name: dict(sorted(options.items(), key=lambda o: o[1].casefold())) for name, options in found.items()}
    found["team"] = all_teams((row.session.lead_team, row.session.blog_team) for row in rows)
    filters = [Filter(name, labels[name], found[name], query.get(name, "").strip()) for name in labels]
    return [filter_ for filter_ in filters if filter_.options or filter_.chosen]


@require_safe
def schedule(request: HttpRequest, course: str) -> HttpResponse:
    context = frame(request, get_object_or_404(Course, slug=course))
    shown = context["course"]
    rows = rows_of(shown, context["editable"], "tags", "categories")
    filters = filters_of(shown, rows, request.GET)
    chosen = [filter_ for filter_ in filters if filter_.chosen]
    matching = [row for row in rows if all(filter_.holds(row.session) for filter_ in chosen)]
    no_class = [] if chosen else list(shown.no_class_days.all())
    context |= {
        "entries": entries_of(with_weeks_opened(matching), no_class, shown.today) if rows else [],
        "coming": next((row for row in matching if row.is_next), None),
        "filters": filters,
        "chosen": chosen,
        "matching": sum(not row.is_rule for row in matching),
        "total": sum(not row.is_rule for row in rows),
        "dated": any(row.date for row in rows),
        "linked_data": course_data(
            shown, [row.date for row in rows if row.date], context["site"].name, request.build_absolute_uri
        ),
    }
    return render(request, "courses/schedule.html", context)


@require_safe
def team(request: HttpRequest, course: str, team: str) -> HttpResponse:
    """What one team leads and writes about."""
    context = frame(request, get_object_or_404(Course, slug=course))
    shown = context["course"]
    rows = rows_of(shown, context["editable"])
    names = all_teams((row.session.lead_team, row.session.blog_team) for row in rows)
    if team not in names:
        raise Http404
    own = [row for row in rows if team in dict(teams(row.session.lead_team, row.session.blog_team))]
    context |= {
        "team": team,
        "team_name": names[team],
        "entries": entries_of(with_weeks_opened(own), [], shown.today),
        "count": len(own),
        "dated": any(row.date for row in own),
        "others": [(slug, name) for slug, name in names.items() if slug != team],
    }
    return render(request, "courses/team.html", context)
