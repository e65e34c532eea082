"""Loading the sample course sets a site up once, and never takes anything back."""

import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command

from sessions.management.commands.load_sample_course import SLUG
from sessions.models import Course

pytestmark = pytest.mark.django_db


def load(*arguments: str) -> str:
    out = StringIO()
    call_command("load_sample_course", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_loading_prints_a_password_that_opens_the_account():
    password = re.search(r"Password: (\S+)", load())[1]
    user = authenticate(username="instructor", password=password)
    assert (user.is_staff, user.is_superuser) == (True, True)


def test_loading_twice_changes_nothing_and_keeps_the_password():
    load()
    before = get_user_model().objects.get().password
    second = load()
    assert "14 posts: 0 created, 0 updated, 14 unchanged" in second
    assert "changepassword instructor" in second
    assert get_user_model().objects.get().password == before


def test_loading_for_the_first_time_only_does_not_bring_a_removed_course_back():
    load("--first-time")
    call_command("remove_course", SLUG, "--yes", stdout=StringIO())
    load("--first-time")
    assert not Course.objects.exists()
