"""A few processes, started when they are needed and used again and again."""

import atexit
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from socket import socketpair
from typing import Any

from .bounds import Bounds, OutOfBounds, computed

PROJECT = Path(__file__).resolve().parents[2]
MOST = 4  # processes, whatever the machine has
PATIENCE = 2  # times the seconds of computing that a job has
SHORTEST = 0.05  # seconds between two looks


def processes() -> int:
    """How many jobs run at a time: one for each processor this process may use."""
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(os.cpu_count() or 1)
    return min(MOST, len(usable))


class Worker:
    """One process and the socket to it."""

    def __init__(self) -> None:
        ours, theirs = socketpair()
        with theirs:
            command = [sys.executable, "-m", "readings.workers.child", str(theirs.fileno())]
            self.process = subprocess.Popen(
                command, cwd=PROJECT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )
        self.connection = Connection(ours.detach())

    def run(self, function: Callable, arguments: tuple, bounds: Bounds) -> Any:
        """The function's result. Raises OutOfBounds, after which the worker is of no use, or what it raised."""
        try:
            self.connection.send((function, arguments, bounds))
            if not self._answers(bounds.seconds):
                raise OutOfBounds(f"takes longer than {bounds.seconds:g} seconds")
            fine, result = self.connection.recv()
        except (EOFError, ConnectionError):
            raise OutOfBounds("ended the process that worked on it; most likely it needs too much memory") from None
        if not fine:
            raise result
        return result

    def _answers(self, seconds: float) -> bool:
        """Whether it answers in time; where others keep the processors busy, it has twice as long to compute."""
        last, allowed = time.monotonic() + PATIENCE * seconds, computed(self.process.pid) + seconds
        wait = seconds
        while not self.connection.poll(wait):
            left = min(last - time.monotonic(), allowed - computed(self.process.pid))
            if left <= 0:
                return False
            wait = min(seconds, max(left, SHORTEST))
        return True

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.wait()


class Pool:
    """Workers for all threads of one process."""

    def __init__(self, size: int) -> None:
        self.owner = os.getpid()
        self.places = threading.BoundedSemaphore(size)
        self.idle: list[Worker] = []

    def run(self, function: Callable, arguments: tuple, bounds: Bounds) -> Any:
        with self.places:
            worker = self._take()
            usable = False
            try:
                result = worker.run(function, arguments, bounds)
                usable = True
                return result
            except OutOfBounds:
                raise
            except Exception:  # the function's own: it has answered
                usable = True
                raise
            finally:
                if usable:
                    self.idle.append(worker)
                else:
                    worker.kill()

    def _take(self) -> Worker:
        while self.idle:
            worker = self.idle.pop()
            if worker.is_alive:
                return worker
            worker.kill()
        return Worker()

    def close(self) -> None:
        while self.idle:
            self.idle.pop().kill()


_pool: Pool | None = None
_lock = threading.Lock()
_bounds = Bounds()


def set_bounds(bounds: Bounds) -> None:
    """What a job of this process may take from now on: called once, with the settings."""
    global _bounds
    _bounds = bounds


def run(function: Callable, *arguments: Any, bounds: Bounds | None = None) -> Any:
    """Call `function` in a worker. It must stand at the top of a pure module; what goes in and out is plain data."""
    return _own_pool().run(function, arguments, bounds or _bounds)


def _own_pool() -> Pool:
    """This process's pool; one inherited by a fork belongs to the parent."""
    global _pool
    with _lock:
        if _pool is None or _pool.owner != os.getpid():
            _pool = Pool(processes())
            atexit.register(_pool.close)
        return _pool
