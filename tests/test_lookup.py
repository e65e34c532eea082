"""Metadata from arXiv and Crossref: asked of a server on this machine that answers in their formats."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from readings.lookup.asking import answer_waiting, ask_for
from readings.lookup.comparing import differences
from readings.lookup.formats import Found, Unreadable, found_at_arxiv, found_at_crossref
from readings.lookup.hosts import LARGEST_ANSWER, Hosts, NoAnswer
from readings.models import LookUp, Paper
from sessions.importing.run import Options, run_import
from tests.factories import make_files, make_paper, make_post_text, make_user

pytestmark = pytest.mark.django_db

ENTRY = """<entry>
  <id>http://arxiv.org/abs/{number}v3</id>
  <published>2017-06-12T17:57:34Z</published>
  <title>Attention Is All
    You Need</title>
  <summary>  Words &amp; more
    words. </summary>
  <author><name>Ashish Vaswani</name></author>
  <author><name>Noam Shazeer</name></author>
  <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/ABC</arxiv:doi>
  <arxiv:journal_ref xmlns:arxiv="http://arxiv.org/schemas/atom">NeurIPS 2017</arxiv:journal_ref>
</entry>"""
FEED = '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'
WORK = {
    "DOI": "10.1145/3442188.3445922",
    "title": ["On the <i>Dangers</i> of Stochastic Parrots"],
    "author": [{"given": "Emily M.", "family": "Bender"}, {"name": "A Working Group"}, {"family": "Gebru"}],
    "issued": {"date-parts": [[2021, 3, 1]]},
    "container-title": ["FAccT"],
    "abstract": "<jats:p>Words &amp; more.</jats:p>",
}


def feed(*numbers: str) -> bytes:
    return FEED.format(entries="".join(ENTRY.format(number=number) for number in numbers)).encode()


def works(*items: dict) -> bytes:
    return json.dumps({"status": "ok", "message-type": "work-list", "message": {"items": items}}).encode()


class Site(ThreadingHTTPServer):
    """Both sites on loopback: answers what the test puts in, and keeps what it was asked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[dict[str, list[str]]] = []
        self.arxiv = lambda numbers: feed(*numbers)
        self.crossref = lambda query: works()
        self.status = 200
        self.headers: dict[str, str] = {}


class Answering(BaseHTTPRequestHandler):
    def do_GET(self):
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        self.server.asked.append(query)
        if parts.path == "/arxiv":
            body = self.server.arxiv(query["id_list"][0].split(","))
        else:
            body = self.server.crossref(query)
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def site(settings):
    server = Site()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    settings.ARXIV_API, settings.CROSSREF_API = f"{base}/arxiv", f"{base}/works"
    settings.LOOKUP_PAUSES = {"arXiv": 0.0, "Crossref": 0.0}
    yield server
    server.shutdown()
    server.server_close()


def test_arxiv_feed_is_read_by_number():
    assert found_at_arxiv(feed("1706.03762")) == {
        "1706.03762": Found(
            title="Attention Is All You Need",
            authors=("Ashish Vaswani", "Noam Shazeer"),
            published="2017-06-12",
            venue="NeurIPS 2017",
            abstract="Words & more words.",
            doi="10.1000/abc",
            arxiv="1706.03762",
        )
    }


def test_crossref_work_is_read():
    assert found_at_crossref(works(WORK)) == [
        Found(
            title="On the Dangers of Stochastic Parrots",
            authors=("Emily M. Bender", "A Working Group", "Gebru"),
            published="2021-03-01",
            venue="FAccT",
            abstract="Words & more.",
            doi="10.1145/3442188.3445922",
        )
    ]


@pytest.mark.parametrize("read", [found_at_arxiv, found_at_crossref])
@pytest.mark.parametrize(
    "answer", [b"", b"<html>busy", b"[]", b'{"message": {"items": 3}}', b"\xff\xfe", b"[" * 20_000]
)
def test_answer_in_no_known_format_is_told(read, answer):
    with pytest.raises(Unreadable):
        read(answer)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "author", "issued", "date-parts", "given", "DOI", "container-title"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=3))
def test_any_list_of_works_is_read(items):
    found = found_at_crossref(works(*items))
    assert len(found) == sum(isinstance(item, dict) for item in items)


def test_a_hundred_papers_take_two_requests_and_only_their_own_site(site):
    user = make_user()
    papers = [make_paper(arxiv_id=f"2401.{number:05}") for number in range(100)]
    ask_for(papers, user)
    assert answer_waiting(user, Hosts()) == 0
    assert [len(query["id_list"][0].split(",")) for query in site.asked] == [50, 50]
    assert LookUp.objects.filter(state="found").count() == 100


