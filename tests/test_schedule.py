"""Dates from a rule: pure."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.schedule import (
    Change,
    Item,
    MeetingPattern,
    changes,
    dates_of,
    in_order,
    meeting_days,
    summary,
    week_of,
)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(f"2024-{text}")


SPRING = MeetingPattern(frozenset({1, 3}), day("01-18"), day("04-30"))
BREAK = {day("03-05"), day("03-07")}
DAYS = meeting_days(SPRING, BREAK)


def test_tuesdays_and_thursdays_of_a_spring_without_its_break():
    assert len(DAYS) == 28
    assert DAYS[0] == day("01-18")
    assert DAYS[8] == day("02-15")
    assert DAYS[-1] == day("04-30")
    assert not BREAK & set(DAYS)


def test_rows_that_follow_take_the_free_days_in_order():
    items = [
        Item("first", None, follows=True),
        Item("heading", None, follows=False),
        Item("guest", day("01-23"), follows=False, holds_day=True),
        Item("second", day("04-30"), follows=True),
        Item("extra", day("01-25"), follows=False),
    ]
    assert dates_of(items, DAYS) == {
        "first": day("01-18"),
        "heading": None,
        "guest": day("01-23"),
        "second": day("01-25"),
        "extra": day("01-25"),
    }


def test_rows_beyond_the_last_day_get_none():
    items = [Item(number, None, follows=True) for number in range(30)]
    dates = dates_of(items, DAYS)
    assert [key for key, date in dates.items() if date is None] == [28, 29]


def test_a_new_no_class_day_moves_what_follows_by_one_meeting():
    items = [Item(number, date, follows=True) for number, date in enumerate(DAYS[:14])]
    no_class = BREAK | {DAYS[2]}
    days = meeting_days(SPRING, no_class)
    moved = changes(items, dates_of(items, days), days, no_class)
    assert moved[0] == Change(2, DAYS[2], DAYS[3], 1)
    assert summary(moved) == "12 sessions move by one meeting."


@pytest.mark.parametrize(
    ("moved", "sentence"),
    [
        ([], "No date changes."),
        ([Change(1, DAYS[3], DAYS[1], -2)], "1 session moves 2 meetings earlier."),
        (
            [Change(1, DAYS[0], day("01-19"), None), Change(2, None, DAYS[0], None), Change(3, DAYS[0], None, None)],
            "1 session moves to another date, 1 session gets a date, 1 session loses its date.",
        ),
    ],
)
def test_changes_are_told_in_a_sentence(moved, sentence):
    assert summary(moved) == sentence


@pytest.mark.parametrize(("date", "week"), [("01-15", 1), ("01-21", 1), ("01-22", 2), ("01-14", 0)])
def test_weeks_run_from_monday_and_count_from_the_first_day(date, week):
    assert week_of(day(date), day("01-18")) == week


@pytest.mark.parametrize(
    ("wanted", "order"), [({}, "abcd"), ({"d": 2}, "adbc"), ({"a": 3}, "bcad"), ({"a": 99}, "bcda"), ({"d": 0}, "dabc")]
)
def test_a_moved_row_ends_up_at_its_number(wanted, order):
    assert "".join(in_order("abcd", wanted)) == order


@given(
    st.frozensets(st.integers(0, 6)),
    st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 1, 1)),
    st.integers(0, 200),
    st.frozensets(st.integers(0, 200), max_size=20),
    st.integers(0, 60),
)
def test_dates_rise_and_obey_the_rule(weekdays, first, length, skipped, count):
    last = first + datetime.timedelta(days=length)
    no_class = {first + datetime.timedelta(days=number) for number in skipped}
    days = meeting_days(MeetingPattern(weekdays, first, last), no_class)
    given_dates = list(dates_of([Item(n, None, follows=True) for n in range(count)], days).values())
    dated = [date for date in given_dates if date]
    assert dated == sorted(set(dated)) == days[:count]
    assert given_dates[len(dated) :] == [None] * (count - len(dated))
    assert all(date.weekday() in weekdays and date not in no_class and first <= date <= last for date in dated)
