"""Plans of dates: what would be done, and what is written once a person has seen it."""

import datetime
from dataclasses import replace

import pytest

from sessions.importing.run import Options, run_import
from sessions.models import Course, NoClassDay, Session
from sessions.planning import PlanIsOld, apply_plan, as_it_stands, plan_dates, sessions_of_plan
from tests.factories import make_course, make_files, make_post_text, make_session

pytestmark = pytest.mark.django_db


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(f"2024-{text}")


@pytest.fixture
def course() -> Course:
    """Tuesdays and Thursdays of four weeks, with six sessions that have no dates yet."""
    course = make_course(slug="seminar")
    course.weekdays, course.first_day, course.last_day = [1, 3], day("01-18"), day("02-15")
    course.save()
    for letter in "abcdef":
        make_session(course=course, slug=letter, title=letter.upper())
    return course


def edits_of(course: Course, **changed: dict) -> dict:
    """The rows as they stand, with some changed, by slug."""
    sessions = sessions_of_plan(course)
    slugs = {session.pk: session.slug for session in sessions}
    return {pk: replace(edit, **changed.get(slugs[pk], {})) for pk, edit in as_it_stands(sessions).items()}


def apply(course: Course, **changed: dict) -> str:
    edits = edits_of(course, **changed)
    return apply_plan(course, edits, plan_dates(course, edits).key).summary


def dates(course: Course) -> str:
    """The course in its order: "a 01-18, b 01-23"."""
    return ", ".join(f"{s.slug} {s.date:%m-%d}" if s.date else s.slug for s in course.sessions.in_order())


def test_applying_gives_dates_in_order(course):
    assert apply(course) == "6 sessions get a date."
    assert dates(course) == "a 01-18, b 01-23, c 01-25, d 01-30, e 02-01, f 02-06"


def test_a_plan_alone_writes_nothing(course):
    plan_dates(course)
    assert dates(course) == "a, b, c, d, e, f"


def test_a_no_class_day_moves_the_rest_by_one_meeting(course):
    apply(course)
    NoClassDay.objects.create(course=course, date=day("01-25"), reason="Snow")
    assert apply(course) == "4 sessions move by one meeting."
    assert dates(course) == "a 01-18, b 01-23, c 01-30, d 02-01, e 02-06, f 02-08"


def test_no_class_days_may_be_a_span(course):
    NoClassDay.objects.create(course=course, date=day("01-22"), until=day("01-26"), reason="Break")
    apply(course)
    assert dates(course) == "a 01-18, b 01-30, c 02-01, d 02-06, e 02-08, f 02-13"


def test_a_moved_session_takes_its_neighbours_along(course):
    apply(course)
    assert apply(course, f={"place": 2}) == ("4 sessions move by one meeting, 1 session moves 4 meetings earlier.")
    assert dates(course) == "a 01-18, f 01-23, b 01-25, c 01-30, d 02-01, e 02-06"


def test_an_inserted_session_moves_what_follows(course):
    apply(course)
    make_session(course=course, slug="new")
    assert apply(course, new={"place": 3}) == "4 sessions move by one meeting, 1 session gets a date."
    assert dates(course).startswith("a 01-18, b 01-23, new 01-25, c 01-30")


def test_a_cancelled_session_keeps_its_date_and_gives_its_day_away(course):
    apply(course)
    assert apply(course, c={"cancelled": True}) == "3 sessions move one meeting earlier."
    assert dates(course) == "a 01-18, b 01-23, c 01-25, d 01-25, e 01-30, f 02-01"


def test_a_cancelled_session_with_a_fixed_date_keeps_the_day(course):
    apply(course)
    assert apply(course, c={"cancelled": True, "fixed": True}) == "No date changes."
    assert dates(course) == "a 01-18, b 01-23, c 01-25, d 01-30, e 02-01, f 02-06"


def test_the_others_flow_around_a_fixed_session(course):
    apply(course, d={"fixed": True, "date": day("01-23")})
    assert dates(course) == "a 01-18, d 01-23, b 01-25, c 01-30, e 02-01, f 02-06"
    assert apply(course) == "No date changes."


