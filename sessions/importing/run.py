"""One run of the importer: a source -> a report. One transaction a post; --strict and --dry-run put one around all."""

import hashlib
import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from sessions.models import BlogNote, Course, ImportRun, Post, Reading, SlideDeck
from sessions.posts import PARSER_VERSION, PostError, parse_page, parse_post
from sessions.posts.structure import Unpublished

from .addresses import are_new, write_post_addresses, write_site_addresses
from .apply import VARIABLES, Writing, write_post
from .attachments import Attachments, Shelf, attach, still_the_same
from .course import merge_course, open_course, term_from
from .files import Candidate, Kind, find_files, lists_only
from .index_page import Index, ask_of, dated, labels_of, read_index
from .lock import import_lock
from .moves import Moves
from .papers import reorder_sources
from .records import Log
from .renames import follow_renames
from .report import CREATED, REFUSED, UNCHANGED, UPDATED, Message, PostOutcome, Report
from .site import Site, read_site, storable
from .sources import LONGEST_PATH, FileError, Source, SourceError, open_source
from .terms import Part, parts_of
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
    """What all posts of a run that go into one course share."""

    course: Course
    site: Site
    shelf: Shelf
    prefix: str
    origin: str  # the root's name
    report: Report
    part: Part
    index: Index
    new: bool  # the course
    is_site: bool = False  # its files had addresses
    readdressed: bool = False  # the site gives its files other addresses than before
    moved: bool = False  # the site's address changed: links to its decks follow
    season: tuple[int, int] = (0, -1)  # of the course before the run
    posts: list[PostOutcome] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    teams: list[tuple[str, str]] = field(default_factory=list)  # (lead, blog) of each session of a post of its own

    @property
    def words(self) -> str:
        """Where the year of days without one may be named."""
        return " ".join((self.course.term, self.site.words, self.origin))


class Undone(Exception):
    """Leaves the transaction around a whole run without keeping it."""


def run_import(
    options: Options,
    progress: Callable[[int, int], None] = lambda done, of: None,
    waiting: Callable[[], None] = lambda: None,
) -> Report:
    """Import what `options` name; `waiting` is called where another import has to end first.

    Raises SourceError when nothing can be read.
    """
    with import_lock(waiting):
        return import_alone(options, progress)


def import_alone(options: Options, progress: Callable[[int, int], None]) -> Report:
    started = timezone.now()
    source = open_source(options.path)
    found = find_files(source)
    if not found.candidates and not any(message.kind == "error" for message in found.messages):
        raise SourceError(
            f"{source.name}: no posts found (Markdown files in _posts, a collection, content, or the folder)"
        )
    site, messages = read_site(source.files)
    parts = parts_of(options.course, f"{options.prefix}/" if options.prefix else "", source, site, found.candidates)
    report = Report(course=parts[0].slug, messages=[*messages, *found.messages])
    report.courses = [str(part) for part in parts] if len(parts) > 1 else []
    report.posts += [PostOutcome(m.path, REFUSED) for m in found.messages if m.kind == "error"]
    index, runs = read_index(source, site), []
    try:
        with transaction.atomic() if options.dry_run or options.strict else nullcontext():
            runs = [start(options, source, site, report, part, index) for part in parts]
            for run in runs:
                report.messages += follow_renames(run.course, run.origin, run.prefix, source.files, found.candidates)
            import_parts(runs, source, found.candidates, progress)
            report.undone = options.strict and bool(report.exit_code)
            if options.dry_run or report.undone:
                raise Undone
    except Undone:
        for run in runs:
            run.course = None
    if not options.dry_run:
        for run in runs:
            record(run, options, started)
    return report


def import_parts(
    runs: list[Run], source: Source, candidates: list[Candidate], progress: Callable[[int, int], None]
) -> None:
    """All files in their order, each into its course."""
    run_of = {candidate: run for run in runs for candidate in run.part.candidates}
    for number, candidate in enumerate(candidates):
        progress(number, len(candidates))
        import_file(run_of[candidate], source, candidate)
    progress(len(candidates), len(candidates))
    for run in runs:
        finish(run, source)


def start(options: Options, source: Source, site: Site, report: Report, part: Part, index: Index) -> Run:
    opened = open_course(part.slug, storable(source.name), site, storable(part.term))
    course = opened.course
    shelf = Shelf(source.files, frozenset(source.files.paths), site.address or course.site_url, not options.dry_run)
    prefix = f"{options.prefix}/" if options.prefix else ""
    return Run(
        *(course, site, shelf, prefix, opened.root, report, part, index, opened.new),
        is_site=source.is_site,
        readdressed=are_new(course, site),
        moved=opened.moved,
        season=opened.season,
    )


def finish(run: Run, source: Source) -> None:
    """A course of which no post could be read is not kept; another one learns its term, words and old addresses."""
    if run.new and not any(post.action == CREATED for post in run.posts) and not run.course.posts.exists():
        run.course.delete()
        run.course = None
        return
    if run.terms:
        term_from(run.course, None if run.part.term else run.site, run.terms)
    if run.course.season_key != run.season:
        reorder_sources(run.course)
    if run.new and run.teams:
        merge_course(run.course, labels_of(run.index, *zip(*run.teams, strict=True)))
    ask_of(run.index, run.course, run.report, run.prefix, {post.path for post in run.posts})
    if run.is_site:
        write_site_addresses(run.course, run.site, run.report.messages, source.files.paths)


