import datetime

import pytest

from sessions.models import Reading, Session
from sessions.views.rows import Row, named_readings, next_session, rows_at_hand, schedule_rows
from tests.factories import make_course, make_paper, make_reading, make_session

TODAY = datetime.date(2024, 2, 1)


def sessions_on(*dates: datetime.date | None, status: str = Session.Status.RELEASED) -> list[Session]:
    return [Session(pk=pk, date=date, status=status) for pk, date in enumerate(dates, start=1)]


@pytest.mark.django_db
def test_weeks_are_counted_from_the_monday_of_the_first_date():
    course = make_course()
    for date in ("2024-01-18", "2024-01-19", "2024-01-22", "2024-02-01"):
        make_session(course=course, date=datetime.date.fromisoformat(date))
    make_session(course=course)
    rows = schedule_rows(list(course.sessions.in_order()), TODAY)
    assert [row.week for row in rows] == [1, 1, 2, 3, None]
    assert [row.opens_week for row in rows] == [True, False, True, True, False]
    assert [row.is_next for row in rows] == [False, False, False, True, False]


@pytest.mark.django_db
def test_a_course_of_many_years_has_no_weeks():
    course = make_course()
    for year in (2017, 2019):
        make_session(course=course, date=datetime.date(year, 1, 2))
    assert [row.week for row in schedule_rows(list(course.sessions.in_order()), TODAY)] == [None, None]


def test_the_next_session_is_today_or_later():
    past, today, later = sessions_on(datetime.date(2024, 1, 31), TODAY, datetime.date(2024, 2, 2))
    assert next_session([past, today, later], TODAY) is today
    assert next_session([past], TODAY) is None


def test_without_dates_the_next_session_is_the_first_upcoming_one():
    released = sessions_on(None)
    upcoming = sessions_on(None, None, status=Session.Status.UPCOMING)
    assert next_session([*released, *upcoming], TODAY) is upcoming[0]
    assert next_session(released, TODAY) is None


def test_rows_name_required_readings_else_the_first_three():
    required, more = Reading(requirement="required"), Reading(requirement="more")
    unspecified = [Reading(requirement="unspecified") for _ in range(5)]
    assert named_readings([required, more]) == ((required,), 1)
    assert named_readings(unspecified) == (tuple(unspecified[:3]), 2)
    assert named_readings([more]) == ((), 1)


def test_home_shows_what_comes_next_or_what_came_last():
    rows = [Row(Session(pk=n), None, False, n == 3, (), 0) for n in range(1, 5)]
    assert [row.session.pk for row in rows_at_hand(rows, 3)] == [3, 4]
    over = [Row(Session(pk=n), None, False, False, (), 0) for n in range(1, 5)]
    assert [row.session.pk for row in rows_at_hand(over, 3)] == [2, 3, 4]
    assert rows_at_hand([], 3) == []


@pytest.mark.django_db
def test_a_row_counts_the_readings_it_does_not_name():
    session = make_session()
    make_reading(session=session, paper=make_paper(title="Named"))
    make_reading(session=session, requirement="more")
    (row,) = schedule_rows([session], TODAY)
    assert [reading.paper.title for reading in row.readings] == ["Named"]
    assert row.further == 1
