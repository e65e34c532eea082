"""A picture of another host, fetched once because a person asked for it: within limits, never inside our network."""

import socket
from contextlib import closing

import httpx

from .deadline import Deadline
from .link_health import MOST_REDIRECTS, Checker

LARGEST = 20 << 20  # bytes
LONGEST = 30.0  # seconds for one picture, whatever the host does
PAUSE = 0.5  # seconds between two requests to one host
KINDS = ("image/", "application/octet-stream", "binary/octet-stream")


class NotFetched(ValueError):
    """A sentence for the person who asked for it."""


def fetch_picture(url: str, checker: Checker) -> bytes:
    """What lies at the address. Raises NotFetched."""
    with Deadline(LONGEST) as deadline:
        try:
            return followed(url, checker, deadline)
        except NotFetched:
            if deadline.over:  # what else was met then comes of it
                raise too_late() from None
            raise


def too_late() -> NotFetched:
    return NotFetched(f"not here within {LONGEST:.0f} seconds")


def followed(url: str, checker: Checker, deadline: Deadline) -> bytes:
    try:
        for _ in range(MOST_REDIRECTS + 1):
            response, onward = checker.open("GET", url, deadline)
            with closing(response):
                if onward is None:
                    return content_of(response, deadline)
            url = onward
    except NotFetched:
        raise
    except socket.gaierror:
        raise NotFetched("there is no such host, or this machine is offline") from None
    except httpx.TimeoutException:
        raise NotFetched("the host does not answer") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise NotFetched(f"the host cannot be asked ({type(error).__name__})") from None
    except ValueError as error:
        raise NotFetched(str(error)) from None
    raise NotFetched("the address redirects again and again")


def content_of(response: httpx.Response, deadline: Deadline) -> bytes:
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if response.status_code != httpx.codes.OK:
        raise NotFetched(f"the host answers {response.status_code}")
    if not kind.startswith(KINDS):
        raise NotFetched(f"no picture, but {kind or 'something without a type'}")
    data = bytearray()
    for part in response.iter_raw():
        data += part
        if len(data) > LARGEST:
            raise NotFetched(f"larger than {LARGEST >> 20} MB")
    if deadline.over:  # cut off
        raise too_late()
    return bytes(data)
