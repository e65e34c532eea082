"""What addresses and titles say of a paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readings.identifiers import Identifiers, identifiers_of_url, normal_arxiv, normal_doi, title_key, url_key


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://arxiv.org/abs/1706.03762", Identifiers(arxiv="1706.03762")),
        ("http://arxiv.org/pdf/1706.03762v7.pdf", Identifiers(arxiv="1706.03762")),
        ("https://arxiv.org/html/2408.02479v2", Identifiers(arxiv="2408.02479")),
        ("https://arxiv.org/abs/math.GT/0309136v1", Identifiers(arxiv="math/0309136")),
        ("https://doi.org/10.48550/arXiv.1706.03762", Identifiers(arxiv="1706.03762")),
        ("https://dl.acm.org/doi/10.1145/3442188.3445922", Identifiers(doi="10.1145/3442188.3445922")),
        ("https://link.springer.com/article/10.1007/s10994-013-5363-6", Identifiers(doi="10.1007/s10994-013-5363-6")),
        ("https://www.tandfonline.com/doi/full/10.1080/15228053.2023", Identifiers(doi="10.1080/15228053.2023")),
        ("https://openreview.net/forum?id=GisHNaleWiA", Identifiers(openreview="GisHNaleWiA")),
        ("https://aclanthology.org/2023.findings-acl.719/", Identifiers(acl="2023.findings-acl.719")),
        ("https://www.aclweb.org/anthology/P19-1001.pdf", Identifiers(acl="P19-1001")),
        ("https://arxiv.org/abs/1799.03762", Identifiers()),
        ("https://arxiv.org/search?q=1706.03762", Identifiers()),
        ("https://example.org/10.1145/3442188", Identifiers()),
        ("https://[broken", Identifiers()),
    ],
)  # fmt: skip
def test_address_gives_the_identifiers_behind_it(url, expected):
    assert identifiers_of_url(url) == expected


def test_different_ids_of_one_kind_contradict_and_shared_ones_meet():
    one, other = Identifiers(arxiv="1706.03762"), Identifiers(arxiv="1409.0473", doi="10.1/x")
    assert one.contradicts(other)
    assert not one.contradicts(Identifiers(doi="10.1/x"))
    assert (one | Identifiers(doi="10.1/x")).meets(other)


def test_stray_punctuation_is_no_part_of_a_doi():
    assert normal_doi("see https://doi.org/10.1000/182).") == "10.1000/182"
    assert normal_doi("10.1002/(SICI)1097") == "10.1002/(sici)1097"


def test_versions_and_prefixes_are_no_part_of_an_arxiv_id():
    assert [normal_arxiv(text) for text in ("arXiv:2305.12345v2", "2305.1234", "230.12")] == [
        "2305.12345",
        "2305.1234",
        "",
    ]


def test_addresses_are_compared_without_scheme_tracking_and_slash():
    assert url_key("https://www.Example.org//a//b/?utm_source=x&p=1#top") == "example.org/a/b?p=1"
    assert url_key("http://example.org/a/") == url_key("https://example.org/a")


def test_title_keys_fold_case_accents_and_punctuation():
    assert title_key("Naïve Bayes: $O(1)$ “Proofs”!") == "naive bayes o 1 proofs"


@given(st.text(max_size=80))
def test_any_text_may_stand_in_an_address(text):
    found = identifiers_of_url("https://arxiv.org/abs/" + text)
    assert all(isinstance(value, str) for value in found.items())
    assert isinstance(url_key(text), str)
