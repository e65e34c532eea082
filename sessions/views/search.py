from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sessions.search.finding import search

from .paging import page_of

ON_A_PAGE = 20


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What a search finds; the bare page asks for words."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())
    hits = search(query)
    return render(request, "search/results.html", {"query": query[:200], "page": page_of(hits, request, ON_A_PAGE)})
