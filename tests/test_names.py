"""One key for one full name; dates that know only their year."""

import pytest
from django.core.exceptions import ValidationError

from readings.dates import display_partial_date, parse_partial_date, validate_partial_date
from readings.models import Author, Paper
from readings.names import family_name, given_first, name_key
from tests.factories import make_paper


@pytest.mark.parametrize("name", ["Bjorn Sorensen", "Björn Sørensen", "Sørensen, Björn", "  björn   SØRENSEN "])
def test_one_full_name_has_one_key(name):
    assert name_key(name) == "bjorn sorensen"


def test_initials_keep_a_key_of_their_own():
    assert name_key("J. Smith") != name_key("John Smith")


def test_family_names_keep_their_particles():
    assert [family_name(name) for name in ("Laurens van der Maaten", "Maaten, Laurens van der", "Plato")] == [
        "van der Maaten",
        "van der Maaten",
        "Plato",
    ]


def test_suffix_is_no_first_name():
    assert given_first("Smith, Jr.") == "Smith, Jr."


@pytest.mark.parametrize(
    ("text", "shown"), [("2024", "2024"), ("2024-01", "January 2024"), ("2024-01-30", "30 January 2024"), ("", "")]
)
def test_partial_dates_are_shown_as_far_as_known(text, shown):
    assert display_partial_date(text) == shown


@pytest.mark.parametrize("text", ["24", "2024-13", "2024-02-30", "yesterday", "2024-1"])
def test_impossible_partial_dates_are_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="“"):
        parse_partial_date(text)
    with pytest.raises(ValidationError):
        validate_partial_date(text)


@pytest.mark.django_db
def test_author_is_found_under_main_name_and_other_spellings():
    author = Author.objects.create(name="Hinton, Geoffrey")
    author.spellings.create(name="Geoffrey E. Hinton")
    assert author.name == "Geoffrey Hinton"
    assert Author.objects.named("geoffrey hinton") == author
    assert Author.objects.named("Hinton, Geoffrey E.") == author
    assert Author.objects.named("G. Hinton") is None


@pytest.mark.django_db
def test_papers_of_one_title_get_slugs_of_their_own():
    slugs = [make_paper(title="Attention").slug for _ in range(2)]
    assert slugs == ["attention", "attention-2"]


@pytest.mark.django_db
def test_paper_renders_its_abstract_when_it_is_saved():
    paper = Paper.objects.create(title="A", abstract="One *word* and <script>alert(1)</script>.")
    assert "<em>word</em>" in paper.abstract_html
    assert "<script" not in paper.abstract_html
