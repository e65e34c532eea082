"""Where posts come from: a folder or a zip. No link is followed, nothing is unpacked to disk."""

import errno
import os
import re
import stat
import unicodedata
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from django.conf import settings

ANY_READER = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
LONGEST_PATH = 400  # characters
CLIMB = 4  # folders above the given one in which a site's root is looked for
LEFT_ASIDE = {"__MACOSX", "node_modules", "_site", "vendor", "__pycache__"}
CONFIGS = ("_config.yml", "hugo.toml", "hugo.yaml", "hugo.yml")
ROOT_SIGNS = (*CONFIGS, "_posts")


class SourceError(ValueError):
    """A source of which nothing can be read: a sentence for a person."""


class FileError(ValueError):
    """One file that cannot be read: a sentence for a person."""


class Files(Protocol):
    """Files by path: relative to the root, NFC, forward slashes."""

    paths: list[str]
    # Entries that are no files of ours: path -> why (a link, a pipe, a name that is not UTF-8).
    odd: dict[str, str]

    def size(self, path: str) -> int:
        """Bytes as the folder or zip declares them."""

    def read(self, path: str, limit: int) -> bytes:
        """The content; FileError beyond `limit` bytes or when it cannot be read."""

    def head(self, path: str, size: int) -> bytes:
        """The first `size` bytes at most; FileError when they cannot be read."""


@dataclass(frozen=True)
class Source:
    """What one import reads: the files of a root, and which of them were asked for."""

    files: Files
    name: str  # of the root's folder or of the zip
    within: str = ""  # only paths that start so, or the one file of this path
    single: bool = False  # `within` is one file, named by the person
    alone: bool = False  # it came without its folder: what it names may be known from an earlier import

    @property
    def is_site(self) -> bool:
        """Whether this is a Jekyll or Hugo site, rather than a folder of posts."""
        return not self.alone and any(path in CONFIGS or path.startswith("_posts/") for path in self.files.paths)

    def wants(self, path: str) -> bool:
        return path == self.within if self.single else path.startswith(self.within)


def open_source(given: str) -> Source:
    """The source of a path that a person named: a post, a folder, or a zip. Raises SourceError."""
    path = Path(os.path.abspath(given))
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        raise SourceError(f"{path.name}: there is no such file or folder") from None
    if stat.S_ISDIR(mode):
        root = find_root(path) or path
        within = path.relative_to(root).as_posix()
        return Source(FolderFiles(root), root.name, "" if within == "." else nfc(within) + "/")
    if not stat.S_ISREG(mode):
        raise SourceError(f"{path.name}: neither a file nor a folder; name a post, a folder of posts or a zip")
    if path.suffix.lower() == ".zip":
        return Source(ZipFiles(path), path.stem)
    root = find_root(path.parent) or path.parent
    return Source(FolderFiles(root, only=path), root.name, nfc(path.relative_to(root).as_posix()), single=True)


def find_root(folder: Path) -> Path | None:
    """The nearest site's root from `folder` upward: at most four folders up, never past a checkout's top."""
    for candidate in [folder, *folder.parents][: CLIMB + 1]:
        if any((candidate / sign).exists() for sign in ROOT_SIGNS):
            return candidate
        if (candidate / ".git").exists():
            return None
    return None


def nfc(path: str) -> str:
    return unicodedata.normalize("NFC", path)


@dataclass
class FolderFiles:
    """The files under a folder. With `only`, posts are that one file; pictures and slides are still found."""

    root: Path
    only: Path | None = None
    paths: list[str] = field(default_factory=list)
    odd: dict[str, str] = field(default_factory=dict)
    real: dict[str, str] = field(default_factory=dict, repr=False)  # NFC path -> the path on disk

    def __post_init__(self):
        for folder, folders, names in os.walk(self.root):
            inside = os.path.relpath(folder, self.root).replace(os.sep, "/")
            prefix = "" if inside == "." else inside + "/"
            for name in sorted(folders):
                if os.path.islink(os.path.join(folder, name)):
                    self.odd[prefix + name] = "a link to another folder is not followed"
                elif name.lower().endswith((".md", ".markdown")):
                    self.odd[prefix + name] = "a folder, not a post"
                elif len(prefix + name) > LONGEST_PATH:
                    self.odd[prefix + name] = f"a folder whose path has more than {LONGEST_PATH} characters is not read"
            folders[:] = sorted(name for name in folders if self._is_entered(prefix, name))
            for name in sorted(names):
                self._add(prefix + name)

    @staticmethod
    def _is_entered(prefix: str, name: str) -> bool:
        return not name.startswith(".") and name not in LEFT_ASIDE and len(prefix + name) <= LONGEST_PATH

    def _add(self, path: str) -> None:
        try:
            path.encode()
        except UnicodeEncodeError:
            self.odd[path] = "the file's name is not UTF-8: rename it"
            return
        why = self._why_not(path)
        key = nfc(path)
        if why:
            self.odd[key] = why
        elif key in self.real:
            self.odd[path] = f"another file has the same name once its accents are composed ({key}): rename one of them"
        else:
            self.real[key] = path
            self.paths.append(key)

    def _why_not(self, path: str) -> str:
        try:
            mode = os.lstat(os.path.join(self.root, path)).st_mode
        except OSError as error:
            return f"cannot be read: {error.strerror}"
        if stat.S_ISLNK(mode):
            named = self.only is not None and os.path.join(self.root, path) == str(self.only)
            return "" if named else "a link to another file is not followed"
        return "" if stat.S_ISREG(mode) else "neither a file nor a folder"

    def size(self, path: str) -> int:
        return os.path.getsize(os.path.join(self.root, self.real[path]))

    def read(self, path: str, limit: int) -> bytes:
        return within_limit(self.head(path, limit + 1), limit)

    def head(self, path: str, size: int) -> bytes:
        try:
            with open(os.path.join(self.root, self.real[path]), "rb") as file:
                if not os.fstat(file.fileno()).st_mode & ANY_READER:  # the superuser could, but nobody is meant to
                    raise PermissionError(errno.EACCES, "nobody may read it")
                return file.read(size)
        except OSError as error:
            raise FileError(f"cannot be read: {error.strerror}") from None


