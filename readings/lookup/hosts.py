"""The two sites that are asked, and no other: with limits of time and size, and a pause between requests.

arXiv asks for three seconds between requests (https://info.arxiv.org/help/api/tou.html), Crossref for a name to
write to (https://www.crossref.org/documentation/retrieve-metadata/rest-api/).
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
from django.conf import settings

from ..deadline import UNSHARED, Deadline
from .formats import Found, Unreadable, found_at_arxiv, found_at_crossref

TIMEOUT = httpx.Timeout(15.0)  # seconds, for connecting and for each read
LONGEST_ANSWER = 60.0  # seconds
LARGEST_ANSWER = 10_000_000  # bytes
USER_AGENT = "seminar-readings (metadata look-up on a person's request)"


class NoAnswer(Exception):
    """The site could not be asked; the text is a sentence for a person."""


@dataclass
class Hosts:
    """Both sites, as asked from one place. `paused` counts the seconds waited, to keep within a budget."""

    client: httpx.Client = field(
        default_factory=lambda: httpx.Client(
            timeout=TIMEOUT,
            limits=UNSHARED,
            follow_redirects=False,
            trust_env=True,
            headers={"User-Agent": USER_AGENT},
        )
    )
    last: dict[str, float] = field(default_factory=dict)

    def arxiv(self, numbers: Sequence[str]) -> dict[str, Found]:
        """arXiv id -> what arXiv says of it, in one request. Raises NoAnswer."""
        parameters = {"id_list": ",".join(numbers), "max_results": str(len(numbers))}
        return self._readable("arXiv", found_at_arxiv, self._get("arXiv", settings.ARXIV_API, parameters))

    def crossref(self, dois: Sequence[str]) -> list[Found]:
        """What Crossref says of these DOIs, in one request. Raises NoAnswer."""
        parameters = {"filter": ",".join(f"doi:{doi}" for doi in dois), "rows": str(len(dois))}
        return self._readable("Crossref", found_at_crossref, self._get("Crossref", settings.CROSSREF_API, parameters))

    def crossref_title(self, title: str) -> list[Found]:
        """The works whose titles are nearest. Raises NoAnswer."""
        parameters = {"query.bibliographic": title, "rows": "5"}
        return self._readable("Crossref", found_at_crossref, self._get("Crossref", settings.CROSSREF_API, parameters))

    def _readable(self, site: str, read, answer: bytes):
        try:
            return read(answer)
        except Unreadable as error:
            raise NoAnswer(f"{error}. Nothing was changed; try again later.") from None

    def _get(self, site: str, url: str, parameters: dict[str, str]) -> bytes:
        pause = settings.LOOKUP_PAUSES[site] - (time.monotonic() - self.last.get(site, float("-inf")))
        if pause > 0:
            time.sleep(pause)
        try:
            return self._read(site, url, parameters)
        except httpx.HTTPError as error:
            said = f"Asking {site} failed ({type(error).__name__}): is this machine offline?"
            raise NoAnswer(f"{said} Nothing was changed; try again later.") from None
        finally:
            self.last[site] = time.monotonic()

    def _read(self, site: str, url: str, parameters: dict[str, str]) -> bytes:
        with (
            Deadline(LONGEST_ANSWER) as deadline,
            self.client.stream("GET", url, params=parameters, extensions={"trace": deadline.trace}) as response,
        ):
            if response.status_code != httpx.codes.OK:
                raise NoAnswer(f"{site} answered {response.status_code}. Nothing was changed; try again later.")
            answer = bytearray()
            for part in response.iter_bytes():
                answer += part
                if len(answer) > LARGEST_ANSWER:
                    break
            if len(answer) > LARGEST_ANSWER or deadline.over:
                raise NoAnswer(f"{site}'s answer was too long and was cut off. Nothing was changed.")
        return bytes(answer)
