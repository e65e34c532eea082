"""The library: papers, their authors and links, whoever read them."""

from .author import Author, AuthorSpelling, OldAuthor, author_slugs
from .link import CheckedAddress, PaperLink, link_key, link_kind
from .look_up import LookUp
from .paper import IDENTIFIER_FIELDS, Authorship, MergedPaper, Paper, PaperQuerySet, paper_slugs

__all__ = [
    "IDENTIFIER_FIELDS",
    "Author",
    "AuthorSpelling",
    "Authorship",
    "CheckedAddress",
    "LookUp",
    "MergedPaper",
    "OldAuthor",
    "Paper",
    "PaperLink",
    "PaperQuerySet",
    "author_slugs",
    "link_key",
    "link_kind",
    "paper_slugs",
]