def test_look_up_that_was_interrupted_goes_on_where_it_stopped(site):
    user = make_user()
    ask_for([make_paper(arxiv_id=f"2401.{number:05}") for number in range(60)], user)

    def busy_after_the_first(numbers):
        site.status = 503
        return feed(*numbers)

    site.arxiv = busy_after_the_first
    with pytest.raises(NoAnswer, match="arXiv answered 503"):
        answer_waiting(user, Hosts())
    site.status, site.arxiv = 200, lambda numbers: feed(*numbers)
    waiting = LookUp.objects.filter(state="waiting").count()
    answer_waiting(user, Hosts())
    assert waiting == 60
    assert LookUp.objects.filter(state="found").count() == 60


def test_time_of_one_click_is_limited(site):
    user = make_user()
    ask_for([make_paper(arxiv_id="2401.00001")], user)
    assert answer_waiting(user, Hosts(), seconds=0) == 1
    assert site.asked == []


def test_paper_known_by_its_title_is_only_proposed(site):
    user = make_user()
    paper = make_paper(title="On the dangers of stochastic parrots")
    ask_for([paper], user)
    site.crossref = lambda query: works({**WORK, "title": ["Parrots"]}, WORK)
    answer_waiting(user, Hosts())
    lookup = LookUp.objects.get()
    assert site.asked[0]["query.bibliographic"] == ["On the dangers of stochastic parrots"]
    assert lookup.by_title
    assert lookup.found["doi"] == ""
    assert [row.fills for row in differences(lookup)] == [False] * 5


def test_paper_that_nobody_knows_is_not_found(site):
    user = make_user()
    ask_for([make_paper(title="Notes of last week's talk")], user)
    site.crossref = lambda query: works(WORK)
    answer_waiting(user, Hosts())
    assert LookUp.objects.get().state == "unknown"


@pytest.mark.parametrize(
    ("status", "headers", "body", "said"),
    [
        (500, {}, b"", "arXiv answered 500"),
        (302, {"Location": "http://127.0.0.1:1/"}, b"", "arXiv answered 302"),
        (200, {}, b"x" * (LARGEST_ANSWER + 1), "was too long"),
        (200, {}, b"busy", "no Atom feed"),
    ],
)
def test_bad_answer_is_a_sentence_and_changes_nothing(site, status, headers, body, said):
    user = make_user()
    ask_for([make_paper(arxiv_id="2401.00001")], user)
    site.status, site.headers, site.arxiv = status, headers, lambda numbers: body
    with pytest.raises(NoAnswer, match=said):
        answer_waiting(user, Hosts())
    assert LookUp.objects.get().state == "waiting"


def test_offline_is_said(client, settings, site):
    settings.ARXIV_API = "http://127.0.0.1:1/arxiv"
    user = make_user(is_superuser=True)
    client.force_login(user)
    ask_for([make_paper(arxiv_id="2401.00001")], user)
    page = client.post(reverse("admin:readings_paper_look_up"), {"ask": "1"}, follow=True)
    (message,) = page.context["messages"]
    assert str(message).startswith("Asking arXiv failed (ConnectError): is this machine offline?")


def test_pause_is_kept_between_requests(site, settings):
    settings.LOOKUP_PAUSES = {"arXiv": 0.2, "Crossref": 0.0}
    hosts = Hosts()
    hosts.arxiv(["2401.00001"])
    first = hosts.last["arXiv"]
    hosts.arxiv(["2401.00002"])
    assert hosts.last["arXiv"] - first >= 0.2


def test_look_up_fills_what_is_empty_and_overwrites_only_what_is_ticked(client, site):
    user = make_user(is_superuser=True)
    client.force_login(user)
    paper = make_paper(title="Attention is all you need (short)", arxiv_id="1706.03762", published="2018")
    other = make_paper(title="Ours", authors=("Somebody Else",), arxiv_id="2401.00001")
    data = {"action": "look_up_selected", "_selected_action": [paper.pk, other.pk]}
    client.post(reverse("admin:readings_paper_changelist"), data)
    client.post(reverse("admin:readings_paper_look_up"), {"ask": "1"})
    page = client.get(reverse("admin:readings_paper_look_up"))
    proposed = {x.paper: [row.field for row in rows if row.fills] for x, rows in page.context["found"]}
    assert proposed == {
        paper: ["authors", "venue", "abstract", "doi"],
        other: ["published", "venue", "abstract", "doi"],
    }
    one, two = paper.look_up, other.look_up
    fields = [f"{one.pk}:authors", f"{one.pk}:title", f"{two.pk}:venue"]
    client.post(
        reverse("admin:readings_paper_look_up"), {"take": "1", "shown": [one.pk, two.pk], "field": fields}, follow=True
    )
    paper, other = Paper.objects.get(pk=paper.pk), Paper.objects.get(pk=other.pk)
    assert (paper.title, paper.published, paper.venue) == ("Attention Is All You Need", "2018", "")
    assert [author.name for author in paper.authors_in_order] == ["Ashish Vaswani", "Noam Shazeer"]
    assert (other.title, other.venue, other.published) == ("Ours", "NeurIPS 2017", "")
    assert [author.name for author in other.authors_in_order] == ["Somebody Else"]
    assert LookUp.objects.count() == 0


