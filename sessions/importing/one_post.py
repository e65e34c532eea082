"""One post on its way: its file -> what is to be written, prepared ahead by workers -> rows, in one transaction."""

import re
from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from readings.bounded import remember
from sessions.models import BlogNote, Post, Reading, SlideDeck
from sessions.posts import PARSER_VERSION, PostError
from sessions.posts.front_matter import split_front_matter
from sessions.posts.structure import Unpublished
from sessions.search.sync import flush_before_commit, flush_held

from .addresses import write_post_addresses
from .apply import Writing, write_post
from .attachments import Attachments, still_the_same
from .files import Candidate, Kind, lists_only
from .index_page import dated
from .moves import Moves
from .preparing import Prepared, prepare
from .readmes import lists_readings
from .records import Log
from .report import CREATED, REFUSED, UNCHANGED, UPDATED, Message, PostOutcome
from .running import Run
from .sources import LONGEST_PATH, FileError, Source, SourceError
from .storing import save_pictures
from .text import decoded, digest_of

HELD = 500  # rows of new posts whose search documents are written together, some fifty posts


@dataclass
class Task:
    """One post on its way: `future` gives what is to be written, None where nothing has changed, or what is wrong."""

    run: Run
    candidate: Candidate
    text: str = ""
    old: Post | None = None
    given: dict[str, str] = field(default_factory=dict)  # by the site's index page
    future: Future = field(default_factory=Future)


def begin(run: Run, source: Source, candidate: Candidate, executor: Executor, read: Task | None = None) -> Task:
    """Read the file, and have its post prepared where it has changed; `read`: the same, done a little before."""
    task = Task(run, candidate)
    try:
        task.text = (
            read.text if read and read.text else decoded(source.files.read(candidate.path, settings.LIMITS.post))
        )
        if candidate.kind is Kind.PAGE and (why := no_page(task.text)):
            raise Unpublished(1, why)
        task.old = known_post(task)
        earlier = task.old.from_site if task.old else {}
        task.given = earlier if source.alone else run.index.given(candidate.path, earlier)
        if read and still_holds(read, task):
            task.future = read.future
        elif task.old and not run.again and is_unchanged(task):
            task.future.set_result(None)
        else:
            task.future = executor.submit(prepare, candidate, task.text, run.shelf, run.words)
    except Exception as error:
        task.future.set_exception(error)
    return task


def still_holds(read: Task, task: Task) -> bool:
    """Whether the post's record is the one that was there when the post was read before."""
    before, now = ((one.old.pk, one.old.sha256) if one.old else None for one in (read, task))
    return before == now and read.given == task.given


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
    except OperationalError as error:
        refuse(run, path, 1, f"the database did not take it ({error}); run the import again")
    except Exception as error:
        refuse(run, path, 1, f"the importer failed on this post ({type(error).__name__}); please report it")
    else:
        run.posts.append(log.outcome)
        run.report.posts.append(log.outcome)
        run.report.messages += log.messages


def import_in_one_go(task: Task, prepared: Prepared | None) -> Log:
    """The post in one transaction; what it said and counted.

    What a new post brings may be found a little later; what an old one took back is found no more at once.
    """
    path = task.candidate.path
    log = Log(task.run.course, path, PostOutcome(path, REFUSED))
    flush_held(least=1 if task.old and prepared else HELD)
    try:
        with transaction.atomic():
            log.outcome.action = write(task, prepared, log) if prepared else leave(task)
            if task.old:
                flush_before_commit()
    except BaseException:
        task.run.names.forget()  # what the post made is gone again
        raise
    return log


def refuse(run: Run, path: str, line: int, text: str) -> None:
    refused = PostOutcome(path, REFUSED)
    run.posts.append(refused)
    run.report.posts.append(refused)
    run.report.messages.append(Message("error", path, max(line, 1), text))


def no_page(text: str) -> str:
    """Why a file beside the posts is no page of prose, or ""."""
    if not re.match(r"(?:---|\+\+\+)[ \t]*\n", text) and not lists_readings(text):  # GitHub shows those as well
        return "no front matter: not a page of the site"
    return "only lists posts" if lists_only(text) else ""


def known_post(task: Task) -> Post | None:
    """The post as it was imported before. Raises PostError where another folder's post has its path."""
    run, path = task.run, task.run.prefix + task.candidate.path
    if len(path) > LONGEST_PATH:
        raise PostError(1, f"the path has more than {LONGEST_PATH} characters: use shorter names")
    old = Post.objects.filter(course=run.course, path=path).first() if path in run.paths else None
    if old and old.origin != run.origin and old.sha256 != digest_of(task.text):
        raise PostError(1, f"already imported from {old.origin}; name this folder with --source NAME")
    return old


def leave(task: Task) -> str:
    """What is to be done for a post that has not changed."""
    if task.run.is_site and task.run.readdressed:
        front_matter = split_front_matter(task.text).values or {}
        write_post_addresses(task.run.site, task.old, task.candidate.path, front_matter)
    if task.run.first:
        recall(task.run, task.old)
    return UNCHANGED


def recall(run: Run, post: Post) -> None:
    """What the interrupted import had learned of its course from this post."""
    values = split_front_matter(post.text).values or {}
    learn(run, str(values.get("term") or ""), list(post.sessions.values_list("lead_team", "blog_team")))


def learn(run: Run, term: str, teams: Sequence[tuple[str, str]]) -> None:
    """What a post says of its course; `teams`: of its sessions, of which several say nothing of columns."""
    run.terms += [term] if term else []
    run.teams += teams if len(teams) == 1 else []


def write(task: Task, prepared: Prepared, log: Log) -> str:
    """Write a post's records; returns what became of it. Raises PostError."""
    run, old, found = task.run, task.old, prepared.found
    for line, said in prepared.warnings:
        log.warn(line, said)
    parsed = dated(prepared.parsed, task.given)
    old_text, old_images = (old.text, old.images) if old else (None, {})
    redraw = old is not None and old.images != found.images
    if old:
        lock_rows(old)
    log.post = save_post(task, found)
    remember(prepared.rendered)
    moves = Moves(log.post, parsed.sessions, run.shelf, run.prefix, run.paths)
    write_post(
        Writing(log.post, parsed, found, log, run.shelf, old_text, redraw, moves, run.names, run.submits, old_images)
    )
    if run.is_site:
        write_post_addresses(run.site, log.post, task.candidate.path, parsed.front_matter)
    if old and not log.outcome.changes and task.text != old_text:
        log.changed("nothing changes here: lines of the file moved, or say what stands here")
    learn(run, parsed.term, [(session.lead_team, session.blog_team) for session in parsed.sessions])
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
