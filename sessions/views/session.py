"""One session: what to read for it, what was shown and written."""

from collections.abc import Sequence
from itertools import groupby

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.db.models.fields.json import KT
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from readings.citing import cite_box
from readings.models import Authorship
from sessions.citing import note_work, session_work
from sessions.earlier import earlier_selves
from sessions.models import Reading, Session, SlideDeck
from sessions.related import also_read, read_elsewhere, related_sessions
from sessions.section_labels import section_label
from sessions.templatetags.pages import web
from sessions.visibility import notes_of, sessions_of

from .frame import frame
from .linked_data import session_data
from .rows import RULES

HEADINGS = {
    Reading.Requirement.REQUIRED: "Required",
    Reading.Requirement.UNSPECIFIED: "Readings",
    Reading.Requirement.MORE: "More",
}


def section_runs(readings: Sequence[Reading]) -> list[tuple[str, list[Reading]]]:
    """[(label, readings in a row with one `section`), ...]; no label where all stand in one section."""
    labels = {section_label(reading.section or "") for reading in readings}
    if len(labels) < 2:
        return [("", list(readings))]
    return [
        (label, list(run)) for label, run in groupby(readings, lambda reading: section_label(reading.section or ""))
    ]


def reading_lists(session: Session) -> list[tuple[str, list[Reading]]]:
    """[("Required", readings), ...] without empty ones.

    A reading's own slides are on it as `decks`, the headings it stood under in its post as `section`.
    """
    authorships = Prefetch("paper__authorships", Authorship.objects.select_related("author"))
    readings = (
        session.readings.filter(withdrawn=False)
        .select_related("paper")
        .annotate(section=KT("as_given__section"))
        .defer("as_given", "paper__as_given", "paper__abstract")
        .prefetch_related(authorships, "paper__links")
    )
    decks: dict[int | None, list] = {}
    for deck in session.slides.all():
        decks.setdefault(deck.reading_id, []).append(deck)
    lists: dict[str, list[Reading]] = {kind: [] for kind in Reading.IN_LISTS}
    for reading in readings:
        reading.decks = decks.get(reading.pk, [])
        lists[reading.requirement].append(reading)
    session.decks = sorted(decks.get(None, []), key=lambda deck: not deck.is_shown)  # the first link opens a PDF
    return [(HEADINGS[kind], found) for kind, found in lists.items() if found]


def neighbours(session: Session, editable: bool) -> tuple[Session | None, Session | None]:
    """(the session before, the session after) among those the reader may see; headings are passed over."""
    shown = sessions_of(session.course, editable).filter(~Q(kind__in=RULES) | Q(pk=session.pk))
    found = list(shown.only("course", "slug", "title", "date", "number"))
    place = found.index(session)
    return (found[place - 1] if place else None), (found[place + 1] if place + 1 < len(found) else None)


def session_for(request: HttpRequest, course: str, session: str) -> tuple[Session, bool]:
    """(the session, whether the reader may edit it); 404 where the reader may not see it.

    A session with `same_as` is shown by that one, to which its addresses lead on.
    """
    query = Session.objects.select_related("course", "same_as__course")
    shown = get_object_or_404(query, course__slug=course, slug=session)
    editable = shown.course.editable_by(request.user)
    if not shown.visible and not editable:
        raise Http404
    stands = shown.same_as
    if stands and not stands.visible and not stands.course.editable_by(request.user):
        raise Http404
    return shown, editable


@require_safe
def session(request: HttpRequest, course: str, session: str) -> HttpResponse:
    shown, _ = session_for(request, course, session)
    if shown.same_as:
        return redirect(shown.same_as)
    prefetch_related_objects([shown], "tags", "categories", "slides")
    context = frame(request, shown.course)
    here, absolute = shown.get_absolute_url(), request.build_absolute_uri
    notes = [(note, note_work(note, absolute(f"{here}#note"))) for note in notes_of(shown, context["editable"])]
    previous, following = neighbours(shown, context["editable"])
    lists = reading_lists(shown)
    readings = [reading for _, found in lists for reading in found]
    elsewhere = read_elsewhere(shown, [reading.paper_id for reading in readings])
    again = also_read(shown, elsewhere)
    for reading in readings:
        reading.also_read = again.get(reading.paper_id, [])
    context |= {
        "session": shown,
        "lists": [(heading, len(found), section_runs(found)) for heading, found in lists],
        "related": related_sessions(shown, elsewhere),
        "notes": [(note, cite_box(work, f"{here}note-{note.pk}")) for note, work in notes],
        "cite": cite_box(session_work(shown, absolute(here)), f"{here}session"),
        "linked_data": session_data(shown, notes, absolute),
        "earlier": earlier_selves([shown]).get(shown.pk, []),
        "previous": previous,
        "following": following,
    }
    return render(request, "sessions/session.html", context)


@require_safe
def slides(request: HttpRequest, course: str, session: str, deck: int) -> HttpResponse:
    """To where a deck is now; its own address stays when a person or an import replaces the deck."""
    decks = SlideDeck.objects.select_related("reading", "session__course", "session__same_as__course")
    found = get_object_or_404(decks, pk=deck, session__course__slug=course, session__slug=session)
    if not (found.is_public or found.session.course.editable_by(request.user)) or not web(found.address):
        raise Http404
    return redirect(found.session.same_as or found.address)
