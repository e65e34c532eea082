"""One import at a time, whatever the database."""

import fcntl
import subprocess
import sys
import time

import pytest
from django.db import connection, connections

from sessions.importing import lock, one_post, preparing, run
from sessions.importing.run import Options, run_import
from sessions.importing.sources import SourceError
from sessions.models import Post, Session
from tests.factories import make_files, make_post_text


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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("options", [{"dry_run": True}, {"strict": True}])
def test_others_may_write_while_the_posts_of_one_transaction_are_read(tmp_path, monkeypatch, options):
    ours, busy = connections["default"], []

    def prepare(*arguments):
        prepared = preparing.prepare(*arguments)
        time.sleep(0.3)  # which posts have changed has been looked up by now
        busy.append(ours.in_atomic_block)
        return prepared

    monkeypatch.setattr(one_post, "prepare", prepare)
    files = {f"{name}.md": make_post_text(title=name, blog="Words.") for name in "abc"}
    report = run_import(Options(path=str(make_files(tmp_path, files)), course="course", **options))
    assert (busy, report.counts["created"]) == ([False] * 3, 3)
    assert Session.objects.count() == (0 if "dry_run" in options else 3)
    again = run_import(Options(path=str(tmp_path), course="course", **options))
    assert again.counts["created" if "dry_run" in options else "unchanged"] == 3


@pytest.mark.django_db(transaction=True)
def test_a_post_that_went_while_it_was_read_is_read_again(tmp_path, monkeypatch):
    files = {f"{name}.md": make_post_text(title=name, blog="Words.") for name in "abc"}
    folder = str(make_files(tmp_path, files))
    run_import(Options(path=folder, course="course"))
    read_first = run.read_first

    def with_somebody_else(*arguments):
        read = read_first(*arguments)
        Session.objects.filter(title="b").delete()
        Post.objects.filter(path="b.md").delete()
        return read

    monkeypatch.setattr(run, "read_first", with_somebody_else)
    report = run_import(Options(path=folder, course="course", strict=True))
    assert (report.counts["unchanged"], report.counts["created"]) == (2, 1)
    assert sorted(Session.objects.values_list("title", flat=True)) == ["a", "b", "c"]
