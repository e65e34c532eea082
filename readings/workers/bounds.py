"""What one job may take, set for the process it runs in."""

import resource

DEADLINE = 10  # seconds
MEMORY = 512 << 20  # bytes that a job may take beside what the process has already


class OutOfBounds(ValueError):
    """A job was stopped: a sentence for a person."""


def bound_memory() -> None:
    """Let this process grow by MEMORY and no further; where the system does not tell its size, without a bound."""
    try:
        with open("/proc/self/statm") as file:
            taken = int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = taken + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def bound_time() -> None:
    """End this process after twice the deadline of computing: for the case that nobody is left to kill it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    limit = int(used.ru_utime + used.ru_stime) + 2 * DEADLINE + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
