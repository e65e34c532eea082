"""When and where a course and its sessions meet."""

import datetime
import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

LONGEST_COURSE = datetime.timedelta(days=731)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def check_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"“{name[:60]}” is not a time zone: give one like Europe/Berlin or America/New_York.")


def check_weekdays(days: object) -> None:
    known = range(len(WEEKDAYS))
    if not isinstance(days, list) or any(type(day) is not int or day not in known for day in days):
        raise ValidationError("Weekdays are a list of numbers from 0 (Monday) to 6 (Sunday).")


def check_times(starts: datetime.time | None, ends: datetime.time | None) -> None:
    """Raise a form's error where only one is given or the end is not after the start."""
    if bool(starts is None) != bool(ends is None):
        raise ValidationError({"ends" if ends is None else "starts": "Give both times, or none."})
    if starts is not None and ends <= starts:
        raise ValidationError({"ends": "The end must be after the start."})


class MeetingPattern(models.Model):
    """The rule of a course: on which weekdays it meets, from which day to which, at what time and where."""

    weekdays = models.JSONField(default=list, blank=True, validators=[check_weekdays])  # 0 is Monday
    starts = models.TimeField(null=True, blank=True, help_text="Empty: sessions last all day in calendars.")
    ends = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC", blank=True, validators=[check_time_zone])
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        check_times(self.starts, self.ends)
        if self.first_day and self.last_day:
            if self.last_day < self.first_day:
                raise ValidationError({"last_day": "The last day must not be before the first."})
            if self.last_day - self.first_day > LONGEST_COURSE:
                raise ValidationError({"last_day": "A course lasts two years at most."})

    @property
    def has_rule(self) -> bool:
        """Whether dates follow from it."""
        return bool(self.weekdays and self.first_day and self.last_day)

    @property
    def weekday_names(self) -> str:
        return ", ".join(WEEKDAYS[day] for day in sorted(self.weekdays))

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone or "UTC")

    @property
    def today(self) -> datetime.date:
        """The date where the course meets."""
        return timezone.localdate(timezone=self.zone)


class NoClassDay(models.Model):
    """A day, or several in a row, on which the course does not meet."""

    course = models.ForeignKey("Course", on_delete=models.CASCADE, related_name="no_class_days")
    date = models.DateField()
    until = models.DateField("last day", null=True, blank=True, help_text="Empty: one day.")
    reason = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)  # as a session's
    updated = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = "no-class day"

    def __str__(self) -> str:
        return f"{self.date.isoformat()} {self.reason}".strip()

    def save(self, *args, **kwargs) -> None:
        stored = NoClassDay.objects.filter(pk=self.pk).values("date", "until", "sequence").first()
        if stored and (stored["date"], stored["until"]) != (self.date, self.until):
            self.sequence = stored["sequence"] + 1
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.date and self.until and not datetime.timedelta() <= self.until - self.date <= LONGEST_COURSE:
            raise ValidationError({"until": "The last day must not be before the first, nor years later."})

    @property
    def last(self) -> datetime.date:
        return self.until or self.date


class Meeting(models.Model):
    """What a session is in its course's calendar."""

    class Kind(models.TextChoices):
        MEETING = "meeting"
        SECTION = "section", "Section heading"
        BREAK = "break", "Break"
        EXTRA = "extra", "Extra"

    # A change of one of these is a move: the session's calendar entry gets the next sequence number.
    MOVES = ("date", "starts", "ends", "place", "cancelled")

    kind = models.CharField(
        max_length=7, choices=Kind, default=Kind.MEETING, help_text="Only meetings take dates from the course's rule."
    )
    cancelled = models.BooleanField(
        default=False, help_text="Its day goes to the next session, unless its date is fixed."
    )
    pinned = models.BooleanField(
        "fixed", default=False, help_text="The rule does not move it, as it moves no date that a post or a person gave."
    )
    starts = models.TimeField(null=True, blank=True, help_text="Empty: the course's times.")
    ends = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True, help_text="Empty: the course's.")
    position = models.PositiveIntegerField(null=True, blank=True, editable=False)
    # A row without a date, such as a section heading, stands before this session in the course's order.
    stands_before = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="preceded_by", editable=False
    )
    date_by_rule = models.DateField(null=True, blank=True, editable=False)  # what the rule gave last
    sequence = models.PositiveIntegerField(default=0, editable=False)  # RFC 5545, 3.8.7.4
    rescheduled = models.DateTimeField(null=True, blank=True, editable=False)  # the last move
    previous_date = models.DateField(null=True, blank=True, editable=False)  # before the last move

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        check_times(self.starts, self.ends)

    @property
    def is_fixed(self) -> bool:
        """Whether the rule leaves its date alone: pinned, or given by a post or a person."""
        return self.pinned or (self.date is not None and self.date != self.date_by_rule)

    @property
    def times(self) -> tuple[datetime.time, datetime.time] | None:
        """(start, end) in the course's time zone: its own, else for a meeting the course's; None for all day."""
        own = self if self.starts else self.course if self.kind == self.Kind.MEETING else None
        return (own.starts, own.ends) if own and own.starts and own.ends else None

    @property
    def where(self) -> str:
        return self.place or (self.course.place if self.kind == self.Kind.MEETING else "")

    def count_move(self) -> bool:
        """Raise `sequence` where a stored session is about to be saved with another date, time or place."""
        stored = type(self).objects.filter(pk=self.pk).values("sequence", *self.MOVES).first()
        if stored is None or all(stored[name] == getattr(self, name) for name in self.MOVES):
            return False
        self.sequence, self.rescheduled = stored["sequence"] + 1, timezone.now()
        self.previous_date = stored["date"]
        return True
