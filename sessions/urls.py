"""The public addresses."""

from django.urls import path, register_converter

import readings.urls  # noqa: F401  (it registers the endings of citation files)

from .views import citations, courses, media, papers, search, session, topics


class WordsConverter:
    """A slug in any alphabet, as taggit makes them."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(WordsConverter, "words")

urlpatterns = [
    path("", courses.home, name="home"),
    path("courses/<slug:course>/", courses.schedule, name="course"),
    path("courses/<slug:course>/readings/", courses.reading_list, name="course_readings"),
    path("courses/<slug:course>/readings.<citations:ending>", citations.course, name="course_citations"),
    path("courses/<slug:course>/pages/<slug:page>/", courses.page, name="page"),
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
    path("papers/", papers.papers, name="papers"),
    path("papers/<slug:paper>/", papers.paper, name="paper"),
    path("authors/<slug:author>/", papers.author, name="author"),
    path("categories/<slug:category>/", topics.category, name="category"),
    path("categories/<slug:category>.<citations:ending>", citations.category, name="category_citations"),
    path("tags/", topics.tags, name="tags"),
    path("tags/<words:tag>/", topics.tag, name="tag"),
    path("tags/<words:tag>.<citations:ending>", citations.tag, name="tag_citations"),
    path("search.<citations:ending>", citations.found, name="search_citations"),
    path("search/", search.results, name="search"),
    path("media/<path:name>", media.media, name="media"),
]
