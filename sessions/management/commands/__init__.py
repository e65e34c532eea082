"""The commands: arguments in, one call, answer out."""

from django.core.management.base import CommandError

from sessions.models import Course


def course_named(slug: str) -> Course:
    """The course; a sentence with those there are where there is none."""
    course = Course.objects.filter(slug=slug).first()
    if course is None:
        known = ", ".join(Course.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no course “{slug}”. Courses here: {known}.")
    return course
