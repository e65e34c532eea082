"""One run of the importer: a source -> a report. One transaction a post; --strict and --dry-run put one around all."""

import hashlib
import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from readings import workers
from readings.bounded import remember
from sessions.models import Course, Image, ImportRun, Post
from sessions.posts import PARSER_VERSION, PostError
from sessions.posts.structure import Unpublished

from .apply import Writing, write_post
from .attachments import Attachments, Shelf, forget, still_the_same
from .course import open_course, term_from
from .files import Candidate, Kind, find_files, lists_only
from .preparing import Prepared, prepare
from .records import Log
from .report import CREATED, REFUSED, UNCHANGED, UPDATED, Message, PostOutcome, Report
from .site import Site, read_site, storable
from .sources import LONGEST_PATH, FileError, Source, SourceError, open_source
from .storing import keep
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
    """What all posts of a run share."""

    course: Course
    site: Site
    shelf: Shelf
    prefix: str
    origin: str
    report: Report
    again: bool = False
    moved: bool = False  # the site's address changed: links to its decks follow
    terms: list[str] = field(default_factory=list)


class Undone(Exception):
    """Leaves the transaction around a whole run without keeping it."""


def run_import(
    options: Options, progress: Progress = lambda done, of: None, look: Callable[[Run], None] = lambda run: None
) -> Report:
    """Import what `options` name. Raises SourceError when nothing can be read.

    `look` is called when all is written and, in a rehearsal, not yet undone.
    """
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
            import_files(run, source, found.candidates, progress)
            finish(run, new=new)
            look(run)
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
    shelf = Shelf(
        source.files,
        frozenset(source.files.paths),
        site.address or course.site_url,
        options.keep or (forget if options.dry_run else keep),
        {image.sha256: image for image in Image.objects.all()},
    )
    prefix = f"{options.prefix}/" if options.prefix else ""
    origin = site.address or storable(source.name)
    return Run(course, site, shelf, prefix, origin, report, options.again, moved), new


def finish(run: Run, *, new: bool) -> None:
    """A course of which no post could be read is not kept; another one learns its term."""
    if new and not any(post.action == CREATED for post in run.report.posts):
        run.course.delete()
        run.course = None
    elif run.terms:
        term_from(run.course, run.site, run.terms)


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


@dataclass
class Task:
    """One post on its way: `future` gives what is to be written, None where nothing has changed, or what is wrong."""

    candidate: Candidate
    log: Log
    text: str = ""
    old: Post | None = None
    future: Future = field(default_factory=Future)


def import_files(
    run: Run, source: Source, candidates: Sequence[Candidate], progress: Callable[[int, int], None]
) -> None:
    """Read the posts ahead in workers, and write them here one after the other, in order."""
    tasks: deque[Task] = deque()
    with ThreadPoolExecutor(workers.processes()) as executor:
        try:
            for number, candidate in enumerate(candidates):
                tasks.append(begin(run, source, candidate, executor))
                if len(tasks) > AHEAD:
                    finish_task(run, tasks.popleft())
                progress(number + 1 - len(tasks), len(candidates))
            while tasks:
                finish_task(run, tasks.popleft())
                progress(len(candidates) - len(tasks), len(candidates))
        finally:
            executor.shutdown(cancel_futures=True)


def begin(run: Run, source: Source, candidate: Candidate, executor: Executor) -> Task:
    """Read the file, and have its post prepared where it has changed."""
    task = Task(candidate, Log(run.course, candidate.path, PostOutcome(candidate.path, REFUSED)))
    try:
        task.text = decoded(source.files.read(candidate.path, LARGEST_POST))
        if candidate.kind is Kind.PAGE and (why := no_page(task.text)):
            raise Unpublished(1, why)
        task.old = known_post(run, candidate, task.text)
        if task.old and not run.again and is_unchanged(run, task.old, digest_of(task.text), candidate.path):
            task.future.set_result(None)
        else:
            task.future = executor.submit(prepare, candidate, task.text, run.shelf)
    except Exception as error:
        task.future.set_exception(error)
    return task