def test_a_fixed_session_stays_until_it_is_let_go(course):
    apply(course)
    apply(course, c={"fixed": True})
    NoClassDay.objects.create(course=course, date=day("01-18"))
    apply(course)
    assert dates(course).startswith("a 01-23, c 01-25, b 01-30")
    apply(course, c={"fixed": False})
    assert dates(course).startswith("a 01-23, c 01-25, b 01-30")
    apply(course, c={"fixed": False, "place": 3})
    assert dates(course).startswith("a 01-23, b 01-25, c 01-30")


def test_headings_breaks_and_extras_take_no_date_and_stand_in_order(course):
    apply(course, b={"kind": "section"}, d={"kind": "break"}, f={"kind": "extra"})
    assert dates(course) == "a 01-18, b, c 01-23, d, e 01-25, f"
    apply(course, a={"place": 3})
    assert dates(course) == "b, c 01-18, a 01-23, d, e 01-25, f"


def test_a_rule_that_is_too_short_says_who_has_no_date(course):
    course.last_day = day("01-30")
    course.save()
    plan = plan_dates(course)
    assert plan.days == 4
    assert [session.slug for session in plan.without_date] == ["e", "f"]


def test_without_a_rule_only_the_order_changes(course):
    Course.objects.update(weekdays=[])
    course.refresh_from_db()
    make_session(course=course, slug="dated", date=day("03-01"))
    assert apply(course, f={"place": 2}) == "No date changes."
    assert dates(course) == "dated 03-01, f, a, b, c, d, e"


def test_a_plan_that_has_become_another_one_is_not_applied(course):
    edits = edits_of(course)
    key = plan_dates(course, edits).key
    NoClassDay.objects.create(course=course, date=day("01-18"))
    with pytest.raises(PlanIsOld):
        apply_plan(course, edits, key)
    assert dates(course) == "a, b, c, d, e, f"


def test_a_move_raises_the_sequence_and_remembers_where_it_was(course):
    apply(course)
    NoClassDay.objects.create(course=course, date=day("02-06"))
    apply(course)
    moved, stayed = Session.objects.get(slug="f"), Session.objects.get(slug="e")
    assert (moved.sequence, moved.previous_date, moved.date) == (2, day("02-06"), day("02-08"))
    assert stayed.sequence == 1
    assert moved.rescheduled > stayed.rescheduled
    moved.title = "Another title"
    moved.save()
    assert Session.objects.get(slug="f").sequence == 2
    moved.cancelled = True
    moved.save()
    assert Session.objects.get(slug="f").sequence == 3


def test_another_time_of_the_course_is_a_move_of_its_dated_sessions(course):
    apply(course)
    undated = make_session(course=course)
    course.starts, course.ends = datetime.time(14), datetime.time(15)
    course.save()
    assert set(course.sessions.exclude(pk=undated.pk).values_list("sequence", flat=True)) == {2}
    undated.refresh_from_db()
    assert undated.sequence == 0


def import_posts(tmp_path, *heads: str) -> Course:
    posts = {f"_posts/{n}.md": make_post_text(title=f"S{n}", head=head, required="#### A paper about many things\n")
             for n, head in enumerate(heads)}  # fmt: skip
    run_import(Options(path=str(make_files(tmp_path, posts)), course="imported"))
    return Course.objects.get(slug="imported")


def test_dates_that_posts_gave_win_over_the_rule(tmp_path):
    course = import_posts(tmp_path, "", "date: 2024-01-23\n", "")
    course.weekdays, course.first_day, course.last_day = [1, 3], day("01-18"), day("02-15")
    course.save()
    apply(course, **{"0": {"place": 1}})
    assert dates(course) == "0 01-18, 1 01-23, 2 01-25"


def test_an_applied_date_is_a_persons_for_the_importer(tmp_path):
    course = import_posts(tmp_path, "", "")
    course.weekdays, course.first_day, course.last_day = [1, 3], day("01-18"), day("02-15")
    course.save()
    apply(course)
    import_posts(tmp_path, "video: team-1\n", "date: 2024-05-02\n")
    assert dates(course) == "0 01-18, 1 01-23"
    assert course.review_items.get().field == "date"
