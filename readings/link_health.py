"""Whether addresses still lead somewhere: asked politely, one after the other, and never inside our own network."""

import ipaddress
import socket
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

import httpx

from .deadline import UNSHARED, Deadline
from .models import CheckedAddress

TIMEOUT = httpx.Timeout(10.0)  # seconds, for connecting and for each read
LONGEST = 30.0  # seconds for one address, whatever its hosts do
PAUSE = 2.0  # seconds between two requests to one host
MOST_REDIRECTS = 5
USER_AGENT = "seminar-readings (link check)"
GONE = (404, 410)
WELL_KNOWN = "arxiv.org"  # only its name is looked up
# IPv6 addresses that a gateway turns into IPv4 ones, or that were withdrawn: RFC 4291 2.5.5.1, 2765, 3056, 3879, 6052.
GATEWAYS = tuple(
    map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0:0/96", "2002::/16", "fec0::/10", "64:ff9b::/96", "64:ff9b:1::/48"))
)


class Verdict(Enum):
    WORKS = "works"
    BROKEN = "broken"  # not found, or no such host
    UNSURE = "unsure"  # busy, refused to programs, too slow: says nothing about the address


def is_public(address: str) -> bool:
    """Whether an IP address is one host of the open internet, and no way to an IPv4 address behind a gateway."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    return ip.is_global and not ip.is_multicast and not any(ip.version == 6 and ip in net for net in GATEWAYS)


def resolved(host: str, port: int) -> list[str]:
    return list(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


@dataclass
class Checker:
    """Asks for addresses; `allowed` says which IP addresses it may connect to."""

    allowed: Callable[[str], bool] = is_public
    pause: float = PAUSE
    client: httpx.Client = field(
        default_factory=lambda: httpx.Client(
            timeout=TIMEOUT, limits=UNSHARED, trust_env=False, headers={"User-Agent": USER_AGENT}
        )
    )
    last: dict[str, float] = field(default_factory=dict)
    online: bool | None = None  # whether a name that is there was found; None: not asked yet

    def check(self, url: str) -> Verdict:
        try:
            with Deadline(LONGEST) as deadline:
                for _ in range(MOST_REDIRECTS + 1):
                    status, onward = self._status(url, deadline)
                    if onward is None:
                        return verdict_of(status)
                    url = onward
        except socket.gaierror as error:
            return Verdict.BROKEN if error.errno == socket.EAI_NONAME and self._knows_names() else Verdict.UNSURE
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError):
            return Verdict.UNSURE
        return Verdict.UNSURE

    def _knows_names(self) -> bool:
        """Without a network some systems say of every name that it is not there: that tells nothing of an address."""
        if self.online is None:
            try:
                self.online = bool(resolved(WELL_KNOWN, 443))
            except OSError:
                self.online = False
        return self.online

    def _status(self, url: str, deadline: Deadline) -> tuple[int, str | None]:
        """(status, address it redirects to). Many servers refuse HEAD: only GET counts against an address."""
        status, onward = self._ask("HEAD", url, deadline)
        return (status, onward) if status < 400 else self._ask("GET", url, deadline)

    def _ask(self, method: str, url: str, deadline: Deadline) -> tuple[int, str | None]:
        response, onward = self.open(method, url, deadline)
        response.close()  # the status is all that is wanted
        return response.status_code, onward

    def open(self, method: str, url: str, deadline: Deadline) -> tuple[httpx.Response, str | None]:
        """(the answer, to be read and closed; the address it redirects to).

        Connects to the very IP address that was looked at, so that no name can lead elsewhere in between.
        """
        wanted = httpx.URL(url)
        if wanted.scheme not in ("http", "https") or not wanted.host:
            raise ValueError("not a web address")
        port = wanted.port or (443 if wanted.scheme == "https" else 80)
        addresses = resolved(wanted.host, port)
        if not addresses or not all(map(self.allowed, addresses)):
            raise ValueError("not an address of the open internet")
        self._wait(wanted.host)
        request = self.client.build_request(
            method,
            wanted.copy_with(host=addresses[0]),
            headers={"Host": wanted.netloc.decode("ascii"), "Accept-Encoding": "identity"},
            extensions={"sni_hostname": wanted.host, "trace": deadline.trace},
        )
        response = self.client.send(request, stream=True)
        onward = response.headers.get("location") if response.is_redirect else None
        return response, str(wanted.join(onward)) if onward else None

    def _wait(self, host: str) -> None:
        left = self.pause - (time.monotonic() - self.last.get(host, float("-inf")))
        if left > 0:
            time.sleep(left)
        self.last[host] = time.monotonic()


def verdict_of(status: int) -> Verdict:
    if status in GONE:
        return Verdict.BROKEN
    return Verdict.WORKS if status < 400 else Verdict.UNSURE


def taking_turns(rows: Iterable[CheckedAddress]) -> Iterator[CheckedAddress]:
    """One of each host after the other: while one host rests, others are asked."""
    by_host: dict[str, list[CheckedAddress]] = defaultdict(list)
    for row in rows:
        by_host[row.url.split("/")[2] if row.url.count("/") > 1 else ""].append(row)
    while by_host:
        for host in list(by_host):
            yield by_host[host].pop(0)
            if not by_host[host]:
                del by_host[host]


def check_all(rows: Iterable[CheckedAddress], checker: Checker, now: Callable[[], datetime], until: float) -> list[int]:
    """[working, broken, unsure, left over when the time was up]. `until`: of time.monotonic()."""
    counts = dict.fromkeys((*Verdict, None), 0)
    for row in taking_turns(rows):
        if time.monotonic() > until:
            counts[None] += 1
            continue
        verdict = checker.check(row.url)
        counts[verdict] += 1
        row.note(broken={Verdict.WORKS: False, Verdict.BROKEN: True}.get(verdict), when=now())
    return list(counts.values())
