"""Small words of the public templates."""

import datetime
from collections.abc import Sequence
from html import unescape
from textwrap import shorten
from urllib.parse import urlsplit

from django import template
from django.utils.formats import date_format
from django.utils.html import escape, strip_tags
from django.utils.text import Truncator

from readings.citing import pdf_of
from readings.identifiers import identifiers_of_url, title_key, url_key
from readings.models import Paper, PaperLink
from sessions.models import Course, NoClassDay, Session
from sessions.teams import teams

register = template.Library()
# So many authors are named in lists; a paper's own page names them all.
NAMED = 4
# The end of an address that tells two links apart is cut after so many characters.
END = 30
# Tabs and search engines show no more of a title; checkers of HTML count it as written, “&#x27;” for an apostrophe.
LONGEST_TITLE = 70


@register.filter
def cut_names(names: Sequence) -> str:
    """Names in a row, cut after four: "A, B, C, D and 12 more"."""
    further = len(names) - NAMED
    return ", ".join(str(name) for name in names[:NAMED]) + (f" and {further} more" if further > 0 else "")


@register.filter
def named_links(paper: Paper) -> list[tuple[str, PaperLink]]:
    """A paper's links, each with what its badge says."""
    return _named(paper.links.all(), paper)


@register.filter
def badges(paper: Paper) -> list[tuple[str, PaperLink]]:
    """The named links, behind the PDF that arXiv has of the paper where none of them leads to one."""
    return _arxivs_pdf(paper, paper.links.all()) + named_links(paper)


@register.filter
def further_links(paper: Paper) -> list[tuple[str, PaperLink]]:
    """The links that lead elsewhere than the paper's identifiers do; a PDF counts as elsewhere."""
    ids = paper.identifiers
    links = paper.links.all()
    kept = [link for link in links if link.kind == PaperLink.Kind.PDF or not identifiers_of_url(link.url).meets(ids)]
    return _arxivs_pdf(paper, kept) + _named(kept, paper)


def _arxivs_pdf(paper: Paper, links: Sequence[PaperLink]) -> list[tuple[str, PaperLink]]:
    """The PDF that is known by the paper's arXiv id alone; [] where one of the links leads to a PDF."""
    has_one = any(link.kind == PaperLink.Kind.PDF or "arxiv.org/pdf/" in link.url for link in links)
    address = "" if has_one else pdf_of(paper)
    return [("PDF", PaperLink(paper=paper, url=address, kind=PaperLink.Kind.PDF))] if address else []


def _named(links: Sequence[PaperLink], paper: Paper) -> list[tuple[str, PaperLink]]:
    """Links that would say the same are told apart by the label of their kind, else by the end of their addresses."""
    names = [badge(link, paper) for link in links]
    pairs = zip(names, links, strict=True)
    return [(name if names.count(name) == 1 else f"{name}: {_apart(link, paper)}", link) for name, link in pairs]


def badge(link: PaperLink, paper: Paper) -> str:
    """What a link's badge says: its kind; for a plain page its label, else the host it leads to."""
    if link.kind != PaperLink.Kind.PAGE:
        return link.get_kind_display()
    return _own_label(link, paper) or host(link.url)


def _own_label(link: PaperLink, paper: Paper) -> str:
    """The label, unless it only repeats the paper's title."""
    return "" if title_key(link.label) == title_key(paper.title) else link.label


def _apart(link: PaperLink, paper: Paper) -> str:
    label = _own_label(link, paper) if link.kind != PaperLink.Kind.PAGE else ""
    return label or Truncator(url_key(link.url).rsplit("/", 1)[-1]).chars(END)


@register.filter
def status_word(session: Session) -> str:
    """The status as a word, or that it is cancelled; "" of a heading or break, and where the date says otherwise."""
    if session.cancelled:
        return "Cancelled"
    if session.kind in (Session.Kind.SECTION, Session.Kind.BREAK):
        return ""
    today, is_upcoming = session.course.today, session.status == Session.Status.UPCOMING
    if session.date and (session.date < today if is_upcoming else session.date > today):
        return ""
    return session.get_status_display()


@register.filter
def status_shape(session: Session) -> str:
    """The name of the shape that stands before the status."""
    return "cancelled" if session.cancelled else session.status


@register.filter
def team_links(text: str) -> list[tuple[str, str]]:
    """[(slug, name), ...] of the teams that a session names."""
    return teams(text)


@register.filter
def ends(day: NoClassDay) -> list[datetime.date]:
    """The first and the last day; one where they are the same."""
    return list(dict.fromkeys((day.date, day.last)))


@register.filter
def schedule_date(date: datetime.date, course: Course) -> str:
    """As in "Wed 3 Sep", with the year where neither term nor title of the course names it."""
    named = str(date.year) in f"{course.term} {course.title}"
    return date_format(date, "D j M" if named else "D j M Y")


@register.filter
def host(url: str) -> str:
    """The host of an address without "www."; the address itself where it has none."""
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:
        return url


@register.filter
def titled(name: str, context: str = "") -> str:
    """What a page's tab says: "name – context", without the context or the last words where that is too long."""
    whole = f"{name} – {context}" if context else name
    if len(escape(whole)) <= LONGEST_TITLE:
        return whole
    beginning = name[:LONGEST_TITLE]
    room = max(LONGEST_TITLE // 2, LONGEST_TITLE - len(escape(beginning)) + len(beginning))
    cut = shorten(name, room, placeholder="…")
    return cut if cut != "…" else Truncator(name).chars(room)


@register.filter
def beginning(markup: str) -> str:
    """The first words of stored HTML as plain text, for a page's description."""
    return Truncator(" ".join(unescape(strip_tags(markup[:4000])).split())).chars(200)


@register.filter
def web(url: str) -> str:
    """The address if it leads to the web or into this site, else "": stored addresses may be anything."""
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return ""
    inside = not scheme and url.startswith("/") and not url.startswith(("//", "/\\"))
    return url if scheme in ("http", "https") or inside else ""
