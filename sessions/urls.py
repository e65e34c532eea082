"""The public addresses."""

from django.urls import path, register_converter
from django.views.generic import TemplateView

from .views import courses, media, papers, search, session, topics


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
    path("papers/", papers.papers, name="papers"),
    path("papers/<slug:paper>/", papers.paper, name="paper"),
    path("authors/<slug:author>/", papers.author, name="author"),
    path("categories/<slug:category>/", topics.category, name="category"),
    path("tags/", topics.tags, name="tags"),
    path("tags/<words:tag>/", topics.tag, name="tag"),
    path("search/", search.results, name="search"),
    path("my-list/", TemplateView.as_view(template_name="progress/my_list.html"), name="my_list"),
    path("media/<path:name>", media.media, name="media"),
]
