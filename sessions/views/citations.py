"""Files of citations: what a session, course or topic read, what a search finds; sessions and notes themselves."""

from django.core.validators import slug_re
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_POST, require_safe
from taggit.models import Tag

from readings.citing import citation_file, work_of
from readings.models import MergedPaper
from sessions.citing import note_work, session_work, works_read
from sessions.models import Course, Reading, Session
from sessions.search.finding import search
from sessions.search.language import LONGEST_QUERY
from sessions.visibility import categories_for, notes_of, public_papers, sessions_of

from .session import session_for

LONGEST_LIST = 2_000  # papers


def readings_of(sessions: QuerySet[Session]) -> list[Reading]:
    """The readings of sessions that the reader may see, in the order of these, with their papers."""
    readings = Reading.objects.filter(withdrawn=False).defer("as_given")
    found = sessions.defer("introduction", "introduction_html", "as_given").prefetch_related(
        Prefetch("readings", readings.with_papers("as_given", "abstract_html"))
    )
    return [reading for session in found for reading in session.readings.all()]


@require_safe
@conditional_page
def course(request: HttpRequest, course: str, ending: str) -> HttpResponse:
    shown = get_object_or_404(Course, slug=course)
    readings = readings_of(sessions_of(shown, shown.editable_by(request.user)))
    return citation_file(works_read(readings), ending, f"{shown.slug}-readings")


@require_safe
@conditional_page
def session(request: HttpRequest, course: str, session: str, ending: str) -> HttpResponse:
    shown, _ = session_for(request, course, session)
    if shown.same_as:
        return redirect("session_citations", shown.same_as.course.slug, shown.same_as.slug, ending)
    works = works_read(readings_of(Session.objects.filter(pk=shown.pk)))
    return citation_file(works, ending, f"{course}-{session}")


@require_safe
@conditional_page
def category(request: HttpRequest, category: str, ending: str) -> HttpResponse:
    shown = get_object_or_404(categories_for(request), slug=category)
    return citation_file(works_read(readings_of(shown.sessions.public().in_order())), ending, shown.slug)


@require_safe
@conditional_page
def tag(request: HttpRequest, tag: str, ending: str) -> HttpResponse:
    """What the tagged sessions read, then the tagged papers."""
    shown = get_object_or_404(Tag, slug=tag)
    sessions = Session.objects.public().filter(tags=shown)
    works = works_read(readings_of(sessions.in_order()))
    papers = public_papers().filter(tags=shown).defer("as_given", "abstract_html").with_people()
    known = {(work.title, work.url) for work in works}
    works += [work for work in map(work_of, papers) if (work.title, work.url) not in known]
    if not works and not sessions.exists():
        raise Http404  # a tag of hidden sessions alone is not told
    return citation_file(works, ending, "tag")


def paper_slugs(query: str) -> list[str]:
    """Those of all pages of results; none where nothing has all that was asked."""
    slugs: list[str] = []
    number, found = 1, search(query, ("kind:paper",), facets=False)
    while found.hits and found.page == number and not found.is_partial:
        slugs += [hit.paper for hit in found.hits]
        number += 1
        found = search(query, ("kind:paper",), number, facets=False)
    return slugs


def papers_file(slugs: list[str], ending: str, name: str) -> HttpResponse:
    """Those that are public, in this order."""
    papers = public_papers().filter(slug__in=slugs).defer("as_given", "abstract_html").with_people()
    by_slug = {paper.slug: paper for paper in papers}
    return citation_file([work_of(by_slug[slug]) for slug in slugs if slug in by_slug], ending, name)


@require_safe
@conditional_page
def found(request: HttpRequest, ending: str) -> HttpResponse:
    """The papers that a search finds, best first."""
    slugs = paper_slugs(" ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_QUERY])
    return papers_file(slugs, ending, "search")


@csrf_exempt  # it changes nothing, and a list is too long for an address
@require_POST
def my_list(request: HttpRequest, ending: str) -> HttpResponse:
    """The papers that a reader's browser names, in its order; what is not public or not known is left out."""
    slugs = [slug for slug in dict.fromkeys(request.POST.getlist("paper")) if slug_re.match(slug)]
    if len(slugs) > LONGEST_LIST:
        said = f"At most {LONGEST_LIST} papers at once: this list has {len(slugs)}."
        return HttpResponseBadRequest(said, content_type="text/plain; charset=utf-8")
    merged = dict(MergedPaper.objects.filter(slug__in=slugs).values_list("slug", "paper__slug"))
    return papers_file(list(dict.fromkeys(merged.get(slug, slug) for slug in slugs)), ending, "my-list")


@require_safe
@conditional_page
def session_itself(request: HttpRequest, course: str, session: str, ending: str) -> HttpResponse:
    shown, _ = session_for(request, course, session)
    if shown.same_as:
        return redirect("session_citation", shown.same_as.course.slug, shown.same_as.slug, ending)
    url = request.build_absolute_uri(shown.get_absolute_url())
    return citation_file([session_work(shown, url)], ending, f"{course}-{session}-session")


@require_safe
@conditional_page
def note(request: HttpRequest, course: str, session: str, note: int, ending: str) -> HttpResponse:
    shown, editable = session_for(request, course, session)
    written = get_object_or_404(notes_of(shown, editable), pk=note)
    url = request.build_absolute_uri(written.get_absolute_url())
    return citation_file([note_work(written, url)], ending, f"{course}-{session}-note")
