"""Counts -> geometry."""

from hypothesis import given
from hypothesis import strategies as st

from sessions.charts import BAR_WIDTH, COLUMN_HEIGHT, HEAD_ROOM, STEPS, YEARS, bars, heat_map, histogram, shade


def test_a_heat_map_draws_the_counts_that_are_not_zero_at_row_and_column():
    picture = heat_map(["Sp 24", "Fa 24"], [("Graphs", (0, 10)), ("Trees", (1, 0))], "session")
    graphs, trees = picture.marks
    assert (graphs.label, graphs.step, graphs.title) == ("10", STEPS, "Graphs, Fa 24: 10 sessions")
    assert (trees.label, trees.step, trees.title) == ("1", 1, "Trees, Sp 24: 1 session")
    assert graphs.x > trees.x
    assert graphs.y < trees.y
    assert [word.text for word in picture.rows] == ["Graphs", "Trees"]
    assert [word.text for word in picture.columns] == ["Sp 24", "Fa 24"]


def test_the_number_of_a_column_stands_below_its_name():
    picture = heat_map(["Fa 24", "Sp 26 (1)", "Sp 26 (2)"], [("Graphs", (1, 2, 3))], "session")
    assert [word.text for word in picture.columns] == ["Fa 24", "Sp 26", "(1)", "Sp 26", "(2)"]
    alone, name, number, *_ = picture.columns
    assert alone.y == number.y > name.y
    assert name.x == number.x
    assert picture.marks[2].title == "Graphs, Sp 26 (2): 3 sessions"


def test_a_long_name_is_cut_beside_its_row_and_whole_in_words():
    picture = heat_map(["2024"], [("A topic with a name that is far too long", (1,))], "session")
    assert picture.rows[0].text == "A topic with a name t…"
    assert picture.marks[0].title == "A topic with a name that is far too long, 2024: 1 session"


def test_a_histogram_leaves_room_for_years_without_papers_and_names_every_fifth():
    picture = histogram({2012: 2, 2014: 4, 2023: 1}, "paper")
    first, second, last = picture.marks
    assert (first.height, second.height, last.height) == (COLUMN_HEIGHT / 2, COLUMN_HEIGHT, COLUMN_HEIGHT / 4)
    assert second.y == HEAD_ROOM
    assert second.x - first.x == 2 * (last.x - second.x) / 9
    assert [word.text for word in picture.columns] == ["2012", "2015", "2020", "2023"]


def test_a_histogram_of_centuries_draws_the_last_years():
    picture = histogram({1763: 1, 2020: 2}, "paper")
    assert [mark.title for mark in picture.marks] == ["2020: 2 papers"]
    assert picture.columns[0].text == str(2020 - YEARS + 1)


def test_bars_are_as_long_as_their_share_of_the_longest():
    first, second = bars([("Attention", 4), ("Words", 1)], "session").marks
    assert first.width == 4 * second.width == BAR_WIDTH - 40
    assert second.title == "Words: 1 session"


def test_nothing_to_draw_is_an_empty_picture():
    assert histogram({}, "paper").marks == bars([], "session").marks == heat_map([], [], "session").marks == ()


@given(st.dictionaries(st.integers(1000, 9999), st.integers(1, 10**6), min_size=1))
def test_every_column_lies_in_its_picture(counts):
    picture = histogram(counts, "paper")
    for mark in picture.marks:
        assert 0 <= mark.x < mark.x + mark.width <= picture.width
        assert 0 <= mark.y <= mark.y + mark.height <= picture.height


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_shade_is_stronger_for_more(count, more):
    most = count + more
    assert 1 <= shade(count, most) <= shade(most, most) == STEPS
