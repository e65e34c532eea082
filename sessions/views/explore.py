"""Pictures of everything that was read, each also as a table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sessions import charts
from sessions.explore import Topics, categories_by_course, most_read, papers_by_year, tags_by_course
from sessions.models import Course


def heat_map_of(topics: Topics) -> charts.Picture:
    return charts.heat_map(topics.heads, [(str(topic), counts) for topic, counts in topics.rows], "session")


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    courses = Course.objects.in_bulk()
    topics = {"Categories": categories_by_course(courses), "Tags": tags_by_course(courses)}
    years, papers = papers_by_year(), most_read()
    context = {
        "topics": [(name, found, heat_map_of(found)) for name, found in topics.items() if found.rows],
        "years": years,
        "histogram": charts.histogram(years, "paper"),
        "papers": papers,
        "bars": charts.bars([(paper.title, times) for paper, times in papers], "session"),
    }
    return render(request, "explore/explore.html", context)
