"""A page is read part by part, from heading to heading: it must come out as if it had been read whole."""

from hypothesis import given, settings
from hypothesis import strategies as st

from readings.markdown import parse
from readings.rendering import render_markdown

DEFINITION = "\n\n[unused]: #\n"  # with one in it, a page is read whole

PIECES = st.sampled_from(
    [
        *("# One", "## Two", "## Two {#here}", "### Three *and* more", "Setext\n---", "#### <b>bold"),
        *("words", "two\nlines", "- item\n- item", "1. one\n\n   more", "* a\n  * b\n\n    ## inside an item"),
        *("> ## quoted\n> words", "> open", "| a | b |\n|---|---|\n| c | d |", "a | b\n--|--\nc | d"),
        *("<b>bold", "</b> text", "<i>all</i> of it", "<div>\n\nwords", "</div>", "<br>", "<p>loose", "<ul><li>x"),
        *('<div markdown="1">\n\n# in a div\n\n</div>', "<!-- hidden", "-->", "<details><summary>s</summary>"),
        *("```\n# code\n```", "    # indented", "`<b>`", "$a_b$ and \\\\(c\\\\)", "{: .class}", "term\n: told"),
        *("https://example.org/a_b_c", "[link](https://example.org)", "![](a.png)", "[text]", "***", "*open", "&"),
        *("<https://example.org/>", "List<String>", "<a href='https://example.org'>open", "<table><tr><td>", "x\u200b"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(PIECES, st.sampled_from(["\n", "\n\n"])), max_size=12))
def test_a_page_read_in_parts_is_the_page_read_whole(pieces):
    text = "".join(piece + end for piece, end in pieces)
    assert render_markdown(text) == render_markdown(text + DEFINITION)
    assert told(parse(text).blocks) == told(parse(text + DEFINITION).blocks)


def told(blocks):
    return [(block.kind, block.spans, told(block.blocks)) for block in blocks]


def test_bold_that_is_not_closed_reaches_below_the_next_heading():
    html = render_markdown("# a\n\n<b>one\n\n# b\n\ntwo")
    assert html == '<h1 id="h-a">a</h1>\n<p><b>one</b></p><b>\n<h1 id="h-b">b</h1>\n<p>two</p></b>'


def test_a_definition_below_another_heading_is_known_above():
    assert '<a href="https://example.org/"' in render_markdown("# a\n\n[x][1]\n\n# b\n\n[1]: https://example.org/")


def test_equal_sections_are_found_on_their_own_lines():
    blocks = parse("# a\n\nx\n\n# a\n\nx\n\n# a\n\nx").blocks
    assert [(block.kind, block.line) for block in blocks if block.kind == "heading"] == [
        ("heading", 1),
        ("heading", 5),
        ("heading", 9),
    ]
