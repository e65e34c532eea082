"""The course: its offering, its sessions and what was read, shown and written in them."""

from .addresses import OldAddress
from .course import Category, Course, Page
from .imports import Image, ImportRun, Post, ReviewItem
from .meetings import NoClassDay
from .mention import Mention
from .note import BlogNote
from .search import SearchDocument, SearchTrigram
from .session import DeckPage, Reading, Session, SlideDeck
from .site import SiteSettings

__all__ = [
    "BlogNote",
    "Category",
    "Course",
    "DeckPage",
    "Image",
    "ImportRun",
    "Mention",
    "NoClassDay",
    "OldAddress",
    "Page",
    "Post",
    "Reading",
    "ReviewItem",
    "SearchDocument",
    "SearchTrigram",
    "Session",
    "SiteSettings",
    "SlideDeck",
]
