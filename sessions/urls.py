"""The public addresses."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path, register_converter
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

import readings.urls  # noqa: F401  (it registers the endings of citation files)

from .feeds import ChangesFeed, NotesFeed
from .sitemaps import SITEMAPS, robots
from .views import (
    calendars,
    citations,
    courses,
    explore,
    media,
    note_preview,
    papers,
    schedule,
    search,
    session,
    social_image,
    topics,
)


class WordsConverter:
    """A slug in any alphabet, as taggit makes them."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(WordsConverter, "words")

ALL_MAPS = {"sitemaps": SITEMAPS}
urlpatterns = [
    path("", courses.home, name="home"),
    path("courses/<slug:course>/", schedule.schedule, name="course"),
    path("courses/<slug:course>/teams/<slug:team>/", schedule.team, name="team"),
    path("courses/<slug:course>/readings/", courses.reading_list, name="course_readings"),
    path("courses/<slug:course>/readings.<citations:ending>", citations.course, name="course_citations"),
    path("courses/<slug:course>/pages/<slug:page>/", courses.page, name="page"),
    path("courses/<slug:course>/social.png", social_image.social_image, name="social_image"),
    path("courses/<slug:course>/schedule.ics", calendars.course, name="course_calendar"),
    path("courses/<slug:course>/teams/<slug:team>.ics", calendars.team, name="team_calendar"),
    path("courses/<slug:course>/notes.atom", require_safe(NotesFeed()), name="course_notes_feed"),
    path("courses/<slug:course>/changes.atom", require_safe(ChangesFeed()), name="course_changes_feed"),
    path("courses/<slug:course>/<slug:session>.ics", calendars.session, name="session_calendar"),
    path("courses/<slug:course>/<slug:session>/", session.session, name="session"),
    path("courses/<slug:course>/<slug:session>.<citations:ending>", citations.session, name="session_citations"),
    path(
        "courses/<slug:course>/<slug:session>/session.<citations:ending>",
        citations.session_itself,
        name="session_citation",
    ),
    path(
        "courses/<slug:course>/<slug:session>/note-<int:note>.<citations:ending>", citations.note, name="note_citation"
    ),
    path("courses/<slug:course>/<slug:session>/slides/<int:deck>/", session.slides, name="slides"),
    path("previews/<str:token>/", note_preview.note_preview, name="note_preview"),
    path("papers/", papers.papers, name="papers"),
    path("papers/<slug:paper>/", papers.paper, name="paper"),
    path("authors/<slug:author>/", papers.author, name="author"),
    path("categories/<slug:category>/", topics.category, name="category"),
    path("categories/<slug:category>.<citations:ending>", citations.category, name="category_citations"),
    path("tags/", topics.tags, name="tags"),
    path("tags/<words:tag>/", topics.tag, name="tag"),
    path("tags/<words:tag>.<citations:ending>", citations.tag, name="tag_citations"),
    path("search.<citations:ending>", citations.found, name="search_citations"),
    path("tags/<words:tag>/notes.atom", require_safe(NotesFeed()), name="tag_notes_feed"),
    path("tags/<words:tag>/changes.atom", require_safe(ChangesFeed()), name="tag_changes_feed"),
    path("notes.atom", require_safe(NotesFeed()), name="notes_feed"),
    path("changes.atom", require_safe(ChangesFeed()), name="changes_feed"),
    path("sitemap.xml", require_safe(sitemap_views.index), ALL_MAPS | {"sitemap_url_name": "sitemap_part"}, "sitemap"),
    path("sitemap-<slug:section>.xml", require_safe(sitemap_views.sitemap), ALL_MAPS, "sitemap_part"),
    path("robots.txt", robots, name="robots"),
    path("search/", search.results, name="search"),
    path("search/suggest/", search.suggestions, name="suggest"),
    path("explore/", explore.explore, name="explore"),
    path("my-list/", TemplateView.as_view(template_name="progress/my_list.html"), name="my_list"),
    path("my-list.<citations:ending>", citations.my_list, name="my_list_citations"),
    path("media/<path:name>", media.media, name="media"),
]
