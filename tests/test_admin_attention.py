"""What waits, on the admin's first page: counted for the courses a person may edit, and found where it leads."""

import datetime
import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from readings.models import PaperLink
from sessions.admin.attention import tag_key, waiting_for
from sessions.models import Course, Image, Page, ReviewItem, Session, SlideDeck
from sessions.notes import propose
from tests.factories import make_course, make_note, make_paper, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
STORED = f"images/aa/{'a' * 64}.png"
IMAGE = f"Words.\n\n![](https://example.org/a.png)\n\n![](/media/{STORED})\n\n![A model](/media/{STORED})"


def broken(record) -> None:
    type(record).objects.filter(pk=record.pk).update(checked=timezone.now(), last_broken=timezone.now())
    type(record).objects.filter(pk=record.pk).update(last_broken=type(record).objects.get(pk=record.pk).checked)


def make_waiting(course: Course) -> None:
    """One of everything that waits, and one of everything that does not."""
    for number, kind in enumerate(("conflict", "unsure", "identity", "session", "unsure")):
        state = "settled" if number == 4 else "open"
        ReviewItem.objects.create(course=course, kind=kind, state=state, message="?", key=str(number))
    Image.objects.get_or_create(sha256="a" * 64, defaults={"file": STORED, "width": 4, "height": 3})
    session = make_session(course=course, date=TODAY)
    Session.objects.filter(pk=make_session(course=course, date=TODAY).pk).update(cancelled=True)
    Session.objects.filter(pk=make_session(course=course, date=TODAY).pk).update(kind="section")
    make_session(course=course, date=TODAY - datetime.timedelta(days=1), introduction=IMAGE)
    Session.objects.filter(pk=make_session(course=course).pk).update(status="upcoming")
    full = make_session(course=course, date=TODAY)
    reading = make_reading(session=full, paper=make_paper(authors=("Ada Lovelace",), published="2024"))
    make_reading(session=full, paper=make_paper(published="2024"))
    PaperLink.objects.create(paper=reading.paper, url="https://example.org/fine")
    broken(PaperLink.objects.create(paper=reading.paper, url="https://example.org/gone"))
    broken(SlideDeck.objects.create(session=full, url="https://example.org/gone.pdf"))
    SlideDeck.objects.create(session=full, url="https://example.org/fine.pdf")
    propose(make_note(session=session, state="submitted", markdown=IMAGE), title="", markdown="New.", by=None)
    make_note(session=session, state="draft")
    page = Page.objects.create(course=course, title="About", slug="about", markdown=IMAGE)
    propose(page, title="About", markdown="New.", by=make_user())
    propose(full, markdown="New.", by=make_user())


EXPECTED = [
    (1, "values that a post and a person both changed"),
    (1, "things the importer was not sure of"),
    (1, "papers that may be the same"),
    (1, "sessions that may be the same"),
    (1, "introductions with a new version to accept"),
    (2, "upcoming sessions without readings"),
    (2, "upcoming sessions without slides"),
    (1, "introductions with a picture that has no alt text"),
    (1, "submitted notes to publish"),
    (1, "notes with a new version to accept"),
    (1, "notes with a picture that has no alt text"),
    (1, "papers with a link that was not found"),
    (1, "papers without authors or date"),
    (1, "slides whose address was not found"),
    (1, "pages with a new version to accept"),
    (1, "pages with a picture that has no alt text"),
    (2, "tags that differ by little"),
]


@pytest.fixture
def teacher():
    """Instructor of one course; another course has the same waiting, and the library an incomplete paper of nobody."""
    user = make_user(username="teacher", is_staff=True)
    rooms = ["readings", "course_sessions", "taggit"]
    user.user_permissions.set(Permission.objects.filter(content_type__app_label__in=rooms))
    own = make_course(slug="own")
    own.instructors.add(user)
    make_waiting(own)
    make_waiting(make_course(slug="foreign"))
    make_paper()
    for name in ("llm-agents", "LLM agent", "Graphs"):
        Tag.objects.create(name=name)
    return user


@pytest.fixture
def browser(teacher) -> Client:
    client = Client()
    client.force_login(teacher)
    return client


def test_what_waits_in_ones_own_courses_is_counted(teacher):
    assert [(line.count, line.label) for line in waiting_for(teacher)] == EXPECTED


def test_superusers_see_what_waits_everywhere(teacher):
    counts = {line.label: line.count for line in waiting_for(make_user(is_superuser=True))}
    doubled = {label: 2 * count for count, label in EXPECTED}
    assert counts == doubled | {"tags that differ by little": 2, "papers without authors or date": 3}


@pytest.mark.parametrize("superuser", [False, True])
def test_each_line_leads_to_a_list_of_just_what_it_counts(teacher, client, superuser):
    user = make_user(is_superuser=True) if superuser else teacher
    client.force_login(user)
    lines = waiting_for(user)
    assert len(lines) == len(EXPECTED)
    for line in lines:
        assert client.get(line.address).context["cl"].result_count == line.count, line


def test_the_first_page_shows_the_lines(browser):
    text = browser.get(reverse("admin:index")).content.decode()
    shown = re.findall(r"<td>(\d+)</td>\s*<th scope=\"row\"><a href=\"[^\"]+\">([^<]+)</a>", text)
    assert [(int(count), label) for count, label in shown] == [
        (n, label[0].upper() + label[1:]) for n, label in EXPECTED
    ]


def test_nothing_waits_for_those_who_may_settle_nothing(client, teacher):
    teacher.user_permissions.clear()
    client.force_login(teacher)
    assert "Nothing waits." in client.get(reverse("admin:index")).content.decode()


def test_seven_queries_count_everything(teacher, django_assert_num_queries):
    make_waiting(make_course())
    user = make_user(is_superuser=True)
    with django_assert_num_queries(7):
        waiting_for(user)


def test_lists_with_a_filter_ask_no_more_queries_for_more_rows(client, teacher):
    user = make_user(is_superuser=True)
    client.force_login(user)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            for line in waiting_for(user):
                client.get(line.address)
        counts.append(len(queries))
        make_waiting(make_course())
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("LLM-Agents", "llm agent", True),
        ("Fine tuning", "fine-tuning", True),
        ("Bayes", "Baye", True),
        ("loss", "los", False),
        ("bias", "vias", False),
        ("GPTs", "GPT", True),
        ("AIs", "AI", False),
    ],
)
def test_tags_are_alike_where_only_signs_and_a_plural_tell_them_apart(one, other, same):
    assert (tag_key(one) == tag_key(other)) is same
