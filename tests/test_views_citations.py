"""Files of citations, the cite boxes of pages, and what pages say to machines."""

import datetime
import json
import re
from html import unescape
from urllib.parse import parse_qs

import pytest
from django.urls import reverse

from readings.models import MergedPaper, PaperLink
from sessions.models import Category, Course, Reading, SiteSettings
from sessions.search.sync import flush
from tests.factories import make_course, make_note, make_paper, make_reading, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    """Two sessions: the second requires what was further reading of the first."""
    course = make_course(slug="seminar", title="Seminar", term="2024 Spring")
    Course.objects.update(taught_by="Grace Hopper", licence="CC BY 4.0", licence_url="https://example.org/by")
    course.refresh_from_db()
    first = make_session(course=course, slug="one", title="First", date=datetime.date(2024, 1, 16))
    second = make_session(course=course, slug="two", title="Second", date=datetime.date(2024, 1, 23))
    attention = make_paper(
        title="Attention", authors=("Ashish Vaswani", "Noam Shazeer"), published="2017-06-12", arxiv_id="1706.03762"
    )
    other = make_paper(title="Other", authors=("Ada Lovelace",), published="1843")
    make_reading(session=first, paper=attention, requirement=Reading.Requirement.MORE, position=1)
    make_reading(session=first, paper=other, requirement=Reading.Requirement.UNSPECIFIED, position=2)
    make_reading(session=second, paper=attention)
    for session in (first, second):
        session.tags.add("topic")
        session.categories.add(Category.objects.get_or_create(name="Topic")[0])
    return course


def items(client, name: str, *args, **query) -> list[tuple[str, str]]:
    """[(title, keyword), ...] of a CSL-JSON file."""
    response = client.get(reverse(name, args=[*args, "json"]), query)
    assert response.status_code == 200
    return [(item["title"], item.get("keyword", "")) for item in json.loads(response.content)]


def head_of(client, *address: str, **query) -> str:
    return client.get(reverse(address[0], args=address[1:]), query).content.decode().split("</head>")[0]


def metas(text: str) -> list[tuple[str, str]]:
    return [
        (name, unescape(value)) for name, value in re.findall(r'<meta name="(citation_\w+)" content="(.*?)">', text)
    ]


def linked(text: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])


