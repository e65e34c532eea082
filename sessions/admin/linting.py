"""What may be mended in a note, said beside its text."""

from django.contrib import admin
from django.http import HttpRequest

from readings.admin.previewing import PreviewsMarkdown
from readings.rendering import Rendered

from ..linting import Finding, lint
from ..models import BlogNote, Session
from .permissions import editable_courses

MOST_LISTED = 12  # on the form; the preview lists all


class LintsNotes(PreviewsMarkdown):
    """For the admin of notes: findings in the preview and, as the field `to_mend`, on the saved form."""

    def blank_record(self, request: HttpRequest) -> BlogNote:
        """Of the session whose form it is written in, or that is chosen in its own."""
        number = request.GET.get("parent") or request.POST.get("session") or ""
        if not (number.isascii() and number.isdecimal()):
            return BlogNote()
        within = Session.objects.filter(course__in=editable_courses(request.user))
        return BlogNote(session=within.filter(pk=number).first())

    def findings(self, record: BlogNote, rendered: Rendered) -> list[Finding]:
        return lint(record, rendered)

    @admin.display(description="to mend")
    def to_mend(self, note: BlogNote) -> str:
        if not note.pk:
            return "Said beside the text while it is typed, and here once the note is saved."
        found = lint(note, note.render())
        lines = [f"Line {line}: {said}" if line else said for line, said in found[:MOST_LISTED]]
        rest = [f"And {len(found) - MOST_LISTED} more: see the preview."] if len(found) > MOST_LISTED else []
        return "\n".join([*lines, *rest]) or "Nothing."
