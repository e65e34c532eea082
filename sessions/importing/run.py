"""One run of the importer: a source -> a report. One transaction a post; --strict and --dry-run put one around all."""

import hashlib
import re
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from readings import workers
from readings.bounded import remember
from sessions.models import BlogNote, Course, Image, ImportRun, Post, Reading, SlideDeck
from sessions.posts import PARSER_VERSION, PostError
from sessions.posts.structure import Unpublished
from sessions.search.sync import flush_before_commit

from .addresses import are_new, write_post_addresses, write_site_addresses
from .apply import Writing, write_post
from .attachments import Attachments, Shelf, forget, still_the_same
from .course import merge_course, open_course, term_from
from .files import Candidate, Kind, find_files, lists_only
from .index_page import Index, ask_of, dated, labels_of, read_index
from .lock import import_lock
from .moves import Moves
from .papers import reorder_sources
from .preparing import Prepared, prepare
from .records import Log
from .renames import follow_renames
from .report import CREATED, REFUSED, UNCHANGED, UPDATED, Message, PostOutcome, Report
from .site import Site, read_site, storable
from .sources import LONGEST_PATH, FileError, Source, SourceError, open_source
from .storing import keep
from .terms import Part, parts_of
from .text import LARGEST_POST, decoded

Progress = Callable[[int, int], None]
AHEAD = 8  # posts that are read before their turn to be written


@dataclass(frozen=True, slots=True)
class Options:
    path: str
    course: str = ""  # slug; "" takes the source's own
    prefix: str = ""  # --source
    dry_run: bool = False
    strict: bool = False
    again: bool = False  # posts that have not changed are read again
    keep: Callable[[str, bytes], None] | None = None  # takes pictures and decks in place of the storage


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
    again: bool = False  # what has not changed is read as well
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
    progress: Progress = lambda done, of: None,
    waiting: Callable[[], None] = lambda: None,
    look: Callable[[Run], None] = lambda run: None,
) -> Report:
    """Import what `options` name; `waiting` is called where another import has to end first.

    `look` is called for each course when all is written and, in a rehearsal, not yet undone.
    Raises SourceError when nothing can be read.
    """
    with import_lock(waiting):
        return import_alone(options, progress, look)


def import_alone(options: Options, progress: Progress, look: Callable[[Run], None]) -> Report:
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
    pictures = {image.sha256: image for image in Image.objects.all()}
    try:
        with transaction.atomic() if options.dry_run or options.strict else nullcontext():
            runs = [start(options, source, site, report, part, index, pictures) for part in parts]
            for run in runs:
                report.messages += follow_renames(run.course, run.origin, run.prefix, source.files, found.candidates)
            import_parts(runs, source, found.candidates, progress)
            for run in runs:
                look(run)
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


def import_parts(runs: list[Run], source: Source, candidates: list[Candidate], progress: Progress) -> None:
    """All files, each into its course: read ahead in workers, and written here one after the other, in order."""
    run_of = {candidate: run for run in runs for candidate in run.part.candidates}
    tasks: deque[Task] = deque()
    with ThreadPoolExecutor(workers.processes()) as executor:
        try:
            for number, candidate in enumerate(candidates):
                tasks.append(begin(run_of[candidate], source, candidate, executor))
                if len(tasks) > AHEAD:
                    finish_task(tasks.popleft())
                progress(number + 1 - len(tasks), len(candidates))
            while tasks:
                finish_task(tasks.popleft())
                progress(len(candidates) - len(tasks), len(candidates))
        finally:
            executor.shutdown(cancel_futures=True)
    for run in runs:
        finish(run, source)


