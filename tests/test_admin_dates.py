"""Order and dates in the admin: previewed, then applied as they were shown."""

import datetime
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sessions.models import Course, NoClassDay, Session
from tests.admin_pages import address, messages_of, save
from tests.factories import make_course, make_session, make_user

pytestmark = pytest.mark.django_db


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(f"2024-{text}")


@pytest.fixture
def browser() -> Client:
    """Somebody who may do everything."""
    client = Client()
    client.force_login(make_user(is_superuser=True))
    return client


@pytest.fixture
def course() -> Course:
    course = make_course(slug="seminar")
    course.weekdays, course.first_day, course.last_day = [1, 3], day("01-18"), day("02-15")
    course.save()
    for letter in "abcd":
        make_session(course=course, slug=letter, title=f"Session {letter.upper()}")
    return course


def page_of(course: Course) -> str:
    return reverse("admin:course_sessions_course_dates", args=[course.pk])


def shown(response) -> dict:
    """What a browser would send back from the rows and the preview that it was shown."""
    rows = response.context["rows"]
    data = {bound.html_name: bound.value() for bound in rows.management_form}
    for row in rows.forms:
        for bound in row:
            value = bound.value()
            if value not in (False, None):
                data[bound.html_name] = "on" if value is True else str(value)
    seen = re.search(r'name="seen" value="(\w+)"', response.content.decode())
    return data | ({"seen": seen[1]} if seen else {})


def row_of(data: dict, session: Session) -> str:
    return next(name for name, value in data.items() if name.endswith("-session") and value == str(session.pk))[:-8]


def changed(data: dict, slug: str, **values: object) -> dict:
    prefix = row_of(data, Session.objects.get(slug=slug))
    new = {**data, **{f"{prefix}-{name}": value for name, value in values.items()}}
    return {name: value for name, value in new.items() if value is not None}


def dates(course: Course) -> str:
    return ", ".join(f"{s.slug} {s.date:%m-%d}" if s.date else s.slug for s in course.sessions.in_order())


def table(response) -> list[list[str]]:
    """The preview's lines: session, now, then."""
    body = response.content.decode().partition("dates-plan")[2].partition("<tbody>")[2].partition("</tbody>")[0]
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line) for line in body.split("<tr>")[1:]]


def applied(browser: Client, course: Course) -> None:
    browser.post(page_of(course), {**shown(browser.get(page_of(course))), "apply": "Apply"})


def test_the_rule_is_previewed_and_applied_on_confirmation(browser, course):
    first = browser.get(page_of(course))
    assert "4 sessions get a date." in first.content.decode()
    assert table(first)[0] == ["Session A", "–", "Thu 18 Jan 2024"]
    assert dates(course) == "a, b, c, d"
    response = browser.post(page_of(course), {**shown(first), "apply": "Apply"})
    assert response.status_code == 302
    assert dates(course) == "a 01-18, b 01-23, c 01-25, d 01-30"
    assert "Order and dates: 4 sessions get a date." in LogEntry.objects.get().get_change_message()


def test_a_move_is_previewed_before_it_is_written(browser, course):
    applied(browser, course)
    data = changed(shown(browser.get(page_of(course))), "d", place=2)
    preview = browser.post(page_of(course), data)
    assert "2 sessions move by one meeting, 1 session moves 2 meetings earlier." in preview.content.decode()
    assert table(preview)[0] == ["Session D", "Tue 30 Jan 2024", "Tue 23 Jan 2024"]
    assert dates(course).startswith("a 01-18, b 01-23")
    browser.post(page_of(course), {**shown(preview), "apply": "Apply"})
    assert dates(course) == "a 01-18, d 01-23, b 01-25, c 01-30"


def test_cancelling_is_previewed_the_same_way(browser, course):
    applied(browser, course)
    preview = browser.post(page_of(course), changed(shown(browser.get(page_of(course))), "b", cancelled="on"))
    assert "2 sessions move one meeting earlier." in preview.content.decode()
    browser.post(page_of(course), {**shown(preview), "apply": "Apply"})
    assert dates(course) == "a 01-18, b 01-23, c 01-23, d 01-25"
    assert Session.objects.get(slug="b").cancelled


def test_a_typed_date_is_fixed(browser, course):
    applied(browser, course)
    preview = browser.post(page_of(course), changed(shown(browser.get(page_of(course))), "a", date="2024-02-02"))
    browser.post(page_of(course), {**shown(preview), "apply": "Apply"})
    assert dates(course) == "b 01-18, c 01-23, d 01-25, a 02-02"
    assert Session.objects.get(slug="a").is_fixed


def test_fixed_dates_are_counted_and_follow_the_rule_together(browser, course):
    course.sessions.filter(slug="a").update(date=day("03-01"), pinned=True)
    course.sessions.filter(slug="b").update(date=day("03-02"), pinned=True)
    page = browser.get(page_of(course))
    assert "<strong>2 dates are fixed.</strong>" in page.content.decode()
    page = browser.post(page_of(course), {**shown(page), "follow": "Let all follow the rule"})
    assert len(table(page)) == 4
    assert course.sessions.filter(pinned=True).count() == 2
    assert browser.post(page_of(course), {**shown(page), "apply": "Apply"}).status_code == 302
    assert not course.sessions.filter(pinned=True).exists()
    assert {f"{date:%m-%d}" for date in course.sessions.values_list("date", flat=True)} == {
        *("01-18", "01-23", "01-25", "01-30")
    }


def test_what_was_changed_after_the_preview_is_shown_again(browser, course):
    data = changed(shown(browser.get(page_of(course))), "d", place=1)
    response = browser.post(page_of(course), {**data, "apply": "Apply"})
    assert "This is not what was shown to you" in response.content.decode()
    assert dates(course) == "a, b, c, d"


