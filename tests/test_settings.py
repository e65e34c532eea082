"""The settings as a server meets them, each in a process of its own; and values of the environment."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.limits import Limits, limits
from config.settings import whole, widths

REQUEST = """
import django
django.setup()
from django.test import Client
print(Client(raise_request_exception=False).get("/", headers={"host": "localhost"}).status_code)
"""


def python(code: str, tmp_path, **environment: str) -> subprocess.CompletedProcess:
    """What a fresh interpreter says, without the variables of this one."""
    bare = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", "HTTPS": "0"}
    database = {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=bare | database | environment,
        capture_output=True,
        text=True,
    )


def test_serving_without_a_key_is_refused_in_a_sentence(tmp_path):
    done = python("import config.wsgi", tmp_path, DEBUG="0")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1,
        "django.core.exceptions.ImproperlyConfigured: SECRET_KEY must be set to serve with DEBUG=0.",
    )
    runserver = "import sys; sys.argv = ['manage.py', 'runserver']; import config.settings"
    assert "SECRET_KEY must be set to serve with DEBUG=0." in python(runserver, tmp_path).stderr


@pytest.mark.parametrize("environment", [{"SECRET_KEY": "key"}, {"DEBUG": "1"}])
def test_serving_with_a_key_or_for_development_is_not(tmp_path, environment):
    assert python("import config.wsgi", tmp_path, **environment).returncode == 0


def test_a_failure_of_a_page_is_logged_with_its_traceback(tmp_path):
    done = python(REQUEST, tmp_path, SECRET_KEY="key")
    assert done.stdout == "500\n"
    assert "Internal Server Error: /" in done.stderr
    assert "OperationalError: no such table" in done.stderr


@pytest.mark.parametrize(
    ("value", "found"), [(None, (480, 960, 1440)), ("", ()), (" 960, 480,960 ", (480, 960)), ("16", (16,))]
)
def test_widths_of_smaller_pictures(monkeypatch, value, found):
    monkeypatch.delenv("IMAGE_SIZES", raising=False)
    if value is not None:
        monkeypatch.setenv("IMAGE_SIZES", value)
    assert widths("IMAGE_SIZES", "480,960,1440") == found


@pytest.mark.parametrize("value", ["a", "480;960", "0", "-480", "15", "10001", "480.5", "²"])
def test_widths_that_are_none_are_told(monkeypatch, value):
    monkeypatch.setenv("IMAGE_SIZES", value)
    with pytest.raises(ImproperlyConfigured, match="IMAGE_SIZES must be widths from 16 to 10000 pixels"):
        widths("IMAGE_SIZES", "")


LIMITS = {
    "MAX_POST_KIB": "16",
    "MAX_UPLOAD_MIB": "2000",
    "MAX_UNPACKED_MIB": "4096",
    "MAX_ZIP_ENTRIES": "50000",
    "MAX_MEGAPIXELS": "100",
    "MAX_SECONDS": "60",
    "MAX_MEMORY_MB": "1024",
}


def test_limits_of_an_import_come_from_the_environment(monkeypatch):
    for name in LIMITS:
        monkeypatch.delenv(name, raising=False)
    assert limits(whole) == Limits(1 << 20, 300 << 20, 1 << 30, 10_000, 40_000_000, 10, 512 << 20)
    for name, value in LIMITS.items():
        monkeypatch.setenv(name, value)
    assert limits(whole) == Limits(16 << 10, 2000 << 20, 4 << 30, 50_000, 100_000_000, 60, 1 << 30)


@pytest.mark.parametrize("value", ["a", "0", "-1", "1025", "1.5", "²", "1_0"])
def test_limits_that_are_none_are_told(monkeypatch, value):
    monkeypatch.setenv("MAX_POST_KIB", value)
    with pytest.raises(ImproperlyConfigured, match="MAX_POST_KIB must be a whole number from 1 to 1024, not "):
        limits(whole)


def test_limits_reach_the_importer_and_its_workers(tmp_path):
    (tmp_path / "S1.md").write_text("---\ntitle: T\n---\n" + "words " * 1000)
    code = (
        "import sys; from django.core.management import execute_from_command_line as run; from readings import workers;"
        "import django; django.setup(); from readings.workers import pool; print(pool._bounds);"
        f"run(['manage.py', 'migrate', '-v0']); run(['manage.py', 'import_posts', {str(tmp_path)!r}])"
    )
    done = python(code, tmp_path, MAX_POST_KIB="2", MAX_SECONDS="20", MAX_MEMORY_MB="256", MEDIA_ROOT=str(tmp_path))
    assert "Bounds(seconds=20, memory=268435456)" in done.stdout
    assert "error: S1.md:1: too large: more than 2 KiB" in done.stdout + done.stderr
