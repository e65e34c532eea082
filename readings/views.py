"""A paper's citation as a file."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import conditional_page, require_safe

from .citing import citation_file, work_of
from .models import MergedPaper, PaperQuerySet


@require_safe
@conditional_page
def citation(
    request: HttpRequest, paper: str, ending: str, papers: Callable[[HttpRequest], PaperQuerySet]
) -> HttpResponse:
    """`papers` gives those the reader may see: who that is depends on courses, of which the library knows nothing."""
    shown = papers(request).with_people().prefetch_related("tags").filter(slug=paper).first()
    if shown is None:
        merged = get_object_or_404(MergedPaper.objects.select_related("paper"), slug=paper, paper__in=papers(request))
        return redirect("paper_citation", merged.paper.slug, ending)
    return citation_file([work_of(shown, [tag.name for tag in shown.tags.all()])], ending, shown.slug)
