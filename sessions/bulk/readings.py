"""Readings of any sessions: another requirement, another session."""

from collections.abc import Sequence
from functools import partial
from itertools import count

from django.db.models import Max

from ..importing.questions import confirm
from ..mentions import renew_mentions
from ..models import Reading, Session
from .plans import Effect, Plan

COPIED = ("paper_id", "requirement", "topic", "instruction", "remarks")  # a presenter is of one session


def plan_requirement(readings: Sequence[Reading], requirement: str) -> Plan:
    """The requirement becomes this one, where the session does not list the paper under it already."""
    sessions = {reading.session_id for reading in readings}
    there = Reading.objects.filter(session__in=sessions, requirement=requirement)
    taken = set(there.values_list("session_id", "paper_id"))
    label = Reading.Requirement(requirement).label
    effects = []
    for reading in readings:
        place = (reading.session_id, reading.paper_id)
        if reading.requirement == requirement:
            effects.append(Effect(reading, f"is {label.lower()} already"))
        elif place in taken:
            effects.append(Effect(reading, f"stays: its session lists the paper as {label.lower()} already"))
        else:
            taken.add(place)
            said = f"{reading.get_requirement_display()} → {label}"
            effects.append(Effect(reading, said, partial(set_requirement, reading, requirement)))
    return Plan(effects)


def set_requirement(reading: Reading, requirement: str) -> None:
    reading.requirement = requirement
    reading.save()
    confirm([reading.pk])


def plan_move(readings: Sequence[Reading], target: Session, *, copy: bool) -> Plan:
    """Behind the readings that `target` has; a paper that it lists under the same requirement stays where it is."""
    taken = set(target.readings.values_list("paper_id", "requirement"))
    positions = count((target.readings.aggregate(last=Max("position"))["last"] or 0) + 1)
    effects = []
    for reading in readings:
        place = (reading.paper_id, reading.requirement)
        if reading.session_id == target.pk:
            effects.append(Effect(reading, "is in this session already"))
        elif place in taken:
            effects.append(Effect(reading, f"stays: “{target}” lists the paper already"))
        else:
            taken.add(place)
            said = f"is {'copied' if copy else 'moved'} from “{reading.session}” to “{target}” ({target.course.slug})"
            effects.append(Effect(reading, said, partial(copied if copy else moved, reading, target, next(positions))))
    return Plan(effects, partial(renew_mentions, {reading.paper_id for reading in readings}), touched=[target])


def copied(reading: Reading, target: Session, position: int) -> None:
    values = {name: getattr(reading, name) for name in COPIED}
    Reading.objects.create(session=target, position=position, **values)


def moved(reading: Reading, target: Session, position: int) -> None:
    """To its old post the reading is deleted; its decks go with it."""
    reading.session, reading.position, reading.as_given = target, position, {}
    reading.save()
    confirm([reading.pk])
    for deck in reading.slides.all():
        deck.session = target
        deck.save()
