"""A folder to write into: nothing outside it, no link followed, each file whole or not at all."""

import os
import secrets
import stat
import unicodedata
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

LARGEST = 4 << 20  # bytes of a text; no post is as large
HERE = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


class FolderError(ValueError):
    """A file that cannot be read or written: a sentence for a person."""


@dataclass(frozen=True)
class Folder:
    """Files by path relative to the root, with forward slashes. `write` is off in a rehearsal."""

    root: Path
    write: bool = True

    def read(self, path: str) -> bytes | None:
        """The content; None where there is no such file. Raises FolderError for a link, a folder and the like."""
        try:
            with self._parent(path, make=False) as (folder, name), self._open(folder, name) as file:
                data = file.read(LARGEST + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FolderError(f"{path}: cannot be read: {error.strerror}") from None
        if len(data) > LARGEST:
            raise FolderError(f"{path}: too large: more than {LARGEST >> 20} MiB")
        return data

    def has(self, path: str) -> bool:
        """Whether anything, of whatever kind, has this name."""
        try:
            with self._parent(path, make=False) as (folder, name):
                os.stat(name, dir_fd=folder, follow_symlinks=False)
                return True
        except FileNotFoundError:
            return False
        except OSError as error:
            raise FolderError(f"{path}: cannot be read: {error.strerror}") from None

    def put(self, path: str, data: bytes) -> None:
        """Write a file beside its place and move it there. Raises FolderError."""
        if not self.write:
            return
        try:
            with self._parent(path, make=True) as (folder, name):
                self._replace(folder, name, data)
        except OSError as error:
            raise FolderError(f"{path}: cannot be written: {error.strerror}") from None

    @staticmethod
    def _replace(folder: int, name: str, data: bytes) -> None:
        mode = 0o644
        with suppress(FileNotFoundError):
            found = os.stat(name, dir_fd=folder, follow_symlinks=False)
            if not stat.S_ISREG(found.st_mode):
                raise OSError(0, "a link, a folder or a device stands there")
            mode = stat.S_IMODE(found.st_mode)
        draft = f".{secrets.token_hex(8)}.part"
        file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode, dir_fd=folder)
        try:
            with open(file, "wb") as target:
                target.write(data)
                target.flush()
                os.fchmod(target.fileno(), mode)
                os.fsync(target.fileno())
            os.replace(draft, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(draft, dir_fd=folder)
            raise

    @staticmethod
    @contextmanager
    def _open(folder: int, name: str):
        with open(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(0, "not a plain file")
            yield file

    @contextmanager
    def _parent(self, path: str, *, make: bool):
        """(descriptor of the folder that holds the file, the file's name there)."""
        parts = path.split("/")
        if any(part in ("", ".", "..", ".git") or "\0" in part for part in parts):
            raise FolderError(f"{path}: not a path inside the folder")
        folder = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for part in parts[:-1]:
                inner = self._step(folder, as_on_disk(folder, part), make=make)
                os.close(folder)
                folder = inner
            yield folder, as_on_disk(folder, parts[-1])
        finally:
            os.close(folder)

    @staticmethod
    def _step(folder: int, name: str, *, make: bool) -> int:
        if make:
            with suppress(FileExistsError):
                os.mkdir(name, dir_fd=folder)
        return os.open(name, HERE, dir_fd=folder)


def as_on_disk(folder: int, name: str) -> str:
    """The name as the disk has it: its accents may be written apart."""
    if name.isascii():
        return name
    composed = unicodedata.normalize("NFC", name)
    return next((n for n in os.listdir(folder) if unicodedata.normalize("NFC", n) == composed), name)


def open_folder(path: str, *, write: bool = True) -> Folder:
    """The folder that a person named, made where it is not there yet. Raises FolderError."""
    root = Path(os.path.abspath(path))
    try:
        if write:
            root.mkdir(parents=True, exist_ok=True)
        elif not root.is_dir():
            raise FolderError(f"{path}: there is no such folder")
    except (OSError, ValueError):
        raise FolderError(f"{path}: not a folder that can be written to") from None
    return Folder(root, write)
