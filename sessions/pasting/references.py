"""Pasted references -> proposals, and those that a person confirms -> papers and readings."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from readings.models import Paper

from ..importing.identity import Verdict, Work, compare
from ..importing.library import Library
from ..importing.papers import work_of_reading
from ..mentions import renew_mentions
from ..models import Reading, Session
from ..posts.references import GUESSED, UNNAMED
from ..posts.structure import ParsedReading


@dataclass(frozen=True, slots=True)
class Proposal:
    """One pasted reference beside what the library has of it."""

    parsed: ParsedReading
    paper: Paper | None  # surely this one
    perhaps: tuple[Paper, ...]  # records that may be it: a person decides
    repeated: bool  # stands further up in the paste as well
    listed: bool  # the session has it already

    @property
    def unsure(self) -> bool:
        return self.paper is None and (self.parsed.confidence <= GUESSED or bool(self.perhaps))

    @property
    def unnamed(self) -> bool:
        """An identifier or address alone, of nothing that is here."""
        return self.unsure and not self.perhaps and self.parsed.confidence <= UNNAMED

    @property
    def wanted(self) -> bool:
        """Whether it is ticked before a person has looked: not what is there, nor what is only a guess."""
        told = self.parsed.confidence > GUESSED or bool(self.parsed.links) or self.paper is not None
        return told and not self.repeated and not self.listed


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person made of a proposal; `paper` None asks for a new record."""

    parsed: ParsedReading
    paper: Paper | None
    requirement: str = Reading.Requirement.UNSPECIFIED


def propose(references: Sequence[ParsedReading], session: Session | None = None) -> list[Proposal]:
    """A proposal for each reference, in order. Writes nothing."""
    library = Library(references)
    listed = set(session.readings.values_list("paper_id", flat=True)) if session else set()
    seen: list[Work] = []
    found = []
    for parsed in references:
        work = work_of_reading(parsed)
        same = library.candidates(work, Verdict.SAME)
        sharing = library.sharing(work)
        sure = [paper for paper in same if paper in sharing] or (same if len(same) == 1 else [])
        perhaps = () if sure else (*same, *library.candidates(work, Verdict.PERHAPS))
        repeated = any(compare(work, other) is Verdict.SAME for other in seen)
        seen.append(work)
        paper = sure[0] if sure else None
        found.append(Proposal(parsed, paper, perhaps, repeated, bool(paper and paper.pk in listed)))
    return found


@transaction.atomic
def add_papers(choices: Sequence[Choice]) -> tuple[list[Paper], int]:
    """(the papers in the order of the choices, how many of them are new). All or none."""
    library = Library([choice.parsed for choice in choices])
    papers = [choice.paper or library.make(choice.parsed) for choice in choices]
    library.write()
    # A person gave these values: no post may take them back.
    Paper.objects.filter(pk__in=[paper.pk for paper in library.made]).update(as_given={})
    renew_mentions([paper.pk for paper in library.made])
    return papers, len(library.made)


@transaction.atomic
def add_readings(session: Session, choices: Sequence[Choice]) -> tuple[list[Reading], int]:
    """(the readings added behind those of the session, how many papers are new). All or none.

    A paper that the session lists already under the same requirement is not added again.
    """
    papers, new = add_papers(choices)
    last = session.readings.aggregate(last=Max("position"))["last"] or 0
    taken = set(session.readings.values_list("paper_id", "requirement"))
    added = []
    for choice, paper in zip(choices, papers, strict=True):
        if (paper.pk, choice.requirement) not in taken:
            taken.add((paper.pk, choice.requirement))
            last += 1
            added.append(
                Reading.objects.create(session=session, paper=paper, requirement=choice.requirement, position=last)
            )
    return added, new
