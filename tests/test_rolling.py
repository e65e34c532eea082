"""A course rolled over: what the next term has of it, when, and what it leaves behind."""

import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from sessions.importing.removing import remove_course
from sessions.models import (
    BlogNote,
    Category,
    Course,
    Image,
    NoClassDay,
    Page,
    Post,
    Reading,
    Session,
    SlideDeck,
    Version,
)
from sessions.planning import PlanIsOld
from sessions.rolling import plan_roll_over, roll_over
from sessions.search.finding import search
from sessions.search.sync import flush
from tests.admin_pages import NOW
from tests.factories import make_course, make_note, make_paper, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db
NAMES = ("slug", "title", "kind", "number", "status", "visible", "date", "date_by_rule", "cancelled", "pinned")
TEXT = "See ![the model](/Lectures/model.png)."


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(f"2025-{text}")


@pytest.fixture
def course() -> Course:
    """A term with one of everything: a heading, a break, an extra, a hidden session, notes, decks, teams, a page."""
    course = make_course(slug="seminar-2024", title="Seminar", term="2024 Spring")
    Course.objects.update(lead_team_label="Presenters", taught_by="Ada Lovelace", site_url="https://example.org/old")
    image = Image.objects.create(sha256="a" * 64, width=4, height=3, file=ContentFile(b"x", name="model.png"))
    post = Post.objects.create(
        course=course,
        path="s1.md",
        text="",
        sha256="0" * 64,
        parser_version=1,
        imported=NOW,
        images={"/Lectures/model.png": image.sha256, "/Lectures/other.png": None},
    )
    heading = make_session(course=course, slug="part-1", title="Part 1")
    first = make_session(course=course, slug="s1", title="Attention", date=datetime.date(2024, 1, 16))
    Session.objects.filter(pk=first.pk).update(post=post, source="s1.md", lead_team="team-1", blog_team="team-4")
    Session.objects.filter(pk=heading.pk).update(kind="section", stands_before=first)
    pause = make_session(course=course, slug="pause", title="Spring break", date=datetime.date(2024, 1, 18))
    Session.objects.filter(pk=pause.pk).update(kind="break")
    second = make_session(course=course, slug="s2", title="Scaling", date=datetime.date(2024, 1, 23), visible=False)
    Session.objects.filter(pk=second.pk).update(cancelled=True, pinned=True, number=2, starts="10:00", ends="11:00")
    extra = make_session(course=course, slug="extra", title="Bonus")
    Session.objects.filter(pk=extra.pk).update(kind="extra", status="upcoming")
    first = Session.objects.get(pk=first.pk)
    first.introduction = TEXT
    first.save()
    first.categories.add(Category.objects.create(name="Basics"))
    first.tags.add("attention", "models")
    reading = Reading.objects.create(
        session=first,
        paper=make_paper(title="Attention Is All You Need"),
        position=3,
        requirement="required",
        presenter="Ada",
        topic="Models",
        instruction="section 3 only",
        as_given={"line": 3},
    )
    Reading.objects.create(session=first, paper=make_paper(title="Left its post"), withdrawn=True)
    Reading.objects.create(session=second, paper=make_paper(title="Scaling laws"), requirement="more")
    SlideDeck.objects.create(session=first, reading=reading, url="https://example.org/deck.pdf")
    make_note(session=first, title="What we said")
    page = Page.objects.create(course=course, title="About", slug="about", markdown=TEXT, position=2, post=post)
    assert "model" in page.html
    flush()
    return course


def next_term(**changes) -> Course:
    values = {"title": "Seminar", "slug": "seminar-2025", "term": "2025 Spring", "weekdays": [1, 3]}
    values |= {"first_day": day("01-14"), "last_day": day("02-06"), "place": "Hall A"}
    return Course(**(values | changes))


def rolled(course: Course, visible: bool = True, user=None, **changes) -> Course:
    new, days = next_term(**changes), [NoClassDay(date=day("01-16"), reason="Holiday")]
    plan = plan_roll_over(course, new, days, visible=visible)
    return roll_over(course, new, days, visible=visible, user=user or make_user(is_staff=True), key=plan.key)


