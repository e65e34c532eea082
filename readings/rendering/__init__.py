"""From Markdown to the HTML of a page. The only room that marks anything safe.

`render` gives the HTML, the contents list and what a person should look at; `render_markdown` the HTML alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from readings.markdown import TooCostly, parse_for_rendering

from .findings import Finding, Kind
from .headings import Heading, Levels
from .mentions import Mentioned, Mentions, with_paper_links
from .pictures import ImageInfo
from .sanitiser import sanitised
from .walk import Page, write

__all__ = [
    "RENDERER_VERSION",
    "Finding",
    "Heading",
    "ImageInfo",
    "Kind",
    "Mentioned",
    "Rendered",
    "TooCostly",
    "render",
    "render_markdown",
    "with_paper_links",
]

RENDERER_VERSION = 6  # raise it when the same source gives another Rendered


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered text."""

    html: SafeString
    contents: tuple[Heading, ...] = ()
    findings: tuple[Finding, ...] = ()  # in the order of the lines
    mentions: tuple[Mentioned, ...] = ()
    images_without_alt: int = 0  # a caption or heading stands in

    @property
    def warnings(self) -> tuple[tuple[int, str], ...]:
        """(line, sentence) of each finding."""
        return tuple((finding.line, finding.text) for finding in self.findings)


def render(
    source: str,
    *,
    images: Mapping[str, ImageInfo] | None = None,
    heading_level: int | None = None,
) -> Rendered:
    """Render a text. With `heading_level` the first heading gets that level and none is skipped below it."""
    document = parse_for_rendering(source)
    page = Page(document, images, Levels(heading_level), Mentions(document.tree.children))
    try:
        html = write(page)
    except RecursionError:
        raise TooCostly(1, "The text is nested too deeply.") from None
    of_document = [Finding(line, said, Kind.HEADINGS) for line, said in document.warnings]
    findings = tuple(sorted((*of_document, *page.findings)))
    mentions = tuple(dict.fromkeys(page.mentions.found))
    return Rendered(mark_safe(sanitised(html)), tuple(page.contents), findings, mentions, page.images_without_alt)


def render_markdown(
    source: str,
    *,
    images: Mapping[str, ImageInfo] | None = None,
    paper_links: Mapping[str, str] | None = None,
) -> SafeString:
    """The HTML of a text, its headings as written; `paper_links`: address as written -> our page of the paper.

    Raises TooCostly past a limit.
    """
    return mark_safe(with_paper_links(render(source, images=images).html, paper_links or {}))
