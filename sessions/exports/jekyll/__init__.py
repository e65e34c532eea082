"""A course back into the posts it came from: only what people changed is changed in them."""

from .course import Export, export_jekyll

__all__ = ["Export", "export_jekyll"]
