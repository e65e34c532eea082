import datetime
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import RequestFactory
from django.urls import reverse
from django.views.defaults import server_error

from readings.models import PaperLink
from sessions.models import BlogNote, Category, Page, Reading, SiteSettings, SlideDeck
from tests.factories import make_course, make_note, make_paper, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db


def text_of(client, name: str, *args: str, **query: str) -> str:
    response = client.get(reverse(name, args=args, query=query))
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_site_says_what_comes_next(client):
    assert "No course yet" in text_of(client, "home")
    assert "No papers have been published yet" in text_of(client, "papers")
    assert "Nothing is tagged yet" in text_of(client, "tags")


def test_home_leads_with_the_course_of_the_latest_date_then_of_the_latest_season(client):
    make_session(course=make_course(title="Old and dated"), date=datetime.date(2019, 9, 3))
    make_session(course=make_course(title="New and dated"), date=datetime.date(2025, 2, 3))
    make_course(title="Fall without dates", term="2024 Fall")
    make_course(title="Spring without dates", term="2024 Spring")
    text = text_of(client, "home")
    titles = ["New and dated", "Fall without dates", "Spring without dates", "Old and dated"]
    places = [text.index(title) for title in titles]
    assert places == sorted(places)


def test_the_sites_own_words_are_on_every_page(client):
    SiteSettings(name="Reading group", footer="Made by the group.", contact="desk@example.org").save()
    text = text_of(client, "papers")
    assert "Reading group" in text
    assert "Made by the group." in text
    assert 'href="mailto:desk@example.org"' in text


def test_a_schedule_shows_dates_weeks_teams_slides_and_required_readings(client):
    course = make_course()
    course.lead_team_label = "Presenters"
    course.save()
    make_session(course=course, date=datetime.date(2034, 1, 17))
    session = make_session(course=course, title="Attention", date=datetime.date(2034, 1, 26))
    session.lead_team = "Team 4"
    session.status = "upcoming"
    session.save()
    SlideDeck.objects.create(session=session, url="https://example.org/deck.pdf", label="Talk")
    make_reading(session=session, paper=make_paper(title="Read this one"))
    make_reading(session=session, paper=make_paper(title="Not named here"), requirement=Reading.Requirement.MORE)
    text = text_of(client, "course", course.slug)
    team = f'Presenters: <a href="{reverse("team", args=[course.slug, "team-4"])}">Team 4</a>'
    for words in ("Thu 26 Jan 2034", "Week 2", team, "Talk", "Upcoming", "Read this one", "1 required<"):
        assert words in text
    assert "Released" not in text
    assert "1 more reading<" in text
    assert "Not named here" not in text


def test_a_course_without_dates_shows_numbers_and_no_weeks(client):
    course = make_course()
    session = make_session(course=course)
    session.number = 7
    session.save()
    text = text_of(client, "course", course.slug)
    assert "Session 7" in text
    assert "Week" not in text


def test_a_course_of_several_years_has_the_year_in_every_date(client):
    course = make_course(term="2017 Fall")
    for year in (2017, 2019):
        make_session(course=course, date=datetime.date(year, 9, 4))
    text = text_of(client, "course", course.slug)
    assert "Mon 4 Sep 2017" in text
    assert "Wed 4 Sep 2019" in text


def test_todays_line_stands_before_the_next_session(client):
    course, today = make_course(), datetime.date.today()
    make_session(course=course, title="Earlier", date=today - datetime.timedelta(days=7))
    make_session(course=course, title="Later", date=today + datetime.timedelta(days=7))
    text = text_of(client, "course", course.slug)
    assert text.index("Earlier") < text.index('class="today"') < text.rindex("Later")


def test_a_session_lists_readings_by_requirement_with_counts(client):
    session = make_session(introduction="Bring *questions*.")
    for kind in ("required", "required", "more", "unspecified"):
        make_reading(session=session, requirement=kind)
    text = text_of(client, "session", session.course.slug, session.slug)
    for heading, count in (("Required", 2), ("More", 1), ("Readings", 1)):
        assert f'{heading} <span class="count">({count})</span>' in text
    assert "<em>questions</em>" in text


def test_readings_of_several_sections_stand_under_their_headings(client):
    session = make_session()
    for section in ("Required Readings: / Planning papers:", "Required Readings: / Memory papers"):
        make_reading(session=session, as_given={"section": section})
    text = text_of(client, "session", session.course.slug, session.slug)
    assert '<p class="group">Planning papers</p>' in text
    assert '<p class="group">Memory papers</p>' in text


