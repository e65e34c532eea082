"""What every request passes."""

import pytest

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
