"""One post's dataclasses -> its rows: sessions, notes, pages."""

from dataclasses import dataclass, replace

from readings.slugs import slug_of, unique_slug
from sessions.models import BlogNote, Category, Page, Post, Session
from sessions.posts import ParsedNote, ParsedPost, ParsedSession, PostError

from .attachments import Attachments
from .files import natural_key, stem_of
from .papers import Library, refresh, remove_unread
from .preparing import parsed_in_bounds
from .readings import with_whole_links, write_readings
from .records import Log, merge_names, merge_record
from .report import counted
from .slides import write_slides

VALUES = ("title", "date", "number", "status", "lead_team", "blog_team", "introduction")


@dataclass
class Writing:
    """What the writers of one post share."""

    post: Post
    parsed: ParsedPost
    found: Attachments
    log: Log
    site_address: str
    old_text: str | None  # of the earlier import; None for a new post
    redraw: bool  # its pictures changed: texts are rendered again

    def source_of(self, index: int) -> str:
        """The path; of several sessions of one file with their number."""
        return self.post.path if len(self.parsed.sessions) == 1 else f"{self.post.path}#{index + 1}"


def was_deleted(writing: Writing, index: int) -> bool:
    """Whether a session that has no row was made by the earlier import: then a person has deleted it."""
    if writing.old_text is None:
        return False
    try:
        earlier = parsed_in_bounds(writing.old_text, writing.log.path)
    except PostError:
        return index == 0
    return index < len(earlier.sessions)


def write_post(writing: Writing) -> None:
    if writing.parsed.sessions:
        write_sessions(writing)
    else:
        write_page(writing)


def write_sessions(writing: Writing) -> None:
    rows = {index_of(row.source): row for row in writing.post.sessions.all()}
    given = [
        replace(parsed, readings=tuple(with_whole_links(r, writing.site_address) for r in parsed.readings))
        for parsed in writing.parsed.sessions
    ]
    library = Library([reading for parsed in given for reading in parsed.readings])
    touched: set[int] = set()
    for index, parsed in enumerate(given):
        row = rows.pop(index, None)
        if row is None and was_deleted(writing, index):
            writing.log.outcome.kept += 1
            continue
        touched |= write_session(writing, parsed, index, row, library)
    for row in rows.values():
        writing.log.ask("unsure", f"“{row.title[:200]}” is no longer in its post", session=row)
    refresh(touched, library.people)
    remove_unread(touched)
    for question in library.questions:
        said = f"Is “{question.paper.title[:180]}” the same as “{question.other.title[:180]}”? {question.why}"
        writing.log.ask("identity", said, paper=question.paper, theirs={"paper": question.other.pk})


def index_of(source: str) -> int:
    number = source.rpartition("#")[2]
    return int(number) - 1 if "#" in source and number.isdecimal() else 0


def write_session(
    writing: Writing, parsed: ParsedSession, index: int, row: Session | None, library: Library
) -> set[int]:
    """Create or update one session with all that belongs to it; returns the papers it concerns."""
    log, post = writing.log, writing.post
    new = row is None
    session = row or Session(course=post.course, slug=session_slug(writing, index))
    session.post = post
    base = dict(session.as_given)
    theirs = {name: getattr(parsed, name) for name in VALUES}
    theirs["date"] = parsed.date.isoformat() if parsed.date else None
    about = f"session “{parsed.title[:80]}”"
    changed = merge_record(session, theirs, log, parsed.line, about, **({} if new else {"session": session}))
    source, order_key = writing.source_of(index), order_key_of(session.number, writing.source_of(index))
    changed = changed or (session.source, session.order_key) != (source, order_key) or writing.redraw
    session.source, session.order_key = source, order_key
    if new:
        session.save()
        log.changed(f"new {about}: {counted(len(parsed.readings), 'reading')}{', a note' if parsed.note else ''}")
    write_names(session, parsed, log, new=new)
    touched = write_readings(session, list(parsed.readings), library, writing.found, log)
    write_slides(session, parsed.slides, base, writing.found, log, line=parsed.line)
    write_note(session, parsed.note, writing)
    session.as_given |= {"slides": [{"address": deck.address} for deck in parsed.slides]}
    session.as_given |= {"note": bool(parsed.note) or base.get("note", False)}
    if not new and changed:
        session.save()
    elif session.as_given != base:  # nothing to render again
        Session.objects.filter(pk=session.pk).update(as_given=session.as_given)
    return touched


