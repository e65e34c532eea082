"""Calendars of a course, a team and a session."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from sessions.exports.calendar import calendar_of, with_events
from sessions.models import Course, NoClassDay, Session
from sessions.teams import all_teams, teams


def answer(
    request: HttpRequest, sessions: list[Session], name: str, file: str, no_class: Iterable[NoClassDay] = ()
) -> HttpResponse:
    site = f"{request.scheme}://{request.get_host()}"
    content = calendar_of(sessions, name, site, no_class=no_class)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file}.ics"'
    return response


@require_safe
def course(request: HttpRequest, course: str) -> HttpResponse:
    """All its dated sessions, and its days without class."""
    shown = get_object_or_404(Course, slug=course)
    sessions = list(with_events(shown.sessions.all()))
    return answer(request, sessions, shown.title, shown.slug, shown.no_class_days.all())


@require_safe
def team(request: HttpRequest, course: str, team: str) -> HttpResponse:
    """The sessions that a team leads or writes of. A team without a dated session has an empty calendar."""
    shown = get_object_or_404(Course, slug=course)
    names = all_teams(shown.sessions.public().values_list("lead_team", "blog_team"))
    if team not in names:
        raise Http404
    own = [s for s in with_events(shown.sessions.all()) if team in dict(teams(s.lead_team, s.blog_team))]
    return answer(request, own, f"{shown.title}: {names[team]}", f"{shown.slug}-{team}")


@require_safe
def session(request: HttpRequest, course: str, session: str) -> HttpResponse:
    """One session; 404 where it has no date."""
    shown = get_object_or_404(with_events(Session.objects.all()), course__slug=course, slug=session)
    return answer(request, [shown], shown.title, shown.slug)
