"""Addresses of the library's own; include them with {"papers": a function from a request to a PaperQuerySet}."""

from django.urls import path, register_converter

from .citing import FORMATS
from .views import citation


class EndingConverter:
    """The ending of a citation file: bib, ris or json."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(EndingConverter, "citations")

urlpatterns = [path("papers/<slug:paper>.<citations:ending>", citation, name="paper_citation")]
