"""The public addresses."""

from django.urls import path, register_converter

from .views import courses, explore, media, papers, search, session, topics


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
    path("courses/<slug:course>/pages/<slug:page>/", courses.page, name="page"),
    path("courses/<slug:course>/<slug:session>/", session.session, name="session"),
    path("courses/<slug:course>/<slug:session>/slides/<int:deck>/", session.slides, name="slides"),
    path("papers/", papers.papers, name="papers"),
    path("papers/<slug:paper>/", papers.paper, name="paper"),
    path("authors/<slug:author>/", papers.author, name="author"),
    path("categories/<slug:category>/", topics.category, name="category"),
    path("tags/", topics.tags, name="tags"),
    path("tags/<words:tag>/", topics.tag, name="tag"),
    path("search/", search.results, name="search"),
    path("explore/", explore.explore, name="explore"),
    path("media/<path:name>", media.media, name="media"),
]
