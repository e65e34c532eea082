"""Papers and their authors, across all courses."""

from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from readings.citing import cite_box, pdf_of, work_of
from readings.models import MergedPaper, Paper
from sessions.models import Mention, Reading, Session
from sessions.related import similar_papers, year_of
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
NOTE_TEXTS = ("note__markdown", "note__html", "note__contents", "note__as_given")
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


@dataclass(slots=True)
class Meeting:
    """A session that read a paper, or whose notes speak of it: `said` are the places where they do."""

    session: Session
    readings: list[Reading] = field(default_factory=list)
    said: list[Mention] = field(default_factory=list)

    @property
    def when(self) -> tuple:
        session = self.session
        return year_of(session), session.course.season_key, str(session.date or ""), session.order_key


def meetings_of(paper: Paper) -> tuple[list[Meeting], list[Meeting]]:
    """(sessions that read the paper, others whose notes speak of it), all public, the latest first. Two queries."""
    unused = ("introduction", "introduction_html", "as_given")
    readings = Reading.objects.public().filter(paper=paper).select_related("session__course")
    readings = readings.defer("as_given", *(f"session__{name}" for name in unused))
    mentions = Mention.objects.public().filter(paper=paper).select_related("note__session__course")
    mentions = mentions.defer(*NOTE_TEXTS, *(f"note__session__{name}" for name in unused))
    meetings: dict[int, Meeting] = {}
    for reading in readings:
        meetings.setdefault(reading.session_id, Meeting(reading.session)).readings.append(reading)
    places: dict[tuple[int, str], Mention] = {}
    for mention in mentions:
        meeting = meetings.setdefault(mention.note.session_id, Meeting(mention.note.session))
        first = places.setdefault((mention.note_id, mention.section_id), mention)
        if first is mention:
            meeting.said.append(mention)
        first.excerpt = first.excerpt or mention.excerpt
    found = sorted(meetings.values(), key=lambda meeting: meeting.when, reverse=True)
    return [meeting for meeting in found if meeting.readings], [meeting for meeting in found if not meeting.readings]


@require_safe
def paper(request: HttpRequest, paper: str) -> HttpResponse:
    shown = papers_for(request).with_people().prefetch_related("tags").filter(slug=paper).first()
    if shown is None:
        merged = get_object_or_404(
            MergedPaper.objects.select_related("paper"), slug=paper, paper__in=papers_for(request)
        )
        return redirect(merged.paper)  # not for good: a merge can be undone
    work = work_of(shown, [tag.name for tag in shown.tags.all()])
    url = shown.get_absolute_url()
    read_in, mentioned_in = meetings_of(shown)
    context = {
        "paper": shown,
        "read_in": read_in,
        "mentioned_in": mentioned_in,
        "similar": similar_papers(shown),
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
