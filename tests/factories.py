"""Records for tests: keyword-only, typed, with the least that makes them valid."""

import datetime
from itertools import count
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser

from readings.models import Author, Authorship, Paper
from sessions.models import BlogNote, Course, Reading, Session

_numbers = count(1)


def make_user(*, username: str = "", is_staff: bool = False, is_superuser: bool = False) -> AbstractUser:
    name = username or f"user{next(_numbers)}"
    return get_user_model().objects.create(username=name, is_staff=is_staff or is_superuser, is_superuser=is_superuser)


def make_course(*, slug: str = "", title: str = "Seminar", term: str = "") -> Course:
    return Course.objects.create(slug=slug or f"course{next(_numbers)}", title=title, term=term)


def make_session(
    *,
    course: Course | None = None,
    slug: str = "",
    title: str = "Session",
    date: datetime.date | None = None,
    visible: bool = True,
    introduction: str = "",
) -> Session:
    return Session.objects.create(
        course=course or make_course(),
        slug=slug or f"session{next(_numbers)}",
        title=title,
        date=date,
        visible=visible,
        introduction=introduction,
    )


def make_paper(*, title: str = "", authors: tuple[str, ...] = (), published: str = "", arxiv_id: str = "") -> Paper:
    paper = Paper.objects.create(
        title=title or f"Paper number {next(_numbers)}", published=published, arxiv_id=arxiv_id or None
    )
    for position, name in enumerate(authors):
        author = Author.objects.named(name) or Author.objects.create(name=name)
        Authorship.objects.create(paper=paper, author=author, position=position)
    return paper


def make_reading(
    *,
    session: Session | None = None,
    paper: Paper | None = None,
    requirement: str = Reading.Requirement.REQUIRED,
    position: int = 0,
    as_given: dict | None = None,
) -> Reading:
    return Reading.objects.create(
        session=session or make_session(),
        paper=paper or make_paper(),
        requirement=requirement,
        position=position,
        as_given=as_given or {},
    )


def make_note(
    *,
    session: Session | None = None,
    title: str = "",
    markdown: str = "Words.",
    state: str = BlogNote.State.PUBLISHED,
) -> BlogNote:
    return BlogNote.objects.create(session=session or make_session(), title=title, markdown=markdown, state=state)


def make_files(root: Path, files: dict[str, str | bytes]) -> Path:
    """Files under a folder, by path relative to it."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def make_post_text(
    *, title: str = "Session", head: str = "", required: str = "", more: str = "", blog: str = ""
) -> str:
    """A session's post: front matter, reading lists in Markdown, a blog."""
    lists = (f"## Required Readings\n\n{required}\n" if required else "") + (
        f"## More Readings\n\n{more}\n" if more else ""
    )
    note = f"# Blog\n\n{blog}\n" if blog else ""
    return f"---\ntitle: {title}\n{head}---\n\n{lists}\n{note}"
