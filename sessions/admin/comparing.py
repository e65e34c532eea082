"""What a question is about, as columns of one table."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from readings.line_differences import BESIDE, apart, marked, passages
from readings.models import Paper

from ..models import NoteVersion, ReviewItem, Session
from ..models.note_version import texts_of
from ..review.settling import current_value, is_about_a_value
from .provenance import MISSING, in_lines

LABELS = {"base": "The post said before", "ours": "Stands here", "theirs": "The post says now"}
SHORT = 80  # characters
WITHDRAWN = {False: "in the list", True: "gone"}


@dataclass(frozen=True, slots=True)
class Column:
    head: str
    address: str  # of the record's own form, or ""
    cells: tuple[list[tuple[str, bool]], ...]  # a cell is lines, each with whether it is marked as different


@dataclass(frozen=True, slots=True)
class Comparison:
    rows: tuple[str, ...]  # what each row of cells is; ("",) for a single one
    columns: tuple[Column, ...]

    @property
    def table(self) -> list[tuple[str, list[list[tuple[str, bool]]]]]:
        return [(name, [column.cells[place] for column in self.columns]) for place, name in enumerate(self.rows)]


def said(item: ReviewItem, value: Any) -> str:
    """A value of the item's field in lines, and in words where it is none to read."""
    return WITHDRAWN.get(value, MISSING) if item.field == "withdrawn" else in_lines(value)


def in_short(item: ReviewItem) -> list[tuple[str, str]]:
    """(head, value) of the three values for a list: each on one line; of long ones what differs."""
    lines = (said(item, value).split("\n") for value in (item.base, item.ours, item.theirs))
    base, ours, theirs = (" / ".join(line for line in some if line.strip()) for some in lines)
    parts = [apart(base, other, SHORT) for other in (ours, theirs) if other != base]
    before = {part[:BESIDE]: part for part in parts}  # once, where both sides changed the same place
    values = (
        " / ".join(before.values()) or apart(base, "", SHORT),
        apart(ours, base, SHORT),
        apart(theirs, base, SHORT),
    )
    return list(zip(LABELS.values(), values, strict=True))


def comparison(item: ReviewItem, other: Paper | Session | None) -> Comparison | None:
    """The values of a conflict, or the two records that may be one; None where there is nothing to compare."""
    if other is not None:
        one = item.paper if isinstance(other, Paper) else item.session
        return records_compared(one, other)
    if not is_about_a_value(item) and item.base is item.ours is item.theirs is None:
        return None
    values = {"base": item.base, "ours": current_value(item), "theirs": item.theirs}
    base = said(item, item.base)
    columns = [
        Column(LABELS[name], "", (marked(said(item, value), base if name != "base" else said(item, value)),))
        for name, value in values.items()
    ]
    return Comparison(("",), tuple(columns))


def version_compared(version: NoteVersion) -> Comparison:
    """What stands beside what would stand: the passages that differ, each with the line where it begins."""
    stands, new = texts_of(version.record), version.changed
    rows, here, there = [], [], []
    if "title" in new and new["title"] != stands["title"]:
        rows, here, there = ["Title"], [[(stands["title"], True)]], [[(new["title"], True)]]
    for line, old_lines, new_lines in passages(stands["markdown"], new.get("markdown", stands["markdown"])):
        rows.append(f"Line {line}")
        here.append(old_lines)
        there.append(new_lines)
    columns = (Column("Stands here", "", tuple(here)), Column("New version", "", tuple(there)))
    return Comparison(tuple(rows), columns)


def records_compared(one: Paper | Session, other: Paper | Session) -> Comparison:
    facts = [facts_of(record) for record in (one, other)]
    columns = []
    for record, own, foreign in zip((one, other), facts, reversed(facts), strict=True):
        address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
        cells = tuple(marked(own[name], foreign[name]) for name in own)
        columns.append(Column(str(record), address, cells))
    return Comparison(tuple(facts[0]), tuple(columns))


def facts_of(record: Paper | Session) -> dict[str, str]:
    values = paper_facts(record) if isinstance(record, Paper) else session_facts(record)
    return {name: in_lines(value) if value else MISSING for name, value in values.items()}


def paper_facts(paper: Paper) -> dict[str, Any]:
    readings = paper.readings.select_related("session__course")
    return {
        "Title": paper.title,
        "Authors": [author.name for author in paper.authors_in_order],
        "Published": paper.published,
        "Venue": paper.venue,
        "Identifiers": [value for value in paper.identifiers.items() if value],
        "Links": [link.url for link in paper.links.all()],
        "Read in": [f"{r.session.course.slug}: {r.session.title}" for r in readings],
        "Abstract": paper.abstract,
    }


def session_facts(session: Session) -> dict[str, Any]:
    return {
        "Course": str(session.course),
        "Title": session.title,
        "Date": session.date,
        "Teams": [team for team in (session.lead_team, session.blog_team) if team],
        "Source": session.source,
        "Readings": [str(reading) for reading in session.readings.filter(withdrawn=False).select_related("paper")],
        "Note": "\n\n".join(note.markdown for note in session.notes.all()),
    }