def record(run: Run, options: Options, started) -> None:
    """The run itself, for the admin."""
    ImportRun.objects.create(
        course=run.course,
        path=storable(options.path)[-1000:],
        started=started,
        finished=timezone.now(),
        counts=Report("", run.posts).counts if run.report.courses else run.report.counts,
        messages=[str(message) for message in run.report.messages],
    )


def import_file(run: Run, source: Source, candidate: Candidate) -> None:
    """Read and write one post. Whatever goes wrong is told, and the database is as if the post had never been read."""
    path, report = candidate.path, run.report
    outcome = PostOutcome(path, REFUSED)
    try:
        text = decoded(source.files.read(path, LARGEST_POST))
        if candidate.kind is Kind.PAGE and (why := no_page(text)):
            report.messages.append(Message("ignored", path, 0, why))
            return
        try:
            log = import_in_one_go(run, candidate, text)
        except (IntegrityError, OperationalError):  # somebody saved the same record at that moment: once more
            log = import_in_one_go(run, candidate, text)
    except Unpublished as error:
        report.messages.append(Message("ignored", path, 0, error.text))
        return
    except PostError as error:
        refuse(run, outcome, error.line, error.text)
        return
    except SourceError:
        raise
    except FileError as error:
        refuse(run, outcome, 1, str(error))
        return
    except Exception as error:
        said = f"the importer failed on this post ({type(error).__name__}); please report it"
        refuse(run, outcome, 1, said)
        return
    run.posts.append(log.outcome)
    report.posts.append(log.outcome)
    report.messages += log.messages


def import_in_one_go(run: Run, candidate: Candidate, text: str) -> Log:
    """The post in one transaction; what it said and counted."""
    log = Log(run.course, candidate.path, PostOutcome(candidate.path, REFUSED))
    with transaction.atomic():
        log.outcome.action = import_text(run, candidate, text, log)
    return log


def refuse(run: Run, outcome: PostOutcome, line: int, text: str) -> None:
    refused = PostOutcome(outcome.path, REFUSED)
    run.posts.append(refused)
    run.report.posts.append(refused)
    run.report.messages.append(Message("error", outcome.path, max(line, 1), text))


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
    given = run.index.given(candidate.path, old.from_site if old else {})
    if old and is_unchanged(run, old, sha256, candidate.path, given):
        if run.is_site and run.readdressed:
            write_post_addresses(run.site, old, candidate.path)
        return UNCHANGED
    if candidate.kind is Kind.PAGE:
        parsed = parse_page(text, candidate.path, variables=VARIABLES)
    else:
        parsed = parse_post(text, candidate.path, variables=VARIABLES, hint=run.words)
    for message in parsed.warnings:
        log.warn(message.line, message.text)
    parsed = dated(parsed, given)
    found = attach(run.shelf, parsed, log)
    old_text = old.text if old else None
    redraw = old is not None and old.images != found.images
    if old:
        lock_rows(old)
    post = save_post(run, old, path, text, sha256, found, given)
    log.post = post
    moves = Moves(post, parsed.sessions, run.shelf, run.prefix, VARIABLES)
    write_post(Writing(post, parsed, found, log, run.shelf, old_text, redraw, moves))
    if run.is_site:
        write_post_addresses(run.site, post, candidate.path)
    run.terms += [parsed.term] if parsed.term else []
    run.teams += [(parsed.sessions[0].lead_team, parsed.sessions[0].blog_team)] if len(parsed.sessions) == 1 else []
    return UPDATED if old else CREATED


def lock_rows(post: Post) -> None:
    """Nobody saves these between our reading and our writing of them (PostgreSQL; SQLite has one writer anyway)."""
    if connection.features.has_select_for_update:
        sessions = post.sessions.select_for_update().values_list("pk", flat=True)
        numbers = list(sessions.order_by("pk"))
        for model in (Reading, BlogNote, SlideDeck):
            list(model.objects.filter(session__in=numbers).select_for_update().order_by("pk").values_list("pk"))
        list(post.pages.select_for_update().values_list("pk"))


def is_unchanged(run: Run, post: Post, sha256: str, path: str, given: dict[str, str]) -> bool:
    same_text = post.sha256 == sha256 and post.parser_version == PARSER_VERSION and not run.moved
    return same_text and post.from_site == given and still_the_same(run.shelf, path, post.images, post.decks)


def save_post(
    run: Run, old: Post | None, path: str, text: str, sha256: str, found: Attachments, given: dict[str, str]
) -> Post:
    post = old or Post(course=run.course, path=path, origin=run.origin)
    post.text, post.sha256, post.parser_version = text, sha256, PARSER_VERSION
    post.images, post.decks, post.imported = found.images, found.decks, timezone.now()
    post.from_site = given
    post.save()
    return post