def test_plain_headings_and_a_single_section_are_not_repeated(client):
    session = make_session()
    for kind, sections in {"required": ("A topic", "A topic"), "more": ("More Readings:", "Even More")}.items():
        for section in sections:
            make_reading(session=session, requirement=kind, as_given={"section": section})
    assert 'class="group"' not in text_of(client, "session", session.course.slug, session.slug)


def test_a_venue_that_names_the_year_stands_without_the_date(client):
    paper = make_paper(published="2018-12-03")
    for venue, shown in (("NeurIPS 2018", False), ("NeurIPS", True)):
        paper.venue = venue
        paper.save()
        for name, args in (("paper", (paper.slug,)), ("papers", ())):
            assert ("3 December 2018" in text_of(client, name, *args)) is shown


def test_a_card_names_four_authors_and_counts_the_others(client):
    names = ("Ada Lovelace", "Alan Turing", "Grace Hopper", "Kurt Goedel", "Emmy Noether", "Mary Cartwright")
    paper = make_paper(title="Six authors", authors=names)
    reading = make_reading(paper=paper)
    text = text_of(client, "session", reading.session.course.slug, reading.session.slug)
    assert "Kurt Goedel</a> and 2 more" in text
    assert "Emmy Noether" not in text
    assert "Mary Cartwright" in text_of(client, "paper", paper.slug)


def test_badges_say_what_a_link_leads_to(client):
    paper = make_paper()
    for url in ("https://arxiv.org/abs/1706.03762", "https://example.org/a.pdf", "https://www.example.org/post"):
        PaperLink.objects.create(paper=paper, url=url)
    reading = make_reading(paper=paper)
    text = text_of(client, "session", reading.session.course.slug, reading.session.slug)
    for badge in (">arXiv</a>", ">PDF</a>", ">example.org</a>"):
        assert badge in text


def test_a_readings_own_slides_are_on_its_card_only(client):
    reading = make_reading()
    deck = SlideDeck.objects.create(session=reading.session, reading=reading, url="https://example.org/own.pdf")
    text = text_of(client, "session", reading.session.course.slug, reading.session.slug)
    assert text.count(f'href="{deck.get_absolute_url()}"') == 1


def test_a_note_has_a_contents_list(client):
    note = make_note(markdown="# One\n\nText\n\n# Two\n\nText\n\n# Three\n\nText")
    text = text_of(client, "session", note.session.course.slug, note.session.slug)
    for heading in note.contents:
        assert f'href="#{heading["id"]}"' in text
        assert f'id="{heading["id"]}"' in text
    assert len(note.contents) == 3


def test_a_note_is_reached_and_cited_from_above(client):
    note = make_note(title="What we said")
    text = text_of(client, "session", note.session.course.slug, note.session.slug)
    to_note, to_cite = (
        text.index('<a href="#note">What we said</a>'),
        text.index('<a href="#cite-note-1">Cite</a>'),
    )
    assert to_note < text.index('id="note"') < to_cite < text.index('id="cite-note-1"')


def test_previous_and_next_pass_over_hidden_sessions(client):
    course = make_course()
    days = [datetime.date(2024, 1, day) for day in (2, 9, 16)]
    first, hidden, last = (
        make_session(course=course, title=f"On day {day.day}", date=day, visible=day.day != 9) for day in days
    )
    text = text_of(client, "session", course.slug, first.slug)
    assert "On day 16" in text
    assert "On day 9" not in text
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert 'rel="prev"' in text_of(client, "session", course.slug, last.slug)


def test_the_reading_list_shows_the_whole_course(client):
    course = make_course()
    for number in range(3):
        paper = make_paper(title=f"Paper {number}", authors=("Ada Lovelace",), published="2024-01")
        make_reading(session=make_session(course=course), paper=paper)
    text = text_of(client, "course_readings", course.slug)
    assert "3 readings of" in text
    assert "Ada Lovelace. <a" in text
    assert text.count("January 2024.") == 3


def test_a_course_page_shows_its_text_and_is_in_the_navigation(client):
    course = make_course()
    Page.objects.create(course=course, title="Syllabus", slug="syllabus", markdown="Come *prepared*.")
    assert "Come <em>prepared</em>." in text_of(client, "page", course.slug, "syllabus")
    assert reverse("page", args=[course.slug, "syllabus"]) in text_of(client, "course", course.slug)


def test_a_paper_names_every_session_that_read_it(client):
    paper = make_paper(title="Read twice", arxiv_id="1706.03762")
    for year in (2023, 2025):
        course = make_course(title=f"Course of {year}", term=str(year))
        make_reading(paper=paper, session=make_session(course=course, title=f"Session of {year}"))
    text = text_of(client, "paper", paper.slug)
    assert text.index("Session of 2025") < text.index("Session of 2023")
    assert 'href="https://arxiv.org/abs/1706.03762"' in text


