"""What search engines are told of: every public page, by kind."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from taggit.models import Tag

from readings.models import Author, Paper

from .models import Category, Course, Page, Session
from .views.topics import tags_in_use
from .visibility import public_authors, public_papers


class PagesOfTheSite(Sitemap):
    def items(self) -> Iterable[str]:
        return ["home", "papers", "tags"]

    def location(self, item: str) -> str:
        return reverse(item)


class Courses(Sitemap):
    def items(self) -> QuerySet[Course]:
        return Course.objects.order_by("pk")


class ReadingLists(Courses):
    def location(self, item: Course) -> str:
        return reverse("course_readings", args=[item.slug])


class Sessions(Sitemap):
    def items(self) -> QuerySet[Session]:
        sessions = Session.objects.public().order_by("pk").select_related("course")
        return sessions.only("course__slug", "slug", "updated")

    def lastmod(self, item: Session) -> datetime:
        return item.updated


class CoursePages(Sitemap):
    def items(self) -> QuerySet[Page]:
        pages = Page.objects.filter(visible=True).order_by("pk").select_related("course")
        return pages.only("course__slug", "slug")


class Papers(Sitemap):
    def items(self) -> QuerySet[Paper]:
        return public_papers().order_by("pk").only("slug", "updated")

    def lastmod(self, item: Paper) -> datetime:
        return item.updated


class Authors(Sitemap):
    def items(self) -> QuerySet[Author]:
        return public_authors().order_by("pk").only("slug")


class Categories(Sitemap):
    def items(self) -> QuerySet[Category]:
        shown = Session.objects.public().values("pk")
        return Category.objects.filter(sessions__in=shown).distinct().order_by("pk")


class Tags(Sitemap):
    def items(self) -> Iterable[Tag]:
        return tags_in_use()

    def location(self, item: Tag) -> str:
        return reverse("tag", args=[item.slug])


SITEMAPS = {
    "site": PagesOfTheSite,
    "courses": Courses,
    "reading-lists": ReadingLists,
    "sessions": Sessions,
    "pages": CoursePages,
    "papers": Papers,
    "authors": Authors,
    "categories": Categories,
    "tags": Tags,
}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read, but for what searches find beyond their first page."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/suggest/",
        "Disallow: /search/*&",
        f"Sitemap: {sitemap}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
