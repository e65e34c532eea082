"""What tests stand on: files in a folder of their own, plain HTTP, fast passwords, and a browser on request."""

import hashlib
import os
import shutil

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session", autouse=True)
def _plain_http():
    """Before the live server reads its settings, which it does once."""
    settings.SECURE_SSL_REDIRECT = False


@pytest.fixture(autouse=True)
def _surroundings(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    settings.STATIC_ROOT = tmp_path  # WhiteNoise warns of a folder that is not there
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    yield
    cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Each checkout has a database of its own on a shared server, so that two suites do not meet."""
    if connection.vendor == "postgresql":
        checkout = hashlib.sha256(str(settings.BASE_DIR).encode()).hexdigest()[:12]
        connection.settings_dict["TEST"]["NAME"] = f"test_{checkout}"
        connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"  # nobody waits for the disk


@pytest.fixture(scope="module")
def rows_of_module(django_db_setup, django_db_blocker):
    """For fixtures of a whole module: what they write is there for each of its tests, and taken back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def chromium():
    """A running Chromium. Skipped by name where there is none; in CI that is a failure."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no Chromium on the path")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Playwright runs an event loop in this thread, which Django would otherwise refuse to query from.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, live_server):
    """A fresh tab whose relative addresses are those of the live server."""
    context = chromium.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()
