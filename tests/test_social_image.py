"""The picture of a course for other sites."""

import io

import pytest
from PIL import Image

from sessions.social_image import drawn
from tests.factories import make_course


@pytest.mark.parametrize("text", ["", "A seminar", "word " * 100, "x" * 500, "\0\n", "中文 seminar", "<b>&amp;"])
def test_any_words_give_a_picture_of_one_size_and_the_same_ones_the_same(text):
    picture = drawn(text, text, text)
    opened = Image.open(io.BytesIO(picture))
    assert (opened.format, opened.size) == ("PNG", (1200, 630))
    assert len(picture) < 60_000
    assert drawn(text, text, text) == picture


def test_letters_that_the_font_lacks_are_left_out():
    assert drawn("中文 seminar", "", "") == drawn("seminar", "", "") != drawn("seminars", "", "")


@pytest.mark.django_db
def test_pages_of_a_course_name_its_picture(client):
    make_course(slug="seminar", title="Seminar on attention", term="2024 Spring")
    address = "http://testserver/courses/seminar/social.png"
    assert f'<meta property="og:image" content="{address}">' in client.get("/courses/seminar/").content.decode()
    response = client.get(address)
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=86400"
    assert response.content == drawn("Seminar on attention", "2024 Spring", "Seminar readings")
    assert "og:image" not in client.get("/").content.decode()
    assert client.get("/courses/none/social.png").status_code == 404
