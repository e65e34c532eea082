"""What every request passes."""

import gzip

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from config.middleware import trimmed

pytestmark = pytest.mark.django_db


def test_cookie_with_a_nul_is_dropped(client):
    client.cookies["sessionid"] = "a\x00b"
    assert client.get("/").status_code == 200


def test_every_page_says_what_it_may_load(client):
    response = client.get("/")
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "object-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"


def test_pages_are_compressed_and_pictures_left_as_they_are(client):
    path = default_storage.save("pictures/a.png", ContentFile(b"\x89PNG" * 1000))
    page = client.get("/", headers={"accept-encoding": "gzip"})
    picture = client.get(f"/media/{path}", headers={"accept-encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert "<h1>" in gzip.decompress(page.content).decode()
    assert "Content-Encoding" not in picture


def test_no_line_of_a_page_ends_in_blanks_but_verbatim_text_keeps_them():
    page = b"<p>  \n\n  a \t\n<pre>b  \n\n c </pre>  \n<textarea>d  \n\n</textarea>\n"
    assert trimmed(page) == b"<p>\n  a\n<pre>b  \n\n c </pre>  \n<textarea>d  \n\n</textarea>\n"


def test_public_pages_are_trimmed(client):
    response = client.get("/")
    assert int(response["Content-Length"]) == len(response.content)
    lines = response.content.decode().removesuffix("\n").split("\n")
    assert [line for line in lines if line != line.rstrip() or not line] == []
    assert "\n\n" in client.get("/admin/login/").content.decode()
