"""One import at a time, whatever the database."""

import fcntl
import subprocess
import sys

import pytest
from django.db import connection

from sessions.importing import lock
from sessions.importing.sources import SourceError


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A lock file, as beside an SQLite database."""
    name = str(tmp_path / "db.import-lock")
    monkeypatch.setattr(lock, "lock_file", lambda: name)
    monkeypatch.setattr(lock, "PAUSE", 0.01)
    if connection.vendor != "sqlite":
        pytest.skip("needs SQLite")
    return name


def test_a_second_import_waits_and_says_so(path, monkeypatch):
    monkeypatch.setattr(lock, "LONGEST_WAIT", 0.05)
    told = []
    with (
        lock.import_lock(),
        pytest.raises(SourceError, match="another import has been running"),
        lock.import_lock(lambda: told.append("waiting")),
    ):
        raise AssertionError("two imports at once")
    assert told == ["waiting"]
    with lock.import_lock(lambda: told.append("waiting")):
        pass
    assert told == ["waiting"]


def test_the_lock_goes_with_a_process_that_was_killed(path):
    script = (
        f"import fcntl, os, signal; f = open({path!r}, 'w'); fcntl.flock(f, fcntl.LOCK_EX); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == -9
    with open(path, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with lock.import_lock():
        pass


@pytest.mark.django_db
def test_on_postgresql_the_server_holds_the_lock():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    other = connection.copy()
    try:
        with lock.import_lock(), other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock.NUMBER])
            assert cursor.fetchone() == (False,)
    finally:
        other.close()
