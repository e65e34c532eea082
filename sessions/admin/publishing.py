"""What is public already, or is to be, is up to those who publish in the course: others' new texts wait for them."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest

from ..models import BlogNote, Course
from ..models.note_version import OF, TEXTS, texts_of
from ..notes import Text, propose

PUBLISHES = "Only instructors of this course publish: choose “submitted”, and one of them will."
TAKES_BACK = "Only instructors of this course take a published note back."
WAITS = "What you wrote waits until an instructor of the course accepts it; until then what is public stays as it is."


def is_public(record: Text) -> bool:
    """Whether others' texts of it wait."""
    return record.state == BlogNote.State.PUBLISHED if isinstance(record, BlogNote) else record.visible


class ProposingForm(forms.ModelForm):
    """Where the user may not publish, another text of what is public is proposed, not saved."""

    user: AbstractUser

    @property
    def course(self) -> Course | None:
        return self.instance.course if self.instance.course_id else self.cleaned_data.get("course")

    @property
    def may_publish(self) -> bool:
        return self.course is None or self.course.published_by(self.user)

    def save(self, commit: bool = True) -> Text:
        """With `commit=False` the caller calls `propose_texts` once it has saved the record."""
        self.texts = None
        if self.instance.pk and is_public(self.instance) and not self.may_publish:
            self.hold_back(type(self.instance)._base_manager.get(pk=self.instance.pk))
        record = super().save(commit)
        if commit:
            self.propose_texts()
        return record

    def hold_back(self, stored: Text) -> None:
        """Keep other texts than the stored ones for a proposal, whichever field they came from."""
        texts = texts_of(self.instance)
        if texts != texts_of(stored):
            self.texts = texts
        for name in TEXTS[OF[type(stored)]].values():
            setattr(self.instance, name, getattr(stored, name))
            if name in self.changed_data:
                self.changed_data.remove(name)

    def propose_texts(self) -> None:
        if self.texts:
            propose(self.instance, **self.texts, by=self.user)


class NoteForm(ProposingForm):
    """A note: whether it is published is up to those who publish, too."""

    @property
    def course(self) -> Course | None:
        session = self.instance.session if self.instance.session_id else self.cleaned_data.get("session")
        return session.course if session and session.course_id else None

    def clean(self) -> dict:
        cleaned, published = super().clean(), BlogNote.State.PUBLISHED
        was, will = self.instance.state == published, cleaned.get("state") == published
        if was != will and "state" in cleaned and not self.may_publish:
            self.add_error("state", PUBLISHES if will else TAKES_BACK)
        return cleaned


class ProposesTexts(admin.ModelAdmin):
    """For records whose public text waits where the user does not publish; their form is a ProposingForm."""

    def get_form(self, request, obj=None, change=False, **kwargs) -> type:
        return super().get_form(request, obj, change=change, form=used_by(request.user, self.form), **kwargs)

    def save_model(self, request, obj: Text, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        form.propose_texts()
        tell_what_waits(request, [form])


def used_by(user: AbstractUser, form: type[ProposingForm] = NoteForm) -> type[ProposingForm]:
    """The form as this user may use it."""
    return type(form.__name__, (form,), {"user": user})


def tell_what_waits(request: HttpRequest, rows: list[forms.ModelForm]) -> None:
    if any(getattr(row, "texts", None) for row in rows):
        messages.warning(request, WAITS)
