"""The course: its offering, its sessions and what was read, shown and written in them."""

from .addresses import OldAddress, OldTag
from .contributor import NoteContributor
from .course import Category, Course, Page
from .image import BroughtImage, Image
from .imports import ImportRun, Post, ReviewItem
from .meetings import NoClassDay
from .mention import Mention
from .note import BlogNote
from .note_version import NoteVersion
from .search import SearchDocument, SearchTrigram
from .session import DeckPage, Reading, Session, SlideDeck
from .site import SiteSettings
from .upload import ImportUpload
from .version import Version

__all__ = [
    "BlogNote",
    "BroughtImage",
    "Category",
    "Course",
    "DeckPage",
    "Image",
    "ImportRun",
    "ImportUpload",
    "Mention",
    "NoClassDay",
    "NoteContributor",
    "NoteVersion",
    "OldAddress",
    "OldTag",
    "Page",
    "Post",
    "Reading",
    "ReviewItem",
    "SearchDocument",
    "SearchTrigram",
    "Session",
    "SiteSettings",
    "SlideDeck",
    "Version",
]
