"""Work with text and pictures of strangers, in processes that may be killed.

`run(function, *arguments)` calls a function of a pure module in one of a few long-lived processes and returns its
result. It raises what the function raises, and `OutOfBounds` when the job takes too long or too much memory: the
process is then killed, and the next job gets a new one.
"""

from .bounds import Bounds, OutOfBounds
from .pool import processes, run, set_bounds

__all__ = ["Bounds", "OutOfBounds", "processes", "run", "set_bounds"]
