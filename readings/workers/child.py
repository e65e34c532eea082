"""The process itself: `python -m readings.workers.child FD` answers jobs on a socket until it is closed."""

import gc
import os
import signal
import sys
from multiprocessing.connection import Connection

from .bounds import OutOfBounds, bound_memory, bound_time

LESS_URGENT = 5  # than whoever waits for the results: it writes rows while the next posts are read


def serve(connection: Connection) -> None:
    """Answer each (function, arguments, bounds) with (True, result) or (False, exception)."""
    while True:
        try:
            function, arguments, bounds = connection.recv()
        except EOFError:
            return
        bound_memory(bounds.memory)  # now that the function's modules are here
        bound_time(bounds.seconds)
        try:
            answer = (True, function(*arguments))
        except MemoryError:
            arguments = None  # room for the answer
            connection.send((False, OutOfBounds(f"needs more than {bounds.memory >> 20} MB of memory")))
            return
        except Exception as error:
            answer = (False, error)
        try:
            connection.send(answer)
        except (BrokenPipeError, ConnectionResetError):
            return
        except Exception:  # an exception that cannot be sent as it is
            connection.send((False, RuntimeError(type(answer[1]).__name__)))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that waits
    gc.set_threshold(100_000)  # a tree of a page comes and goes as a whole: the usual 700 costs a twentieth
    os.nice(LESS_URGENT)
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)  # jobs have no settings and no database
    serve(Connection(int(sys.argv[1])))
