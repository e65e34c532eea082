"""Who may see and edit what in the admin."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from readings.models import Paper
from sessions.models import (
    BlogNote,
    Course,
    ImportRun,
    Page,
    Post,
    Reading,
    ReviewItem,
    Session,
    SlideDeck,
)
from tests.admin_pages import address, make_full_course, messages_of, save
from tests.factories import make_course, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher() -> User:
    """Staff with every permission of the two rooms, instructor of nothing yet."""
    user = make_user(username="teacher", is_staff=True)
    rooms = Permission.objects.filter(content_type__app_label__in=["readings", "course_sessions"])
    user.user_permissions.set(rooms)
    return user


def pages_of(course: Course) -> list[str]:
    records = [
        course,
        *(course.sessions.all()),
        *(course.pages.all()),
        *(course.posts.all()),
        *(course.import_runs.all()),
        *(course.review_items.all()),
        *Reading.objects.filter(session__course=course),
        *SlideDeck.objects.filter(session__course=course),
        *BlogNote.objects.filter(session__course=course),
    ]
    return [address(type(record), "change", record.pk) for record in records]


def test_people_edit_what_belongs_to_their_courses_and_nothing_else(client, teacher):
    make_full_course(1)
    make_full_course(2)
    own, foreign = Course.objects.order_by("pk")
    own.instructors.add(teacher)
    client.force_login(teacher)

    assert {client.get(path).status_code for path in pages_of(own)} == {200}
    assert {client.get(path).url for path in pages_of(foreign)} == {reverse("admin:index")}
    assert {client.post(path).status_code for path in pages_of(foreign)} == {302, 403}
    for model in (Course, Session, Page, Post, ImportRun, ReviewItem, Reading, SlideDeck, BlogNote):
        assert client.get(address(model, "changelist")).context["cl"].result_count == 1
    assert {client.get(address(Paper, "change", paper.pk)).status_code for paper in Paper.objects.all()} == {200}


def test_nobody_adds_to_a_foreign_course(client, teacher):
    foreign = make_session()
    client.force_login(teacher)
    form = {"session": foreign.pk, "title": "", "state": "draft", "position": 0, "markdown": "Words."}
    response = client.post(address(BlogNote, "add"), form)
    assert "Select a valid choice" in messages_of(response)
    assert BlogNote.objects.count() == 0


def test_whoever_adds_a_course_becomes_its_instructor(client, teacher):
    client.force_login(teacher)
    form = {"title": "New", "slug": "new", "lead_team_label": "Lead", "blog_team_label": "Blog"}
    form |= {"imported_notes": "first"}
    form |= {"no_class_days-TOTAL_FORMS": 0, "no_class_days-INITIAL_FORMS": 0}
    assert client.post(address(Course, "add"), form).status_code == 302
    assert Course.objects.get().editable_by(teacher)


def test_assistants_do_not_choose_who_may_edit_the_course(client, teacher):
    course = make_course()
    course.assistants.add(teacher)
    client.force_login(teacher)
    assert save(client, course, instructors=[teacher.pk]).status_code == 302
    assert not course.instructors.exists()


def test_a_hidden_session_of_another_course_is_not_shown_on_a_paper(client, teacher):
    reading = make_reading(session=make_session(title="Secret plans", visible=False))
    client.force_login(teacher)
    path = address(Paper, "change", reading.paper_id)
    assert "Secret plans" not in client.get(path).content.decode()
    reading.session.course.instructors.add(teacher)
    assert "Secret plans" in client.get(path).content.decode()
