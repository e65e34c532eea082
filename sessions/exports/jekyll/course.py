"""One course -> the posts, pictures and decks of a Jekyll site in a folder."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Prefetch, QuerySet

from readings.slugs import slug_of
from sessions.importing.files import TEXT
from sessions.importing.images import places
from sessions.importing.merge import plain as plain_value
from sessions.importing.preparing import VARIABLES
from sessions.importing.records import value_of
from sessions.importing.report import printable
from sessions.models import Course, Image, Post, Reading, Session, SlideDeck
from sessions.posts import PostError

from ..folder import Folder, FolderError
from .content import Reader
from .files import encoded, text_of, with_hidden
from .front_matter import written
from .new_posts import make_post, path_for
from .placer import Placer
from .placing import place_page, place_session
from .wanted import VALUES, wanted_of


@dataclass
class Export:
    """What was written, by path, and what was not, as sentences."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    warnings: list[str] = field(default_factory=list)

    def warn(self, path: str, line: int, text: str) -> None:
        self.warnings.append(printable(f"warning: {path}:{line}: {text}"))

    @property
    def summary(self) -> str:
        total = len(self.new) + len(self.changed) + self.unchanged
        return (
            f"{total} file{'' if total == 1 else 's'}: {len(self.new)} new, {len(self.changed)} changed, "
            f"{self.unchanged} unchanged, {len(self.warnings)} warning{'' if len(self.warnings) == 1 else 's'}"
        )


def export_jekyll(course: Course, folder: Folder, *, source: str = "") -> Export:
    """Write the course. `source`: the prefix that the posts were imported with; only those are written."""
    export = Export()
    prefix = f"{source.strip('/')}/" if source else ""
    site = course.as_given.get("site_url") or course.site_url
    paths, pattern = [], ""
    for post in posts_of(course):
        if not post.path.startswith(prefix):
            continue
        path = post.path.removeprefix(prefix)
        write_post(export, folder, post, path, site)
        write_files(export, folder, post, path)
        if not post.pages.all():
            paths.append(path)
            pattern = pattern or post.text
    for session in with_parts(course.sessions.filter(post=None, source="")):
        path = path_for(session, paths)
        write_new(export, folder, course, session, path, pattern)
        paths.append(path)
    for page in course.pages.filter(post=None):
        write_new_page(export, folder, page)
    write_config(export, folder, course, paths)
    return export


def with_parts(sessions: QuerySet[Session]) -> QuerySet[Session]:
    readings = Prefetch("readings", Reading.objects.with_papers())
    return sessions.prefetch_related(readings, "slides", "notes", "tags", "categories")


def posts_of(course: Course) -> Iterable[Post]:
    """The posts in order with all that was made of them, a hundred at a time."""
    sessions = Prefetch("sessions", with_parts(Session.objects.order_by("pk")))
    return course.posts.order_by("path").prefetch_related(sessions, "pages").iterator(chunk_size=100)


def write_post(export: Export, folder: Folder, post: Post, path: str, site: str) -> None:
    """Change the post's file, or write it where there is none."""
    try:
        old = folder.read(path)
        text = text_of(old) if old is not None else post.text
    except FolderError as error:
        export.warn(path, 1, f"left alone: {str(error).partition(': ')[2]}")
        return
    except PostError as error:
        export.warn(path, error.line, f"left alone: {error.text}")
        return
    shown = [session.visible for session in post.sessions.all()]
    hidden = bool(shown) and not any(shown)
    if any(shown) and not all(shown):
        export.warn(path, 1, "some of its sessions are hidden here, but the post shows them all")
    new = with_hidden(changed_text(export, post, path, with_hidden(text, False), site), hidden)
    if hidden and new == with_hidden(new, False):
        export.warn(path, 1, "the session is hidden here; write published: false into its front matter")
    put(export, folder, path, old, encoded(new, old) if new != text or old is None else old)
    write_named_pictures(export, folder, path, new)


def put(export: Export, folder: Folder, path: str, old: bytes | None, new: bytes) -> None:
    if new == old:
        export.unchanged += 1
        return
    try:
        folder.put(path, new)
    except FolderError as error:
        export.warn(path, 1, f"not written: {str(error).partition(': ')[2]}")
        return
    (export.new if old is None else export.changed).append(path)


