"""A course's pictures of other hosts: brought in on a click, replaced by an upload, or linked again."""

import time
from collections.abc import Callable, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from readings.fetching import PAUSE, NotFetched
from readings.link_health import Checker

from ..foreign_images import ForeignImage, bring_in, foreign_images, link_again, put
from ..importing.images import LARGEST_FILE
from ..importing.sources import FileError, readable_size
from ..models import Course

SLICE = 40.0  # seconds of one click; the next one goes on from there


class BringsImages:
    """For the admin of courses."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.images_view)
        return [path("<int:number>/pictures/", view, name="course_sessions_course_pictures"), *super().get_urls()]

    def images_view(self, request: HttpRequest, number: int) -> HttpResponse:
        course = get_object_or_404(Course, pk=number)
        if not self.has_change_permission(request, course):
            raise PermissionDenied
        found, may_apply = foreign_images(course), course.published_by(request.user)
        if request.method == "POST":
            if not may_apply:
                raise PermissionDenied
            self.act(request, course, found)
            return redirect("admin:course_sessions_course_pictures", number)
        context = {
            **self.admin_site.each_context(request),
            "title": "Pictures of other hosts",
            "opts": self.opts,
            "original": course,
            "linked": [foreign for foreign in found if foreign.image is None],
            "brought": [foreign for foreign in found if foreign.image],
            "may_apply": may_apply,
        }
        return render(request, "admin/foreign_images/page.html", context)

    def act(self, request: HttpRequest, course: Course, found: Sequence[ForeignImage]) -> None:
        ticked = [foreign for foreign in found if foreign.key in request.POST.getlist("picture")]
        if "fetch" in request.POST:
            checker = Checker(pause=PAUSE)
            self.each(request, course, ticked, "brought in", lambda one: bring_in(course, one, checker))
        elif "upload" in request.POST:
            sent = [foreign for foreign in found if foreign.key in request.FILES]
            self.each(request, course, sent, "replaced", lambda one: put(course, one, read(request, one)))
        elif "link" in request.POST:
            self.each(request, course, ticked, "shown as links again", lambda one: link_again(course, one))

    def each(
        self, request: HttpRequest, course: Course, wanted: Sequence[ForeignImage], done: str, act: Callable
    ) -> None:
        """As many as the time allows; what fails is told and leaves the others alone."""
        until, count = time.monotonic() + SLICE, 0
        for place, foreign in enumerate(wanted):
            if time.monotonic() > until:
                left = f"{len(wanted) - place} are left: click again to go on."
                self.message_user(request, left, messages.WARNING)
                break
            try:
                act(foreign)
                count += 1
            except (NotFetched, FileError) as error:
                self.message_user(request, f"Picture {foreign.address[:200]}: {error}.", messages.ERROR)
        if count:
            noun = "picture" if count == 1 else "pictures"
            self.log_change(request, course, f"{count} {noun} of other hosts {done}.")
            self.message_user(request, f"{count} {noun} {done}.", messages.SUCCESS)
        elif not wanted:
            self.message_user(request, "Nothing was chosen.", messages.WARNING)


def read(request: HttpRequest, foreign: ForeignImage) -> bytes:
    file = request.FILES[foreign.key]
    if file.size > LARGEST_FILE:
        raise FileError(f"{file.name} is larger than {readable_size(LARGEST_FILE)}")
    return file.read()
