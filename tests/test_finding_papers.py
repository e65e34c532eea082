"""The field of a reading's paper: what it finds, and what it offers to add."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from readings.models import Paper
from sessions.models import Session
from tests.admin_pages import address
from tests.factories import make_paper, make_session, make_user

pytestmark = pytest.mark.django_db

FIELD = {"app_label": "course_sessions", "model_name": "reading", "field_name": "paper"}
ADD = "admin:readings_paper_add_reference"


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(make_user(is_superuser=True))
    return client


def staff_with(*names: str) -> Client:
    user = make_user(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client


def found(client: Client, term: str) -> list[tuple[str, str]]:
    answer = client.get(reverse("admin:readings_paper_find"), {**FIELD, "term": term}).json()
    return [(one["id"], one["text"]) for one in answer["results"]]


@pytest.mark.parametrize(
    "term",
    ["attent", "vaswani", "1706.03762", "arXiv:1706.03762v5", "https://arxiv.org/pdf/1706.03762v3", "doi:10.1000/ABC"],
)
def test_a_paper_is_found_by_title_author_and_identifier_and_told_from_others(browser, term):
    paper = make_paper(title="Attention", authors=("Ashish Vaswani", "Noam Shazeer"), published="2017-06")
    Paper.objects.update(arxiv_id="1706.03762", doi="10.1000/abc")
    make_paper(title="Something else")
    assert found(browser, term) == [(str(paper.pk), "Attention (Ashish Vaswani et al., 2017)")]


@pytest.mark.parametrize(
    ("term", "offered"),
    [
        ("2301.00001", "https://arxiv.org/abs/2301.00001"),
        ("doi:10.1000/xyz", "https://doi.org/10.1000/xyz"),
        ("https://example.org/a.pdf", "https://example.org/a.pdf"),
    ],
)
def test_an_identifier_that_is_not_found_may_be_added(browser, term, offered):
    assert found(browser, term) == [(f"new:{offered}", f"Add {offered} as a new paper")]
    assert found(browser, "some words") == []
    assert found(staff_with("view_paper"), term) == []
    answer = browser.post(reverse(ADD), {"reference": offered}).json()
    paper = Paper.objects.get()
    assert answer == {"id": str(paper.pk), "text": offered}
    assert offered in [link.url for link in paper.links.all()]
    assert browser.post(reverse(ADD), {"reference": offered}).json() == answer
    assert Paper.objects.count() == 1


def test_a_paper_that_was_added_meanwhile_is_taken_not_added_again(browser):
    paper = make_paper(title="Attention", arxiv_id="1706.03762")
    answer = browser.post(reverse(ADD), {"reference": "https://arxiv.org/abs/1706.03762"}).json()
    assert answer == {"id": str(paper.pk), "text": "Attention"}


@pytest.mark.parametrize(
    ("reference", "sentence"),
    [
        ("", "Type one arXiv id, DOI or address."),
        ("some words", "Type one arXiv id, DOI or address."),
        ("2301.00001\n2301.00002", "Type one arXiv id, DOI or address."),
        ('{"a":', "not JSON: Expecting value (column 6)."),
    ],
)
def test_what_is_not_one_reference_is_refused_in_a_sentence(browser, reference, sentence):
    response = browser.post(reverse(ADD), {"reference": reference})
    assert (response.status_code, response.json()) == (400, {"error": sentence})
    assert not Paper.objects.exists()


def test_only_who_may_add_papers_does():
    assert staff_with("view_paper").post(reverse(ADD), {"reference": "2301.00001"}).status_code == 403
    assert Client().post(reverse(ADD), {"reference": "2301.00001"}).status_code == 403
    assert staff_with("add_paper").get(reverse(ADD)).status_code == 405
    assert staff_with().get(reverse("admin:readings_paper_find"), {**FIELD, "term": "a"}).status_code == 403


def test_the_forms_of_readings_ask_this_field(browser):
    page = browser.get(address(Session, "change", make_session().pk)).text
    assert f'data-ajax--url="{reverse("admin:readings_paper_find")}"' in page
