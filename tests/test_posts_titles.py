"""What of a citation is its title, who its people, where it appeared; made up."""

import pytest

from sessions.posts import parse_post

URL = "https://arxiv.org/abs/2001.00001"
TITLE = "The nets are a black box"
STRAIGHT = str.maketrans("“”", '""')
SUB = "supporting decisions with deep learning"


def reading_of(entry: str):
    [reading] = parse_post(f"---\ntitle: A session\n---\n## Readings\n\n- {entry}\n", "a.md").sessions[0].readings
    return reading


@pytest.mark.parametrize(
    ("entry", "authors", "venue"),
    [
        (f'Lee et al. "{TITLE}": {SUB}. FAT* 2020. {URL}', ("Lee",), "FAT* 2020"),
        (f"Lee et al. “{TITLE}”: {SUB}. ICML 2020. {URL}", ("Lee",), "ICML 2020"),
        (f'Lee et al. "{TITLE}": {SUB}, ICML 2020', ("Lee",), "ICML 2020"),
        (f'Lee, A., & Chen, B. (2020). "{TITLE}": {SUB}. ICML.', ("A. Lee", "B. Chen"), "ICML"),
        (f'"{TITLE}": {SUB}. Lee et al. FAT* 2020.', ("Lee",), "FAT* 2020"),
        (f'"{TITLE}": {SUB}. Lee et al. ICML 2020. {URL}', ("Lee",), "ICML 2020"),
    ],
)
def test_subtitle_behind_a_quoted_title_belongs_to_it(entry, authors, venue):
    reading = reading_of(entry)
    assert reading.title.translate(STRAIGHT) == f'"{TITLE}": {SUB}'
    assert (reading.abstract, reading.remarks) == ("", "")
    assert (reading.authors, reading.published, reading.venue) == (authors, "2020", venue)


def test_what_is_said_behind_a_quoted_title_and_a_full_stop_is_no_subtitle():
    reading = reading_of(f'Lee et al. "{TITLE}", ICML 2020: the best of them.')
    assert (reading.title, reading.authors) == (TITLE, ("Lee",))


@pytest.mark.parametrize(
    "entry", [f'Lee et al. (2018). "{TITLE}": a good read, by all means.', f'"{TITLE}": the best of all. {URL}']
)
def test_what_is_said_of_a_quoted_title_with_nothing_behind_it_is_no_subtitle(entry):
    assert reading_of(entry).title == TITLE


def test_linked_title_with_a_subtitle_behind_its_quotes():
    reading = reading_of(f'Lee and Chen. ["{TITLE}": {SUB}]({URL}). ICML 2020')
    assert reading.title.translate(STRAIGHT) == f'"{TITLE}": {SUB}'


@pytest.mark.parametrize(
    ("tail", "authors", "published", "venue"),
    [
        ("Lee, Chen, Diaz et al. Scientific Data, 2016.", ("Lee", "Chen", "Diaz"), "2016", "Scientific Data"),
        ("Lee, Chen, Diaz et al. Scientific Data 2016.", ("Lee", "Chen", "Diaz"), "2016", "Scientific Data 2016"),
        ("Lee et al. Scientific Data, 2016.", ("Lee",), "2016", "Scientific Data"),
        ("A. Lee, B. Chen, et al. Scientific Data, 2016.", ("A. Lee", "B. Chen"), "2016", "Scientific Data"),
        ("Lee, Chen and Diaz. Scientific Data, 2016.", ("Lee", "Chen", "Diaz"), "2016", "Scientific Data"),
        ("Lee et al. FAT* 2020.", ("Lee",), "2020", "FAT* 2020"),
        ("Lee et al. 2016.", ("Lee",), "2016", ""),
    ],
)
def test_people_with_et_al_end_before_the_journal(tail, authors, published, venue):
    reading = reading_of(f"[{TITLE}]({URL}). {tail}")
    assert (reading.title, reading.authors, reading.published) == (TITLE, authors, published)
    assert reading.venue == venue
