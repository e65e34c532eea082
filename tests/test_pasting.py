"""Pasted references and schedules in the admin: shown as understood first, written when they are confirmed."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from readings.models import Paper
from sessions.importing.run import Options, run_import
from sessions.models import Course, Session
from sessions.pasting.references import Choice, add_papers, propose
from sessions.posts.references import read_references
from tests.factories import make_course, make_files, make_paper, make_post_text, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db

KNOWN = "Attention Is All You Need"
TEXT = (
    "https://arxiv.org/abs/1706.03762\n"
    'Ada Lovelace, Alan Turing. "Notes on engines of several kinds". JMLR 2020.\n'
    "https://arxiv.org/pdf/1706.03762v2\n"
)


@pytest.fixture
def browser(client):
    client.force_login(make_user(is_superuser=True))
    return client


def paste_page(session) -> str:
    return reverse("admin:course_sessions_session_paste", args=[session.pk])


def shown(response) -> dict:
    """What the browser would send back from the page of proposals."""
    data = {"text": response.context["form"]["text"].value(), "seen": response.context["seen"], "confirm": "1"}
    if response.context["session"]:
        data["requirement"] = response.context["form"]["requirement"].value()
    for row in response.context["rows"]:
        for field in row:
            if field.name != "wanted" or field.value():
                data[field.html_name] = field.value()
    return data


def test_pasted_references_are_shown_and_nothing_is_written(browser):
    session = make_session()
    known = make_paper(title=KNOWN, arxiv_id="1706.03762")
    page = browser.post(paste_page(session), {"text": TEXT, "requirement": "required"})
    first, second, third = (row.proposal for row in page.context["rows"])
    assert (first.paper, first.wanted) == (known, True)
    assert (second.paper, second.wanted) == (None, True)
    assert (third.repeated, third.wanted) == (True, False)
    assert session.readings.count() == 0
    assert list(Paper.objects.all()) == [known]


def test_confirmed_references_become_readings_in_order_behind_those_of_the_session(browser):
    session = make_session()
    known = make_paper(title=KNOWN, arxiv_id="1706.03762")
    make_reading(session=session, position=4)
    page = browser.post(paste_page(session), {"text": TEXT, "requirement": "more"})
    done = browser.post(paste_page(session), shown(page), follow=True)
    assert "2 readings added, 1 of them new papers." in done.content.decode()
    added = session.readings.filter(requirement="more")
    assert [(r.position, r.paper.title) for r in added] == [
        (5, known.title),
        (6, "Notes on engines of several kinds"),
    ]
    assert [a.name for a in added[1].paper.authors_in_order] == ["Ada Lovelace", "Alan Turing"]


def test_title_corrected_in_the_list_is_the_new_papers(browser):
    page = browser.post(reverse("admin:readings_paper_paste"), {"text": "https://example.org/engines.pdf"})
    data = shown(page) | {"row-0-title": "Engines"}
    browser.post(reverse("admin:readings_paper_paste"), data)
    paper = Paper.objects.get()
    assert (paper.title, [link.url for link in paper.links.all()]) == ("Engines", ["https://example.org/engines.pdf"])


def test_text_changed_after_it_was_shown_is_shown_again(browser):
    session = make_session()
    page = browser.post(paste_page(session), {"text": TEXT, "requirement": "required"})
    data = shown(page) | {"text": "2005.14165\n2001.08361\n1512.03385"}
    again = browser.post(paste_page(session), data)
    assert [row.proposal.parsed.title[-10:] for row in again.context["rows"]] == [
        "2005.14165",
        "2001.08361",
        "1512.03385",
    ]
    assert Paper.objects.count() == 0


def test_paper_added_by_somebody_else_meanwhile_is_not_made_twice(browser):
    session = make_session()
    page = browser.post(paste_page(session), {"text": "1706.03762", "requirement": "required"})
    data = shown(page)
    known = make_paper(title=KNOWN, arxiv_id="1706.03762")
    again = browser.post(paste_page(session), data)
    assert again.context["rows"][0].proposal.paper == known
    assert list(Paper.objects.all()) == [known]


def test_text_that_is_no_list_of_references_is_refused_in_a_sentence(browser):
    page = browser.post(paste_page(make_session()), {"text": "@article{a, title={open", "requirement": "required"})
    assert "Line 1: not BibTeX near this line" in page.content.decode()


def test_doubtful_record_is_a_persons_choice(browser):
    session = make_session()
    short = make_paper(title="Short title", published="2001")
    page = browser.post(paste_page(session), {"text": "Short title. Ada Lovelace. 2019.", "requirement": "required"})
    (row,) = page.context["rows"]
    assert row.proposal.perhaps == (short,)
    assert row.fields["paper"].choices == [("", "A new paper"), (str(short.pk), "Short title (2001)")]
    browser.post(paste_page(session), shown(page) | {"row-0-paper": str(short.pk), "row-0-wanted": "on"})
    assert [reading.paper for reading in session.readings.all()] == [short]


def test_import_leaves_what_was_pasted(tmp_path):
    (choice,) = (
        Choice(p.parsed, p.paper)
        for p in propose(read_references("Ada Lovelace (2020). Notes on engines of several kinds. arXiv:2001.00001"))
    )
    (paper,), new = add_papers([choice])
    assert new == 1
    entry = "### [Notes On Engines Of Several Kinds](https://arxiv.org/abs/2001.00001)\n+ Somebody Else\n"
    folder = make_files(tmp_path, {"_posts/2024-01-01-a.md": make_post_text(required=entry)})
    run_import(Options(path=str(folder)))
    (reading,) = Session.objects.get().readings.all()
    assert reading.paper == paper
    assert reading.paper.title == "Notes on engines of several kinds"
    assert [author.name for author in reading.paper.authors_in_order] == ["Ada Lovelace"]


def test_only_those_who_may_edit_the_course_paste_into_it(client):
    session, user = make_session(), make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_session", "view_session", "add_paper"]))
    client.force_login(user)
    assert client.get(paste_page(session)).status_code == 403
    session.course.instructors.add(user)
    assert client.get(paste_page(session)).status_code == 200


SCHEDULE = (
    "Date,Title,Lead team,Slides\n1/18,Introduction,team-1,https://example.org/a.pdf\n1/23,Scaling laws,team-2,\n"
)


def schedule_page(course) -> str:
    return reverse("admin:course_sessions_course_paste", args=[course.pk])


def test_pasted_schedule_fills_the_course_and_keeps_what_it_has(browser):
    course = make_course(term="2024 Spring")
    here = make_session(course=course, title="Scaling Laws", slug="s2")
    page = browser.post(schedule_page(course), {"text": SCHEDULE})
    assert [(p.session, [c[0] for c in p.changes]) for p in page.context["proposals"]] == [
        (None, []),
        (here, ["title", "date", "lead team"]),
    ]
    assert course.sessions.count() == 1
    browser.post(
        schedule_page(course), {"text": SCHEDULE, "seen": page.context["seen"], "confirm": "1", "row": ["0", "1"]}
    )
    first, second = course.sessions.in_order()
    assert (first.title, first.slug, first.date, first.lead_team, first.status) == (
        "Introduction",
        "introduction",
        datetime.date(2024, 1, 18),
        "team-1",
        "released",
    )
    assert [deck.url for deck in first.slides.all()] == ["https://example.org/a.pdf"]
    assert (second.pk, second.slug, second.date) == (here.pk, "s2", datetime.date(2024, 1, 23))


def test_schedule_pasted_twice_changes_nothing(browser):
    course = make_course(term="2024 Spring")
    seen = browser.post(schedule_page(course), {"text": SCHEDULE}).context["seen"]
    data = {"text": SCHEDULE, "seen": seen, "confirm": "1", "row": ["0", "1"]}
    browser.post(schedule_page(course), data)
    rows = list(course.sessions.order_by("pk").values())
    decks = [list(session.slides.values()) for session in course.sessions.order_by("pk")]
    browser.post(schedule_page(course), data)
    assert list(course.sessions.order_by("pk").values()) == rows
    assert [list(session.slides.values()) for session in course.sessions.order_by("pk")] == decks


def test_uploaded_schedule_is_shown_as_text_to_confirm(browser):
    course = make_course(term="2024 Spring")
    file = SimpleUploadedFile("schedule.csv", b"\xef\xbb\xbf" + SCHEDULE.encode())
    page = browser.post(schedule_page(course), {"file": file})
    assert len(page.context["proposals"]) == 2
    assert page.context["form"]["text"].value() == SCHEDULE


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "not UTF-8 text"),
        (b"Name,Shoe\nAda,36\n", "Line 1: no schedule"),
        (b"x" * 500_001, "larger than"),
    ],
)
def test_file_that_is_no_schedule_is_refused_in_a_sentence(browser, content, said):
    page = browser.post(schedule_page(make_course()), {"file": SimpleUploadedFile("a.csv", content)})
    assert said in page.content.decode()
    assert Session.objects.count() == 0


def test_days_without_a_year_are_of_the_courses_rule(browser):
    course = make_course(title="Seminar 2020")
    course.first_day, course.last_day = datetime.date(2023, 10, 3), datetime.date(2024, 2, 6)
    course.save()
    page = browser.post(schedule_page(course), {"text": "Date,Title\n10 Oct,Words\n30 Jan,Graphs\n"})
    assert [proposal.parsed.date for proposal in page.context["proposals"]] == [
        datetime.date(2023, 10, 10),
        datetime.date(2024, 1, 30),
    ]


def test_what_is_not_understood_of_a_schedule_stands_above_what_is(browser):
    page = browser.post(schedule_page(make_course()), {"text": "Date,Title\n10 Oct 2023,Words\nnever,Graphs\n"})
    text = page.content.decode()
    assert text.index("1 row is no session") < text.index("1 session understood")
    assert "no day or number is understood in “never Graphs”: taken as part of “Words”" in text


def test_an_identifier_alone_is_not_called_unsure(browser):
    text = "10.1038/nature14539\nsomething or other\n"
    page = browser.post(paste_page(make_session()), {"text": text, "requirement": "required"}).content.decode()
    assert "2 references, 1 of them not sure" in page
    assert page.count("Its title is not known yet: type it, or look it up later.") == 1
    assert page.count("Not sure: line 2 says “something or other”.") == 1


@pytest.mark.parametrize(("rule", "page"), [(True, "dates"), (False, "change")])
def test_after_a_pasted_schedule_comes_what_gives_it_dates_or_the_course(browser, rule, page):
    days = {"first_day": datetime.date(2024, 1, 18), "last_day": datetime.date(2024, 4, 30), "weekdays": [1, 3]}
    course = make_course()
    Course.objects.filter(pk=course.pk).update(**(days if rule else {}))
    form = {"text": "Title\tLead team\nIntroduction\tteam-1\n"}
    seen = browser.post(schedule_page(course), form).context["seen"]
    done = browser.post(schedule_page(course), {**form, "seen": seen, "confirm": "1", "row": ["0"]}, follow=True)
    assert done.redirect_chain[-1][0] == reverse(f"admin:course_sessions_course_{page}", args=[course.pk])
    assert "1 session added, 0 changed." in done.content.decode()
