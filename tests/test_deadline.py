"""A host that answers a byte at a time takes no more time than one that does not answer."""

import socketserver
import threading
import time

import pytest

from readings import fetching, link_health
from readings.fetching import NotFetched, fetch_picture
from readings.link_health import Checker, Verdict
from readings.lookup import hosts
from readings.lookup.hosts import Hosts, NoAnswer

ALLOWED, DRIPPED = 0.3, 6.0  # seconds
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"


class Dripping(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.recv(10_000)
        self.request.sendall(HEAD + self.server.onward)
        until = time.monotonic() + DRIPPED
        while time.monotonic() < until:
            try:
                self.request.sendall(b"x")
            except OSError:
                return
            time.sleep(0.02)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


@pytest.fixture(params=[b"X-Long: ", b"\r\n", b"Content-Length: 100000\r\n\r\n"], ids=["head", "body", "sized body"])
def site(request, monkeypatch):
    """A host on this machine that drips its head, or its body."""
    server = Server(("127.0.0.1", 0), Dripping)
    server.onward = request.param
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    for module, name in ((fetching, "LONGEST"), (link_health, "LONGEST"), (hosts, "LONGEST_ANSWER")):
        monkeypatch.setattr(module, name, ALLOWED)
    yield f"http://127.0.0.1:{server.server_address[1]}/a.png"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _in_time():
    started = time.monotonic()
    yield
    assert time.monotonic() - started < DRIPPED / 2


def here() -> Checker:
    return Checker(allowed=lambda address: True, pause=0.0)


def test_a_picture_that_drips_is_left(site):
    with pytest.raises(NotFetched, match="not here within"):
        fetch_picture(site, here())


def test_a_link_whose_host_drips_is_not_judged_by_it(site):
    assert here().check(site) in (Verdict.UNSURE, Verdict.WORKS)  # the head alone is read


@pytest.mark.django_db
def test_a_look_up_that_drips_is_given_up(site, settings):
    settings.ARXIV_API = site
    with pytest.raises(NoAnswer, match="Nothing was changed"):
        Hosts().arxiv(["2401.00001"])
