"""Who may do what: groups, published texts of a course, papers that several courses read."""

import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture

from readings.models import Author, MergedPaper, Paper
from sessions.groups import ASSISTANTS, INSTRUCTORS, rights_of, set_up_groups
from sessions.models import BlogNote, Course, NoteVersion, Page, Reading, ReviewItem, Session, Version
from tests.admin_pages import address, messages_of, save
from tests.factories import make_course, make_note, make_paper, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db


def png() -> bytes:
    out = io.BytesIO()
    Picture.new("L", (3, 2)).save(out, "PNG")
    return out.getvalue()


PNG = png()


def staff(name: str, group: str = "", *courses: Course) -> Client:
    user = make_user(username=name, is_staff=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    for course in courses:
        (course.instructors if group == INSTRUCTORS else course.assistants).add(user)
    client = Client()
    client.force_login(user)
    return client


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def course() -> Course:
    return make_course(title="Networks")


@pytest.fixture
def instructor(course) -> Client:
    return staff("ina", INSTRUCTORS, course)


@pytest.fixture
def assistant(course) -> Client:
    return staff("asa", ASSISTANTS, course)


@pytest.mark.parametrize("name", [INSTRUCTORS, ASSISTANTS])
def test_migrations_leave_both_groups_with_just_their_rights(name):
    group = Group.objects.get(name=name)
    assert {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()} == rights_of(name)
    group.permissions.set(Permission.objects.filter(codename="add_user"))
    call_command("migrate", verbosity=0)
    assert {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()} == rights_of(name)


def test_groups_are_set_up_where_no_permission_is_there_yet():
    Group.objects.all().delete()
    Permission.objects.all().delete()
    set_up_groups()
    assert set(Group.objects.values_list("name", flat=True)) == {INSTRUCTORS, ASSISTANTS}


def test_whoever_is_named_in_a_course_is_in_its_group_as_long_as_one_names_them(client):
    client.force_login(make_user(is_superuser=True))
    one, two = make_course(), make_course()
    ada, ben = make_user(is_staff=True), make_user(is_staff=True)
    for course in (one, two):
        assert save(client, course, instructors=[ada.pk], assistants=[ben.pk]).status_code == 302
    assert [group.name for group in ada.groups.all()] == [INSTRUCTORS]
    assert [group.name for group in ben.groups.all()] == [ASSISTANTS]
    save(client, one, instructors=[], assistants=[])
    assert [group.name for group in ada.groups.all()] == [INSTRUCTORS]
    save(client, two, instructors=[], assistants=[])
    assert not ada.groups.exists()
    assert not ben.groups.exists()


def test_an_assistants_text_of_a_published_note_waits(course, assistant, instructor):
    note = make_note(session=make_session(course=course), markdown="As it was.")
    response = save(assistant, note, markdown="As an assistant says.", position=7)
    assert "waits until an instructor" in said(response)
    note.refresh_from_db()
    assert (note.markdown, note.position) == ("As it was.", 7)
    version = NoteVersion.objects.get()
    assert (version.markdown, version.by.username, version.state) == ("As an assistant says.", "asa", "waiting")

    course.direct_corrections = True
    course.save()
    save(assistant, note, markdown="Directly.")
    note.refresh_from_db()
    assert note.markdown == "Directly."


def test_a_picture_that_an_assistant_adds_to_a_published_note_waits_too(course, assistant):
    note = make_note(session=make_session(course=course), markdown="Old.\n")
    out = io.BytesIO()
    Picture.new("L", (3, 2)).save(out, "PNG")
    response = save(assistant, note, picture=SimpleUploadedFile("a.png", out.getvalue()), picture_alt="A graph")
    assert "waits until an instructor" in said(response)
    note.refresh_from_db()
    assert (note.markdown, NoteVersion.objects.get().markdown[:16]) == ("Old.\n", "Old.\n\n![A graph]")


def test_an_assistants_text_waits_on_the_form_of_the_session_too(course, assistant):
    note = make_note(session=make_session(course=course), markdown="As it was.")
    response = save(assistant, note.session, **{"notes-0-markdown": "As an assistant says.", "lead_team": "Team 1"})
    assert "waits until an instructor" in said(response)
    note.refresh_from_db()
    assert (note.markdown, Session.objects.get().lead_team) == ("As it was.", "Team 1")
    assert NoteVersion.objects.get().markdown == "As an assistant says."


def test_an_assistant_neither_publishes_nor_takes_back(course, assistant, instructor):
    draft, public = (make_note(session=make_session(course=course), state=state) for state in ("draft", "published"))
    assert "choose “submitted”" in messages_of(save(assistant, draft, state="published"))
    assert save(assistant, draft, state="submitted", markdown="New words.").status_code == 302
    assert "take a published note back" in messages_of(save(assistant, public, state="draft"))
    assert set(BlogNote.objects.values_list("state", flat=True)) == {"submitted", "published"}
    assert save(instructor, draft, state="published").status_code == 302
    assert set(BlogNote.objects.values_list("state", flat=True)) == {"published"}


def test_an_assistant_does_not_publish_many_notes_at_once_either(course, assistant, instructor):
    draft = make_note(session=make_session(course=course), state="draft")
    public = make_note(session=draft.session)
    everyone = {"_selected_action": [draft.pk, public.pk], "look": "1"}
    for name in ("publish", "submit", "set_draft"):
        told = said(assistant.post(address(BlogNote, "changelist"), {**everyone, "action": name}))
        assert "Only instructors of the course decide what everyone sees" in told
        assert instructor.post(address(BlogNote, "changelist"), {**everyone, "action": name}).status_code == 200
    only_draft = {"_selected_action": [draft.pk], "look": "1", "action": "submit"}
    assert assistant.post(address(BlogNote, "changelist"), only_draft).status_code == 200
    hide = {"_selected_action": [draft.session_id], "look": "1", "action": "hide"}
    assert "Only instructors" in said(assistant.post(address(Session, "changelist"), hide))


def test_an_assistants_text_of_a_public_page_waits_until_an_instructor_accepts_it(course, assistant, instructor):
    page = Page.objects.create(course=course, title="About", slug="about", markdown="Words.")
    told = said(save(assistant, page, markdown="Mine.", title="Mine", visible="", position=3))
    assert "waits until an instructor" in told
    assert Page.objects.values_list("title", "markdown", "visible", "position").get() == ("About", "Words.", True, 3)
    version = NoteVersion.objects.get()
    assert (version.page, version.title, version.markdown) == (page, "Mine", "Mine.")
    shown = instructor.get(address(Page, "change", page.pk))
    assert [row for row, _ in shown.context["versions"][0].comparison.table] == ["Title", "Line 1"]
    path = reverse("admin:course_sessions_page_answer", args=[page.pk, version.pk])
    form = {"answer": "accept", "seen": shown.context["versions"][0].seen}
    assert assistant.post(path, form).status_code == 403
    assert instructor.post(path, form).status_code == 302
    assert Page.objects.values_list("title", "markdown", "html").get() == ("Mine", "Mine.", "<p>Mine.</p>")


def test_an_assistants_introduction_of_a_public_session_waits_and_the_rest_is_saved(course, assistant, instructor):
    session = make_session(course=course, introduction="Words.")
    told = said(save(assistant, session, introduction="Mine.", lead_team="Team 1", visible=""))
    assert "waits until an instructor" in told
    assert Session.objects.values_list("introduction", "lead_team", "visible").get() == ("Words.", "Team 1", True)
    version = NoteVersion.objects.get()
    assert (version.session, version.markdown) == (session, "Mine.")
    shown = instructor.get(address(Session, "change", session.pk))
    path = reverse("admin:course_sessions_session_answer", args=[session.pk, version.pk])
    instructor.post(path, {"answer": "accept", "seen": shown.context["versions"][0].seen})
    assert Session.objects.values_list("introduction", "lead_team").get() == ("Mine.", "Team 1")
    assert Version.objects.order_by("-pk").values_list("reason", "changed").first() == (
        "Accepted: a new version",
        ["introduction"],
    )


def test_a_declined_introduction_leaves_the_public_one(course, assistant, instructor):
    session = make_session(course=course, introduction="Words.")
    save(assistant, session, introduction="Mine.")
    shown = instructor.get(address(Session, "change", session.pk))
    path = reverse("admin:course_sessions_session_answer", args=[session.pk, NoteVersion.objects.get().pk])
    instructor.post(path, {"answer": "decline", "seen": shown.context["versions"][0].seen})
    assert (Session.objects.get().introduction, NoteVersion.objects.get().state) == ("Words.", "declined")


def test_what_nobody_sees_yet_is_written_by_assistants_at_once(course, assistant):
    hidden = make_session(course=course, visible=False, introduction="Words.")
    save(assistant, hidden, visible="on", introduction="Mine.")
    assert Session.objects.values_list("introduction", "visible").get() == ("Mine.", False)
    assert not NoteVersion.objects.exists()


def test_a_picture_that_an_assistant_adds_to_a_public_page_waits_with_its_text(course, assistant):
    page = Page.objects.create(course=course, title="About", slug="about", markdown="Words.")
    save(assistant, page, picture=SimpleUploadedFile("a.png", PNG), picture_alt="A graph")
    assert (Page.objects.get().markdown, NoteVersion.objects.get().markdown[:18]) == ("Words.", "Words.\n\n![A graph]")


def test_an_assistant_of_one_course_who_teaches_another_stays_an_assistant_there(course, assistant):
    user = course.assistants.get()
    taught = make_course()
    taught.instructors.add(user)
    user.groups.add(Group.objects.get(name=INSTRUCTORS))
    assisted, own = make_session(course=course), make_session(course=taught)
    assert assistant.post(address(Session, "delete", assisted.pk), {"post": "yes"}).status_code == 403
    assert assistant.post(address(Session, "delete", own.pk), {"post": "yes"}).status_code == 302
    form = {"course": course.pk, "title": "New", "slug": "new"}
    assert "Select a valid choice" in messages_of(assistant.post(address(Session, "add"), form))


def test_going_back_to_another_text_is_up_to_those_who_publish(course, assistant, instructor):
    note = make_note(session=make_session(course=course), markdown="As it was.")
    save(instructor, note, markdown="New words.")
    version = Version.objects.order_by("pk").first()
    path = reverse("admin:course_sessions_version_restore", args=[version.pk])
    assert assistant.post(path).status_code == 403
    assert instructor.post(path).status_code == 302
    note.refresh_from_db()
    assert note.markdown == "As it was."


def merge_page(one: Paper, other: Paper) -> str:
    return reverse("admin:readings_paper_merge", args=[one.pk, other.pk])


def answer(browser: Client, item: ReviewItem, name: str):
    return browser.post(reverse("admin:course_sessions_reviewitem_answer", args=[item.pk]), {"answer": name})


def test_papers_of_ones_own_courses_are_merged_at_once(course, instructor):
    stays, goes = make_paper(), make_paper()
    make_reading(session=make_session(course=course), paper=goes)
    assert instructor.post(merge_page(stays, goes), {"keep": stays.pk}).status_code == 302
    assert list(Paper.objects.all()) == [stays]


def test_papers_that_others_read_are_merged_when_all_of_them_agree(course, instructor):
    second, third = make_course(title="Graphs"), make_course(title="Words")
    ben, eve = staff("ben", INSTRUCTORS, second), staff("eve", INSTRUCTORS, third)
    stays, goes = make_paper(title="Deep nets"), make_paper(title="Deep nets!")
    for one, paper in ((course, stays), (second, goes), (third, stays)):
        make_reading(session=make_session(course=one), paper=paper)

    told = said(instructor.post(merge_page(stays, goes), {"keep": stays.pk}))

    assert "ben (Graphs); eve (Words)" in told
    assert Paper.objects.count() == 2
    in_second, in_third = ReviewItem.objects.order_by("course__title")
    assert in_second.message == "ina asks whether “Deep nets!” is the same as “Deep nets”, which this course reads"
    assert answer(ben, in_third, "this").status_code == 404
    assert "eve (Words)" in said(answer(ben, in_second, "this"))
    assert Paper.objects.count() == 2
    answer(eve, in_third, "this")
    assert list(Paper.objects.all()) == [stays]
    assert Reading.objects.filter(paper=stays).count() == 3
    assert not ReviewItem.objects.filter(state="open").exists()


def test_who_says_that_they_differ_keeps_both(course, instructor):
    ben = staff("ben", INSTRUCTORS, other := make_course())
    stays, goes = make_paper(), make_paper()
    make_reading(session=make_session(course=other), paper=goes)
    instructor.post(merge_page(stays, goes), {"keep": stays.pk})
    answer(ben, ReviewItem.objects.get(), "different")
    assert ReviewItem.objects.get().state == "dismissed"
    instructor.post(merge_page(stays, goes), {"keep": stays.pk})
    assert Paper.objects.count() == 2


def test_a_merge_that_others_read_is_undone_by_them_or_a_superuser(course, instructor):
    boss = Client()
    boss.force_login(make_user(is_superuser=True))
    stays, goes = make_paper(), make_paper()
    make_reading(session=make_session(course=make_course()), paper=goes)
    boss.post(merge_page(stays, goes), {"keep": stays.pk})
    path = reverse("admin:readings_mergedpaper_undo", args=[MergedPaper.objects.get().pk])
    assert "read in courses of others" in said(instructor.post(path))
    assert Paper.objects.count() == 1
    boss.post(path)
    assert Paper.objects.count() == 2


def test_any_instructor_and_assistant_edits_papers_and_their_people(assistant):
    paper = make_paper(authors=("Ada Lovelace",))
    stranger = staff("sue", INSTRUCTORS)
    assert save(stranger, paper, venue="ICLR").status_code == 302
    assert save(assistant, paper, published="2024").status_code == 302
    assert save(assistant, Author.objects.get(), name="Augusta Ada Lovelace").status_code == 302
    paper.refresh_from_db()
    assert (paper.venue, paper.published) == ("ICLR", "2024")
    assert assistant.post(address(Paper, "delete", paper.pk), {"post": "yes"}).status_code == 403


def test_a_course_offers_the_accounts_that_can_log_in_here_and_those_it_names_already(course, instructor):
    outsider, gone, ada = make_user(username="student"), make_user(is_staff=True), make_user(is_staff=True)
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    former = make_user(username="former")
    course.assistants.add(former)
    fields = instructor.get(address(Course, "change", course.pk)).context["adminform"].form.fields
    offered = {name: set(fields[name].queryset) for name in ("instructors", "assistants")}
    assert ada in offered["instructors"] & offered["assistants"]
    assert not {outsider, gone} & (offered["instructors"] | offered["assistants"])
    assert former in offered["assistants"] - offered["instructors"]
    assert "student" not in instructor.get(address(Course, "add")).content.decode()
