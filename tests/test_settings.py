"""The settings as a server meets them, each in a process of its own; and values of the environment."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.settings import widths

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
