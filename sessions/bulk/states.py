"""Who sees what: sessions and pages shown or hidden, taught or not, notes published or not."""

from collections.abc import Sequence
from functools import partial

from django.db.models import Model

from ..mentions import papers_of, renew_mentions
from ..models import BlogNote, Page, Session
from .plans import Effect, Plan

SEEN = {True: "shown to everyone", False: "hidden"}


def plan_visibility(records: Sequence[Session] | Sequence[Page], *, visible: bool) -> Plan:
    """Sessions or pages become visible to everyone, or to nobody but those who may edit them."""
    effects = []
    for record in records:
        if record.visible == visible:
            effects.append(Effect(record, f"is {SEEN[visible]} already"))
        else:
            effects.append(
                Effect(record, f"{SEEN[not visible]} → {SEEN[visible]}", partial(set_value, record, "visible", visible))
            )
    sessions = [record for record in records if isinstance(record, Session)]
    return Plan(effects, lambda: renew_mentions(papers_of(sessions)))


def plan_status(sessions: Sequence[Session], status: str) -> Plan:
    label = Session.Status(status).label.lower()
    effects = []
    for session in sessions:
        if session.status == status:
            effects.append(Effect(session, f"is {label} already"))
        else:
            said = f"{session.get_status_display().lower()} → {label}"
            effects.append(Effect(session, said, partial(set_value, session, "status", status)))
    return Plan(effects)


def plan_note_state(notes: Sequence[BlogNote], state: str) -> Plan:
    label = BlogNote.State(state).label.lower()
    effects = []
    for note in notes:
        if note.state == state:
            effects.append(Effect(note, f"is {label} already"))
            continue
        said = f"{note.get_state_display().lower()} → {label}"
        if state == BlogNote.State.PUBLISHED and not note.session.visible:
            said += "; everyone sees it once its session is shown"
        effects.append(Effect(note, said, partial(set_value, note, "state", state)))
    return Plan(effects)


def set_value(record: Model, name: str, value: object) -> None:
    setattr(record, name, value)
    record.save()
