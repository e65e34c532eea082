"""What the writers of a note may want to mend: (line, sentence) for each, line 0 for the note as a whole."""

from collections.abc import Iterable, Iterator

from readings.bounded import heading_warnings
from readings.citing import address_of
from readings.models import PaperLink, link_key
from readings.rendering import Rendered

from .models import BlogNote, Mention, Reading

MOST_UNLINKED = 5  # papers that are named one by one

Finding = tuple[int, str]


def lint(note: BlogNote, rendered: Rendered) -> list[Finding]:
    """In the order of the lines. `rendered`: what `note.render()` returned."""
    if not note.markdown.strip():
        return []
    links = [mention for mention in note.found_mentions if mention.url]
    findings = [*rendered.warnings, *heading_warnings(note.markdown), *dead_links(note.markdown, links)]
    return [*unlinked(note), *sorted(findings)]


def dead_links(text: str, links: Iterable[Mention]) -> Iterator[Finding]:
    """Links to papers that were not found when they were last looked at, or that no page here answers."""
    links = list(links)
    rows = PaperLink.objects.filter(key__in={link_key(link.url) for link in links}).exclude(last_broken=None)
    broken = {row.key: row for row in rows if row.is_broken}
    start = 0
    for link in links:
        place = text.find(link.url, start)
        start = max(place, start)
        line = text.count("\n", 0, start) + 1
        if row := broken.get(link_key(link.url)):
            day = f"{row.checked.day} {row.checked:%B %Y}"
            yield line, f"{link.url} was not found when links were last looked at ({day})."
        elif link.paper_id is None and not link.key.startswith("url:"):
            yield line, f"{link.url} leads to no page here: the library has no paper of this identifier."


def unlinked(note: BlogNote) -> Iterator[Finding]:
    """Papers that the session reads, the required ones where there are any, and that the note does not name."""
    if note.session_id is None:
        return
    named = {mention.paper_id for mention in note.found_mentions}
    readings = list(note.session.readings.filter(withdrawn=False).in_lists().select_related("paper"))
    required = [reading for reading in readings if reading.requirement == Reading.Requirement.REQUIRED]
    papers = [reading.paper for reading in required or readings if reading.paper_id not in named]
    for paper in papers[:MOST_UNLINKED]:
        address = address_of(paper)
        yield 0, f"No link to “{paper}”, which this session reads" + (f": {address}" if address else ".")
    if len(papers) > MOST_UNLINKED:
        yield 0, f"No link to {len(papers) - MOST_UNLINKED} more of the papers that this session reads."
