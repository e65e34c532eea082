"""The actions on many sessions, readings, notes, papers, tags and authors, and what each of them asks for."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model
from taggit.forms import TagField

from readings.admin.forms import WIDE, check_tags

from ..bulk import Plan
from ..bulk.authors import plan_author_merge
from ..bulk.readings import plan_move, plan_requirement
from ..bulk.states import plan_note_state, plan_status, plan_visibility
from ..bulk.tags import plan_tag_merge, plan_tags
from ..models import BlogNote, Reading, Session
from .bulk import Bulk, BulkForm
from .permissions import editable_courses


class TagsForm(BulkForm):
    add = TagField(
        label="Add",
        required=False,
        widget=forms.TextInput(attrs=WIDE),
        help_text='Separated by commas; a tag of several words stands in quotes: "graph learning", pruning',
    )
    remove = forms.MultipleChoiceField(label="Remove", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = {name for record in self.records for name in record.tags.names()}
        self.fields["remove"].choices = [(name, name) for name in sorted(names, key=str.casefold)]
        if not names:
            del self.fields["remove"]

    def clean_add(self) -> list[str]:
        return check_tags(self.cleaned_data["add"])

    def clean(self) -> dict:
        values = super().clean()
        if not self.errors and not values.get("add") and not values.get("remove"):
            raise forms.ValidationError("Write a tag to add, or tick one to remove.")
        return values


class RequirementForm(BulkForm):
    requirement = forms.ChoiceField(choices=Reading.Requirement, widget=forms.RadioSelect)


class MoveForm(BulkForm):
    session = forms.ModelChoiceField(queryset=Session.objects.none(), label="To the session")
    copy = forms.BooleanField(
        label="Copy",
        required=False,
        help_text="The readings stay where they are too. Copies have no presenter and no slides.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        session = self.fields["session"]
        session.queryset = Session.objects.filter(same_as=None, course__in=editable_courses(self.user))
        session.widget = AutocompleteSelect(Reading._meta.get_field("session"), admin.site)
        session.widget.choices = session.choices


class StayForm(BulkForm):
    """Which of the selected records stands for all of them."""

    stays = forms.ModelChoiceField(
        queryset=None, label="The one that stays", widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        numbers = [record.pk for record in self.records]
        self.fields["stays"].queryset = type(self.records[0])._default_manager.filter(pk__in=numbers)


def tags(records, values: dict) -> Plan:
    return plan_tags(records, values["add"], values.get("remove", ()))


def requirement(readings, values: dict) -> Plan:
    return plan_requirement(readings, values["requirement"])


def move(readings, values: dict) -> Plan:
    return plan_move(readings, values["session"], copy=values["copy"])


def state(plan: Callable[..., Plan], **said: object) -> Callable[..., Plan]:
    """A plan that asks for nothing."""
    return lambda records, values: plan(records, **said)


def any_record(record: Model) -> bool:
    return True


def is_published(note: BlogNote) -> bool:
    return note.state == BlogNote.State.PUBLISHED


RETAG = Bulk("retag", "Add or remove tags", tags, TagsForm)
SET_REQUIREMENT = Bulk("set_requirement", "Set the requirement", requirement, RequirementForm)
MOVE = Bulk("move", "Move or copy to another session", move, MoveForm, needs=("course_sessions.add_reading",))
SHOW = Bulk("show", "Show to everyone", state(plan_visibility, visible=True), publishes=any_record)
HIDE = Bulk("hide", "Hide", state(plan_visibility, visible=False), publishes=any_record)
TAUGHT = Bulk("set_released", "Set to released", state(plan_status, status=Session.Status.RELEASED))
COMING = Bulk("set_upcoming", "Set to upcoming", state(plan_status, status=Session.Status.UPCOMING))
PUBLISH = Bulk("publish", "Publish", state(plan_note_state, state=BlogNote.State.PUBLISHED), publishes=any_record)
SUBMIT = Bulk(
    "submit", "Set to submitted", state(plan_note_state, state=BlogNote.State.SUBMITTED), publishes=is_published
)
DRAFT = Bulk("set_draft", "Set to draft", state(plan_note_state, state=BlogNote.State.DRAFT), publishes=is_published)


def merge(plan, tags_or_authors, values: dict) -> Plan:
    return plan(tags_or_authors, values["stays"])


MERGING = {"form": StayForm, "permissions": ("delete",), "fewest": 2}
MERGE_TAGS = Bulk("merge", "Merge", partial(merge, plan_tag_merge), needs=("taggit.change_tag",), **MERGING)
MERGE_AUTHORS = Bulk(
    "merge",
    "Merge",
    partial(merge, plan_author_merge),
    needs=("readings.change_author",),
    afterwards="It can be undone under “Merged authors”.",
    **MERGING,
)

ON_SESSIONS = [bulk.as_action() for bulk in (SHOW, HIDE, TAUGHT, COMING, RETAG)]
ON_PAGES = [bulk.as_action() for bulk in (SHOW, HIDE)]
ON_READINGS = [bulk.as_action() for bulk in (SET_REQUIREMENT, MOVE)]
ON_NOTES = [bulk.as_action() for bulk in (PUBLISH, SUBMIT, DRAFT)]
ON_PAPERS = [RETAG.as_action()]
ON_TAGS = [MERGE_TAGS.as_action()]
ON_AUTHORS = [MERGE_AUTHORS.as_action()]
