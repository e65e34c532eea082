"""Numbers of identifiers beside citations say nothing of a year; made up."""

import pytest

from sessions.posts import parse_post

TITLE = "A Framework for Understanding Nets"


def reading_of(entry: str):
    text = f"---\ntitle: A session\n---\n## Required\n\n1. {entry}\n"
    [reading] = parse_post(text, "a.md").sessions[0].readings
    return reading


@pytest.mark.parametrize("number", ["1901.10002", "1609.05807", "2001.00001v2", "1806.0038"])
@pytest.mark.parametrize(
    "form",
    [
        "Lee, H. et al. {}. arXiv:{}",
        "Lee, Chen, Diaz. {}. arXiv:{}",
        "Lee, Chen, Diaz. {}. arXiv: {}.",
        "Lee, Chen, Diaz. {}. arXiv preprint arXiv:{}",
        "Lee, Chen, Diaz. {}. arXiv preprint {}",
        "Lee, Chen, Diaz. {}. arXiv {}",
        "Lee, Chen, Diaz. {}. (arXiv:{})",
        "Lee, Chen, Diaz. *{}*. arXiv:{}",
        "Lee et al., {}, arXiv:{}",
        'Lee et al., "{}", arXiv:{}',
        "[{}](https://example.org/a) Ann Lee, Bo Chen. arXiv:{}",
        "Ann Lee, Bo Chen. [{}](https://example.org/a). arXiv:{}",
        "Ann Lee, Bo Chen. [{}](https://example.org/a). {}",
        "Lee, H. et al. {}. https://arxiv.org/abs/{}",
        "Lee, H. et al. {}. doi:10.1000/{}",
        "Lee, H. et al. {}. doi: 10.1000/x.{}.2019",
        "Lee, H. et al. {}. https://doi.org/10.1000/x.2019.{}",
    ],
)
def test_number_of_an_identifier_is_no_year(form, number):
    reading = reading_of(form.format(TITLE, number))
    assert (reading.title, reading.published) == (TITLE, "")


@pytest.mark.parametrize(
    ("entry", "published"),
    [
        (f"Lee, H. et al. {TITLE}. arXiv:1901.10002, 2019", "2019"),
        (f"Lee, Chen, Diaz. {TITLE}. NeurIPS 2018. arXiv:1805.12002", "2018"),
        (f"Lee, H. ({2017}). {TITLE}. arXiv:1609.05807", "2017"),
        (f"Lee, Chen, Diaz. {TITLE}. arXiv 2018", "2018"),
        (f"Ann Lee, *{TITLE}*, London, 1806.", "1806"),
    ],
)
def test_year_beside_an_identifier_is_the_year(entry, published):
    reading = reading_of(entry)
    assert (reading.title, reading.published) == (TITLE, published)