def session_slug(writing: Writing, index: int) -> str:
    """The slug of the file's stem, numbered from the second session of a file on."""
    stem = slug_of(stem_of(writing.post.path.rpartition("#")[0] or writing.post.path))
    wanted = stem if index == 0 else f"{stem}-{index + 1}"
    course = writing.post.course
    slug = unique_slug(wanted, lambda s: course.sessions.filter(slug=s).exists())
    if slug != wanted:
        writing.log.warn(1, f"another session has the address “{wanted}”: this one gets “{slug}”")
    return slug


def order_key_of(number: int | None, source: str) -> str:
    """Sorts as text: the number first, then the path with its numbers padded."""
    padded = "".join(f"{n:08d}" if n else text for kind, n, text in natural_key(source))
    return f"{number if number is not None else 99999999:08d} {padded}"[:600]


def write_names(session: Session, parsed: ParsedSession, log: Log, *, new: bool) -> None:
    """Tags and categories, each as a set."""
    ours = [] if new else [tag.name for tag in session.tags.all()]
    tags = merge_names(session, "tags", ours, [clip_name(name) for name in parsed.tags], log)
    if {t.casefold() for t in tags} != {t.casefold() for t in ours}:
        session.tags.set(tags)
    ours = [] if new else [category.name for category in session.categories.all()]
    categories = merge_names(session, "categories", ours, [clip_name(name) for name in parsed.categories], log)
    if set(categories) != set(ours):
        session.categories.set(category_named(name) for name in categories)


def clip_name(name: str) -> str:
    return name[:100]


def category_named(name: str) -> Category:
    """The category; a new one is placed by the number its name starts with ("5Generative")."""
    digits = name[: len(name) - len(name.lstrip("0123456789"))]
    return Category.objects.get_or_create(name=name, defaults={"position": int(digits[:4] or 0)})[0]


def write_note(session: Session, parsed: ParsedNote | None, writing: Writing) -> None:
    """The session's imported note. One that left its post goes back to being a draft; nothing is deleted."""
    log = writing.log
    row = next((note for note in session.notes.all() if note.as_given), None)
    if row is None and (parsed is None or session.as_given.get("note")):
        log.outcome.kept += bool(parsed)  # a person has deleted it
        return
    new = row is None
    row = row or BlogNote(session=session, state=BlogNote.State.PUBLISHED)
    row.session = session
    theirs = {"state": BlogNote.State.PUBLISHED.value if parsed else BlogNote.State.DRAFT.value}
    if parsed:
        theirs |= {"title": parsed.title, "markdown": parsed.markdown}
    line = parsed.line if parsed else 1
    if merge_record(row, theirs, log, line, "note", **({} if new else {"session": session})) or new or writing.redraw:
        row.save()


def write_page(writing: Writing) -> None:
    log, post, parsed = writing.log, writing.post, writing.parsed
    page = post.pages.first()
    if page is None and writing.old_text is not None:
        log.outcome.kept += 1  # a person has deleted it
        return
    new = page is None
    if new:
        slug = unique_slug(stem_of(post.path), lambda s: post.course.pages.filter(slug=s).exists())
        page = Page(course=post.course, slug=slug, position=post.course.pages.count())
        log.changed(f"new page “{parsed.title[:80]}”")
    page.post = post
    theirs = {"title": parsed.title, "markdown": parsed.markdown}
    if merge_record(page, theirs, log, 1, "page") or new or writing.redraw:
        page.save()
