"""What the session that stands for two imports takes from the other one."""

from django.db.models import Max

from sessions.models import BlogNote, Reading, Session, SlideDeck

SAID_OF_READING = ("paper_id", "requirement", "presenter", "topic", "instruction", "remarks")


def lend(goes: Session) -> None:
    """Copy what the session that stands for both lacks, once: what a person deletes there does not come back."""
    stays = goes.same_as
    lent = {name: dict(goes.lent.get(name, {})) for name in ("readings", "notes", "slides")}
    lend_readings(stays, goes, lent["readings"])
    if not stays.notes.exists():
        for note in goes.notes.all():
            if str(note.pk) not in lent["notes"]:
                copy = BlogNote(
                    session=stays, post=goes.post, title=note.title, state=note.state, markdown=note.markdown
                )
                copy.save()
                for one in note.contributors.all():
                    copy.contributors.create(name=one.name, shown=one.shown, user=one.user, position=one.position)
                lent["notes"][str(note.pk)] = copy.pk
    here = {(deck.url, deck.file.name) for deck in stays.slides.all()}
    for deck in goes.slides.filter(reading=None):
        if str(deck.pk) not in lent["slides"] and (deck.url, deck.file.name) not in here:
            copy = SlideDeck.objects.create(
                session=stays, label=deck.label, url=deck.url, file=deck.file.name, position=len(here) + deck.position
            )
            lent["slides"][str(deck.pk)] = copy.pk
    if lent != goes.lent:
        goes.lent = lent
        Session.objects.filter(pk=goes.pk).update(lent=lent)


def lend_readings(stays: Session, goes: Session, lent: dict[str, int]) -> None:
    here = set(stays.readings.values_list("paper_id", flat=True))
    last = stays.readings.aggregate(last=Max("position"))["last"]
    position = -1 if last is None else last
    for reading in goes.readings.filter(withdrawn=False):
        if str(reading.pk) not in lent and reading.paper_id not in here:
            position += 1
            said = {name: getattr(reading, name) for name in SAID_OF_READING}
            lent[str(reading.pk)] = Reading.objects.create(session=stays, position=position, **said).pk
