"""A term from nothing, in Chromium: how many clicks and fields it takes, and what is there afterwards."""

import datetime

import pytest
from django.contrib.auth import get_user_model

from readings.models import Paper
from sessions.models import Course, Reading, Session

pytestmark = pytest.mark.django_db(transaction=True)
FEWER_THAN = 40
SESSIONS, REFERENCES = 28, 60
PLACES = list(zip(range(REFERENCES), [*range(SESSIONS), *range(SESSIONS), 0, 1, 2, 3], strict=True))


class Hands:
    """What a person does on a page, counted: a click, or a field that is filled in."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def click(self, role: str, name: str) -> None:
        self.count += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def fill(self, label: str, text: str) -> None:
        self.count += 1
        self.page.get_by_label(label, exact=True).first.fill(text)

    def follow(self, address: str) -> None:
        """A link of the admin's lists, which many pages name alike."""
        self.count += 1
        self.page.locator(f'a[href="{address}"]').first.click()


def reference(number: int) -> str:
    return f"Ada Lovelace and Alan Turing ({1990 + number % 30}). Notes on engines, part {number}. {link(number)}"


def link(number: int) -> str:
    return f"https://arxiv.org/abs/2401.{number:05}"


def row(number: int) -> str:
    links = ", ".join(link(paper) for paper, place in PLACES if place == number)
    return f"Meeting {number + 1}\tteam-{number % 6 + 1}\tteam-{(number + 1) % 6 + 1}\t{links}"


def add_papers(hands: Hands) -> None:
    hands.follow("/admin/readings/paper/")
    hands.click("link", "Paste papers")
    hands.fill("References:", "\n".join(reference(number) for number in range(REFERENCES)))
    hands.click("button", "See what is understood")
    hands.click("button", "Add what is ticked")


def add_course(hands: Hands) -> None:
    hands.click("link", "Home")
    hands.follow("/admin/course_sessions/course/add/")
    hands.fill("Title:", "Engines and their notes")
    hands.fill("Term:", "2024 Spring")
    hands.click("checkbox", "Tuesday")
    hands.click("checkbox", "Thursday")
    hands.fill("First day:", "2024-01-18")
    hands.fill("Last day:", "2024-04-30")
    for number, day in enumerate(("2024-03-05", "2024-03-07")):
        hands.click("button", "Add another Day without class")
        hands.count += 1
        hands.page.locator(f"#id_no_class_days-{number}-date").fill(day)
    hands.click("button", "Save and continue editing")


def add_sessions(hands: Hands) -> None:
    rows = ["Title\tLead team\tBlog team\tLinks", *(row(number) for number in range(SESSIONS))]
    hands.click("link", "Paste a schedule")
    hands.fill("Table:", "\n".join(rows))
    hands.click("button", "See what is understood")
    hands.click("button", "Apply what is ticked")
    hands.click("button", "Apply")  # on “Order and dates”, where it leads


def test_a_term_of_28_sessions_and_60_papers_takes_fewer_than_40_clicks_and_fields(page):
    get_user_model().objects.create_superuser("ada", password="engine")
    page.set_default_timeout(10_000)
    hands = Hands(page)
    page.goto("/admin/")
    hands.fill("Username:", "ada")
    hands.fill("Password:", "engine")
    hands.click("button", "Log in")
    add_papers(hands)
    add_course(hands)
    add_sessions(hands)
    page.get_by_text("Applied: 28 sessions get a date.").wait_for()
    assert hands.count < FEWER_THAN

    course = Course.objects.get()
    assert (course.slug, course.term, course.weekdays) == ("engines-and-their-notes", "2024 Spring", [1, 3])
    days = [datetime.date(2024, 1, 18) + datetime.timedelta(days=number) for number in range(104)]
    off = (datetime.date(2024, 3, 5), datetime.date(2024, 3, 7))
    meetings = [day for day in days if day.weekday() in (1, 3) and day not in off]
    values = Session.objects.in_order().values_list("title", "date", "lead_team", "blog_team", "kind", "visible")
    assert list(values) == [
        (f"Meeting {n + 1}", meetings[n], f"team-{n % 6 + 1}", f"team-{(n + 1) % 6 + 1}", "meeting", True)
        for n in range(SESSIONS)
    ]
    assert sorted(Paper.objects.values_list("title", "arxiv_id")) == sorted(
        (f"Notes on engines, part {number}", f"2401.{number:05}") for number in range(REFERENCES)
    )
    read = Reading.objects.values_list("session__title", "paper__arxiv_id", "requirement")
    assert sorted(read) == sorted((f"Meeting {place + 1}", f"2401.{n:05}", "unspecified") for n, place in PLACES)