def test_the_new_course_is_what_was_written_down_by_hand(course):
    teacher, assistant, user = (make_user(is_staff=True) for _ in range(3))
    course.instructors.add(teacher)
    course.assistants.add(assistant)
    new = Course.objects.get(pk=rolled(course, user=user).pk)
    assert (new.title, new.slug, new.term, new.place) == ("Seminar", "seminar-2025", "2025 Spring", "Hall A")
    assert (new.lead_team_label, new.taught_by, new.site_url) == ("Presenters", "Ada Lovelace", "")
    assert (set(new.instructors.all()), set(new.assistants.all())) == ({teacher, user}, set())
    assert [str(day) for day in new.no_class_days.all()] == ["2025-01-16 Holiday"]
    assert [tuple(getattr(session, name) for name in NAMES) for session in new.sessions.in_order()] == [
        ("part-1", "Part 1", "section", None, "upcoming", True, None, None, False, False),
        ("s1", "Attention", "meeting", None, "upcoming", True, day("01-14"), day("01-14"), False, False),
        ("s2", "Scaling", "meeting", 2, "upcoming", False, day("01-21"), day("01-21"), False, False),
        ("extra", "Bonus", "extra", None, "upcoming", True, None, None, False, False),
    ]
    assert {(s.lead_team, s.blog_team, s.source, s.post, s.starts) for s in new.sessions.all()} == {
        ("", "", "", None, None)
    }
    first = new.sessions.get(slug="s1")
    assert [str(category) for category in first.categories.all()] == ["Basics"]
    assert sorted(first.tags.names()) == ["attention", "models"]
    said = ("session__slug", "paper__title", "requirement", "position", "presenter", "topic", "instruction", "as_given")
    assert list(Reading.objects.filter(session__course=new).order_by("pk").values_list(*said)) == [
        ("s1", "Attention Is All You Need", "required", 3, "", "Models", "section 3 only", {}),
        ("s2", "Scaling laws", "more", 0, "", "", "", {}),
    ]
    assert not SlideDeck.objects.filter(session__course=new).exists()
    assert not BlogNote.objects.filter(session__course=new).exists()
    assert list(new.pages.values_list("title", "slug", "position", "visible", "post")) == [
        ("About", "about", 2, True, None)
    ]


def test_the_old_course_stays_as_it_is(course):
    def rows():
        models = (Session, Reading, SlideDeck, BlogNote, Page)
        return [list(model.objects.filter(**of(model)).order_by("pk").values()) for model in models]

    def of(model):
        return {"course": course} if model in (Session, Page) else {"session__course": course}

    before = rows()
    rolled(course)
    assert rows() == before


def test_copied_texts_go_on_showing_their_pictures_whatever_happens_to_the_old_course(course):
    new = rolled(course)
    session, page = new.sessions.get(slug="s1"), new.pages.get()
    old = course.sessions.get(slug="s1").introduction_html
    assert (session.introduction_html, 'alt="the model"' in old) == (old, True)
    assert session.copied_images == {"/Lectures/model.png": "a" * 64}
    session.save()
    assert session.introduction_html == old
    again = rolled(new, slug="seminar-2026", term="2026 Spring")
    remove_course(course)
    for copy in (session, again.sessions.get(slug="s1")):
        copy.refresh_from_db()
        copy.save()
        assert copy.introduction_html == old
    page.save()
    assert Image.objects.get().file.url in page.html
    remove_course(new)
    assert Image.objects.exists()
    remove_course(again)
    assert not Image.objects.exists()


