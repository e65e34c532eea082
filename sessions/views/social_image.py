"""The picture by which other sites show a link to a course."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from sessions.models import Course, SiteSettings
from sessions.social_image import drawn

A_DAY = 86_400


@require_safe
@conditional_page
def social_image(request: HttpRequest, course: str) -> HttpResponse:
    shown = get_object_or_404(Course, slug=course)
    words = (shown.title, shown.term, SiteSettings.current().name)
    digest = hashlib.sha256(repr(words).encode()).hexdigest()
    picture = cache.get_or_set(f"social-image:{digest}", lambda: drawn(*words), A_DAY)
    response = HttpResponse(picture, content_type="image/png")
    patch_cache_control(response, public=True, max_age=A_DAY)
    return response
