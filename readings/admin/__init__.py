"""The library in Django's admin. Each module registers what it is named after."""

from . import authors, papers, tags

__all__ = ["authors", "papers", "tags"]
