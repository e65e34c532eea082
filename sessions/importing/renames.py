"""Posts whose file has another name now: known by what they say, so that they keep their history."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.db import transaction

from sessions.models import Course, Post, Session
from sessions.posts import PostError

from .files import Candidate
from .repeats import alike
from .report import Message
from .sources import FileError, Files, SourceError
from .text import decoded

NEARLY = 0.8  # of the lines of two texts
FEWEST_LINES = 8  # of a text, for nearly the same to mean anything


def find_renames(
    known: Mapping[str, str], files: Mapping[str, str], there: Callable[[str], bool], nearly: Callable[[str, str], bool]
) -> dict[str, str]:
    """Old path -> new path, pure.

    `known`, `files`: path -> digest of what was imported, of what is there now; `there`: whether a file has the path.
    The same content elsewhere is the same post, wherever no other post or file has that content; a post whose file is
    gone is also a new file that says `nearly` the same.
    """
    left = {path for path, sha in known.items() if files.get(path) != sha and (path in files or not there(path))}
    came = {path for path, sha in files.items() if known.get(path) != sha}
    olds, news = defaultdict(list), defaultdict(list)
    for path in left:
        olds[known[path]].append(path)
    for path in came:
        news[files[path]].append(path)
    renames = {olds[sha][0]: news[sha][0] for sha in olds if len(olds[sha]) == 1 == len(news.get(sha, ()))}
    gone = sorted(path for path in left if not there(path) and path not in renames)
    new = sorted(came - known.keys() - set(renames.values()))
    for old in gone:
        match = next((path for path in new if nearly(old, path)), None)
        if match:
            renames[old] = match
            new.remove(match)
    return renames


def follow_renames(
    course: Course, origin: str, prefix: str, source: Files, candidates: Sequence[Candidate]
) -> list[Message]:
    """Give posts the paths of their files, before any is read; warn about posts whose file is gone."""
    posts = {
        path: sha
        for path, sha in Post.objects.filter(course=course, origin=origin).values_list("path", "sha256")
        if path.startswith(prefix)
    }
    if not posts:
        return []
    texts = Texts(course, prefix, source)
    files = {prefix + c.path: sha for c in candidates if (sha := texts.digest(prefix + c.path))}
    paths = {prefix + path for path in source.paths}
    renames = find_renames(posts, files, paths.__contains__, texts.nearly)
    taken = set(Post.objects.filter(course=course).values_list("path", flat=True)) - renames.keys()
    renames = without_collisions(renames, taken)
    if renames:
        move_posts(course, renames)
    gone = sorted(path for path in posts.keys() - renames.keys() if path not in paths)
    return gone_message([path[len(prefix) :] for path in gone]) if gone else []


def gone_message(gone: list[str]) -> list[Message]:
    others = f", and {len(gone) - 1} more files" if len(gone) > 1 else ""
    return [Message("warning", gone[0], 1, f"the file is gone{others}; what was imported from there stays")]


def without_collisions(renames: dict[str, str], taken: set[str]) -> dict[str, str]:
    """The renames whose new path no other post keeps."""
    while wrong := {old for old, new in renames.items() if new in taken}:
        taken = taken | wrong
        renames = {old: new for old, new in renames.items() if old not in wrong}
    return renames


@transaction.atomic
def move_posts(course: Course, renames: Mapping[str, str]) -> None:
    """All at once, as names may be swapped. An empty digest has each of them read again."""
    posts = list(Post.objects.filter(course=course, path__in=renames))
    sessions = list(Session.objects.filter(post__in=posts))
    for row, name in [(post, "path") for post in posts] + [(session, "source") for session in sessions]:
        type(row).objects.filter(pk=row.pk).update(**{name: f"\n{row.pk}"})
    for post in posts:
        for session in sessions:
            if session.post_id == post.pk:
                source = renames[post.path] + session.source.removeprefix(post.path)
                Session.objects.filter(pk=session.pk).update(source=source)
        Post.objects.filter(pk=post.pk).update(path=renames[post.path], sha256="")


class Texts:
    """What the files say now and the posts said then, each read when it is asked for."""

    def __init__(self, course: Course, prefix: str, files: Files):
        self.course, self.prefix, self.files = course, prefix, files

    def digest(self, path: str) -> str:
        text = self.now(path)
        return hashlib.sha256(text.encode()).hexdigest() if text else ""

    def now(self, path: str) -> str:
        try:
            return decoded(self.files.read(path[len(self.prefix) :], settings.LIMITS.post))
        except SourceError:
            raise
        except (FileError, PostError):
            return ""

    def nearly(self, old: str, new: str) -> bool:
        then, now = self.course.posts.get(path=old).text, self.now(new)
        return min(line_count(then), line_count(now)) >= FEWEST_LINES and alike(then, now) >= NEARLY


def line_count(text: str) -> int:
    return len({line.strip() for line in text.split("\n")} - {""})
