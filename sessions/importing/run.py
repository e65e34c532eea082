"""One run of the importer: a source -> a report. One transaction a post; --strict and --dry-run put one around all."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import nullcontext, suppress
from dataclasses import asdict
from functools import partial

from django.db import transaction
from django.utils import timezone

from readings import workers
from sessions.models import Image, ImportRun, Post, SlideDeck
from sessions.models.image import brought_into
from sessions.search.sync import held, mend

from .addresses import are_new, write_site_addresses
from .attachments import Shelf, forget
from .course import Opened, merge_course, open_course, term_from
from .files import Candidate, find_files
from .index_page import Index, ask_of, labels_of, read_index
from .lock import import_lock
from .names import Names
from .one_post import Task, begin, finish_task
from .papers import reorder_sources
from .renames import follow_renames
from .report import CREATED, REFUSED, UNCHANGED, PostOutcome, Report
from .running import Options, Run
from .site import Site, read_site, storable
from .sources import Source, SourceError, open_source
from .storing import keep
from .terms import Part, parts_of

Progress = Callable[[int, int], None]
AHEAD = 24  # posts that are read before their turn to be written: while documents of the search are, workers go on
MOST_AHEAD = 500  # that are read before one transaction around all of them, all kept until they are written
MOST_TEXT_AHEAD = 16 << 20  # characters of these


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
    source = options.source or open_source(options.path)
    found = find_files(source)
    if not found.candidates and not any(message.kind == "error" for message in found.messages):
        raise SourceError(
            f"{source.name}: no posts found (Markdown files in _posts, a collection, content, or the folder)"
        )
    site, messages = read_site(source.files)
    parts = parts_of(options.course, f"{options.prefix}/" if options.prefix else "", source, site, found.candidates)
    for part in parts:
        options.allow(part.slug)
    report = Report(course=parts[0].slug, messages=[*messages, *found.messages])
    report.courses = [str(part) for part in parts] if len(parts) > 1 else []
    report.posts += [PostOutcome(m.path, REFUSED) for m in found.messages if m.kind == "error"]
    index, runs = read_index(source, site), []
    pictures = {image.sha256: image for image in Image.objects.all()}
    begun = partial(begin_runs, options, source, site, parts, index, pictures, found.candidates)
    at_once = bool(options.dry_run or options.strict or options.plan)
    read = read_first(begun, source, found.candidates, progress) if at_once else {}
    try:
        with transaction.atomic() if at_once else nullcontext():
            runs = begun(report, Names())
            import_parts(runs, source, found.candidates, progress, read)
            for run in runs:
                look(run)
            report.undone = options.strict and bool(report.exit_code)
            report.outdated = bool(options.plan) and options.plan != report.key
            if options.dry_run or report.undone or report.outdated:
                raise Undone
    except Undone:
        for run in runs:
            run.course = None
    if not options.dry_run and not report.outdated:
        report.runs = [record(run, options, started).pk for run in runs]
    return report


def begin_runs(
    options: Options,
    source: Source,
    site: Site,
    parts: list[Part],
    index: Index,
    pictures: dict[str, Image],
    candidates: list[Candidate],
    report: Report,
    names: Names,
) -> list[Run]:
    """One for each course, with what its earlier imports left."""
    runs = [start(options, source, site, report, part, index, names, pictures) for part in parts]
    for run in runs:
        if not source.alone:
            report.messages += follow_renames(run.course, run.origin, run.prefix, source.files, candidates)
        run.paths.update(run.course.posts.values_list("path", flat=True))
    return runs


def read_first(
    begun: Callable[[Report, Names], list[Run]], source: Source, candidates: list[Candidate], progress: Progress
) -> dict[Candidate, Task]:
    """What workers make of the posts that one transaction is to hold: SQLite keeps all others from writing meanwhile.

    Which posts have changed is looked up in a transaction of its own, which is taken back.
    """
    tasks: list[Task] = []
    size = 0
    with ThreadPoolExecutor(workers.processes()) as executor:
        try:
            with suppress(Undone), transaction.atomic():
                run_of = by_candidate(begun(Report(""), Names()))
                for one in candidates[:MOST_AHEAD]:
                    tasks.append(begin(run_of[one], source, one, executor))
                    size += len(tasks[-1].text)
                    if size > MOST_TEXT_AHEAD:
                        break
                raise Undone
            for number, task in enumerate(tasks, 1):
                wait([task.future])
                progress(number, len(candidates))
        finally:
            executor.shutdown(cancel_futures=True)
    return {task.candidate: task for task in tasks}


def by_candidate(runs: list[Run]) -> dict[Candidate, Run]:
    return {candidate: run for run in runs for candidate in run.part.candidates}


def import_parts(
    runs: list[Run],
    source: Source,
    candidates: list[Candidate],
    progress: Progress,
    read: dict[Candidate, Task],
) -> None:
    """All files, each into its course: read ahead in workers, and written here one after the other, in order."""
    run_of = by_candidate(runs)
    tasks: deque[Task] = deque()
    with held(), ThreadPoolExecutor(workers.processes()) as executor:
        mend()
        try:
            for number, candidate in enumerate(candidates):
                tasks.append(begin(run_of[candidate], source, candidate, executor, read.pop(candidate, None)))
                if len(tasks) > AHEAD:
                    finish_task(tasks.popleft())
                progress(number + 1 - len(tasks), len(candidates))
            while tasks:
                finish_task(tasks.popleft())
                progress(len(candidates) - len(tasks), len(candidates))
            for run in runs:
                finish(run, source)
        finally:
            executor.shutdown(cancel_futures=True)


def start(
    options: Options,
    source: Source,
    site: Site,
    report: Report,
    part: Part,
    index: Index,
    names: Names,
    pictures: dict[str, Image],
) -> Run:
    opened = open_course(part.slug, storable(source.name), site, storable(part.term))
    course = opened.course
    prefix = f"{options.prefix}/" if options.prefix else ""
    alone = source.alone and Post.objects.filter(course=course, path=prefix + source.within).first()
    shelf = Shelf(
        source.files,
        frozenset(source.files.paths),
        site.address or course.site_url,
        options.keep or (forget if options.dry_run else keep),
        pictures,
        set(SlideDeck.objects.exclude(text_read="").values_list("text_read", flat=True)),
        *((alone.images, alone.decks) if alone else ({}, {})),
        brought_into(course.pk),
    )
    return Run(
        *(course, site, shelf, prefix, opened.root, report, part, index, names, opened.new),
        first=not course.import_runs.exists(),
        submits=notes_wait(options, opened),
        again=options.again,
        is_site=source.is_site,
        readdressed=are_new(course, site),
        moved=opened.moved,
        season=opened.season,
    )


def notes_wait(options: Options, opened: Opened) -> bool:
    """Whether the course has notes wait, or whoever imports them may not publish; a new course is their own."""
    course = opened.course
    if options.user and not opened.new and not course.published_by(options.user):
        return True
    return not options.as_published and course.submits_notes(first=not course.import_runs.exists())


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
    if run.first and run.teams:
        merge_course(run.course, labels_of(run.index, *zip(*run.teams, strict=True)))
    ask_of(run.index, run.course, run.report, run.prefix, {post.path for post in run.posts})
    if run.is_site:
        write_site_addresses(run.course, run.site, run.report.messages, source.files.paths)


def record(run: Run, options: Options, started) -> ImportRun:
    """The run itself, for the admin."""
    return ImportRun.objects.create(
        course=run.course,
        user=options.user,
        path=storable(options.path)[-1000:],
        started=started,
        finished=timezone.now(),
        counts=Report("", run.posts).counts if run.report.courses else run.report.counts,
        messages=[str(message) for message in run.report.messages],
        posts=[asdict(p) | {"source": run.prefix + p.path} for p in run.posts if p.action != UNCHANGED],
    )
