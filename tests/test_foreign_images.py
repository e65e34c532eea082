"""Pictures of other hosts: fetched on a click alone, within limits, and shown from here from then on."""

import io
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture

from readings import fetching
from readings.fetching import NotFetched, fetch_picture
from readings.link_health import Checker
from sessions.admin import foreign_images as admin_page
from sessions.foreign_images import foreign_images
from sessions.importing.run import Options, run_import
from sessions.models import BlogNote, BroughtImage, Course, Image, Page, Session
from tests.factories import make_course, make_files, make_note, make_post_text, make_session, make_user

pytestmark = pytest.mark.django_db


def picture(colour: int = 0) -> bytes:
    out = io.BytesIO()
    Picture.new("L", (3, 2), colour).save(out, "PNG")
    return out.getvalue()


class Answering(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        status, kind, body = self.server.answers.get(self.path, (404, "text/html", b""))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if status == 302:
            self.send_header("Location", body.decode())
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """A host on this machine, which the admin may ask here."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.asked, server.answers = [], {"/a.png": (200, "image/png", picture())}
    server.base = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setattr(admin_page, "Checker", lambda pause: here())
    yield server
    server.shutdown()
    server.server_close()


def here() -> Checker:
    return Checker(allowed=lambda address: True, pause=0.0)


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(make_user(is_superuser=True))
    return client


def address(course: Course) -> str:
    return reverse("admin:course_sessions_course_pictures", args=[course.pk])


def send(browser: Client, course: Course, button: str, **fields):
    keys = [foreign.key for foreign in foreign_images(course)]
    return browser.post(address(course), {button: "1", "picture": keys, **fields}, follow=True)


def test_a_picture_within_the_limits_comes_as_it_is(site):
    site.answers["/moved"] = (302, "text/html", b"/a.png")
    assert fetch_picture(f"{site.base}/moved", here()) == picture()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((404, "image/png", b""), "the host answers 404"),
        ((200, "text/html", b"<p>"), "no picture, but text/html"),
        ((200, "image/png", b"x" * 2000), "larger than 0 MB"),
        ((302, "text/html", b"/x"), "the address redirects again and again"),
        ((302, "text/html", b"file:///etc/passwd"), "not a web address"),
    ],
)
def test_what_is_past_a_limit_is_told_in_a_sentence(site, monkeypatch, answer, said):
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    site.answers["/x"] = answer
    with pytest.raises(NotFetched, match=said):
        fetch_picture(f"{site.base}/x", here())


def test_a_picture_that_takes_too_long_is_left(site, monkeypatch):
    monkeypatch.setattr(fetching, "LONGEST", -1.0)
    with pytest.raises(NotFetched, match="not here within"):
        fetch_picture(f"{site.base}/a.png", here())


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/a.png", "http://[::1]/a.png", "http://10.0.0.1/", "file:///a"])
def test_nothing_inside_our_own_network_is_asked(site, url):
    with pytest.raises(NotFetched, match=r"^not an? "):
        fetch_picture(url, Checker(pause=0.0))
    with pytest.raises(NotFetched, match="not an address of the open internet"):
        fetch_picture(f"{site.base}/a.png", Checker(pause=0.0))
    assert site.asked == []


def imported(tmp_path, base: str, words: str = "Words.") -> Course:
    """A course whose note, introduction and page show the same picture."""
    shown = f"![a]({base}/a.png)"
    text = make_post_text(required="#### A paper about many things\n+ https://arxiv.org/abs/2401.00001\n", blog=words)
    text = (
        text.replace("## Required", f"Before. {shown}\n\n## Required", 1) + f"\n{shown} [![b]({base}/b.png)]({base})\n"
    )
    page = f"---\ntitle: About\n---\nHi. {shown}\n"
    make_files(tmp_path / "site", {"_config.yml": "title: A\n", "_contents/S1.md": text, "about.md": page})
    run_import(Options(path=str(tmp_path / "site"), course="course"))
    Course.objects.update(imported_notes="published")
    return Course.objects.get()


def shown(course: Course) -> list[bool]:
    """Whether note, introduction and page show a picture."""
    texts = [BlogNote.objects.get().html, Session.objects.get().introduction_html, Page.objects.get().html]
    return ["<img" in text for text in texts]


def test_the_page_lists_each_picture_with_its_texts_and_asks_nobody(site, tmp_path, browser):
    course = imported(tmp_path, site.base)
    found = [(one.address, [type(text) for text in one.texts]) for one in foreign_images(course)]
    assert found == [(f"{site.base}/a.png", [Session, BlogNote, Page]), (f"{site.base}/b.png", [BlogNote])]
    assert f"{site.base}/a.png" in browser.get(address(course)).content.decode()
    assert site.asked == []


def test_a_click_brings_in_what_is_there_and_tells_the_rest(site, tmp_path, browser):
    course = imported(tmp_path, site.base)
    page = send(browser, course, "fetch").content.decode()
    assert "1 picture brought in." in page
    assert f"{site.base}/b.png: the host answers 404." in page
    assert shown(course) == [True, True, True]
    assert [image.width for image in Image.objects.all()] == [3]
    assert site.base not in Page.objects.get().html


def test_the_picture_stays_after_the_next_import_which_says_nothing_of_it(site, tmp_path, browser):
    course = imported(tmp_path, site.base)
    send(browser, course, "fetch")
    imported(tmp_path, site.base, words="Other words.")
    assert "Other words." in BlogNote.objects.get().html
    assert shown(course) == [True, True, True]
    last = course.import_runs.first()
    assert [message for message in last.messages if "/a.png" in message] == []
    assert site.asked == ["/a.png", "/b.png"]


def test_an_uploaded_file_takes_the_place_of_a_picture(site, tmp_path, browser):
    course = imported(tmp_path, site.base)
    first, second = foreign_images(course)
    send(browser, course, "upload", **{second.key: SimpleUploadedFile("mine.png", picture(7))})
    assert [row.address for row in BroughtImage.objects.all()] == [second.address]
    send(browser, course, "upload", **{first.key: SimpleUploadedFile("no.png", b"no picture")})
    assert (BroughtImage.objects.count(), site.asked) == (1, [])


def test_a_picture_can_become_a_link_again(site, tmp_path, browser):
    course = imported(tmp_path, site.base)
    send(browser, course, "fetch")
    send(browser, course, "link")
    assert shown(course) == [False, False, False]


def test_a_note_written_here_shows_it_too(site, browser):
    note = make_note(markdown=f"![a]({site.base}/a.png)")
    send(browser, note.session.course, "fetch")
    note.refresh_from_db()
    assert "<img" in note.html
    other = make_note(markdown=f"![a]({site.base}/a.png)")
    assert "<img" not in other.html


def test_what_is_no_picture_is_not_kept(site, browser):
    site.answers["/a.png"] = (200, "image/png", b"<script>alert(1)</script>")
    note = make_note(markdown=f"![a]({site.base}/a.png)")
    page = send(browser, note.session.course, "fetch").content.decode()
    assert "not a PNG, JPEG, GIF or WebP picture" in page
    assert (BroughtImage.objects.count(), Image.objects.count()) == (0, 0)


def test_only_addresses_of_the_course_are_fetched(site, browser):
    course = make_session().course
    browser.post(address(course), {"fetch": "1", "picture": [f"{site.base}/a.png"]})
    assert site.asked == []


@pytest.mark.parametrize(("role", "get", "post"), [("instructors", 200, 302), ("assistants", 200, 403), ("", 403, 403)])
def test_those_bring_in_who_may_publish(site, role, get, post):
    course = make_course()
    user = make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="course_sessions"))
    if role:
        getattr(course, role).add(user)
    client = Client()
    client.force_login(user)
    assert (client.get(address(course)).status_code, client.post(address(course)).status_code) == (get, post)
