"""What a site's index page says of its posts: their dates, and what it calls their columns."""

import datetime
import re
from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.conf import settings

from readings import workers
from sessions.models import Course, Post
from sessions.posts import ParsedPost, PostError
from sessions.posts.front_matter import split_front_matter
from sessions.posts.meetings import year_in
from sessions.posts.site_columns import page_heads, propose_label
from sessions.posts.site_dates import (
    LARGEST_PAGE,
    Collection,
    Doubt,
    SiteDate,
    SitePost,
    collection_of,
    has_list,
    read_site_dates,
)
from sessions.posts.yaml_events import Items, Scalar

from .files import TEXT, Kind, find_files, name_of
from .records import Log
from .report import PostOutcome, Report
from .site import Site
from .sources import FileError, Source
from .text import decoded

PAGES = re.compile(r"(?:_pages/|_layouts/|pages/)?[^/]+\.(?:html?|md|markdown)", re.I)
INCLUDES = "_includes/"
MOST_INCLUDES = 100


@dataclass
class Index:
    """A site's index page, read; empty where there is none."""

    dates: dict[str, SiteDate] = field(default_factory=dict)  # by the post's path in its source
    doubts: list[Doubt] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)  # front matter key -> column head

    def given(self, path: str, earlier: dict[str, str]) -> dict[str, str]:
        """What is kept of it with the post; in doubt, what was `earlier` given."""
        found = self.dates.get(path)
        if found is None:
            return earlier if any(doubt.post in ("", path) for doubt in self.doubts) else {}
        return {"date": found.date.isoformat(), "page": found.page}


def read_index(source: Source, site: Site) -> Index:
    """Reads the pages that keep lists, with all posts of the site, whatever of it was asked for."""
    index = Index()
    if not any(path.startswith("_") for path in source.files.paths):
        return index  # a plain folder: no page of it goes through collections
    paths = [path for path in source.files.paths if PAGES.fullmatch(path)]
    templates = {path: text for path in sorted(paths, key=page_rank) if (text := template_of(source, path))}
    loops = [text for text in templates.values() if "{%" in text and re.search(r"\bfor\b|\binclude\b", text)]
    includes = includes_of(source) if loops else {}
    for path, text in templates.items():
        for key, head in heads_of(text).items() if "{%" in text else ():
            index.heads.setdefault(key, head)
        with_includes = "\n".join([text, *(inner for name, inner in includes.items() if name in text)])
        own = own_lists(source, path) if re.search(r"\bpage\.\w+\[", with_includes) else {}
        if has_list(with_includes, own):
            read_page(index, path, text, includes, own, source, site)
    return index


def heads_of(text: str) -> dict[str, str]:
    """The heads of a page's columns; none of a page that takes too long or is not understood."""
    try:
        return workers.run(page_heads, text)
    except Exception:
        return {}


def own_lists(source: Source, path: str) -> dict[str, list[str]]:
    """The lists of words that a page's front matter holds."""
    try:
        values = split_front_matter(decoded(source.files.read(path, LARGEST_PAGE))).values or {}
    except (FileError, PostError):
        return {}
    lists = {str(key): value for key, value in values.items() if isinstance(value, Items)}
    words = {key: [str(entry) for entry in entries if isinstance(entry, Scalar)] for key, entries in lists.items()}
    return {key: entries for key, entries in words.items() if entries and len(entries) == len(lists[key])}


def read_page(
    index: Index,
    path: str,
    text: str,
    includes: Mapping[str, str],
    own: Mapping[str, Sequence[str]],
    source: Source,
    site: Site,
) -> None:
    """Adds a page's dates; two pages that differ on a post are a doubt."""
    term = next((text for text in (site.tagline, site.title, site.baseurl, source.name) if year_in(text)), "")
    read = partial(read_site_dates, includes=includes, own=own, term=term)
    try:
        found = workers.run(read, path, text, collections_of(source, site))
    except workers.OutOfBounds as error:
        index.doubts.append(Doubt(path, 1, f"dates are not read: following the page {error}"))
        return
    except Exception as error:  # a fault of the reader costs the page's dates, not the import
        said = f"following the page failed, a fault of this program to be reported: {error!r}"
        index.doubts.append(Doubt(path, 1, f"dates are not read: {said}"))
        return
    index.doubts += found.doubts
    for post, given in found.dates.items():
        known = index.dates.setdefault(post, given)
        if known.date != given.date:
            said = f"no date is taken from the page: {known.page} gives {known.date}, {path} {given.date}"
            index.doubts.append(Doubt(path, given.line, said, post))
    for doubt in index.doubts:
        index.dates.pop(doubt.post, None)