def within_limit(data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise FileError(f"too large: more than {readable_size(limit)}")
    return data


def readable_size(size: int) -> str:
    return f"{size >> 20} MiB" if size >= 1 << 20 else f"{size >> 10} KiB"


class ZipFiles:
    """The files of a zip, read in memory; what is unpacked is counted as it is read."""

    def __init__(self, path: Path, name: str = ""):
        self.paths: list[str] = []
        self.odd: dict[str, str] = {}
        self.unpacked = 0
        self.name = name or path.name
        try:
            self.zip = zipfile.ZipFile(path)
        except Exception:  # BadZipFile, and whatever else it meets in a broken directory
            raise SourceError(f"{self.name}: not a readable zip file; pack it again") from None
        self.entries = self._checked()
        self.paths = sorted(self.entries)

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        """Path -> entry, without a single top folder. One bad entry refuses the whole zip."""
        infos, most = self.zip.infolist(), settings.LIMITS.entries
        if len(infos) > most:
            raise SourceError(f"{self.name}: the zip has {len(infos):,} entries; at most {most:,} are read")
        self._count(sum(info.file_size for info in infos))
        entries: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            why = why_refused(info)
            if why:
                raise SourceError(f"{self.name}: the zip entry “{info.orig_filename[:100]}” {why}")
            parts = info.filename.split("/")
            if info.is_dir() or LEFT_ASIDE & set(parts[:-1]) or any(part.startswith(".") for part in parts):
                continue
            path = nfc(info.filename)
            if path in entries:
                raise SourceError(f"{self.name}: the zip holds “{path[:100]}” twice; keep one")
            entries[path] = info
        return without_top_folder(entries)

    def size(self, path: str) -> int:
        return self.entries[path].file_size

    def read(self, path: str, limit: int) -> bytes:
        return within_limit(self.head(path, limit + 1), limit)

    def head(self, path: str, size: int) -> bytes:
        try:
            with self.zip.open(self.entries[path]) as file:
                data = file.read(size)
        except Exception as error:  # zipfile raises whatever its four decoders meet in broken data
            raise FileError(f"cannot be unpacked from the zip ({error})") from None
        self.unpacked += len(data)
        self._count(self.unpacked)
        return data

    def _count(self, unpacked: int) -> None:
        if unpacked > settings.LIMITS.unpacked:
            raise SourceError(f"{self.name}: the zip unpacks to more than {readable_size(settings.LIMITS.unpacked)}")


def why_refused(info: zipfile.ZipInfo) -> str:
    """Why a zip with this entry is not read, or ""."""
    name = info.orig_filename
    if info.flag_bits & 1:
        return "is encrypted: pack it without a password"
    if len(name) > LONGEST_PATH:
        return f"has a name of more than {LONGEST_PATH} characters"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link: pack the files themselves"
    if "\0" in name or "\\" in name or re.match(r"/|[A-Za-z]:", name) or ".." in name.split("/"):
        return "leads out of its folder: pack it again with plain relative names"
    return ""


def without_top_folder(entries: dict[str, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The same entries without the one folder that holds them all, unless that folder means something by its name."""
    tops = {path.split("/")[0] if "/" in path else "" for path in entries}
    top = tops.pop() if len(tops) == 1 else ""
    if not top or top.startswith("_") or top == "content":
        return entries
    return {path[len(top) + 1 :]: info for path, info in entries.items()}