def test_each_session_shows_the_notes_of_its_earlier_selves(course, client):
    new = rolled(course)
    again = rolled(new, slug="seminar-2026", term="2026 Spring")
    BlogNote.objects.create(session=new.sessions.get(slug="s1"), state="draft")
    old = course.sessions.get(slug="s1").get_absolute_url()
    for page in (again.get_absolute_url(), again.sessions.get(slug="s1").get_absolute_url()):
        text = client.get(page).content.decode()
        assert f'<a href="{old}#note">2024 Spring: notes of team-4</a>' in text
        assert "2025 Spring: notes" not in text
    text = client.get(again.sessions.get(slug="s1").get_absolute_url()).content.decode()
    assert f'<a href="{new.sessions.get(slug="s1").get_absolute_url()}">2025 Spring</a>' in text


@pytest.mark.parametrize("withheld", ["session", "note"])
def test_what_is_withheld_in_the_old_course_is_not_told_in_the_new_one(course, client, withheld):
    new = rolled(course)
    if withheld == "session":
        course.sessions.update(visible=False)
    else:
        BlogNote.objects.update(state="submitted")
    for page in (new.get_absolute_url(), new.sessions.get(slug="s1").get_absolute_url()):
        text = client.get(page).content.decode()
        assert "notes of team-4" not in text
        assert ("2024 Spring</a>" in text) == (withheld == "note" and page != new.get_absolute_url())


def test_a_session_that_another_one_stands_for_leads_there(course, client):
    new = rolled(course)
    stands = make_session(course=course, slug="stands")
    make_note(session=stands)
    course.sessions.filter(slug="s1").update(same_as=stands)
    text = client.get(new.sessions.get(slug="s1").get_absolute_url()).content.decode()
    assert f'<a href="{stands.get_absolute_url()}#note">2024 Spring: notes</a>' in text


def found_in() -> set[str]:
    """The courses whose sessions the search finds."""
    return {hit.url.split("/")[2] for hit in search("attention").hits if hit.kind == "session"}


def test_what_is_rolled_over_is_found_once_it_is_shown(course):
    new = rolled(course, visible=False)
    flush()
    assert found_in() == {course.slug}
    assert new.pages.get().visible is False
    for session in new.sessions.all():
        session.visible = True
        session.save()
    flush()
    assert found_in() == {course.slug, new.slug}


def test_another_plan_than_the_one_that_was_shown_writes_nothing(course):
    key = plan_roll_over(course, next_term(), [], visible=True).key
    course.sessions.filter(slug="s1").update(title="Attention!")
    with pytest.raises(PlanIsOld):
        roll_over(course, next_term(), [], visible=True, user=make_user(), key=key)
    assert Course.objects.count() == 1


def test_home_shows_the_course_that_is_taught_until_the_next_one_is_shown(course, client):
    new = rolled(course, visible=False)
    assert client.get("/").context["current"] == course
    new.sessions.update(visible=True)
    assert client.get("/").context["current"] == new


@pytest.fixture
def teacher(course):
    user = make_user(username="teacher", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label__in=["readings", "course_sessions"]))
    course.instructors.add(user)
    return user


@pytest.fixture
def browser(teacher) -> Client:
    client = Client()
    client.force_login(teacher)
    return client


def page_of(course: Course) -> str:
    return reverse("admin:course_sessions_course_roll_over", args=[course.pk])


def form(**changes) -> dict:
    data = {"title": "Seminar", "term": "2025 Spring", "slug": "", "weekdays": ["1", "3"], "visible": "on"}
    data |= {"first_day": "2025-01-14", "last_day": "2025-02-06", "starts": "", "ends": "", "place": ""}
    data |= {"no-class-TOTAL_FORMS": 2, "no-class-INITIAL_FORMS": 0, "no-class-0-date": "2025-01-16"}
    return data | {"no-class-0-reason": "Holiday", "no-class-0-until": ""} | changes