def test_one_paper_is_looked_up_from_its_page(client, site):
    user = make_user(is_superuser=True)
    client.force_login(user)
    paper = make_paper(arxiv_id="1706.03762")
    look_up = reverse("admin:readings_paper_look_up") + f"?paper={paper.pk}"
    assert f'href="{look_up}"' in client.get(reverse("admin:readings_paper_change", args=[paper.pk])).content.decode()
    page = client.get(look_up)
    assert (page.context["named"], page.context["waiting"], LookUp.objects.count()) == (paper, 0, 0)
    page = client.post(reverse("admin:readings_paper_look_up"), {"ask": "1", "paper": paper.pk}, follow=True)
    ((lookup, rows),) = page.context["found"]
    assert (lookup.paper, lookup.asked_by) == (paper, user)
    assert "authors" in [row.field for row in rows]


@pytest.mark.parametrize("number", ["0", "x", "²", "9" * 30, ""])
def test_a_paper_that_is_not_there_is_not_looked_up(client, number):
    client.force_login(make_user(is_superuser=True))
    path = reverse("admin:readings_paper_look_up")
    assert client.get(path, {"paper": number}).context["named"] is None
    assert client.post(path, {"ask": "1", "paper": number}).status_code == 302
    assert not LookUp.objects.exists()


def test_title_that_is_only_an_address_counts_as_empty(site):
    user = make_user()
    paper = make_paper(title="https://arxiv.org/abs/1706.03762", arxiv_id="1706.03762")
    ask_for([paper], user)
    answer_waiting(user, Hosts())
    assert {row.field: row.fills for row in differences(LookUp.objects.get())}["title"]


def test_doi_of_another_paper_is_left_with_it(client, site):
    user = make_user(is_superuser=True)
    client.force_login(user)
    Paper.objects.filter(pk=make_paper().pk).update(doi="10.1000/abc")
    paper = make_paper(arxiv_id="1706.03762")
    ask_for([paper], user)
    answer_waiting(user, Hosts())
    data = {"take": "1", "shown": [paper.look_up.pk], "field": [f"{paper.look_up.pk}:doi"]}
    client.post(reverse("admin:readings_paper_look_up"), data)
    assert Paper.objects.get(pk=paper.pk).doi is None


def test_import_keeps_what_was_looked_up(client, site, tmp_path):
    user = make_user(is_superuser=True)
    client.force_login(user)
    entry = "### [Attention](https://arxiv.org/abs/1706.03762)\n"
    post = {"_posts/2024-01-01-a.md": make_post_text(required=entry)}
    run_import(Options(path=str(make_files(tmp_path, post))))
    paper = Paper.objects.get()
    ask_for([paper], user)
    answer_waiting(user, Hosts())
    fields = [f"{paper.look_up.pk}:{name}" for name in ("authors", "published", "venue")]
    client.post(reverse("admin:readings_paper_look_up"), {"take": "1", "shown": [paper.look_up.pk], "field": fields})
    changed = {"_posts/2024-01-01-a.md": make_post_text(required=entry, blog="A note.")}
    run_import(Options(path=str(make_files(tmp_path, changed))))
    paper = Paper.objects.get()
    assert (paper.published, paper.venue) == ("2017-06-12", "NeurIPS 2017")
    assert [author.name for author in paper.authors_in_order] == ["Ashish Vaswani", "Noam Shazeer"]


def test_only_those_who_may_change_papers_look_them_up(client):
    client.force_login(make_user(is_staff=True))
    assert client.get(reverse("admin:readings_paper_look_up")).status_code == 403


def test_incomplete_papers_are_filtered(client):
    client.force_login(make_user(is_superuser=True))
    whole = make_paper(authors=("Ada Lovelace",), published="1843")
    half = make_paper(published="1843")
    for answer, papers in (("no", [half]), ("yes", [whole])):
        page = client.get(reverse("admin:readings_paper_changelist"), {"complete": answer})
        assert list(page.context["cl"].result_list) == papers
