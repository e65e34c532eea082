"""Two records of one paper become one, and two again: what a merge moved is kept in a row of its own."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Model
from taggit.models import TaggedItem

from readings.models import Authorship, MergedPaper, Paper, PaperLink
from sessions.importing.papers import IDENTIFIER_FIELDS, refresh
from sessions.importing.people import People
from sessions.mentions import renew_mentions
from sessions.models import Mention, Reading, ReviewItem
from sessions.search.sync import reindex
from sessions.stored_rows import restore, stored

from .settling import CannotSettle

FILLED = ("published", "venue", "abstract", *IDENTIFIER_FIELDS)
SAID_OF_READING = ("presenter", "topic", "instruction", "remarks")


@transaction.atomic
def merge(stays: Paper, goes: Paper) -> MergedPaper:
    """`goes` becomes part of `stays`, which gets its readings, links, tags, and its values where it has none."""
    if stays.pk == goes.pk:
        raise CannotSettle("A paper cannot be merged with itself.")
    locked = Paper.objects.select_for_update().filter(pk__in=[stays.pk, goes.pk]).order_by("pk").in_bulk()
    if len(locked) < 2:
        raise CannotSettle("One of the two papers is no longer there.")
    stays, goes = locked[stays.pk], locked[goes.pk]
    before = record_of(stays)
    moved = {
        "paper": stored([goes]),
        "rows": stored([*goes.authorships.all(), *goes.links.all(), *tagged(goes)]),
        "kept_rows": stored([*stays.authorships.all(), *stays.links.all()]),
        "tags": sorted(stays.tags.names()),
        "questions": settle_questions(stays, goes),
        "readings": move_readings(stays, goes),
    }
    moved["others"] = repoint(goes, stays, leave=(Authorship, PaperLink, Reading, Mention))
    links, people, tags = list(goes.links.all()), list(goes.authorships.all()), list(goes.tags.names())
    known_by = {name: getattr(goes, name) or "" for name in ("title", "title_key", "slug", *IDENTIFIER_FIELDS)}
    values = {name: getattr(goes, name) for name in FILLED}
    goes.delete()
    fill(stays, values, goes.as_given, people, links)
    stays.tags.add(*tags)
    refresh([stays.pk], People([]))
    moved["values"] = changes(before, record_of(Paper.objects.get(pk=stays.pk)))
    moved["people"] = [authorship.author_id for authorship in stays.authorships.order_by("position", "pk")]
    merged = MergedPaper.objects.create(paper=stays, moved=moved, **known_by)
    renew_mentions([stays.pk])
    return merged


def record_of(paper: Paper) -> dict[str, Any]:
    return stored([paper])[0]["fields"]


def changes(before: dict, after: dict) -> dict[str, list]:
    """Name -> [before, after] of the values that differ."""
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}


def tagged(paper: Paper) -> Iterable[TaggedItem]:
    kind = ContentType.objects.get_for_model(Paper)
    return TaggedItem.objects.filter(content_type=kind, object_id=paper.pk)


def repoint(old: Model, new: Model, leave: tuple[type[Model], ...] = ()) -> list[list]:
    """Point what refers to one record at another; [[model, field, numbers], ...]."""
    moved = []
    for relation in old._meta.related_objects:
        if relation.many_to_many or relation.related_model in leave:
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: old})
        if numbers := list(rows.values_list("pk", flat=True)):
            rows.update(**{relation.field.name: new})
            moved.append([relation.related_model._meta.label, relation.field.name, numbers])
    return moved


def point_back(moved: list[list], old: Model, new: Model) -> None:
    """Undo repoint(old, new) for what still refers to `new`."""
    relations = {(r.related_model._meta.label, r.field.name): r for r in old._meta.related_objects}
    for label, field, numbers in moved:
        if relation := relations.get((label, field)):
            rows = relation.related_model._base_manager.filter(pk__in=numbers, **{field: new})
            rows.update(**{field: old})


def settle_questions(stays: Paper, goes: Paper) -> dict[str, Any]:
    """Whether the two are one is answered; questions that compare others with `goes` now name `stays`."""
    asked = ReviewItem.objects.filter(kind=ReviewItem.Kind.IDENTITY)
    pair = asked.filter(paper=stays, theirs__paper=goes.pk) | asked.filter(paper=goes, theirs__paper=stays.pk)
    states = [[item.pk, item.state, item.theirs] for item in pair]
    pair.update(state=ReviewItem.State.SETTLED)
    others = asked.filter(theirs__paper=goes.pk).exclude(pk__in=[pk for pk, _, _ in states])
    numbers = list(others.values_list("pk", flat=True))
    ReviewItem.objects.filter(pk__in=numbers).update(theirs={"paper": stays.pk})
    return {"pair": states, "others": numbers}


def move_readings(stays: Paper, goes: Paper) -> dict[str, list]:
    """Each reading goes over; where the session has both papers alike, the two readings become one."""
    moved: dict[str, list] = {"moved": [], "united": []}
    here = {(reading.session_id, reading.requirement): reading for reading in stays.readings.select_for_update()}
    for reading in goes.readings.select_for_update():
        twin = here.get((reading.session_id, reading.requirement))
        if twin is None:
            was_given = reading.as_given.get("paper") == goes.pk
            given = {**reading.as_given, "paper": stays.pk} if was_given else reading.as_given
            Reading.objects.filter(pk=reading.pk).update(paper=stays, as_given=given)
            moved["moved"].append([reading.pk, was_given])
        else:
            moved["united"].append(unite(twin, reading))
    return moved


def unite(twin: Reading, reading: Reading) -> dict[str, Any]:
    """`twin` stands for both, with what only the other one said."""
    row = stored([reading])
    before = stored([twin])[0]["fields"]
    values = {name: getattr(reading, name) for name in SAID_OF_READING if not getattr(twin, name)}
    values["withdrawn"] = twin.withdrawn and reading.withdrawn
    Reading.objects.filter(pk=twin.pk).update(**values)
    others = repoint(reading, twin)
    reading.delete()
    twin.refresh_from_db()
    return {"row": row, "twin": twin.pk, "values": changes(before, stored([twin])[0]["fields"]), "others": others}


def fill(paper: Paper, values: dict, given: dict, people: list[Authorship], links: list[PaperLink]) -> None:
    """Give the paper what it lacks; what a post had given still counts as given."""
    as_given = dict(paper.as_given)
    for name, value in values.items():
        if value and not getattr(paper, name):
            setattr(paper, name, value)
            as_given |= {name: given[name]} if name in given else {}
    here = {link.key for link in paper.links.all()}
    if people and not paper.authorships.exists():
        Authorship.objects.bulk_create(
            Authorship(paper=paper, author_id=one.author_id, position=one.position) for one in people
        )
        as_given |= {"authors": given["authors"]} if "authors" in given else {}
    new = [link for link in links if link.key not in here]
    for position, link in enumerate(new, len(here)):
        PaperLink.objects.create(paper=paper, url=link.url, label=link.label, position=position)
    urls = {link.url for link in new}
    as_given["links"] = [
        *as_given.get("links", []),
        *(link for link in given.get("links", []) if link["url"] in urls),
    ]
    paper.as_given = as_given
    paper.save()


@transaction.atomic
def undo(merged: MergedPaper) -> Paper:
    """Both records as they were; what a person has changed since stays. Raises CannotSettle."""
    stays = Paper.objects.select_for_update().get(pk=merged.paper_id)
    if stays.merged.first() != merged:
        raise CannotSettle(f"“{stays}” took in another paper since: undo that merge first.")
    moved = merged.moved
    try:
        with transaction.atomic():
            untouched = put_back_values(stays, moved["values"])
            restore(moved["paper"])
            goes = Paper.objects.get(pk=moved["paper"][0]["pk"])
            restore(moved["rows"])
            put_back_rows(stays, moved)
            put_back_readings(stays, goes, moved["readings"])
    except IntegrityError:
        raise CannotSettle(
            "Another record has taken the merged paper's address or identifier: change it first."
        ) from None
    point_back(moved["others"], goes, stays)
    put_back_questions(goes, moved["questions"])
    merged.delete()
    if not untouched:  # its posts were imported since: each gets what its own readings say
        refresh([stays.pk, goes.pk], People([]))
    reindex(Paper, [stays.pk, goes.pk])
    renew_mentions([stays.pk, goes.pk])
    return goes


def put_back_values(paper: Paper, values: dict[str, list]) -> bool:
    """The values that are as the merge left them become what they were; whether the given ones were among them."""
    now = record_of(paper)
    old = {
        name: Paper._meta.get_field(name).to_python(before)
        for name, (before, after) in values.items()
        if now[name] == after
    }
    Paper.objects.filter(pk=paper.pk).update(**old)
    return now["as_given"] == values.get("as_given", [None, now["as_given"]])[1]


def put_back_rows(paper: Paper, moved: dict) -> None:
    """Links, authors and tags of the paper that stayed."""
    links = [row for row in moved["kept_rows"] if row["model"] == "readings.paperlink"]
    people = [row for row in moved["kept_rows"] if row["model"] == "readings.authorship"]
    brought = {row["fields"]["key"] for row in moved["rows"] if row["model"] == "readings.paperlink"}
    had = {row["fields"]["key"] for row in links}
    paper.links.filter(key__in=brought - had).delete()
    here = set(paper.links.values_list("pk", flat=True))
    restore([row for row in links if row["pk"] in here])
    now = list(paper.authorships.order_by("position", "pk").values_list("author_id", flat=True))
    if now == moved["people"] != [row["fields"]["author"] for row in people]:
        paper.authorships.all().delete()
        restore(people)
    goes = [row["fields"]["tag"] for row in moved["rows"] if row["model"] == "taggit.taggeditem"]
    tagged(paper).filter(tag__in=goes).exclude(tag__name__in=moved["tags"]).delete()


def put_back_readings(stays: Paper, goes: Paper, readings: dict[str, list]) -> None:
    for number, was_given in readings["moved"]:
        reading = stays.readings.filter(pk=number).first()
        if reading:
            given = {**reading.as_given, "paper": goes.pk} if was_given else reading.as_given
            Reading.objects.filter(pk=number).update(paper=goes, as_given=given)
    for united in readings["united"]:
        restore(united["row"])
        reading, twin = (
            Reading.objects.get(pk=united["row"][0]["pk"]),
            Reading.objects.filter(pk=united["twin"]).first(),
        )
        if twin:
            point_back(united["others"], reading, twin)
            now = stored([twin])[0]["fields"]
            old = {name: before for name, (before, after) in united["values"].items() if now[name] == after}
            Reading.objects.filter(pk=twin.pk).update(**old)


def put_back_questions(goes: Paper, questions: dict) -> None:
    for number, state, theirs in questions["pair"]:
        ReviewItem.objects.filter(pk=number).update(state=state, theirs=theirs)
    ReviewItem.objects.filter(pk__in=questions["others"]).update(theirs={"paper": goes.pk})
