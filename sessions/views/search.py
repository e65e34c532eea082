"""The page of results, and what the box suggests."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe
from taggit.models import Tag

from sessions.models import Course, SearchDocument
from sessions.search.finding import FACETS, ON_A_PAGE, Found, search
from sessions.search.language import LONGEST_QUERY
from sessions.search.suggesting import suggest

SHOWN = 8  # values of one facet
HEADINGS = {"kind": "Kind", "course": "Course", "year": "Year", "tag": "Topic", "is": "Requirement"}
LONGEST_FILTER = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that results can be narrowed to, or are narrowed to (`is_on`)."""

    value: str
    label: str
    count: int
    is_on: bool
    address: str  # the same results with this filter, or without it where it is on


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    heading: str
    choices: list[Choice]


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What a search finds; the bare page says what can be asked."""
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_QUERY]
    filters = filters_of(request)
    found = search(text, tuple(f"{name}:{value}" for name, value in filters.items()), page_number(request))
    paginator = Paginator(range(found.listed), ON_A_PAGE)
    page = paginator.get_page(found.page)
    page.elided = list(paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    context = {
        "query": found.query.plain,
        "found": found,
        "page": page,
        "groups": groups_of(found, filters, request.GET),
        "filters": filters,
    }
    return render(request, "search/results.html", context)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """{"suggestions": [{"kind", "title", "url"}, ...]} for what is typed so far in ?q=."""
    found = suggest(request.GET.get("q", ""))
    rows = [{"kind": one.kind, "title": one.title, "url": one.url} for one in found]
    return JsonResponse({"suggestions": rows})


def filters_of(request: HttpRequest) -> dict[str, str]:
    """The facets that the address names; a value with a space, NUL or half a surrogate pair is of none."""
    given = {name: request.GET.get(name, "")[:LONGEST_FILTER] for name in FACETS}
    return {name: value for name, value in given.items() if value and is_one_word(value)}


def is_one_word(value: str) -> bool:
    return "\0" not in value and value.split() == [value] and value.encode("utf-8", "ignore").decode() == value


def page_number(request: HttpRequest) -> int:
    """?page= where it is a number of sensible length, else 1."""
    value = request.GET.get("page", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 7 else 1


def groups_of(found: Found, filters: dict[str, str], asked: QueryDict) -> list[Group]:
    """The facets with the labels of their values: those in use, and those that would narrow what was found."""

    def choice(name: str, value: str, count: int) -> Choice:
        is_on = filters.get(name) == value
        return Choice(
            value, labels.get((name, value), value), count, is_on, with_filter(asked, name, "" if is_on else value)
        )

    shown = {name: values[:SHOWN] for name, values in (found.facets or {}).items()}
    for name, value in filters.items():
        if value not in dict(shown.get(name, ())):
            shown[name] = [(value, 0), *shown.get(name, ())]
    labels = labels_of(shown)
    groups = []
    for name in FACETS:
        choices = [
            choice(name, value, count)
            for value, count in shown.get(name, ())
            if name not in filters or filters[name] == value
        ]
        if choices and (name in filters or len(choices) > 1 or choices[0].count < found.total):
            groups.append(Group(name, HEADINGS[name], choices))
    return groups


def with_filter(asked: QueryDict, name: str, value: str) -> str:
    """The page's own query string, its first page, with another value of one facet."""
    changed = asked.copy()
    for key in (name, "page"):
        changed.pop(key, None)
    if value:
        changed[name] = value
    return f"?{changed.urlencode()}"


def labels_of(shown: dict[str, list[tuple[str, int]]]) -> dict[tuple[str, str], str]:
    """(facet, value) -> what a person reads, where that is not the value itself."""
    values = {name: [value for value, _ in pairs] for name, pairs in shown.items()}
    courses = Course.objects.filter(slug__in=values.get("course", ())).values_list("slug", "title")
    tags = Tag.objects.filter(slug__in=values.get("tag", ())).values_list("slug", "name")
    labels = {("course", slug): title for slug, title in courses}
    labels |= {("tag", slug): name for slug, name in tags}
    labels |= {("kind", str(kind.value)): PLURALS[kind] for kind in SearchDocument.Kind}
    return labels | {("is", "required"): "Required", ("is", "more"): "More"}


PLURALS = {
    SearchDocument.Kind.PAPER: "Papers",
    SearchDocument.Kind.PERSON: "People",
    SearchDocument.Kind.SESSION: "Sessions",
    SearchDocument.Kind.NOTE: "Notes",
    SearchDocument.Kind.PAGE: "Course pages",
    SearchDocument.Kind.DECK: "Slides",
}
