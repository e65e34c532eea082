"""Addresses that are checked: politely, never inside our own network, and remembered."""

import datetime
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import call_command
from django.urls import reverse

from readings import link_health
from readings.link_health import Checker, Verdict, check_all, is_public, taking_turns
from readings.models import PaperLink
from sessions.models import SlideDeck
from tests.factories import make_paper, make_reading, make_session, make_user

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2024, 3, 3, 12, tzinfo=datetime.UTC)
LATER = NOON + datetime.timedelta(days=30)


class Answering(BaseHTTPRequestHandler):
    def answer(self):
        self.server.asked.append((self.command, self.path, self.headers["Host"]))
        status = self.server.statuses.get((self.command, self.path)) or self.server.statuses.get(self.path, 200)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", self.server.onward)
        self.end_headers()

    do_GET = do_HEAD = answer

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    """A server on this machine: answers with the status that is put in for a path, and keeps what it was asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.asked, server.statuses, server.onward = [], {}, ""
    server.base = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def here() -> Checker:
    """A checker that may ask this machine."""
    return Checker(allowed=lambda address: True, pause=0.0)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.WORKS),
        (404, Verdict.BROKEN),
        (410, Verdict.BROKEN),
        (403, Verdict.UNSURE),
        (429, Verdict.UNSURE),
        (503, Verdict.UNSURE),
    ],
)
def test_status_tells_what_is_known(site, status, verdict):
    site.statuses["/a"] = status
    assert here().check(f"{site.base}/a") is verdict


def test_get_decides_where_head_is_refused(site):
    site.statuses["HEAD", "/a"] = 404
    assert here().check(f"{site.base}/a") is Verdict.WORKS
    assert [method for method, _, _ in site.asked] == ["HEAD", "GET"]


def test_redirects_are_followed_to_their_end_but_not_forever(site):
    site.statuses |= {"/a": 302, "/b": 404}
    site.onward = "/b"
    assert here().check(f"{site.base}/a") is Verdict.BROKEN
    site.onward = "/a"
    assert here().check(f"{site.base}/a") is Verdict.UNSURE


def test_host_is_named_though_its_ip_address_is_asked(site):
    port = site.server_port
    assert here().check(f"http://localhost:{port}/a") is Verdict.WORKS
    assert site.asked[0][2] == f"localhost:{port}"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "172.16.0.1", "0.0.0.0", "224.0.0.1"),
        *("::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.1.2.3", "::10.1.2.3"),
        *("::ffff:0:10.1.2.3", "64:ff9b::10.1.2.3", "2002:a01:203::1"),
    ],
)
def test_private_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9"])
def test_addresses_of_the_open_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
def test_own_network_is_never_asked(site, host):
    assert Checker(pause=0.0).check(f"http://{host}:{site.server_port}/a") in (Verdict.UNSURE, Verdict.BROKEN)
    assert site.asked == []


def test_redirect_into_the_own_network_is_not_followed(site):
    site.statuses["/a"], site.onward = 302, f"http://127.0.0.2:{site.server_port}/b"
    checker = Checker(allowed=lambda address: address == "127.0.0.1", pause=0.0)
    assert checker.check(f"{site.base}/a") is Verdict.UNSURE
    assert {path for _, path, _ in site.asked} == {"/a"}


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "not an address", "http://", "http://[", "https://exa mple.org"]
)
def test_what_is_no_web_address_is_not_asked(url):
    assert here().check(url) is not Verdict.WORKS


def test_one_host_rests_between_requests(site):
    checker = Checker(allowed=lambda address: True, pause=0.2)
    started = time.monotonic()
    checker.check(f"{site.base}/a")
    checker.check(f"{site.base}/b")
    assert time.monotonic() - started >= 0.2


def test_hosts_take_turns():
    rows = [PaperLink(url=url) for url in ("http://a/1", "http://a/2", "http://b/1", "http://a/3")]
    assert [row.url for row in taking_turns(rows)] == ["http://a/1", "http://b/1", "http://a/2", "http://a/3"]


def test_first_and_last_time_that_a_link_was_broken_are_kept(site):
    link = PaperLink.objects.create(paper=make_paper(), url=f"{site.base}/a")
    site.statuses["/a"] = 404
    for when in (NOON, LATER):
        link.refresh_from_db()
        check_all([link], here(), lambda when=when: when, time.monotonic() + 60)
    link.refresh_from_db()
    assert (link.is_broken, link.first_broken, link.last_broken) == (True, NOON, LATER)
    site.statuses["/a"] = 200
    check_all([link], here(), lambda: LATER + datetime.timedelta(days=1), time.monotonic() + 60)
    link.refresh_from_db()
    assert (link.is_broken, link.first_broken, link.last_broken) == (False, NOON, LATER)


def test_no_clear_answer_changes_nothing(site):
    link = PaperLink.objects.create(paper=make_paper(), url=f"{site.base}/a")
    site.statuses["/a"] = 503
    assert check_all([link], here(), lambda: NOON, time.monotonic() + 60) == [0, 0, 1, 0]
    link.refresh_from_db()
    assert link.checked is None


def test_links_are_left_when_the_time_is_up(site):
    link = PaperLink.objects.create(paper=make_paper(), url=f"{site.base}/a")
    assert check_all([link], here(), lambda: NOON, time.monotonic() - 1) == [0, 0, 0, 1]
    assert site.asked == []


def broken_link(paper) -> PaperLink:
    link = PaperLink.objects.create(paper=paper, url="https://example.org/gone.pdf")
    link.note(broken=True, when=NOON)
    return link


def test_students_see_a_quiet_mark_beside_a_broken_link(client):
    reading = make_reading()
    broken_link(reading.paper)
    for page in (reading.session, reading.paper):
        assert "not found since 3 Mar 2024" in client.get(page.get_absolute_url()).content.decode()


def test_another_address_is_not_called_broken():
    link = broken_link(make_paper())
    link.url = "https://example.org/here.pdf"
    link.save()
    link.refresh_from_db()
    assert (link.is_broken, link.checked, link.first_broken) == (False, None, None)


def test_papers_with_broken_links_are_filtered(client):
    client.force_login(make_user(is_superuser=True))
    paper = make_paper()
    broken_link(paper)
    PaperLink.objects.create(paper=make_paper(), url="https://example.org/a")
    page = client.get(reverse("admin:readings_paper_changelist"), {"links": "broken"})
    assert list(page.context["cl"].result_list) == [paper]


def test_command_checks_papers_and_decks_of_a_course_and_asks_nobody_private(site, capsys):
    session = make_session()
    PaperLink.objects.create(paper=make_reading(session=session).paper, url=f"{site.base}/a")
    SlideDeck.objects.create(session=session, url=f"{site.base}/deck.pdf")
    SlideDeck.objects.create(session=make_session(), url=f"{site.base}/other.pdf")
    call_command("check_links", "--course", session.course.slug)
    assert "0 addresses work, 0 not found, 2 unsure, 0 left for another time." in capsys.readouterr().out
    assert site.asked == []


@pytest.mark.parametrize(("known", "verdict"), [({"arxiv.org"}, Verdict.BROKEN), (set(), Verdict.UNSURE)])
def test_a_host_that_nobody_knows_counts_as_not_found_only_where_names_are_known_at_all(monkeypatch, known, verdict):
    asked = []

    def resolved(host, port):
        asked.append(host)
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return ["9.9.9.9"]

    monkeypatch.setattr(link_health, "resolved", resolved)
    checker = Checker(pause=0.0)
    assert [checker.check("https://gone.example/a") for _ in range(2)] == [verdict, verdict]
    assert asked == ["gone.example", "arxiv.org", "gone.example"]