@pytest.mark.parametrize(
    ("ending", "media_type", "beginning"),
    [
        ("bib", "application/x-bibtex; charset=utf-8", "@misc{vaswani2017attention,"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "TY  - UNPB"),
        ("json", "application/vnd.citationstyles.csl+json; charset=utf-8", "[\n  {"),
    ],
)
def test_a_paper_is_a_file_to_download(client, course, ending, media_type, beginning):
    response = client.get(f"/papers/attention.{ending}")
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"] == f'attachment; filename="attention.{ending}"'
    assert response.content.decode().lstrip().startswith(beginning)
    again = client.get(f"/papers/attention.{ending}", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_other_endings_are_not_found(client, course):
    assert client.get("/papers/attention.pdf").status_code == 404
    assert client.get("/papers/nothing.bib").status_code == 404


def test_a_merged_paper_s_file_is_that_of_the_other(client, course):
    paper = make_paper(title="Kept")
    MergedPaper.objects.create(paper=paper, title="Gone", title_key="gone", slug="gone")
    assert client.get("/papers/gone.bib")["Location"] == "/papers/kept.bib"


def test_requirements_are_told_apart_by_keyword(client, course):
    assert items(client, "session_citations", "seminar", "one") == [("Attention", "further reading"), ("Other", "")]
    assert items(client, "session_citations", "seminar", "two") == [("Attention", "required reading")]


@pytest.mark.parametrize(
    ("name", "slug"),
    [("course_citations", "seminar"), ("category_citations", "topic"), ("tag_citations", "topic")],
)
def test_a_paper_read_twice_is_cited_once_as_required(client, course, name, slug):
    assert items(client, name, slug) == [("Attention", "required reading"), ("Other", "")]


def test_a_tag_s_file_holds_tagged_papers_after_the_readings(client, course):
    make_paper(title="Tagged").tags.add("topic")
    assert [title for title, _ in items(client, "tag_citations", "topic")] == ["Attention", "Other", "Tagged"]


def test_a_search_gives_the_papers_it_finds(client, course):
    flush()
    assert items(client, "search_citations", q="vaswani") == [("Attention", "")]
    assert items(client, "search_citations", q="vaswani zebra") == []  # nothing has both
    assert items(client, "search_citations", q="\0 ' \" OR (") == []


@pytest.mark.parametrize(
    ("team", "authors"),
    [
        ("team-4", [("", "Team 4")]),
        (
            "Ada Lovelace and Alan Turing",
            [("Ada", "Lovelace"), ("Alan", "Turing")],
        ),
        ("on llm basics", [("Grace", "Hopper")]),
        ("", [("Grace", "Hopper")]),
    ],
)
def test_a_note_is_cited_by_team_or_names_else_by_who_taught(client, course, team, authors):
    session = course.sessions.get(slug="one")
    session.blog_team = team
    session.save()
    note = make_note(session=session, title="What we said")
    [item] = json.loads(client.get(f"/courses/seminar/one/note-{note.pk}.json").content)
    found = [(name.get("given", ""), name.get("family") or name["literal"]) for name in item.pop("author")]
    assert found == authors
    assert item == {
        "id": item["id"],
        "type": "post-weblog",
        "title": "First: What we said",
        "issued": {"date-parts": [[2024, 1, 16]]},
        "container-title": "Seminar, 2024 Spring",
        "URL": "http://testserver/courses/seminar/one/#note",
    }


def test_a_session_page_has_the_citations_of_session_and_note(client, course):
    note = make_note(session=course.sessions.get(slug="one"), title="What we said")
    text = client.get("/courses/seminar/one/").content.decode()
    assert "Hopper, G. (2024, January 16). First. Seminar, 2024 Spring. http://testserver/courses/seminar/one/" in text
    assert "“First: What We Said.” Seminar, 2024 Spring" in text
    for address in ("one/session", f"one/note-{note.pk}", "one"):
        assert f'href="/courses/seminar/{address}.bib"' in text
        assert client.get(f"/courses/seminar/{address}.bib").status_code == 200


def test_pages_of_a_course_say_who_taught_it_under_which_licence_and_where_to_report(client, course):
    SiteSettings(contact="site@example.org").save()
    for address in ("/courses/seminar/", "/courses/seminar/readings/", "/courses/seminar/one/"):
        text = client.get(address).content.decode()
        assert "Taught by Grace Hopper" in text
        assert '<a rel="license" href="https://example.org/by">CC BY 4.0</a>' in text
        title = "First" if "one" in address else "Seminar"
        body = f"http%3A%2F%2Ftestserver{address.replace('/', '%2F')}"
        assert f'href="mailto:site@example.org?subject={title}&amp;body={body}"' in text
    Course.objects.update(contact="course@example.org")
    assert "mailto:course@example.org?" in client.get("/courses/seminar/one/").content.decode()


def test_a_paper_page_carries_citation_tags(client, course):
    assert metas(head_of(client, "paper", "attention")) == [
        ("citation_title", "Attention"),
        ("citation_author", "Ashish Vaswani"),
        ("citation_author", "Noam Shazeer"),
        ("citation_publication_date", "2017/06/12"),
        ("citation_publisher", "arXiv"),
        ("citation_arxiv_id", "1706.03762"),
        ("citation_abstract_html_url", "http://testserver/papers/attention/"),
        ("citation_pdf_url", "https://arxiv.org/pdf/1706.03762"),
    ]


@pytest.mark.parametrize(
    ("url", "is_pdf"),
    [("https://example.org/a.pdf", True), ("https://example.org/a.html", False), ("javascript:x.pdf", False)],
)
def test_only_a_pdf_is_named_as_one(client, url, is_pdf):
    paper = make_paper(title="Paper")
    PaperLink.objects.create(paper=paper, url=url)
    assert (("citation_pdf_url", url) in metas(head_of(client, "paper", "paper"))) == is_pdf
    assert "javascript:" not in head_of(client, "paper", "paper")


@pytest.mark.parametrize(
    ("address", "titles"),
    [
        (("session", "seminar", "one"), [("Other", []), ("Attention", ["further reading"])]),
        (
            ("course_readings", "seminar"),
            [("Attention", ["further reading"]), ("Other", []), ("Attention", ["required reading"])],
        ),
        (("category", "topic"), [("Attention", ["required reading"]), ("Other", [])]),
        (("tag", "topic"), [("Attention", ["required reading"]), ("Other", [])]),
        (("paper", "attention"), []),
    ],
    ids=["session", "reading list", "category", "tag", "paper"],
)
def test_lists_carry_coins_and_no_citation_tags_and_papers_the_reverse(client, course, address, titles):
    text = client.get(reverse(address[0], args=address[1:])).content.decode()
    found = [parse_qs(unescape(title)) for title in re.findall(r'<span class="Z3988" title="(.*?)"></span>', text)]
    assert [(coins["rft.title"][0], coins.get("rft.subject", [])) for coins in found] == titles
    assert bool(metas(text)) == (address[0] == "paper")


def test_a_course_describes_itself(client, course):
    data = linked(head_of(client, "course", "seminar"))
    assert data["@type"] == "Course"
    assert data["license"] == "https://example.org/by"
    assert data["hasCourseInstance"] == {
        "@type": "CourseInstance",
        "name": "Seminar, 2024 Spring",
        "startDate": "2024-01-16",
        "endDate": "2024-01-23",
        "instructor": [{"@type": "Person", "name": "Grace Hopper"}],
    }


def test_a_session_is_an_event_with_its_posts(client, course):
    make_note(session=course.sessions.get(slug="one"), title="What we said")
    event, post = linked(head_of(client, "session", "seminar", "one"))["@graph"]
    assert (event["@type"], event["name"], event["startDate"]) == ("Event", "First", "2024-01-16")
    assert (post["@type"], post["headline"]) == ("BlogPosting", "First: What we said")
    assert post["author"] == [{"@type": "Person", "name": "Grace Hopper"}]


def test_an_event_says_when_and_where_it_is_and_whether_it_is_held(client, course):
    def told() -> dict:
        event, *_ = linked(head_of(client, "session", "seminar", "one"))["@graph"]
        return {name: event.get(name) for name in ("startDate", "endDate", "eventStatus", "location")}

    held = "https://schema.org/EventScheduled"
    assert told() == {"startDate": "2024-01-16", "endDate": None, "eventStatus": held, "location": None}
    times = {"starts": datetime.time(17), "ends": datetime.time(18, 30), "time_zone": "America/New_York"}
    Course.objects.update(place="Rice Hall", **times)
    assert told() == {
        "startDate": "2024-01-16T17:00:00-05:00",
        "endDate": "2024-01-16T18:30:00-05:00",
        "eventStatus": held,
        "location": {"@type": "Place", "name": "Rice Hall"},
    }
    course.sessions.update(cancelled=True)
    assert told()["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_title_cannot_end_the_data_it_stands_in(client):
    title = "</script><script>alert(1)</script><!-- &amp; \u2028"
    text = head_of(client, "paper", make_paper(title=title).slug)
    assert "<script>" not in text
    assert linked(text)["name"] == title.strip()
    assert linked(text)["@type"] == "ScholarlyArticle" or linked(text)["@type"] == "CreativeWork"


@pytest.mark.parametrize(
    ("address", "query", "canonical"),
    [
        (("home",), {}, "/"),
        (("papers",), {"page": "2", "sort": "newest"}, "/papers/?page=2"),
        (("papers",), {"page": "9e99"}, "/papers/"),
        (("papers",), {"page": "1"}, "/papers/"),
        (("search",), {"q": "x\0<"}, "/search/"),
        (("search",), {"q": "x", "page": "2"}, "/search/"),
        (("session", "seminar", "one"), {"utm": "x"}, "/courses/seminar/one/"),
        (("tag", "topic"), {}, "/tags/topic/"),
    ],
)
def test_every_page_names_its_address(client, course, address, query, canonical):
    head = head_of(client, *address, **query)
    assert head.count('rel="canonical"') == 1
    assert f'<link rel="canonical" href="http://testserver{canonical}">' in head
    assert f'<meta property="og:url" content="http://testserver{canonical}">' in head
    assert head.count('<meta name="description" content="') == 1


@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
def test_a_list_of_papers_is_a_file_of_those_that_are_public(client, course, ending):
    hidden = make_session(course=course, slug="hidden", visible=False)
    make_reading(session=hidden, paper=make_paper(title="Secret"))
    attention = Course.objects.get().sessions.get(slug="one").readings.get(paper__slug="attention")
    MergedPaper.objects.create(slug="old-attention", paper=attention.paper)
    names = ["other", "old-attention", "secret", "unknown", "attention", "a\x00b", "x' OR 1=1"]
    response = client.post(f"/my-list.{ending}", {"paper": names})
    text = response.content.decode()
    assert response["Content-Disposition"] == f'attachment; filename="my-list.{ending}"'
    assert [text.count(word) for word in ("Lovelace", "Vaswani", "Secret")] == [1, 1, 0]
    assert text.index("Lovelace") < text.index("Vaswani")


def test_a_list_of_papers_may_be_empty_and_has_an_end(client):
    assert client.post("/my-list.json").content == b"[]\n"
    answer = client.post("/my-list.bib", {"paper": [f"paper-{number}" for number in range(2001)]})
    assert (answer.status_code, answer.content) == (400, b"At most 2000 papers at once: this list has 2001.")
    assert client.get("/my-list.bib").status_code == 405