def page_rank(path: str) -> tuple[bool, bool, str]:
    return "/" in path, not name_of(path).startswith("index."), path


def template_of(source: Source, path: str) -> str:
    """A page's text, its front matter's lines left blank; "" where it cannot be read or is too long."""
    try:
        text = decoded(source.files.read(path, LARGEST_PAGE))
    except (FileError, PostError):
        return ""
    front = re.match(r"---[ \t]*\n.*?\n---[ \t]*(?=\n|$)", text, re.S)
    return "\n" * text.count("\n", 0, front.end()) + text[front.end() :] if front else text


def includes_of(source: Source) -> dict[str, str]:
    paths = [path for path in source.files.paths if path.startswith(INCLUDES)][:MOST_INCLUDES]
    return {path.removeprefix(INCLUDES): template_of(source, path) for path in paths}


def collections_of(source: Source, site: Site) -> dict[str, Collection]:
    """The site's posts by collection, in the order in which its pages go through them."""
    grouped: dict[str, list[SitePost]] = {}
    whole = Source(source.files, source.name)
    for candidate in find_files(whole).candidates:
        folders = candidate.path.split("/")[:-1]
        if candidate.kind is Kind.POST and folders and candidate.path.lower().endswith(TEXT):
            name = "posts" if "_posts" in folders else folders[0].removeprefix("_")
            if post := site_post(source, candidate.path):
                grouped.setdefault(name, []).append(post)
    return {
        name: collection_of(posts, site.sort_by.get(name, ""), newest_first=name == "posts")
        for name, posts in grouped.items()
    }


def site_post(source: Source, path: str) -> SitePost | None:
    """The post as the site sees it; None for a file that is no post to it."""
    try:
        values = split_front_matter(decoded(source.files.read(path, settings.LIMITS.post))).values
    except (FileError, PostError):
        return SitePost(path, {})  # it has a place, though it cannot be read
    if values is None:
        return None
    plain = {str(key): plain_value(value) for key, value in values.items()}
    if plain.get("published") is False or plain.get("draft") is True:
        return None
    return SitePost(path, plain, own_date(path, plain.get("date")))


def plain_value(value: Any) -> Any:
    if isinstance(value, Scalar):
        return value.value
    if isinstance(value, Items):
        return [plain_value(item) for item in value]
    return {str(key): plain_value(item) for key, item in value.items()} if isinstance(value, dict) else value


def own_date(path: str, written: Any) -> datetime.date | None:
    """The date of the front matter, else of the file's name."""
    if isinstance(written, datetime.datetime):
        return written.date()
    if isinstance(written, datetime.date):
        return written
    match = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", written if isinstance(written, str) else name_of(path))
    with suppress(ValueError):
        return datetime.date(*(int(part) for part in match.groups())) if match else None
    return None


def dated(parsed: ParsedPost, given: Mapping[str, str]) -> ParsedPost:
    """The post with the index page's date, where it is one session without its own."""
    if not given or len(parsed.sessions) != 1 or parsed.sessions[0].date:
        return parsed
    session = replace(parsed.sessions[0], date=datetime.date.fromisoformat(given["date"]))
    return replace(parsed, sessions=(session,))


def labels_of(index: Index, leads: Sequence[str], blogs: Sequence[str]) -> dict[str, str]:
    """What a new course calls its `video` and `notes`, given their values in its posts."""
    lead = propose_label(leads, index.heads.get("video", ""), default="Lead team", prose="Topic")
    blog = propose_label(blogs, index.heads.get("notes", ""), default="Blog team", prose="Topic")
    return {"lead_team_label": lead, "blog_team_label": blog if blog != lead else f"{blog} (notes)"}


def ask_of(index: Index, course: Course, report: Report, prefix: str, paths: Set[str]) -> None:
    """Each doubt is told, and becomes a question: of the posts that are in this course, or of the course."""
    for doubt in index.doubts:
        post = Post.objects.filter(course=course, path=prefix + doubt.post).first() if doubt.post else None
        if doubt.post and (post is None or doubt.post not in paths):
            continue
        log = Log(course, doubt.page, PostOutcome(doubt.page, ""), post=post)
        log.warn(doubt.line, f"{doubt.post}: {doubt.text}" if doubt.post else doubt.text)
        session = post.sessions.first() if post else None
        log.ask("unsure", doubt.text, line=doubt.line, field="date", session=session)
        report.asked += log.outcome.asked
        report.messages += [message for message in log.messages if message not in report.messages]
