"""One post's dataclasses -> its rows: sessions, notes, pages."""

import re
from dataclasses import dataclass, field, replace

from readings.slugs import slug_of, taken_in, unique_slug
from sessions.mentions import renew_for_new, renew_meanings, renew_mentions
from sessions.models import BlogNote, Page, Post, Session
from sessions.notes import waiting_of, withdraw
from sessions.posts import ParsedNote, ParsedPost, ParsedSession, PostError

from .attachments import Attachments, Shelf
from .files import stem_of
from .lending import lend
from .library import Library
from .merge import plain
from .moves import Moves
from .names import Names, write_names
from .papers import refresh, remove_unread
from .preparing import parsed_in_bounds
from .questions import digest
from .readings import UNSURE, with_whole_links, write_readings
from .records import Log, merge_record
from .repeats import propose_same
from .report import counted, cut
from .slides import write_slides
from .waiting import hold_back, state_given, was_published

VALUES = ("title", "date", "number", "status", "lead_team", "blog_team", "introduction")


@dataclass
class Writing:
    """What the writers of one post share."""

    post: Post
    parsed: ParsedPost
    found: Attachments
    log: Log
    shelf: Shelf
    old_text: str | None  # of the earlier import; None for a new post
    redraw: bool  # its pictures changed: texts are rendered again
    moves: Moves
    names: Names
    submits: bool = False  # notes wait for a person before they are public
    old_images: dict[str, str | None] = field(default_factory=dict)  # of the earlier import

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
    rows = {index_of(row.source): row for row in writing.post.sessions.all()} if writing.old_text is not None else {}
    given = [
        replace(parsed, readings=tuple(with_whole_links(r, writing.shelf.site_address) for r in parsed.readings))
        for parsed in writing.parsed.sessions
    ]
    library = Library([reading for parsed in given for reading in parsed.readings], writing.names.of_papers)
    touched: set[int] = set()
    for index, parsed in enumerate(given):
        row = rows.pop(index, None) or made_by_hand(writing, index)
        if row is None and was_deleted(writing, index):
            writing.log.outcome.kept += 1
            continue
        touched |= write_session(writing, parsed, index, row, library)
    for row in rows.values():
        writing.log.ask("unsure", f"“{cut(row.title, 200)}” is no longer in its post", session=row)
    told_of_before = touched - library.fresh
    if writing.old_text is None:
        refresh(told_of_before - (library.confirmed - writing.moves.moved), library.people, writing.log)
        renew_meanings(told_of_before)
    else:
        refresh(told_of_before, library.people, writing.log)
        remove_unread(told_of_before)
        renew_mentions(told_of_before)
    renew_for_new(library.made, library.links)
    ask_about_papers(library, writing.log)


def ask_about_papers(library: Library, log: Log) -> None:
    """Whether two records are one paper: asked once for each pair."""
    for question in [*library.questions, *library.near_duplicates()]:
        said = f"Is “{cut(question.paper.title, 180)}” the same as “{cut(question.other.title, 180)}”? {question.why}"
        key = digest("identity", *sorted((question.paper.pk, question.other.pk)))
        log.ask("identity", said, key, paper=question.paper, theirs={"paper": question.other.pk})


def made_by_hand(writing: Writing, index: int) -> Session | None:
    """The session that a person made here and of which this post was written: it has the file's name as its slug."""
    if writing.old_text is not None or index:
        return None
    slugs = [slug_of(re.sub(r"^\d{4}-\d{1,2}-\d{1,2}-", "", stem_of(writing.post.path)))]
    slugs.insert(0, slug_of(stem_of(writing.post.path)))
    known = writing.names.slugs_in(writing.post.course)
    made = [known[slug] for slug in slugs if known.get(slug)]
    return writing.post.course.sessions.filter(post=None, source="", pk__in=made).first() if made else None


def index_of(source: str) -> int:
    number = source.rpartition("#")[2]
    return int(number) - 1 if "#" in source and number.isdecimal() else 0


def write_session(
    writing: Writing, parsed: ParsedSession, index: int, row: Session | None, library: Library
) -> set[int]:
    """Create or update one session with all that belongs to it; returns the papers it concerns."""
    log, post = writing.log, writing.post
    new = row is None
    session = row or Session(course=post.course, slug=session_slug(writing, index, parsed))
    session.post = post
    base = dict(session.as_given)
    theirs = {name: getattr(parsed, name) for name in VALUES}
    theirs["date"] = parsed.date.isoformat() if parsed.date else None
    about = f"session “{cut(parsed.title, 80)}”"
    changed = merge_record(session, theirs, log, parsed.line, about, lines_of(writing.parsed, parsed))
    changed = changed or session.source != writing.source_of(index) or writing.redraw
    session.source = writing.source_of(index)
    if new:
        session.save()
        log.changed(f"new {about}: {counted(len(parsed.readings), 'reading')}{', a note' if parsed.note else ''}")
    write_names(session, parsed, writing.names, log, new=new)
    touched = write_readings(session, list(parsed.readings), library, writing.found, log, writing.moves, new=new)
    write_slides(session, parsed.slides, base, writing.found, log, line=parsed.line, new=new)
    write_note(session, parsed.note, writing, new=new)
    session.as_given |= {"slides": [{"address": deck.address} for deck in parsed.slides]}
    session.as_given |= {"note": bool(parsed.note) or base.get("note", False)}
    if not new and changed:
        session.save()
    elif session.as_given != base:  # nothing to render again
        Session.objects.filter(pk=session.pk).update(as_given=session.as_given)
    if session.same_as:
        lend(session)
    else:
        if session.title in writing.names.titles:
            propose_same(session, log)
        writing.names.titles.add(session.title)
    return touched


