"""What one job may take, set for the process it runs in."""

import math
import os
import resource
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one job may take; it travels with the job."""

    seconds: float = 10
    memory: int = 512 << 20  # bytes beside what the process has already


class OutOfBounds(ValueError):
    """A job was stopped: a sentence for a person."""


def computed(process: int) -> float:
    """Seconds of computing that a process has had; infinite where the system does not tell."""
    try:
        with open(f"/proc/{process}/stat") as file:
            after_name = file.read().rpartition(")")[2].split()
    except OSError:
        return math.inf
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")  # user and system: proc(5)


def bound_memory(bytes_more: int) -> None:
    """Let this process grow by so much and no further; where the system does not tell its size, without a bound."""
    try:
        with open("/proc/self/statm") as file:
            taken = int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = taken + bytes_more
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def bound_time(seconds: float) -> None:
    """End this process after twice so many seconds of computing: for the case that nobody is left to kill it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    limit = int(used.ru_utime + used.ru_stime + 2 * seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
