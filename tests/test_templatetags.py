import pytest

from readings.models import PaperLink
from sessions.templatetags.pages import badge, cut_names, host, web


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([], ""),
        (["A", "B", "C", "D"], "A, B, C, D"),
        (["A", "B", "C", "D", "E"], "A, B, C, D and 1 more"),
        (list("ABCDEFGHIJKLMNOP"), "A, B, C, D and 12 more"),
    ],
)
def test_names_are_cut_after_four(names, shown):
    assert cut_names(names) == shown


@pytest.mark.parametrize(
    ("url", "name"),
    [("https://www.example.org/a", "example.org"), ("/decks/a.pdf", "/decks/a.pdf"), ("http://[bad", "http://[bad")],
)
def test_a_plain_link_is_named_by_its_host(url, name):
    assert host(url) == name


def test_a_badge_says_kind_or_label_or_host():
    assert badge(PaperLink(url="https://a.org/x.pdf", kind="pdf", label="the file")) == "PDF"
    assert badge(PaperLink(url="https://a.org/x", kind="page", label="Project page")) == "Project page"
    assert badge(PaperLink(url="https://a.org/x", kind="page")) == "a.org"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a.pdf", "https://example.org/a.pdf"),
        ("/media/decks/a.pdf", "/media/decks/a.pdf"),
        ("javascript:alert(1)", ""),
        ("JavaScript:alert(1)", ""),
        (" java\tscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("http://[bad", ""),
    ],
)
def test_only_addresses_of_the_web_become_links(url, address):
    assert web(url) == address
