"""Citations of what is selected in a list, as a file."""

from collections.abc import Callable

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from readings.citing import FORMATS, citation_file, work_of
from readings.models import Paper

from ..citing import works_read
from ..models import Session
from ..views.citations import readings_of

BATCH = 500  # papers that are asked for at once


def of_papers(papers: QuerySet[Paper], ending: str) -> HttpResponse:
    numbers = list(papers.values_list("pk", flat=True))
    batches = [numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH)]
    found = (paper for batch in batches for paper in Paper.objects.filter(pk__in=batch).with_people())
    return citation_file([work_of(paper) for paper in found], ending, "papers")


def of_sessions(sessions: QuerySet[Session], ending: str) -> HttpResponse:
    """What the sessions read, in their order."""
    found = Session.objects.filter(pk__in=list(sessions.values_list("pk", flat=True))).in_order()
    return citation_file(works_read(readings_of(found)), ending, "readings")


def downloads(write: Callable[[QuerySet, str], HttpResponse]) -> list[Callable]:
    """An action for each format."""

    def action(ending: str, name: str) -> Callable:
        def run(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
            return write(queryset, ending)

        run.__name__ = f"download_{ending}"
        return admin.action(run, description=f"Download citations as {name}", permissions=["view"])

    return [action(ending, name) for ending, (name, _, _) in FORMATS.items()]
