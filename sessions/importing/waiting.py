"""What a post says anew of a note that is public: it waits for a person, and the note stays as it is."""

from typing import Any

from sessions.models import BlogNote, Post
from sessions.models.note_version import texts_of
from sessions.notes import propose, waiting_of, withdraw

from .merge import plan_fields
from .records import Log, clipped

State = BlogNote.State


def state_given(note: BlogNote, arrives: State) -> str:
    """The state in which the post gives a note; one that was submitted stays with what a person made of it."""
    if note.state == State.PUBLISHED:
        return State.PUBLISHED.value
    given = note.as_given.get("state", State.DRAFT)
    return arrives.value if given == State.DRAFT else given


def was_published(note: BlogNote) -> bool:
    """Whether a person has published an imported note, and that alone is what was done to its state."""
    return (note.as_given["state"], note.state) == (State.SUBMITTED, State.PUBLISHED)


def hold_back(note: BlogNote, theirs: dict[str, Any], given: dict[str, Any], images: dict, post: Post, log: Log) -> set:
    """Let the texts that would change wait; returns their names, for nothing else to write them.

    `given`: what else the note keeps of its post; `images`: those of the post's earlier text.
    """
    ours = texts_of(note)
    texts = clipped(note, {name: theirs[name] for name in ours}, log, given["line"])
    new = plan_fields(note.as_given, ours, texts).values
    if not new:
        withdraw(note)
        return set()
    before = waiting_of(note, None)
    version = propose(note, **(ours | new), by=None, post=post, as_given=new | given)
    if before is None or before.created != version.created:
        log.changed("a new version of the note waits, the published one stays")
    note.as_given = {"images": images} | note.as_given
    return set(new)
