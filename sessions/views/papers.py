"""Papers and their authors, across all courses."""

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from readings.citing import cite_box, pdf_of, work_of
from readings.models import MergedPaper, Paper
from sessions.models import Reading
from sessions.visibility import papers_for, public_authors, public_papers

from .linked_data import paper_data
from .paging import page_of

ON_A_PAGE = 50
# ?sort= -> (its name on the page, the order)
SORTS = {
    "title": ("Title", ("title_key", "pk")),
    "newest": ("Newest", ("-published", "title_key", "pk")),
    "oldest": ("Oldest", ("published", "title_key", "pk")),
    "most-read": ("Most read", ("-times_read", "title_key", "pk")),
}
PUBLIC_READING = Q(readings__withdrawn=False, readings__session__visible=True, readings__session__same_as=None)


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "title"
    found = public_papers().annotate(times_read=Count("readings__session", filter=PUBLIC_READING, distinct=True))
    if sort == "oldest":
        found = found.exclude(published="")
    found = found.order_by(*SORTS[sort][1]).with_people().defer("abstract", "abstract_html", "as_given")
    sorts = [(key, name, key == sort) for key, (name, _) in SORTS.items()]
    context = {"page": page_of(found, request, ON_A_PAGE), "sorts": sorts}
    return render(request, "papers/papers.html", context)


def readings_of(paper: Paper) -> list[Reading]:
    """Every public reading of a paper, the latest course and session first."""
    readings = Reading.objects.public().filter(paper=paper).select_related("session__course")
    found = readings.defer("as_given", "session__introduction", "session__introduction_html", "session__as_given")

    def when(reading: Reading) -> tuple:
        session, course = reading.session, reading.session.course
        year = session.date.year if session.date else course.season_key[0]
        return year, course.season_key, str(session.date or ""), session.order_key

    return sorted(found, key=when, reverse=True)


@require_safe
def paper(request: HttpRequest, paper: str) -> HttpResponse:
    shown = papers_for(request).with_people().prefetch_related("tags").filter(slug=paper).first()
    if shown is None:
        merged = get_object_or_404(MergedPaper.objects.select_related("paper"), slug=paper)
        return redirect(merged.paper)  # not for good: a merge can be undone
    work = work_of(shown, [tag.name for tag in shown.tags.all()])
    url = shown.get_absolute_url()
    context = {
        "paper": shown,
        "readings": readings_of(shown),
        "work": work,
        "pdf": pdf_of(shown),
        "cite": cite_box(work, url.rstrip("/")),
        "linked_data": paper_data(work, request.build_absolute_uri(url)),
    }
    return render(request, "papers/paper.html", context)


@require_safe
def author(request: HttpRequest, author: str) -> HttpResponse:
    shown = get_object_or_404(public_authors().prefetch_related("spellings"), slug=author)
    readings = Reading.objects.public().select_related("session__course").defer("as_given")
    papers = (
        public_papers()
        .filter(authors=shown)
        .order_by("-published", "title_key")
        .defer("abstract", "abstract_html", "as_given")
        .with_people()
        .prefetch_related(Prefetch("readings", readings))
    )
    return render(request, "papers/author.html", {"author": shown, "papers": papers})