def finish_task(run: Run, task: Task) -> None:
    """Write one post. Whatever goes wrong is told, and the database is as if the post had never been read."""
    path, report, log = task.candidate.path, run.report, task.log
    try:
        prepared = task.future.result()
        with transaction.atomic():
            log.outcome.action = write(run, task, prepared) if prepared else UNCHANGED
    except Unpublished as error:
        report.messages.append(Message("ignored", path, 0, error.text))
    except PostError as error:
        refuse(report, log.outcome, error.line, error.text)
    except SourceError:
        raise
    except FileError as error:
        refuse(report, log.outcome, 1, str(error))
    except Exception as error:
        said = f"the importer failed on this post ({type(error).__name__}); please report it"
        refuse(report, log.outcome, 1, said)
    else:
        report.posts.append(log.outcome)
        report.messages += log.messages


def refuse(report: Report, outcome: PostOutcome, line: int, text: str) -> None:
    report.posts.append(PostOutcome(outcome.path, REFUSED))
    report.messages.append(Message("error", outcome.path, max(line, 1), text))


def no_page(text: str) -> str:
    """Why a file beside the posts is no page of prose, or ""."""
    if not re.match(r"(?:---|\+\+\+)[ \t]*\n", text):
        return "no front matter: not a page of the site"
    return "only lists posts" if lists_only(text) else ""


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def known_post(run: Run, candidate: Candidate, text: str) -> Post | None:
    """The post as it was imported before. Raises PostError where another folder's post has its path."""
    path = run.prefix + candidate.path
    if len(path) > LONGEST_PATH:
        raise PostError(1, f"the path has more than {LONGEST_PATH} characters: use shorter names")
    old = Post.objects.filter(course=run.course, path=path).first()
    if old and old.origin != run.origin and old.sha256 != digest_of(text):
        raise PostError(1, f"already imported from {old.origin}; name this folder with --source NAME")
    return old


def write(run: Run, task: Task, prepared: Prepared) -> str:
    """Write a post's records; returns what became of it. Raises PostError."""
    log, old, found = task.log, task.old, prepared.found
    for line, said in prepared.warnings:
        log.warn(line, said)
    old_text = old.text if old else None
    redraw = old is not None and old.images != found.images
    log.post = save_post(run, task, found)
    remember(prepared.rendered)
    write_post(Writing(log.post, prepared.parsed, found, log, run.shelf.site_address, old_text, redraw))
    if prepared.parsed.term:
        run.terms.append(prepared.parsed.term)
    return UPDATED if old else CREATED


def is_unchanged(run: Run, post: Post, sha256: str, path: str) -> bool:
    same_text = post.sha256 == sha256 and post.parser_version == PARSER_VERSION and not run.moved
    return same_text and still_the_same(run.shelf, path, post.images, post.decks)


def save_post(run: Run, task: Task, found: Attachments) -> Post:
    """The post's record and those of its pictures, whose files are there already."""
    save_pictures(found.pictures)
    post = task.old or Post(course=run.course, path=run.prefix + task.candidate.path, origin=run.origin)
    post.text, post.sha256, post.parser_version = task.text, digest_of(task.text), PARSER_VERSION
    post.images, post.decks, post.imported = found.images, found.decks, timezone.now()
    post.save()
    post.shows(found.image_infos())
    return post


def save_pictures(pictures: Mapping[str, Image]) -> None:
    known = set(Image.objects.filter(sha256__in=pictures).values_list("sha256", flat=True)) if pictures else set()
    for sha256 in pictures.keys() - known:
        values = {name: getattr(pictures[sha256], name) for name in ("file", "width", "height", "smaller")}
        Image.objects.get_or_create(sha256=sha256, defaults=values)
