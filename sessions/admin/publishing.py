"""What is public already, or is to be, is up to those who publish in the course: others' new texts wait for them."""

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest

from ..models import BlogNote, Course
from ..notes import TEXTS, propose

PUBLISHES = "Only instructors of this course publish: choose “submitted”, and one of them will."
TAKES_BACK = "Only instructors of this course take a published note back."
WAITS = "What you wrote waits until an instructor of the course accepts it; until then the note stays as it is."


class NoteForm(forms.ModelForm):
    """A note. Where the user may not publish, another text of a published one is proposed, not saved."""

    user: AbstractUser

    @property
    def course(self) -> Course | None:
        session = self.instance.session if self.instance.session_id else self.cleaned_data.get("session")
        return session.course if session and session.course_id else None

    @property
    def may_publish(self) -> bool:
        return self.course is None or self.course.published_by(self.user)

    def clean(self) -> dict:
        cleaned, published = super().clean(), BlogNote.State.PUBLISHED
        was, will = self.instance.state == published, cleaned.get("state") == published
        if was != will and "state" in cleaned and not self.may_publish:
            self.add_error("state", PUBLISHES if will else TAKES_BACK)
        return cleaned

    def save(self, commit: bool = True) -> BlogNote:
        """With `commit=False` the caller calls `propose_texts` once it has saved the note."""
        self.texts = None
        stands = self.instance.pk and self.instance.state == BlogNote.State.PUBLISHED
        if stands and not self.may_publish:
            self.hold_back(BlogNote.objects.get(pk=self.instance.pk))
        note = super().save(commit)
        if commit:
            self.propose_texts()
        return note

    def hold_back(self, stored: BlogNote) -> None:
        """Keep other texts than the stored ones for a proposal, whichever field they came from."""
        texts = {name: getattr(self.instance, name) for name in TEXTS}
        if any(text != getattr(stored, name) for name, text in texts.items()):
            self.texts = texts
        for name in TEXTS:
            setattr(self.instance, name, getattr(stored, name))
            if name in self.changed_data:
                self.changed_data.remove(name)

    def propose_texts(self) -> None:
        if self.texts:
            propose(self.instance, **self.texts, by=self.user)


def note_form(user: AbstractUser, form: type[NoteForm] = NoteForm) -> type[NoteForm]:
    """The form as this user may use it."""
    return type(form.__name__, (form,), {"user": user})


def tell_what_waits(request: HttpRequest, rows: list[forms.ModelForm]) -> None:
    if any(getattr(row, "texts", None) for row in rows):
        messages.warning(request, WAITS)