def test_author_category_and_tag_pages_gather_what_belongs_to_them(client):
    paper = make_paper(title="Tagged paper", authors=("Ada Lovelace",))
    session = make_reading(paper=paper, session=make_session(title="Tagged session")).session
    session.tags.add("Attention")
    paper.tags.add("attention")
    category = Category.objects.create(name="5Generative", description="Pictures and words.")
    session.categories.add(category)
    assert "Tagged paper" in text_of(client, "author", "ada-lovelace")
    text = text_of(client, "category", category.slug)
    assert "Tagged session" in text
    assert "Pictures and words." in text
    text = text_of(client, "tag", "attention")
    assert "Tagged session" in text
    assert "Tagged paper" in text
    assert '>Attention</a> <span class="count">2</span>' in " ".join(text_of(client, "tags").split())


def test_a_tag_in_any_alphabet_has_a_page(client):
    session = make_session(title="Tagged")
    session.tags.add("深度学习")
    assert "Tagged" in text_of(client, "tag", "深度学习")


@pytest.mark.parametrize("page", ["0", "-1", "9e99", "9" * 5000, "x", "\0", ""])
@pytest.mark.parametrize("name", ["papers", "search"])
def test_a_bad_page_number_gets_a_page(client, name, page):
    make_paper(title="A paper")
    text_of(client, name, page=page, q="paper", sort="\0")


def test_long_lists_come_in_pages_and_keep_their_order(client):
    for number in range(60):
        make_paper(title=f"Paper {number:02}", published=str(1950 + number))
    first, second = text_of(client, "papers", sort="newest"), text_of(client, "papers", sort="newest", page="2")
    assert "Paper 59" in first
    assert "Paper 09" not in first
    assert "Paper 09" in second
    assert 'href="?sort=newest&amp;page=1"' in second


def test_an_unknown_address_offers_a_search(client):
    response = client.get("/papers/no-such-paper/")
    assert response.status_code == 404
    assert 'role="search"' in response.content.decode()


def test_the_page_for_a_failure_needs_no_database(django_db_blocker):
    with django_db_blocker.block():
        response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"Something went wrong" in response.content
    assert b"/static/" not in response.content


@pytest.mark.parametrize(
    ("name", "kind", "disposition"),
    [
        ("images/a.png", "image/png", "inline"),
        ("decks/a/talk.pdf", "application/pdf", "inline"),
        ("decks/a/talk.pptx", "application/octet-stream", "attachment"),
        ("images/a.svg", "application/octet-stream", "attachment"),
        ("decks/a/page.html", "application/octet-stream", "attachment"),
    ],
)
def test_media_are_shown_only_where_no_browser_runs_them(client, name, kind, disposition):
    default_storage.save(name, ContentFile(b"content"))
    response = client.get(reverse("media", args=[name]))
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].split(";")[0] == disposition
    assert response["X-Content-Type-Options"] == "nosniff"
    shown = "frame-ancestors 'self'" if name.endswith(".pdf") else "sandbox; default-src 'none'"
    assert response["Content-Security-Policy"] == shown
    assert "max-age=31536000" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["no-such-file.png", "../manage.py", "a\0b", "images", "x" * 5000])
def test_a_name_without_a_file_is_not_found(client, name):
    default_storage.save("images/a.png", ContentFile(b"content"))
    assert client.get(reverse("media", args=[name])).status_code == 404


def test_no_page_carries_inline_script_or_style(client):
    note = make_note(markdown="# A\n\n$x^2$\n\n```python\nx = 1\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n")
    text = text_of(client, "session", note.session.course.slug, note.session.slug)
    assert "style=" not in text
    assert "<style" not in text
    scripts = re.findall(r"<script([^>]*)>(.?)", text)
    assert [attributes for attributes, content in scripts if content != "<"] == [' type="application/ld+json"']


def test_unpublished_notes_are_marked_for_those_who_may_edit_the_course(client):
    note = make_note(markdown="Half a thought.", state=BlogNote.State.DRAFT)
    address = note.session.get_absolute_url()
    assert "Half a thought." not in client.get(address).content.decode()
    client.force_login(make_user(is_superuser=True))
    text = client.get(address).content.decode()
    assert "Half a thought." in text
    assert "Draft, not public" in text


@pytest.mark.parametrize("own", [False, True])
def test_a_deck_whose_address_leads_nowhere_is_text(client, own):
    reading = make_reading()
    SlideDeck.objects.create(session=reading.session, reading=reading if own else None, url="slides/week01.pdf")
    for page in (reading.session, reading.session.course):
        text = client.get(page.get_absolute_url()).content.decode()
        assert 'href=""' not in text
        assert ("<span>slides/week01.pdf</span>" in text) is (page == reading.session or not own)