# Front matter's keys for a session's values.
KEYS = {
    "title": "title",
    "date": "date",
    "number": "desc",
    "status": "lectureversion",
    "lead_team": "video",
    "blog_team": "notes",
}


def lines_of(post: ParsedPost, session: ParsedSession) -> dict[str, int]:
    """The lines of the values that the post's front matter gives; of several sessions none are its."""
    if len(post.sessions) > 1:
        return {}
    at = {str(key).lower(): getattr(key, "line", session.line) for key in post.front_matter}
    return {name: at[key] for name, key in KEYS.items() if key in at}


LONGEST_SLUG = 60  # characters of one that comes from a title


def session_slug(writing: Writing, index: int, parsed: ParsedSession) -> str:
    """The slug of the file's stem; of a file that holds several sessions, that of the session's title."""
    several = "#" in writing.source_of(index)
    stem = slug_of(stem_of(writing.post.path.rpartition("#")[0] or writing.post.path))
    wanted = slug_of(parsed.title)[:LONGEST_SLUG].strip("-_") if several else stem
    there = writing.names.slugs_in(writing.post.course)
    slug = unique_slug(wanted, lambda names: there.keys() | Session.TAKEN_SLUGS)
    there[slug] = None
    if slug != wanted and not several:
        holder = "the course itself" if wanted in Session.TAKEN_SLUGS else "another session"
        writing.log.warn(1, f"{holder} has the address “{wanted}”: this one gets “{slug}”")
    return slug


def write_note(session: Session, parsed: ParsedNote | None, writing: Writing, *, new: bool) -> None:
    """The session's imported note; nothing is deleted. `new`: the session has none yet."""
    log = writing.log
    notes = [] if new else list(session.notes.all())
    row = next((note for note in notes if note.as_given), None)
    if row is None and parsed and not session.as_given.get("note"):  # a person wrote it here, and now it is in the post
        row = next((note for note in notes if plain(note.markdown) == plain(parsed.markdown)), None)
    if row is None and (parsed is None or session.as_given.get("note")):
        log.outcome.kept += bool(parsed)  # a person has deleted it
        return
    if parsed is None:
        withdraw(row)
        if withdraw_note(row, log) or writing.redraw:
            row.save()
        return
    arrives = BlogNote.State.SUBMITTED if writing.submits else BlogNote.State.PUBLISHED
    row = row or BlogNote(session=session, state=arrives)
    row.session = session
    merge_note(row, parsed, writing, arrives)
    if parsed.confidence < UNSURE:
        said = f"Is this the note of “{session.title[:200]}”?"
        log.ask("unsure", said, digest("unsure note", row.pk), line=parsed.line, note=row, session=session)


def merge_note(row: BlogNote, parsed: ParsedNote, writing: Writing, arrives: BlogNote.State) -> None:
    log, new, before = writing.log, row.pk is None, dict(row.as_given)
    theirs = {"state": state_given(row, arrives), "title": parsed.title, "markdown": parsed.markdown}
    given = {"line": parsed.line, "rule": parsed.rule, "confidence": parsed.confidence}
    held: set[str] = set()
    if may_wait(row, writing):
        held = hold_back(row, theirs, given, writing.old_images, writing.post, log)
    elif not new:
        withdraw(row)
    theirs = {name: value for name, value in theirs.items() if name not in held}
    about = f"note of “{cut(row.session.title, 80)}”"
    changed = merge_record(row, theirs, log, parsed.line, about) or new or writing.redraw
    if not held:
        row.as_given |= given
        if plain(row.markdown) == plain(parsed.markdown):
            changed = row.as_given.pop("images", None) is not None or changed
    if changed:
        row.save()
    elif row.as_given != before:  # nothing to render again
        BlogNote.objects.filter(pk=row.pk).update(as_given=row.as_given)


def may_wait(row: BlogNote, writing: Writing) -> bool:
    """Whether another text of this note is not public at once. What only a newer parser reads otherwise is."""
    if row.pk is None or row.state != BlogNote.State.PUBLISHED or not writing.submits:
        return False
    return writing.post.text != writing.old_text or waiting_of(row, None) is not None


def withdraw_note(row: BlogNote, log: Log) -> bool:
    """Make a note that left its post a draft, unless a person has worked on it; True when there is anything to save."""
    given = row.as_given
    if given["state"] == BlogNote.State.DRAFT:
        return False
    names = ("title", "markdown") if was_published(row) else ("state", "title", "markdown")
    if any(plain(getattr(row, name)) != plain(given[name]) for name in names):
        log.outcome.kept += 1
        said = f"the note of “{cut(row.session.title, 80)}” is no longer in its post, but was changed here"
        log.ask_conflict(row, "state", said, base=given["state"], ours=row.state, theirs=BlogNote.State.DRAFT.value)
        return False
    row.state = BlogNote.State.DRAFT
    row.as_given = {**given, "state": BlogNote.State.DRAFT.value}
    log.changed("the note is no longer in its post: a draft now")
    return True


def write_page(writing: Writing) -> None:
    log, post, parsed = writing.log, writing.post, writing.parsed
    page = post.pages.first()
    if page is None and writing.old_text is not None:
        log.outcome.kept += 1  # a person has deleted it
        return
    new = page is None
    if new:
        slug = unique_slug(stem_of(post.path), taken_in(post.course.pages))
        page = Page(course=post.course, slug=slug, position=post.course.pages.count())
        log.changed(f"new page “{cut(parsed.title, 80)}”")
    page.post = post
    theirs = {"title": parsed.title, "markdown": parsed.markdown}
    if merge_record(page, theirs, log, 1, "page") or new or writing.redraw:
        page.save()
