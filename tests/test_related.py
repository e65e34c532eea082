"""What lies near a paper or session, and why; where a paper was read before."""

import datetime

import pytest
from django.urls import reverse

from sessions.models import Category, Reading, Session
from sessions.related import OF_PAPERS, also_read, ranked, read_elsewhere, reasons, related_sessions, similar_papers
from tests.factories import make_course, make_paper, make_reading, make_session

pytestmark = pytest.mark.django_db


def test_the_nearest_has_the_most_in_common_and_of_equals_the_older_comes_first():
    evidence = {"authors": {3: 1}, "tags": {1: 1, 2: 1, 4: 9}, "categories": {2: 1}}
    assert ranked(evidence, OF_PAPERS) == [4, 2, 3, 1]


def test_more_than_three_in_common_make_nothing_nearer():
    assert ranked({"authors": {1: 3, 2: 4}}, OF_PAPERS) == [1, 2]


def test_reasons_are_told_the_weightiest_first():
    evidence = {"tags": {1: 2}, "authors": {1: 1}, "sessions": {2: 1}}
    assert reasons(evidence, OF_PAPERS, 1) == ("an author in common", "2 tags in common")


def test_similar_papers_share_authors_sessions_tags_or_categories():
    paper = make_paper(title="Paper", authors=("Ada Lovelace", "Alan Turing"))
    session, category = make_reading(paper=paper).session, Category.objects.create(name="Topic")
    session.categories.add(category)
    session.tags.add("graphs")
    paper.tags.add("depth")
    make_paper(title="Same authors", authors=("Ada Lovelace", "Alan Turing"))
    make_reading(paper=make_paper(title="Same session"), session=session)
    make_paper(title="Same tag").tags.add("depth")
    make_reading(paper=make_paper(title="Same topic")).session.tags.add("graphs")
    make_reading(paper=make_paper(title="Same category")).session.categories.add(category)
    make_paper(title="Nothing in common")
    assert {near.record.title: near.reasons for near in similar_papers(paper)} == {
        "Same authors": ("2 authors in common",),
        "Same session": ("read in the same session", "sessions with a tag in common", "the same category"),
        "Same tag": ("a tag in common",),
        "Same topic": ("sessions with a tag in common",),
        "Same category": ("the same category",),
    }


def test_no_paper_is_similar_by_what_is_not_public():
    paper = make_paper(title="Paper", authors=("Ada Lovelace",))
    public, hidden = make_reading(paper=paper).session, make_session(visible=False)
    make_reading(paper=paper, session=hidden)
    make_reading(paper=make_paper(title="Hidden together"), session=hidden)
    make_reading(paper=make_paper(title="Hidden", authors=("Ada Lovelace",)), session=make_session(visible=False))
    left = make_reading(paper=make_paper(title="Withdrawn"), session=public)
    Reading.objects.filter(pk=left.pk).update(withdrawn=True)
    assert similar_papers(paper) == []


def at(year: int, title: str = "Session", **values) -> Session:
    return make_session(title=title, date=datetime.date(year, 2, 1), **values)


def test_a_card_names_the_years_in_which_its_paper_was_read_elsewhere(client):
    paper, session = make_paper(), make_session()
    make_reading(paper=paper, session=session)
    make_reading(paper=paper, session=session, requirement=Reading.Requirement.MORE)
    first, second, third = (
        at(2019, "First"),
        at(2017),
        make_session(course=make_course(term="2019 Fall"), title="Third"),
    )
    for other in (first, second, third, at(2016, visible=False)):
        make_reading(paper=paper, session=other)
    joined = make_reading(paper=paper, session=at(2015)).session
    Session.objects.filter(pk=joined.pk).update(same_as=first)
    here = make_session(course=session.course, title="Here again", date=datetime.date(2018, 1, 1))
    make_reading(paper=paper, session=here)
    named = also_read(session, read_elsewhere(session, [paper.pk]))
    labels = [("2017", second), ("Here again", here), ("2019 (Third)", third), ("2019 (First)", first)]
    assert named == {paper.pk: labels}
    text = client.get(session.get_absolute_url()).content.decode()
    assert f'<a href="{second.get_absolute_url()}" aria-label="2017: Session">2017</a>, ' in text
    assert f'<a href="{here.get_absolute_url()}">Here again</a>, ' in text


def test_related_sessions_share_readings_or_tags():
    session, paper = make_session(), make_paper()
    make_reading(session=session, paper=paper)
    session.tags.add("graphs", "depth")
    reads, tagged = make_session(title="Reads it too"), make_session(title="Same tags")
    make_reading(session=reads, paper=paper)
    tagged.tags.add("graphs", "depth")
    make_session(title="Hidden", visible=False).tags.add("graphs")
    make_session(title="Nothing in common").tags.add("other")
    found = related_sessions(session, read_elsewhere(session, [paper.pk]))
    assert [(near.record, near.reasons) for near in found] == [
        (reads, ("a reading in common",)),
        (tagged, ("2 tags in common",)),
    ]


def test_related_sessions_stand_above_previous_and_next(client):
    course = make_course()
    session, other = make_session(course=course), make_session(course=course, title="Another")
    for one in (session, other):
        one.tags.add("graphs")
    text = client.get(reverse("session", args=[course.slug, session.slug])).content.decode()
    assert 0 < text.index("Related sessions") < text.index("a tag in common") < text.index('class="neighbours"')
