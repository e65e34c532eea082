"""A post as it will look, before it is in: pages and sentences are there, the database is as it was."""

import fcntl
import io
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager
from http.server import HTTPServer

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.management import call_command
from django.db import connection

from readings.models import Paper
from sessions.importing import lock
from sessions.importing.run import Options, run_import
from sessions.models import Course, Image, ImportRun, Post, Session
from sessions.previewing import server
from sessions.previewing.build import build_preview
from sessions.previewing.server import content_at
from tests.factories import make_files, make_post_text
from tests.test_importing_images import picture

ENTRY = "#### A paper about many things\n+ Ada Lovelace\n+ https://arxiv.org/abs/2401.00001\n"
TEXT = make_post_text(title="Word vectors", required=ENTRY, blog="![seen](a.png)\n\n![lost](b.png)")


def check(*arguments):
    """(exit code, standard output, standard error)."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as exit:
        call_command("preview_post", *map(str, arguments), stdout=out, stderr=err)
    return exit.value.code, out.getvalue().splitlines(), err.getvalue().splitlines()


@contextmanager
def another_import(name: str):
    """The lock, held by somebody else."""
    if connection.vendor == "sqlite":
        with open(name, "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [lock.NUMBER])
            yield
    finally:
        other.close()


@pytest.fixture
def site(tmp_path):
    files = {"_config.yml": "title: T\nbaseurl: /c\n", "_posts/2024-01-30-a.md": TEXT, "_posts/a.png": picture()}
    return make_files(tmp_path / "site", files)


@pytest.mark.django_db
def test_the_page_is_the_one_a_visitor_will_get(site, client):
    preview = build_preview(str(site / "_posts/2024-01-30-a.md"))
    run_import(Options(path=str(site)))
    address = Session.objects.get().get_absolute_url()

    def without_numbers(page: str) -> list[str]:
        lines = (line.strip() for line in page.splitlines())
        return [line for line in lines if line and "reading-" not in line and "/note-" not in line]

    visited = client.get(address, SERVER_NAME="localhost").text
    assert without_numbers(preview.pages[address].decode()) == without_numbers(visited)


@pytest.mark.django_db
def test_nothing_is_written(site, settings):
    preview = build_preview(str(site / "_posts/2024-01-30-a.md"))
    assert not any(model.objects.exists() for model in (Course, Session, Paper, Post, Image, ImportRun))
    assert not settings.MEDIA_ROOT.exists()
    assert [name.rpartition(".")[2] for name in preview.files] == ["png", "webp"]
    assert {name: content_at(preview, f"/media/{name}") for name in preview.files} == preview.files


@pytest.mark.django_db
def test_what_is_said_stands_beside_its_line(site):
    overview = build_preview(str(site / "_posts/2024-01-30-a.md")).pages["/"].decode()
    line = overview.split('<li id="L16">')[1].split("</li>")[0]
    assert "![lost](b.png)" in line
    assert "<strong>warning:</strong> image not found: b.png" in line
    assert overview.count("<strong>") == 1


@pytest.mark.django_db
def test_nothing_is_said_of_other_files(site):
    other = site / "_posts/2024-02-06-b.md"
    other.write_text(TEXT.replace("Word vectors", "Another session"))
    run_import(Options(path=str(site)))
    other.unlink()
    preview = build_preview(str(site / "_posts/2024-01-30-a.md"))
    assert [str(message) for message in preview.report.messages] == [
        "warning: _posts/2024-01-30-a.md:16: image not found: b.png"
    ]


@pytest.mark.django_db
def test_a_post_that_is_in_and_has_not_changed_is_shown_with_what_is_said_of_it(site):
    run_import(Options(path=str(site)))
    preview = build_preview(str(site / "_posts/2024-01-30-a.md"))
    assert (len(preview.pages), len(preview.report.messages)) == (2, 1)
    assert Post.objects.count() == 1
    assert all(content_at(preview, f"/media/{name}") for name in Image.objects.get().file_names)


@pytest.mark.django_db
def test_as_a_check_it_leaves_with_the_codes_of_a_strict_import(site, tmp_path):
    post = site / "_posts/2024-01-30-a.md"
    code, out, err = check(post, "--check")
    assert (code, err) == (0, ["warning: _posts/2024-01-30-a.md:16: image not found: b.png"])
    assert out == ["1 post: 1 created, 0 updated, 0 unchanged, 0 kept, 0 withdrawn, 0 refused"]
    post.write_text("---\ntags: [a]\n---\nWords.\n")
    code, _, err = check(post, "--check")
    assert code == 1
    assert err[0].startswith("error: _posts/2024-01-30-a.md:1: ")
    assert check(site, "--check")[::2] == (2, ["error: site: not a post; name one Markdown file"])


@pytest.mark.django_db
def test_a_refused_post_shows_its_error_beside_the_line(site):
    post = site / "_posts/2024-01-30-a.md"
    post.write_bytes(b"---\ntitle: T\n---\nCaf\xe9\n")
    overview = build_preview(str(post)).pages["/"].decode()
    assert "line 4 is not UTF-8" in overview.split('<li id="L4">')[1]
    assert "would be refused" in overview


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/static/sessions/css/tokens.css", True),
        ("/media/none.png", False),
        ("/courses/other/", False),
    ],
)
def test_only_what_the_post_needs_is_served(site, path, found):
    preview = build_preview(str(site / "_posts/2024-01-30-a.md"))
    assert (content_at(preview, path) is not None) is found


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/static/../settings.py", "/media/../db.sqlite3"])
def test_no_way_leads_out_of_the_folders(site, path):
    with pytest.raises(SuspiciousFileOperation):
        content_at(build_preview(str(site / "_posts/2024-01-30-a.md")), path)


def test_the_post_is_read_anew_when_the_overview_is_loaded(monkeypatch):
    texts = iter([b"first", b"second", b"third"])
    builds = lambda: server.Preview(report=None, text="", pages={"/": next(texts)})  # noqa: E731
    started = []

    class Kept(HTTPServer):
        def serve_forever(self) -> None:
            started.append(self)
            super().serve_forever(0.01)

    monkeypatch.setattr(server, "HTTPServer", Kept)
    thread = threading.Thread(target=server.serve, args=(0, builds))
    thread.start()
    while not started:
        thread.join(0.01)
    address = f"http://127.0.0.1:{started[0].server_address[1]}"
    with urllib.request.urlopen(address + "/") as answer:
        assert (answer.read(), answer.headers["Content-Security-Policy"]) == (b"second", server.POLICY)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address + "/none/")
    started[0].shutdown()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_preview_says_that_it_waits_for_an_import(site, monkeypatch, tmp_path):
    monkeypatch.setattr(lock, "LONGEST_WAIT", 0.05)
    monkeypatch.setattr(lock, "PAUSE", 0.01)
    name = str(tmp_path / "db.import-lock")
    monkeypatch.setattr(lock, "lock_file", lambda: name)
    with another_import(name):
        code, out, err = check(site / "_posts/2024-01-30-a.md", "--check")
    assert (code, out) == (2, [])
    assert err[0] == "waiting for another import to end"
    assert err[1].startswith("error: another import has been running for an hour")