def test_a_preview_writes_nothing_and_what_it_shows_is_applied(browser, course, teacher):
    Course.objects.update(title="2024 Spring - Seminar")
    assert 'value="Seminar"' in browser.get(page_of(course)).content.decode()
    preview = browser.post(page_of(course), form())
    text = " ".join(preview.content.decode().split())
    assert "is added with 4 sessions, 2 readings and 1 page, at /courses/seminar-2025-spring/." in text
    assert "Breaks are left out; enter the new term's as days without class: “Spring break”." in text
    assert "<td>Tue 16 Jan 2024</td> <td>Tue 14 Jan 2025</td>" in text
    assert Course.objects.count() == 1
    response = browser.post(page_of(course), form(apply="Apply", seen=preview.context["plan"].key))
    new = Course.objects.get(slug="seminar-2025-spring")
    assert response.url == reverse("admin:course_sessions_course_change", args=[new.pk])
    assert [str(s.date) for s in new.sessions.in_order()] == ["None", "2025-01-14", "2025-01-21", "None"]
    assert new.editable_by(teacher)
    assert "Rolled over from" in LogEntry.objects.get().get_change_message()
    assert set(Version.objects.values_list("title", flat=True)) == {
        *("Part 1", "Attention", "Scaling", "Bonus"),
        *("Attention Is All You Need (Required)", "Scaling laws (More)"),
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"term": ""}, "This field is required."),
        ({"slug": "seminar-2024"}, "already exists"),
        ({"last_day": "2025-01-01"}, "The last day must not be before the first."),
        ({"starts": "10:00"}, "Give both times, or none."),
        ({"no-class-0-until": "2025-01-01"}, "The last day must not be before the first, nor years later."),
        ({"no-class-1-reason": "Which day?"}, "This field is required."),
        ({"weekdays": ["9"]}, "Select a valid choice."),
        ({"apply": "Apply", "seen": "0"}, "This is not what was shown to you"),
        ({"no-class-TOTAL_FORMS": ""}, "ManagementForm data is missing"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(browser, course, changes, said):
    assert said in browser.post(page_of(course), form(**changes)).content.decode()
    assert (Course.objects.count(), NoClassDay.objects.count()) == (1, 0)


def test_hidden_sessions_are_shown_from_the_list_that_the_message_leads_to(browser, course):
    data = form()
    del data["visible"]
    preview = browser.post(page_of(course), data)
    text = browser.post(page_of(course), data | {"apply": "Apply", "seen": preview.context["plan"].key}, follow=True)
    new = Course.objects.get(slug="seminar-2025-spring")
    address = f"/admin/course_sessions/session/?course__id__exact={new.pk}"
    assert f'<a href="{address}">select and show them</a>' in text.content.decode()
    assert browser.get(address).context["cl"].result_count == 4


def test_a_rule_that_is_too_short_names_who_has_no_date(browser, course):
    text = " ".join(browser.post(page_of(course), form(last_day="2025-01-15")).content.decode().split())
    assert "The rule gives too few days. Without a date: “Scaling”." in text


def test_only_those_who_may_edit_the_course_and_add_courses_roll_it_over(browser, course, teacher):
    foreign = make_course()
    assert browser.get(page_of(foreign)).status_code == 404
    assert browser.post(page_of(foreign), form()).status_code == 404
    course.instructors.clear()
    course.assistants.add(teacher)
    assert browser.get(page_of(course)).status_code == 403
    course.instructors.add(teacher)
    teacher.user_permissions.remove(Permission.objects.get(codename="add_course"))
    assert browser.get(page_of(course)).status_code == 403
    assert browser.post(page_of(course), form()).status_code == 403


def test_headings_that_grouped_readings_become_their_topics(course):
    session = course.sessions.get(slug="extra")
    for title, section in (("A", "Readings / Attacks"), ("B", "Readings / Defenses"), ("C", "Required Readings")):
        make_reading(session=session, paper=make_paper(title=title), as_given={"section": section})
    alone = {"section": "Readings / Attacks"}
    make_reading(session=session, paper=make_paper(title="D"), requirement="more", as_given=alone)
    new = rolled(course)
    copies = Reading.objects.filter(session__course=new, session__slug="extra").order_by("pk")
    assert list(copies.values_list("paper__title", "topic")) == [
        ("A", "Attacks"),
        ("B", "Defenses"),
        ("C", ""),
        ("D", ""),
    ]
