"""A course -> the next term's: what would be copied and when it would meet, then written in one transaction."""

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.fields.json import KT
from taggit.models import TaggedItem

from .mentions import renew_mentions
from .models import BroughtImage, Course, NoClassDay, Page, Reading, Session
from .models.image import ShowsImages
from .ordering import order_key_of
from .planning import PlanIsOld, days_of
from .schedule import Item, dates_of
from .search.sync import reindex
from .section_labels import section_label

Kind = Session.Kind
# What the new course has of the old one beside what its form asks for; where it lived, and its assistants, are its own.
OF_COURSE = (
    *("description", "time_zone", "lead_team_label", "blog_team_label"),
    *("taught_by", "licence", "licence_url", "contact", "imported_notes", "direct_corrections"),
)
# No dates, times, teams or decks; whether it was cancelled or taught is that term's affair too.
OF_SESSION = ("slug", "title", "kind", "number", "introduction", "introduction_html")
RENDERED = ("renderer_version", "images_without_alt")
OF_READING = ("paper_id", "position", "requirement", "topic", "instruction", "remarks")
OF_PAGE = ("title", "slug", "position", "markdown", "html", "contents", *RENDERED)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a roll over would write. `key` names it: the same rows and answers have the same key."""

    sessions: tuple[Session, ...]  # of the old course, in order
    dates: Mapping[int, datetime.date | None]
    left_out: tuple[Session, ...]  # breaks: the new term has its own
    without_date: tuple[Session, ...]  # meetings for which the rule has no day left
    days: int  # that the rule gives
    readings: int
    pages: int
    key: str

    @property
    def rows(self) -> list[tuple[Session, datetime.date | None]]:
        return [(session, self.dates[session.pk]) for session in self.sessions]


def plan_roll_over(course: Course, new: Course, no_class: Sequence[NoClassDay], *, visible: bool) -> Plan:
    """What rolling over would do. `new` and `no_class` are not saved yet; nothing is written."""
    standing = list(course.sessions.filter(same_as=None).in_order().defer("as_given"))
    sessions = tuple(session for session in standing if session.kind != Kind.BREAK)
    days, _ = days_of(new, no_class)
    items = [Item(session.pk, None, follows=session.kind == Kind.MEETING) for session in sessions]
    dates = dates_of(items, days)
    readings = list(readings_of(sessions).values_list("pk", flat=True))
    pages = list(course.pages.values_list("pk", flat=True))
    told = [[(s.pk, *(getattr(s, name) for name in OF_SESSION)) for s in sessions], list(dates.items())]
    told += [readings, pages, [(day.date, day.until, day.reason) for day in no_class], answers_of(new), visible]
    return Plan(
        sessions=sessions,
        dates=dates,
        left_out=tuple(session for session in standing if session.kind == Kind.BREAK),
        without_date=tuple(s for s in sessions if s.kind == Kind.MEETING and dates[s.pk] is None),
        days=len(days),
        readings=len(readings),
        pages=len(pages),
        key=hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest(),
    )


def answers_of(new: Course) -> list:
    names = ("title", "slug", "term", "weekdays", "first_day", "last_day", "starts", "ends", "place")
    return [getattr(new, name) for name in names]


def readings_of(sessions: Iterable[Session]) -> QuerySet[Reading]:
    return Reading.objects.filter(session__in=sessions, withdrawn=False).order_by("pk")


@transaction.atomic
def roll_over(
    course: Course, new: Course, no_class: Sequence[NoClassDay], *, visible: bool, user: Model, key: str
) -> Course:
    """Write the plan that was shown under this key; whoever does it becomes an instructor of the new course.

    Raises PlanIsOld where it has become another plan.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    plan = plan_roll_over(course, new, no_class, visible=visible)
    if plan.key != key:
        raise PlanIsOld
    for name in OF_COURSE:
        setattr(new, name, getattr(course, name))
    new.save()
    new.instructors.set([*course.instructors.all(), user])
    for day in no_class:
        day.course = new
        day.save()
    copies = copy_sessions(plan, new, visible=visible)
    copy_topics(copies)
    copy_readings(copies)
    pages = Page.objects.bulk_create(copy_of_page(page, new, visible=visible) for page in course.pages.all())
    for row in course.brought_images.all():
        BroughtImage.objects.create(course=new, address=row.address, image=row.image)
    reindex(Session, [copy.pk for copy in copies.values()])
    reindex(Page, [page.pk for page in pages])
    renew_mentions(Reading.objects.filter(session__course=new).values_list("paper_id", flat=True))
    return new


def copy_sessions(plan: Plan, new: Course, *, visible: bool) -> dict[int, Session]:
    """The number of each session -> its copy, hidden as the old one is."""
    copies = {}
    for place, session in enumerate(plan.sessions, start=1):
        date = plan.dates[session.pk]
        copy = Session(
            course=new,
            earlier=session,
            date=date,
            date_by_rule=date,
            position=place,
            status=Session.Status.UPCOMING,
            visible=visible and session.visible,
            copied_images=images_for(session, session.introduction),
            **{name: getattr(session, name) for name in (*OF_SESSION, *RENDERED)},
        )
        copy.order_key = order_key_of(copy.number, copy.slug)
        copies[session.pk] = copy
    Session.objects.bulk_create(copies.values())
    following = None  # a heading without a date stands before the next session that has one
    for copy in reversed(copies.values()):
        copy.stands_before = following if copy.date is None and copy.kind != Kind.MEETING else None
        following = copy if copy.date else following
    Session.objects.bulk_update(copies.values(), ["stands_before"])
    return copies


def images_for(record: ShowsImages, text: str) -> dict[str, str | None]:
    """The pictures that the text of a record may name: its copy goes on showing them."""
    return {address: sha for address, sha in (record.own_images or {}).items() if address in text}


def copy_topics(copies: Mapping[int, Session]) -> None:
    """Categories and tags."""
    through = Session.categories.through
    rows = through.objects.filter(session__in=copies).order_by("pk").values_list("session_id", "category_id")
    through.objects.bulk_create(through(session=copies[old], category_id=category) for old, category in rows)
    kind = ContentType.objects.get_for_model(Session)
    tagged = TaggedItem.objects.filter(content_type=kind, object_id__in=copies).order_by("pk")
    TaggedItem.objects.bulk_create(
        TaggedItem(content_type=kind, object_id=copies[old].pk, tag_id=tag)
        for old, tag in tagged.values_list("object_id", "tag_id")
    )


def copy_readings(copies: Mapping[int, Session]) -> None:
    """The heading that parted some readings of a list from others in their post becomes their topic."""
    readings = list(readings_of(copies.keys()).annotate(section=KT("as_given__section")).defer("as_given"))
    labels = defaultdict(set)
    for reading in readings:
        reading.label = section_label(reading.section or "")
        labels[reading.session_id, reading.requirement].add(reading.label)
    made = []
    for reading in readings:
        copy = Reading(session=copies[reading.session_id], **{name: getattr(reading, name) for name in OF_READING})
        if len(labels[reading.session_id, reading.requirement]) > 1:
            copy.topic = copy.topic or reading.label[:200]
        made.append(copy)
    Reading.objects.bulk_create(made)


def copy_of_page(page: Page, new: Course, *, visible: bool) -> Page:
    values = {name: getattr(page, name) for name in OF_PAGE}
    images = images_for(page, page.markdown)
    return Page(course=new, visible=visible and page.visible, copied_images=images, **values)
