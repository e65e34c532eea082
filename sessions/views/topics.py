"""Categories and tags: what was read about a topic, in every course."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Prefetch, Q
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from taggit.models import Tag

from readings.citations import coins
from readings.citing import work_of
from readings.models import Paper
from sessions.citing import works_read
from sessions.models import Category, Course, Reading, Session
from sessions.models.session import SessionQuerySet
from sessions.posts.permalinks import fragments_of
from sessions.visibility import categories_for, public_papers

from .paging import page_of

PAPERS_ON_A_PAGE = 50
PAGE_IDS = frozenset({"main", "search-everywhere"})  # of base.html


def with_readings(sessions: SessionQuerySet) -> SessionQuerySet:
    """Public sessions in order with their courses and readings, the papers' people and links, in six queries."""
    readings = Reading.objects.public().defer("as_given").with_papers("abstract", "abstract_html", "as_given")
    return (
        sessions.public()
        .in_order()
        .select_related("course")
        .defer("introduction", "introduction_html", "as_given")
        .prefetch_related(Prefetch("readings", readings))
    )


def by_course(sessions: Iterable[Session]) -> list[tuple[Course, list[Session]]]:
    """[(course, its sessions), ...], the latest course first."""
    groups: dict[Course, list[Session]] = {}
    for session in sessions:
        groups.setdefault(session.course, []).append(session)
    return sorted(groups.items(), key=lambda group: group[0].season_key, reverse=True)


def coins_of(groups: Iterable[tuple[Course, list[Session]]], papers: Iterable[Paper] = ()) -> list[str]:
    """The COinS of what the sessions read, and of further papers, each once."""
    readings = [reading for _, sessions in groups for session in sessions for reading in session.readings.all()]
    read = {reading.paper for reading in readings}
    further = [work_of(paper) for paper in papers if paper not in read]
    return [coins(work) for work in (*works_read(readings), *further)]


def tagged(model: type, visible: Iterable) -> Count:
    """The number of visible rows of a model that carry a tag."""
    items = "taggit_taggeditem_items"
    kind = ContentType.objects.get_for_model(model)
    return Count(
        items,
        filter=Q(**{f"{items}__content_type": kind, f"{items}__object_id__in": visible.values("pk")}),
        distinct=True,
    )


def tags_in_use() -> Iterable[Tag]:
    """Tags of a public session or paper, with `session_count` and `paper_count`."""
    counted = Tag.objects.exclude(slug="").annotate(
        session_count=tagged(Session, Session.objects.public()), paper_count=tagged(Paper, public_papers())
    )
    return counted.annotate(uses=F("session_count") + F("paper_count")).filter(uses__gt=0).order_by(Lower("name"))


@require_safe
def category(request: HttpRequest, category: str) -> HttpResponse:
    shown = get_object_or_404(categories_for(request), slug=category)
    groups = by_course(with_readings(shown.sessions.all()))
    context = {"category": shown, "groups": groups, "coins": coins_of(groups)}
    context["others"] = Category.objects.filter(sessions__visible=True, sessions__same_as=None).distinct()
    return render(request, "topics/category.html", context)


def with_anchors(tags: Iterable[Tag]) -> list[Tag]:
    """The tags with `anchor`, the id of their place, and `old_anchors`, what imported sites had for it; each once."""
    tags, taken = list(tags), set(PAGE_IDS)
    for tag in tags:
        tag.anchor = tag.slug if tag.slug not in PAGE_IDS else f"tag-{tag.slug}"
    taken |= {tag.anchor for tag in tags}
    for tag in tags:
        tag.old_anchors = [name for name in fragments_of(tag.name) if name not in taken]
        taken.update(tag.old_anchors)
    return tags


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    categories = Category.objects.annotate(
        session_count=Count("sessions", filter=Q(sessions__visible=True, sessions__same_as=None), distinct=True)
    ).filter(session_count__gt=0)
    return render(request, "topics/tags.html", {"tags": with_anchors(tags_in_use()), "categories": categories})


@require_safe
def tag(request: HttpRequest, tag: str) -> HttpResponse:
    shown = get_object_or_404(Tag, slug=tag)
    groups = by_course(with_readings(Session.objects.filter(tags=shown)))
    papers = public_papers().filter(tags=shown).defer("abstract", "abstract_html", "as_given").with_people()
    page = page_of(papers, request, PAPERS_ON_A_PAGE)
    if not groups and not page.object_list:
        raise Http404  # a tag of hidden sessions alone is not told
    context = {"tag": shown, "groups": groups, "page": page, "coins": coins_of(groups, page)}
    return render(request, "topics/tag.html", context)