def changed_text(export: Export, post: Post, path: str, text: str, site: str) -> str:
    """The text with what people changed; the same text where nobody did."""
    if not path.lower().endswith(TEXT):
        if any(is_edited(session, name) for session in post.sessions.all() for name in VALUES):
            export.warn(path, 1, "what was changed here is not written: only Markdown posts are")
        return text
    page = post.pages.first() if not post.sessions.all() else None
    reader = Reader(path, VARIABLES, is_page=page is not None)
    given = reader.read(post.text)
    if given is None:
        export.warn(path, 1, "left alone: it cannot be read any more; import it again")
        return text
    if page is not None:
        changed = {n: getattr(page, n) for n in ("title", "markdown") if is_edited(page, n)}
        if not changed and page.visible:
            return text
        if not page.visible:
            export.warn(path, 1, "the page is hidden here; its file stays")
    else:
        wanted = wanted_of(post, given, site)
        if not any(wanted):
            return text
    placer = Placer(text, reader, given)
    if placer.state is None or len(placer.state.sessions) != len(given.sessions):
        export.warn(path, 1, "left alone: the file has changed since it was imported; import it first")
        return text
    if page is not None:
        place_page(placer, changed.get("title"), changed.get("markdown"))
    else:
        for one in wanted:
            place_session(placer, one)
    tell(export, path, placer)
    return placer.text


def tell(export: Export, path: str, placer: Placer) -> None:
    for line, what in placer.unplaced:
        export.warn(path, line, f"not written: {what}")
    for line, what in placer.lost:
        export.warn(path, line, what)


def is_edited(record, name: str) -> bool:
    value = value_of(record, name)
    return plain_value(value) != plain_value(record.as_given.get(name, value))


def write_new(export: Export, folder: Folder, course: Course, session: Session, path: str, pattern: str) -> None:
    """A session made here becomes a post; one written earlier is not touched before it has been imported."""
    placer = make_post(course, session, path, pattern)
    new = with_hidden(placer.text, not session.visible).encode()
    try:
        old = folder.read(path)
    except FolderError as error:
        export.warn(path, 1, f"not written: {str(error).partition(': ')[2]}")
        return
    if old is not None and old != new:
        export.warn(path, 1, "left alone: the post of a session made here is there already; import it first")
        return
    tell(export, path, placer)
    put(export, folder, path, old, new)
    write_named_pictures(export, folder, path, new.decode())


def write_new_page(export: Export, folder: Folder, page) -> None:
    path = f"_pages/{page.slug}.md"
    if not page.visible or folder.has(path):
        return
    text = (
        f"---\nlayout: page\ntitle: {written(page.title)}\npermalink: /{page.slug}/\n---\n\n{page.markdown.strip()}\n"
    )
    put(export, folder, path, None, text.replace("\r\n", "\n").encode())
    write_named_pictures(export, folder, path, text)


def write_files(export: Export, folder: Folder, post: Post, path: str) -> None:
    """Pictures and decks of the post that the folder does not have."""
    wanted = {address: sha for address, sha in post.images.items() if sha}
    stored = {image.sha256: image.file.name for image in Image.objects.filter(sha256__in=set(wanted.values()))}
    files = {address: stored.get(sha, "") for address, sha in wanted.items()}
    decks = SlideDeck.objects.filter(session__post=post).exclude(file="")
    files |= {deck.as_given["address"]: deck.as_given["file"] for deck in decks if deck.as_given.get("file")}
    put_files(export, folder, path, files)


def write_named_pictures(export: Export, folder: Folder, path: str, text: str) -> None:
    """Pictures that were put into the text here, where their addresses lead on the site as well."""
    named = Image.objects.named_in(text)
    put_files(export, folder, path, {address: address.removeprefix(settings.MEDIA_URL) for address in named})


def put_files(export: Export, folder: Folder, path: str, files: Mapping[str, str]) -> None:
    """`files`: address as the post writes it -> name in the storage, or ""."""
    for address, name in files.items():
        spots = places(address, path)
        try:
            if not name or not spots or any(folder.has(spot) for spot in spots):
                continue
            with default_storage.open(name) as file:
                put(export, folder, spots[0], None, file.read())
        except (FolderError, OSError) as error:
            export.warn(path, 1, f"not written: {address[:200]}: {error}")


def write_config(export: Export, folder: Folder, course: Course, paths: list[str]) -> None:
    """A site's configuration, where there is none and the posts lie as a site's do."""
    roots = {path.split("/")[0] for path in paths}
    has_pages = course.pages.filter(visible=True).exists()
    if not paths or folder.has("_config.yml") or not all(root.startswith("_") for root in roots):
        return
    parts = urlsplit(course.site_url)
    values = {
        "title": course.title,
        "tagline": course.term,
        "description": " ".join(course.description.split()),
        "url": f"{parts.scheme}://{parts.netloc}" if parts.netloc else "",
        "baseurl": parts.path.rstrip("/") if parts.netloc and slug_of(parts.path.strip("/")) else f"/{course.slug}",
    }
    lines = [f"{key}: {written(value)}" for key, value in values.items() if value]
    collections = sorted(root[1:] for root in roots if root != "_posts")
    lines += ["permalink: pretty", "future: true", *(["include: [_pages]"] if has_pages else [])]
    if collections:
        lines += ["collections:", *(f"  {name}:\n    output: true" for name in collections)]
    put(export, folder, "_config.yml", None, ("\n".join(lines) + "\n").encode())
