"""One time limit for a whole exchange with a host: httpx's own limits begin anew with every byte that arrives."""

import socket
import threading
import time
from contextlib import suppress
from typing import Any

import httpx

# A connection that is used again is not opened under the deadline of its second use.
UNSHARED = httpx.Limits(max_keepalive_connections=0)


class Deadline:
    """A context at whose end in time the connections are cut that were opened with `trace` (httpx's extension).

    The one who reads or waits meets an error of httpx, or a body that ends early: ask `over`.
    """

    def __init__(self, seconds: float):
        self.until = time.monotonic() + seconds
        self._lines: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()
        with self._lock:
            for line in self._lines:
                line.close()
            self._lines = []

    @property
    def over(self) -> bool:
        return time.monotonic() >= self.until

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Keeps a second handle of each connection, which stays when TLS takes the first."""
        if event == "connection.connect_tcp.complete":
            with self._lock:
                self._lines.append(info["return_value"].get_extra_info("socket").dup())
            if self.over:
                self._cut()

    def _cut(self) -> None:
        with self._lock:
            for line in self._lines:
                with suppress(OSError):  # closed by the host already
                    line.shutdown(socket.SHUT_RDWR)
