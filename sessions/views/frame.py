"""What the pages of a course have in common."""

from django.http import HttpRequest

from sessions.models import Course, SiteSettings
from sessions.visibility import pages_of


def frame(request: HttpRequest, course: Course) -> dict:
    """What each page of a course needs for its head and navigation."""
    editable = course.editable_by(request.user)
    pages = list(pages_of(course, editable))
    return {"course": course, "pages": pages, "editable": editable, "site": SiteSettings.current()}
