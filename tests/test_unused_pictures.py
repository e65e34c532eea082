"""Pictures that no text names are removed; whatever names one keeps it."""

import datetime
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from sessions.models import BroughtImage, Image, Page, Post, Version
from sessions.notes import propose
from tests.admin_pages import NOW
from tests.factories import make_course, make_note, make_session, make_user

pytestmark = pytest.mark.django_db


def picture(letter: str, *, days: int = 2) -> Image:
    name = default_storage.save(f"images/{letter}{letter}/{letter * 64}.png", ContentFile(b"x"))
    moment = (datetime.datetime.now() - datetime.timedelta(days=days)).timestamp()
    os.utime(default_storage.path(name), (moment, moment))
    return Image.objects.create(sha256=letter * 64, file=name, width=1, height=1)


def markdown(image: Image) -> str:
    return f"![A graph]({image.file.url})\n"


def removed(capsys) -> str:
    call_command("remove_unused_pictures")
    return capsys.readouterr().out.strip()


def test_a_picture_of_no_text_goes_with_its_file(capsys, django_capture_on_commit_callbacks):
    image = picture("a")
    with django_capture_on_commit_callbacks(execute=True):
        assert removed(capsys) == "Removed pictures: 1."
    assert not default_storage.exists(image.file.name)
    assert not Image.objects.exists()


def test_one_that_may_belong_to_an_open_form_stays(capsys):
    picture("a", days=0)
    assert removed(capsys) == "Removed pictures: 0."


def test_whatever_names_a_picture_keeps_it(capsys):
    course = make_course()
    note = make_note(session=make_session(course=course), markdown=markdown(picture("a")))
    make_session(course=course, introduction=markdown(picture("b")))
    Page.objects.create(course=course, title="About", slug="about", markdown=markdown(picture("c")))
    propose(note, markdown=markdown(picture("d")), by=make_user())
    values = {"markdown": markdown(picture("e"))}
    Version.objects.create(kind="note", number=note.pk, course=course, title="?", values=values)
    BroughtImage.objects.create(course=course, address="https://example.org/a.png", image=picture("f"))
    images = {"a.png": picture("0").sha256}
    Post.objects.create(
        course=course, path="a.md", text="x", sha256="0" * 64, parser_version=1, imported=NOW, images=images
    )
    assert removed(capsys) == "Removed pictures: 0."
