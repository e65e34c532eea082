"""What a text links to, and the words around: what the renderer finds for pages of papers."""

import pytest

from readings.rendering import render, render_markdown, with_paper_links

ARXIV = "https://arxiv.org/abs/1706.03762"
LONG = (
    "The model drops recurrence altogether and relies on attention alone, which lets it train in a fraction of the time"
)


def found(source: str) -> list[tuple[str, str, str]]:
    return [(one.section_id, one.url, one.excerpt) for one in render(source).mentions]


def test_a_link_has_its_section_and_the_words_of_its_paragraph():
    source = f"Before.\n\n# One part\n\nOther.\n\n{LONG}, as [they]({ARXIV}) say.\n\nAfter."
    assert found(source) == [
        ("h-one-part", "", f"Other. {LONG}, as they say. After."),
        ("h-one-part", ARXIV, f"{LONG}, as they say."),
    ]


def test_what_stands_before_the_first_heading_has_no_section():
    assert found(f"{LONG}: [P]({ARXIV}).")[0][0] == ""


def test_a_link_that_stands_alone_is_told_by_what_follows_up_to_the_next_heading():
    source = f"# A\n\nLink: <{ARXIV}>\n\nIt drops recurrence.\n\n```\ncode\n```\n\nIt is fast.\n\n## B\n\nElse."
    assert found(source)[1] == ("h-a", ARXIV, "It drops recurrence. It is fast.")


def test_a_heading_is_told_by_the_first_text_of_its_section():
    source = "# A\n\n## Motivation\n\nWhy it is so.\n\n# B\n\n# C\n\nText."
    assert found(source) == [
        ("h-a", "", "Why it is so."),
        ("h-motivation", "", "Why it is so."),
        ("h-b", "", ""),
        ("h-c", "", "Text."),
    ]


def test_an_excerpt_of_a_long_paragraph_is_cut_around_the_link_at_words():
    words = " ".join(f"word{number}" for number in range(200))
    excerpt = found(f"{words} [here]({ARXIV}) {words}")[0][2]
    assert excerpt.startswith("… word")
    assert excerpt.endswith(" …")
    assert " here " in excerpt
    assert len(excerpt) <= 284


@pytest.mark.parametrize("source", ["[a](/own/page)", "[a](#part)", "[a](mailto:a@b.org)", "![a](b.png)", "plain"])
def test_only_links_to_the_web_are_mentions(source):
    assert found(source) == []


def test_the_links_of_a_long_text_are_bounded():
    items = [f"- [a](https://example.org/{number})" for number in range(2_000)]
    assert len(found("\n".join(items) + "\n\n" + "word " * 50_000)) == 500


def test_only_the_links_that_have_a_page_lead_there():
    html = render_markdown(f'[a]({ARXIV} "Title") [b](https://b.org/?x=1&y=2)', paper_links={ARXIV: "/papers/p/"})
    original = (
        f'<a class="original" href="{ARXIV}" aria-label="original on arxiv.org" title="{ARXIV}" rel="noopener">↗</a>'
    )
    assert f'<a href="/papers/p/" title="Title" rel="noopener">a</a> {original}' in html
    assert '<a href="https://b.org/?x=1&amp;y=2" rel="noopener">b</a>' in html


def test_an_address_with_signs_of_html_is_known_again():
    address = "https://b.org/?x=1&y='2'"
    html = render_markdown(f"[b](<{address}>)", paper_links={render(f"[b](<{address}>)").mentions[0].url: "/papers/p/"})
    assert '<a href="/papers/p/" rel="noopener">b</a>' in html


def test_text_that_looks_like_a_link_stays_text():
    html = render_markdown(f'`<a href="{ARXIV}">` and ![<a href="{ARXIV}">x</a>](a.png)')
    assert with_paper_links(html, {ARXIV: "/papers/p/"}) == html