def test_what_somebody_else_changed_after_the_preview_is_shown_again(browser, course):
    data = shown(browser.get(page_of(course)))
    NoClassDay.objects.create(course=course, date=day("01-18"))
    response = browser.post(page_of(course), {**data, "apply": "Apply"})
    assert table(response)[0] == ["Session A", "–", "Tue 23 Jan 2024"]
    assert dates(course) == "a, b, c, d"


def test_a_rule_that_is_too_short_names_who_has_no_date(browser, course):
    Course.objects.update(last_day=day("01-24"))
    assert "Without a date: “Session C”, “Session D”." in re.sub(
        r"\s+", " ", browser.get(page_of(course)).content.decode()
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"fixed": "on"}, "Give the date to which it is fixed."),
        ({"place": ""}, "This field is required."),
        ({"date": "soon"}, "Enter a valid date."),
        ({"kind": "party"}, "Select a valid choice."),
    ],
)
def test_a_broken_row_is_told_and_nothing_is_written(browser, course, values, said):
    data = changed(shown(browser.get(page_of(course))), "a", **values)
    text = browser.post(page_of(course), {**data, "apply": "Apply"}).content.decode()
    assert said in text
    assert "Nothing has been changed." in text
    assert dates(course) == "a, b, c, d"


def test_a_tampered_form_is_answered(browser, course):
    other = make_session(slug="other", date=day("05-01"))
    data = shown(browser.get(page_of(course)))
    data[f"{row_of(data, Session.objects.get(slug='a'))}-session"] = str(other.pk)
    assert browser.post(page_of(course), data).status_code == 200
    assert browser.post(page_of(course), {}).status_code == 200
    other.refresh_from_db()
    assert other.date == day("05-01")


def test_only_those_who_may_edit_the_course_see_its_dates(client, course):
    teacher = make_user(is_staff=True)
    teacher.user_permissions.set(Permission.objects.filter(content_type__app_label="course_sessions"))
    client.force_login(teacher)
    assert client.get(page_of(course)).status_code == 404
    assert client.post(page_of(course), {"apply": "Apply"}).status_code == 404
    course.instructors.add(teacher)
    assert client.get(page_of(course)).status_code == 200
    teacher.user_permissions.set(Permission.objects.filter(codename="view_course"))
    assert client.get(page_of(course)).status_code == 403


def test_a_changed_rule_and_a_new_session_say_what_waits_to_be_applied(browser, course):
    path = address(Course, "changelist")
    save(browser, course, weekdays=["1"])
    assert "4 sessions get a date." in browser.get(path).content.decode()
    applied(browser, course)
    save(browser, course, weekdays=["3"])
    assert page_of(course) in browser.get(path).content.decode()
    course.refresh_from_db()
    assert course.weekdays == [3]


def test_days_without_class_are_entered_with_the_course(browser, course):
    row = {"no_class_days-0-date": "2024-01-22", "no_class_days-0-until": "2024-01-26"}
    row |= {"no_class_days-0-reason": "Break", "no_class_days-0-course": course.pk}
    assert save(browser, course, **{"no_class_days-TOTAL_FORMS": 1, **row}).status_code == 302
    assert "Tue 30 Jan 2024" in table(browser.get(page_of(course)))[1]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"starts": "14:00"}, "Give both times, or none."),
        ({"starts": "14:00", "ends": "13:00"}, "The end must be after the start."),
        ({"last_day": "2024-01-01"}, "The last day must not be before the first."),
        ({"last_day": "2034-01-01"}, "A course lasts two years at most."),
        ({"time_zone": "Mars/Base"}, "Select a valid choice."),
        ({"weekdays": ["7"]}, "Select a valid choice."),
    ],
)
def test_a_rule_that_cannot_be_is_refused_in_a_sentence(browser, course, values, said):
    assert said in messages_of(save(browser, course, **values))


def test_the_action_leads_to_the_page_of_one_course(browser, course):
    other = make_course()
    path, action = address(Course, "changelist"), {"action": "apply_dates"}
    assert browser.post(path, {**action, "_selected_action": [course.pk]}).url == page_of(course)
    response = browser.post(path, {**action, "_selected_action": [course.pk, other.pk]}, follow=True)
    assert "Select one course." in response.content.decode()


def test_the_page_asks_as_many_queries_for_30_sessions_as_for_4(browser, course):
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            browser.get(page_of(course))
        counts.append(len(queries))
        for _ in range(26):
            make_session(course=course)
    assert counts[0] == counts[1] <= 12


def is_ticked(browser: Client, session: Session) -> list[bool]:
    """The box of the session's own form, and that of the page of order and dates."""
    form = browser.get(address(Session, "change", session.pk)).context["adminform"].form
    rows = browser.get(page_of(session.course)).context["rows"].forms
    row = next(row for row in rows if row["session"].value() == session.pk)
    return [bool(form["pinned"].value()), bool(row["fixed"].value())]


def test_the_sessions_form_says_what_the_page_says_of_a_fixed_date(browser, course):
    given, by_rule = course.sessions.in_order()[:2]
    Session.objects.filter(pk=given.pk).update(date=day("01-20"))
    Session.objects.filter(pk=by_rule.pk).update(date=day("01-23"), date_by_rule=day("01-23"))
    assert (is_ticked(browser, given), is_ticked(browser, by_rule)) == ([True, True], [False, False])
    assert save(browser, given).status_code == 302
    assert not Session.objects.get(pk=given.pk).pinned
    save(browser, given, title="Another title", pinned="")
    save(browser, by_rule, pinned="on")
    assert (is_ticked(browser, given), is_ticked(browser, by_rule)) == ([False, False], [True, True])
    save(browser, given, date="2024-01-21")
    assert is_ticked(browser, given) == [True, True]
