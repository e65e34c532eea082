"""The course: its offering, its sessions and what was read, shown and written in them."""

from .addresses import OldAddress
from .course import Category, Course, Page
from .imports import Image, ImportRun, Post, ReviewItem
from .mention import Mention
from .note import BlogNote
from .session import Reading, Session, SlideDeck
from .site import SiteSettings

__all__ = [
    "BlogNote",
    "Category",
    "Course",
    "Image",
    "ImportRun",
    "Mention",
    "OldAddress",
    "Page",
    "Post",
    "Reading",
    "ReviewItem",
    "Session",
    "SiteSettings",
    "SlideDeck",
]