def start(
    options: Options,
    source: Source,
    site: Site,
    report: Report,
    part: Part,
    index: Index,
    pictures: dict[str, Image],
) -> Run:
    opened = open_course(part.slug, storable(source.name), site, storable(part.term))
    course = opened.course
    shelf = Shelf(
        source.files,
        frozenset(source.files.paths),
        site.address or course.site_url,
        options.keep or (forget if options.dry_run else keep),
        pictures,
        set(SlideDeck.objects.exclude(text_read="").values_list("text_read", flat=True)),
    )
    prefix = f"{options.prefix}/" if options.prefix else ""
    return Run(
        *(course, site, shelf, prefix, opened.root, report, part, index, opened.new),
        again=options.again,
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


@dataclass
class Task:
    """One post on its way: `future` gives what is to be written, None where nothing has changed, or what is wrong."""

    run: Run
    candidate: Candidate
    text: str = ""
    old: Post | None = None
    given: dict[str, str] = field(default_factory=dict)  # by the site's index page
    future: Future = field(default_factory=Future)


def begin(run: Run, source: Source, candidate: Candidate, executor: Executor) -> Task:
    """Read the file, and have its post prepared where it has changed."""
    task = Task(run, candidate)
    try:
        task.text = decoded(source.files.read(candidate.path, LARGEST_POST))
        if candidate.kind is Kind.PAGE and (why := no_page(task.text)):
            raise Unpublished(1, why)
        task.old = known_post(task)
        task.given = run.index.given(candidate.path, task.old.from_site if task.old else {})
        if task.old and not run.again and is_unchanged(task):
            task.future.set_result(None)
        else:
            task.future = executor.submit(prepare, candidate, task.text, run.shelf, run.words)
    except Exception as error:
        task.future.set_exception(error)
    return task


def finish_task(task: Task) -> None:
    """Write one post. Whatever goes wrong is told, and the database is as if the post had never been read."""
    run, path = task.run, task.candidate.path
    try:
        prepared = task.future.result()
        try:
            log = import_in_one_go(task, prepared)
        except (IntegrityError, OperationalError):  # somebody saved the same record at that moment: once more
            task.old = known_post(task)
            log = import_in_one_go(task, prepared)
    except Unpublished as error:
        run.report.messages.append(Message("ignored", path, 0, error.text))
    except PostError as error:
        refuse(run, path, error.line, error.text)
    except SourceError:
        raise
    except FileError as error:
        refuse(run, path, 1, str(error))
    except Exception as error:
        refuse(run, path, 1, f"the importer failed on this post ({type(error).__name__}); please report it")
    else:
        run.posts.append(log.outcome)
        run.report.posts.append(log.outcome)
        run.report.messages += log.messages


def import_in_one_go(task: Task, prepared: Prepared | None) -> Log:
    """The post in one transaction; what it said and counted."""
    path = task.candidate.path
    log = Log(task.run.course, path, PostOutcome(path, REFUSED))
    with transaction.atomic():
        log.outcome.action = write(task, prepared, log) if prepared else leave(task)
        flush_before_commit()
    return log


def refuse(run: Run, path: str, line: int, text: str) -> None:
    refused = PostOutcome(path, REFUSED)
    run.posts.append(refused)
    run.report.posts.append(refused)
    run.report.messages.append(Message("error", path, max(line, 1), text))


def no_page(text: str) -> str:
    """Why a file beside the posts is no page of prose, or ""."""
    if not re.match(r"(?:---|\+\+\+)[ \t]*\n", text):
        return "no front matter: not a page of the site"
    return "only lists posts" if lists_only(text) else ""


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def known_post(task: Task) -> Post | None:
    """The post as it was imported before. Raises PostError where another folder's post has its path."""
    run, path = task.run, task.run.prefix + task.candidate.path
    if len(path) > LONGEST_PATH:
        raise PostError(1, f"the path has more than {LONGEST_PATH} characters: use shorter names")
    old = Post.objects.filter(course=run.course, path=path).first()
    if old and old.origin != run.origin and old.sha256 != digest_of(task.text):
        raise PostError(1, f"already imported from {old.origin}; name this folder with --source NAME")
    return old


def leave(task: Task) -> str:
    """What is to be done for a post that has not changed."""
    if task.run.is_site and task.run.readdressed:
        write_post_addresses(task.run.site, task.old, task.candidate.path)
    return UNCHANGED


def write(task: Task, prepared: Prepared, log: Log) -> str:
    """Write a post's records; returns what became of it. Raises PostError."""
    run, old, found = task.run, task.old, prepared.found
    for line, said in prepared.warnings:
        log.warn(line, said)
    parsed = dated(prepared.parsed, task.given)
    old_text = old.text if old else None
    redraw = old is not None and old.images != found.images
    if old:
        lock_rows(old)
    log.post = save_post(task, found)
    remember(prepared.rendered)
    moves = Moves(log.post, parsed.sessions, run.shelf, run.prefix)
    write_post(Writing(log.post, parsed, found, log, run.shelf, old_text, redraw, moves))
    if run.is_site:
        write_post_addresses(run.site, log.post, task.candidate.path)
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


def is_unchanged(task: Task) -> bool:
    run, post = task.run, task.old
    same_text = post.sha256 == digest_of(task.text) and post.parser_version == PARSER_VERSION and not run.moved
    same_site = post.from_site == task.given
    return same_text and same_site and still_the_same(run.shelf, task.candidate.path, post.images, post.decks)


def save_post(task: Task, found: Attachments) -> Post:
    """The post's record and those of its pictures, whose files are there already."""
    save_pictures(found.pictures)
    post = task.old or Post(course=task.run.course, path=task.run.prefix + task.candidate.path, origin=task.run.origin)
    post.text, post.sha256, post.parser_version = task.text, digest_of(task.text), PARSER_VERSION
    post.images, post.decks, post.imported = found.images, found.decks, timezone.now()
    post.from_site = task.given
    post.save()
    post.shows(found.image_infos())
    return post


def save_pictures(pictures: Mapping[str, Image]) -> None:
    known = set(Image.objects.filter(sha256__in=pictures).values_list("sha256", flat=True)) if pictures else set()
    for sha256 in pictures.keys() - known:
        values = {name: getattr(pictures[sha256], name) for name in ("file", "width", "height", "smaller")}
        Image.objects.get_or_create(sha256=sha256, defaults=values)
