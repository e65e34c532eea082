"""The pure parts of the importer: merge, pairing, identity of papers, values derived from posts."""

import pytest

from sessions.importing.derived import derive
from sessions.importing.identity import Verdict, compare, work_of
from sessions.importing.merge import UNKNOWN, merge_set, merge_value
from sessions.importing.plan import Entry, pair
from sessions.ordering import natural_key


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "value", "kept", "conflict"),
    [
        ("a", "a", "a", "a", False, False),
        ("a", "a", "b", "b", False, False),
        ("a", "b", "a", "b", True, False),
        ("a", "b", "c", "b", True, True),
        ("a", "b", "b", "b", False, False),
        ("a\nb", "a\r\nb ", "c", "c", False, False),
        (UNKNOWN, "", "b", "b", False, False),
        (UNKNOWN, "x", "b", "x", True, False),
    ],
)
def test_a_value_is_a_persons_only_where_it_differs_from_what_was_given(base, ours, theirs, value, kept, conflict):
    merged = merge_value(base, ours, theirs)
    assert (merged.value, merged.kept, merged.conflict) == (value, kept, conflict)


def test_a_sets_additions_and_removals_by_a_person_survive():
    merged = merge_set(["a", "b"], ["a", "mine"], ["a", "b", "new"])
    assert (merged.value, merged.kept) == (["a", "new", "mine"], True)


def test_a_set_that_nobody_touched_follows_its_post_whatever_the_case():
    merged = merge_set(["LLM", "b"], ["llm", "b"], ["LLM", "c"])
    assert (merged.value, merged.kept) == (["llm", "c"], False)


def entry(title: str, *urls: str, requirement: str = "required", position: int = 0) -> Entry:
    return Entry(work_of(title, (), "", urls), requirement, position)


def test_entries_are_paired_by_identifier_before_title():
    known = [entry("Old title", "https://arxiv.org/abs/1706.03762"), entry("New title", position=1)]
    paired = pair([entry("New title", "https://arxiv.org/pdf/1706.03762v5")], known)
    assert (paired.pairs, paired.gone) == ((0,), (1,))


def test_the_same_title_under_the_same_requirement_comes_first():
    known = [entry("One", requirement="more"), entry("One", requirement="required", position=1)]
    assert pair([entry("One"), entry("One", requirement="more", position=1)], known).pairs == (1, 0)


def test_a_mended_title_at_the_same_place_is_the_same_entry():
    assert pair([entry("Large language models")], [entry("Large langauge models")]).pairs == (0,)


def test_a_mended_title_elsewhere_is_another_entry():
    known = [entry("Large langauge models", position=3)]
    assert pair([entry("Large language models")], known) == pair([entry("Other")], known)


ARXIV, OTHER_ARXIV = "https://arxiv.org/abs/1706.03762", "https://arxiv.org/abs/2005.14165"
FORUM = "https://openreview.net/forum?id=abcdefgh"


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (("A b c d", [], "", [ARXIV]), ("X", [], "", ["https://arxiv.org/pdf/1706.03762v2.pdf"]), Verdict.SAME),
        (("A b c d", [], "", [ARXIV]), ("A b c d", [], "", [OTHER_ARXIV]), Verdict.DIFFERENT),
        (("A b c d", ["J Doe"], "", [ARXIV]), ("A b c d", ["Jane Doe"], "", [FORUM]), Verdict.SAME),
        (("A b c d", [], "2017", [ARXIV]), ("A b c d", [], "2017-06", [FORUM]), Verdict.SAME),
        (("A b c d", [], "", [ARXIV]), ("A b c d", [], "", [FORUM]), Verdict.PERHAPS),
        (("A b c d", [], "", []), ("a B-c: d", [], "", [ARXIV]), Verdict.SAME),
        (("A b c d", ["J Doe"], "", []), ("A b c d", ["K Roe"], "", []), Verdict.DIFFERENT),
        (("A b c d", [], "2017", []), ("A b c d", [], "2021", []), Verdict.PERHAPS),
        (("A b c", [], "", []), ("A b c", [], "", []), Verdict.PERHAPS),
        (("A b", [], "", ["http://x.org/p"]), ("A b", [], "", ["https://www.x.org/p/"]), Verdict.SAME),
        (("A b", [], "", ["http://x.org/p"]), ("C d", [], "", ["http://x.org/p"]), Verdict.DIFFERENT),
    ],
)
def test_which_entries_are_one_paper(one, other, verdict):
    assert compare(work_of(*one), work_of(*other)) is compare(work_of(*other), work_of(*one)) is verdict


def test_a_papers_values_are_the_most_complete_of_its_posts_and_the_earliest_of_equals():
    short = {"title": "Attention", "authors": ["A. Vaswani"], "published": "2017", "venue": "NIPS", "abstract": ""}
    full = {
        "title": "Attention is all",
        "authors": ["A. Vaswani", "N. Shazeer"],
        "published": "2017-06",
        "venue": "ICLR",
    }
    links = {"links": [{"url": "https://arxiv.org/abs/1706.03762", "label": "paper"}]}
    derived = derive([short | links, full | links])
    assert (derived.title, derived.authors) == ("Attention is all", ("A. Vaswani", "N. Shazeer"))
    assert (derived.published, derived.venue) == ("2017-06", "NIPS")
    assert derived.identifiers.arxiv == "1706.03762"
    assert derived.links == (("https://arxiv.org/abs/1706.03762", "paper"),)


def test_of_equally_many_people_those_written_out_are_taken():
    givens = [{"title": "T", "authors": [name]} for name in ("A. Vaswani", "Ashish Vaswani", "Vaswani")]
    assert derive(givens).authors == ("Ashish Vaswani",)


@pytest.mark.parametrize(
    ("urls", "kind"),
    [
        (["https://github.com/a/b"], "repository"),
        (["https://www.youtube.com/watch?v=1"], "video"),
        (["https://someone.github.io/posts/x"], "post"),
        (["https://github.com/a/b", "https://arxiv.org/abs/1706.03762"], "paper"),
        ([], "paper"),
    ],
)
def test_what_is_read_is_told_by_its_addresses(urls, kind):
    assert derive([{"title": "T", "links": [{"url": url, "label": ""} for url in urls]}]).kind == kind


def test_only_web_addresses_become_links():
    links = [
        {"url": url, "label": ""} for url in ("file:///etc/passwd", "javascript:alert(1)", "/x.pdf", "https://x.org")
    ]
    assert derive([{"title": "T", "links": links}]).links == (("https://x.org", ""),)


def test_numbers_in_names_sort_as_numbers():
    assert sorted(["S10.md", "S2.md", "s1/x.md"], key=natural_key) == ["s1/x.md", "S2.md", "S10.md"]
