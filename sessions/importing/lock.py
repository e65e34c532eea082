"""One import at a time, site-wide: papers, authors and tags are shared by all courses.

PostgreSQL: a session-level advisory lock. SQLite: a lock on a file beside the database. Both go with the process,
however it ends. https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from .sources import SourceError

NUMBER = 7_233_471  # of the advisory lock; any, but always the same
LONGEST_WAIT = 3600.0  # seconds
PAUSE = 0.2  # seconds


@contextmanager
def import_lock(waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock; `waiting` is called once where another import holds it. Raises SourceError after an hour."""
    if connection.vendor == "postgresql":
        yield from held(try_advisory, release_advisory, waiting)
    elif path := lock_file():
        with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "w") as file:
            yield from held(lambda: try_file(file), lambda: fcntl.flock(file, fcntl.LOCK_UN), waiting)
    else:
        yield


def held(take: Callable[[], bool], release: Callable[[], None], waiting: Callable[[], None]) -> Iterator[None]:
    until = time.monotonic() + LONGEST_WAIT
    told = False
    while not take():
        if not told:
            waiting()
            told = True
        if time.monotonic() > until:
            raise SourceError("another import has been running for an hour; wait for it, or end it, and try again")
        time.sleep(PAUSE)
    try:
        yield
    finally:
        release()


def lock_file() -> str:
    """Beside the database; "" where the database is no file."""
    name = str(connection.settings_dict["NAME"])
    in_memory = not name or ":memory:" in name or name.startswith("file:")
    return "" if connection.vendor != "sqlite" or in_memory else f"{name}.import-lock"


def try_file(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def try_advisory() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [NUMBER])
        return cursor.fetchone()[0]


def release_advisory() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [NUMBER])
