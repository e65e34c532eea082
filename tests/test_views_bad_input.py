"""Whatever stands in an address gets a page: never an error of the server."""

from urllib.parse import quote

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sessions.models import Category
from sessions.search.finding import FACETS
from sessions.search.sync import flush
from tests.factories import make_course, make_note, make_paper, make_reading, make_session

pytestmark = pytest.mark.django_db

# What a page reads of its address.
FILTERED = {
    ("search",): ("q", "page", *FACETS),
    ("suggest",): ("q",),
    ("search_citations", "bib"): ("q",),
    ("papers",): ("page", "sort"),
    ("course", "seminar"): ("tag", "category", "team", "page"),
}
PLAIN = [
    ("home",),
    ("team", "seminar", "team-1"),
    ("course_readings", "seminar"),
    ("author", "ada-lovelace"),
    ("category", "topic"),
    ("tags",),
    ("tag", "nets"),
    ("explore",),
]
NASTY = [
    b"",
    b"\0",
    b"a\0b",
    b"\xff",
    b"%ff",
    b"\xed\xa0\x80",  # half a surrogate pair
    b"9e99",
    b"-1",
    b"9" * 5000,
    b"%",
    b"_",
    b"*",
    "²".encode(),
    b"year:9e99",
    b"year:99999999999999999999-",
    b'"',
    b"'",
    b"\\",
    b"' OR 1=1 --",
    b"(" * 50,
    b"NEAR(a b) AND NOT title_terms : x*",
    b"a & !b <-> 'c':*",
    b"nets AND OR NOT -nets +nets ^nets nets*",
    b'author:"\0" year:99999999999999 tag:\' course:\\ is:"',
    b"a" * 10_000,
    b"a b " * 2500,
    b'"a" ' * 2500,
    "é".encode() * 5000,
    b"https://[",
    b"10.1000/\0",
    b"arXiv:\xff",
]
VALUES = st.one_of(
    st.sampled_from(NASTY),
    st.binary(max_size=40),
    st.text(st.characters(), max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text("nets\"':()*^&|!<->\\% \0", max_size=40).map(str.encode),
)


@pytest.fixture(scope="module")
def library(rows_of_module):
    """Something on every page; more than one page of papers."""
    course = make_course(slug="seminar")
    session = make_session(course=course, slug="one", title="Nets")
    session.lead_team = "Team 1"
    session.save()
    session.tags.add("nets")
    session.categories.add(Category.objects.create(name="Topic"))
    make_note(session=session, markdown="# Nets\n\nOn nets.")
    for number in range(25):
        paper = make_paper(title=f"Nets {number}", authors=("Ada Lovelace",), published="2020")
        make_reading(session=session, paper=paper, position=number)
    flush()


def address_of(page: tuple[str, ...], values: dict[str, bytes]) -> str:
    return reverse(page[0], args=page[1:]) + "?" + "&".join(f"{name}={quote(value)}" for name, value in values.items())


@pytest.mark.parametrize("page", FILTERED, ids=" ".join)
def test_every_nasty_value_gets_a_page(client, library, page):
    for value in NASTY:
        everywhere = dict.fromkeys(FILTERED[page], value)
        for values in (everywhere, everywhere | {"q": b"nets"}):
            assert client.get(address_of(page, values)).status_code == 200, values


@pytest.mark.parametrize("page", FILTERED, ids=" ".join)
def test_every_query_string_gets_a_page(client, library, page):
    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries({}, optional=dict.fromkeys(FILTERED[page], VALUES)))
    def check(values):
        assert client.get(address_of(page, values)).status_code == 200

    check()


@pytest.mark.parametrize("page", PLAIN, ids=" ".join)
def test_every_page_number_gets_a_page(client, library, page):
    for value in (b"9e99", b"-1", b"9" * 5000, b"\0\xff"):
        assert client.get(address_of(page, {"page": value})).status_code == 200


UNKNOWN = [
    "/papers/no-such-paper/",
    "/authors/nobody/",
    "/tags/nothing/",
    "/tags/%00/",
    "/tags/%ff/",
    "/categories/nothing/",
    "/courses/none/",
    "/courses/seminar/none/",
    "/courses/seminar/pages/none/",
    "/courses/seminar/teams/none/",
    "/courses/seminar/one/slides/1/",
    f"/courses/seminar/one/slides/{'9' * 300}/",
    f"/courses/seminar/one/note-{'9' * 300}.bib",
    "/courses/seminar/one/slides/-1/",
    "/media/none.pdf",
    "/media/%00",
    "/media/../manage.py",
    f"/media/{'a' * 3000}",
    "/sitemap-none.xml",
    "/sitemap-papers.xml?p=9e99",
    f"/papers/{'a' * 3000}/",
    "/%ff/",
    "/%00",
    "/robots.txt/",
    "/index.php?%ff",
]


@pytest.mark.parametrize("address", UNKNOWN, ids=lambda address: address[:40])
def test_what_is_not_there_is_said_and_a_search_offered(client, library, address):
    response = client.get(address)
    assert response.status_code == 404
    text = response.content.decode()
    assert "There is no such page" in text
    assert f'action="{reverse("search")}"' in text
