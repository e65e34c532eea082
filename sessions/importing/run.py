"""One run of the importer: a source -> a report. One transaction a post; --strict and --dry-run put one around all."""

import hashlib
import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from sessions.models import Course, ImportRun, Post
from sessions.posts import PARSER_VERSION, PostError, parse_page, parse_post
from sessions.posts.structure import Unpublished

from .addresses import are_new, write_post_addresses, write_site_addresses
from .apply import VARIABLES, Writing, write_post
from .attachments import Attachments, Shelf, attach, still_the_same
from .course import open_course, term_from
from .files import Candidate, Kind, find_files, lists_only
from .records import Log
from .report import CREATED, REFUSED, UNCHANGED, UPDATED, Message, PostOutcome, Report
from .site import Site, read_site, storable
from .sources import LONGEST_PATH, FileError, Source, SourceError, open_source
from .text import LARGEST_POST, decoded


@dataclass(frozen=True, slots=True)
class Options:
    path: str
    course: str = ""  # slug; "" takes the source's own
    prefix: str = ""  # --source
    dry_run: bool = False
    strict: bool = False


@dataclass
class Run:
    """What all posts of a run share."""

    course: Course
    site: Site
    shelf: Shelf
    prefix: str
    origin: str
    report: Report
    is_site: bool = False  # its files had addresses
    readdressed: bool = False  # the site gives its files other addresses than before
    moved: bool = False  # the site's address changed: links to its decks follow
    terms: list[str] = field(default_factory=list)


class Undone(Exception):
    """Leaves the transaction around a whole run without keeping it."""


def run_import(options: Options, progress: Callable[[int, int], None] = lambda done, of: None) -> Report:
    """Import what `options` name. Raises SourceError when nothing can be read."""
    started = timezone.now()
    source = open_source(options.path)
    found = find_files(source)
    if not found.candidates and not any(message.kind == "error" for message in found.messages):
        raise SourceError(
            f"{source.name}: no posts found (Markdown files in _posts, a collection, content, or the folder)"
        )
    site, messages = read_site(source.files)
    report = Report(course="", messages=[*messages, *found.messages])
    report.posts += [PostOutcome(m.path, REFUSED) for m in found.messages if m.kind == "error"]
    try:
        with transaction.atomic() if options.dry_run or options.strict else nullcontext():
            run, new = start(options, source, site, report)
            for number, candidate in enumerate(found.candidates):
                progress(number, len(found.candidates))
                import_file(run, source, candidate)
            progress(len(found.candidates), len(found.candidates))
            finish(run, source, new=new)
            if options.dry_run or (options.strict and report.exit_code):
                raise Undone
    except Undone:
        run.course = None
    if not options.dry_run:
        record(run, options, started)
    return report


def start(options: Options, source: Source, site: Site, report: Report) -> tuple[Run, bool]:
    course, new, moved = open_course(options.course, storable(source.name), site)
    report.course = course.slug
    shelf = Shelf(source.files, frozenset(source.files.paths), site.address or course.site_url, not options.dry_run)
    prefix = f"{options.prefix}/" if options.prefix else ""
    origin, readdressed = site.address or storable(source.name), are_new(course, site)
    return Run(course, site, shelf, prefix, origin, report, source.is_site, readdressed, moved), new


def finish(run: Run, source: Source, *, new: bool) -> None:
    """A course of which no post could be read is not kept; another one learns its term."""
    if new and not any(post.action == CREATED for post in run.report.posts):
        run.course.delete()
        run.course = None
        return
    if run.terms:
        term_from(run.course, run.site, run.terms)
    if source.is_site:
        write_site_addresses(run.course, run.site, run.report.messages, source.files.paths)


def record(run: Run, options: Options, started) -> None:
    """The run itself, for the admin."""
    ImportRun.objects.create(
        course=run.course,
        path=storable(options.path)[-1000:],
        started=started,
        finished=timezone.now(),
        counts=run.report.counts,
        messages=[str(message) for message in run.report.messages],
    )


def import_file(run: Run, source: Source, candidate: Candidate) -> None:
    """Read and write one post. Whatever goes wrong is told, and the database is as if the post had never been read."""
    path, report = candidate.path, run.report
    outcome = PostOutcome(path, REFUSED)
    log = Log(run.course, path, outcome)
    try:
        text = decoded(source.files.read(path, LARGEST_POST))
        if candidate.kind is Kind.PAGE and (why := no_page(text)):
            report.messages.append(Message("ignored", path, 0, why))
            return
        with transaction.atomic():
            outcome.action = import_text(run, candidate, text, log)
    except Unpublished as error:
        report.messages.append(Message("ignored", path, 0, error.text))
        return
    except PostError as error:
        refuse(report, outcome, error.line, error.text)
        return
    except SourceError:
        raise
    except FileError as error:
        refuse(report, outcome, 1, str(error))
        return
    except Exception as error:
        said = f"the importer failed on this post ({type(error).__name__}); please report it"
        refuse(report, outcome, 1, said)
        return
    report.posts.append(outcome)
    report.messages += log.messages


def refuse(report: Report, outcome: PostOutcome, line: int, text: str) -> None:
    report.posts.append(PostOutcome(outcome.path, REFUSED))
    report.messages.append(Message("error", outcome.path, max(line, 1), text))


def no_page(text: str) -> str:
    """Why a file beside the posts is no page of prose, or ""."""
    if not re.match(r"(?:---|\+\+\+)[ \t]*\n", text):
        return "no front matter: not a page of the site"
    return "only lists posts" if lists_only(text) else ""


def import_text(run: Run, candidate: Candidate, text: str, log: Log) -> str:
    """Parse and write; returns what became of the post. Raises PostError."""
    path, sha256 = run.prefix + candidate.path, hashlib.sha256(text.encode()).hexdigest()
    if len(path) > LONGEST_PATH:
        raise PostError(1, f"the path has more than {LONGEST_PATH} characters: use shorter names")
    old = Post.objects.filter(course=run.course, path=path).first()
    if old and old.origin != run.origin and old.sha256 != sha256:
        raise PostError(1, f"already imported from {old.origin}; name this folder with --source NAME")
    if old and is_unchanged(run, old, sha256, candidate.path):
        if run.is_site and run.readdressed:
            write_post_addresses(run.site, old, candidate.path)
        return UNCHANGED
    parse = parse_page if candidate.kind is Kind.PAGE else parse_post
    parsed = parse(text, candidate.path, variables=VARIABLES)
    for message in parsed.warnings:
        log.warn(message.line, message.text)
    found = attach(run.shelf, parsed, log)
    old_text = old.text if old else None
    redraw = old is not None and old.images != found.images
    post = save_post(run, old, path, text, sha256, found)
    log.post = post
    write_post(Writing(post, parsed, found, log, run.shelf.site_address, old_text, redraw))
    if run.is_site:
        write_post_addresses(run.site, post, candidate.path)
    if parsed.term:
        run.terms.append(parsed.term)
    return UPDATED if old else CREATED


def is_unchanged(run: Run, post: Post, sha256: str, path: str) -> bool:
    same_text = post.sha256 == sha256 and post.parser_version == PARSER_VERSION and not run.moved
    return same_text and still_the_same(run.shelf, path, post.images, post.decks)


def save_post(run: Run, old: Post | None, path: str, text: str, sha256: str, found: Attachments) -> Post:
    post = old or Post(course=run.course, path=path, origin=run.origin)
    post.text, post.sha256, post.parser_version = text, sha256, PARSER_VERSION
    post.images, post.decks, post.imported = found.images, found.decks, timezone.now()
    post.save()
    return post
