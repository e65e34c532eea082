"""The dialect: structure, spans, lines and limits."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readings.markdown import Block, Document, Span, TooCostly, parse

MARKS = [*"abc xyz \n\n\t-*+_`~#>|[]()<!&$\\:.\"'^1{}=", "- ", "1. ", "    ", "\n\n", "```", "$$", "\ud800", "\ue000"]
TAGS = ["<div>", "</div>", "<!--", "<p>", "<table><tr><td>", "<unk>", '<div markdown="1">']
LARGER = ["[^1]", "[^1]: ", "| a | b |\n|---|---|\n", "https://example.org/a_b", "![a](b.png)", "\r\n", "{: .x}"]
PIECES = st.sampled_from([*MARKS, *TAGS, *LARGER])
TEXTS = st.lists(PIECES, max_size=60).map("".join)
WORDS = st.lists(st.sampled_from(["reading", "seminar", "paper", "graph", "model", "token"]), min_size=1, max_size=6)


def kinds(text: str) -> list[str]:
    return [block.kind for block in parse(text).blocks]


def outline(blocks: tuple[Block, ...]) -> list:
    return [(block.text, outline(block.blocks)) if block.blocks else block.text for block in blocks]


def everything(blocks: tuple[Block, ...]):
    for block in blocks:
        yield block
        yield from everything(block.blocks)


def test_list_interrupts_a_paragraph():
    assert kinds("Words:\n- one\n- two") == ["paragraph", "list"]


def test_items_nest_by_the_column_of_the_text():
    (block,) = parse("- a\n  - b\n    - c\n- d").blocks
    assert outline(block.blocks) == [("a", [("", [("b", [("", ["c"])])])]), "d"]


def test_text_at_the_margin_goes_on_with_the_innermost_item():
    (block,) = parse("+ M\n    + A\nmore\n    + B\n+ N").blocks
    assert outline(block.blocks) == [("M", [("", ["A\nmore", "B"])]), "N"]


@pytest.mark.parametrize(("after", "kind"), [("1. c", "list"), ("| c | d |\n|---|---|", "table"), ("> c", "quote")])
def test_structure_at_the_margin_ends_a_nested_list(after, kind):
    assert kinds(f"- a\n  - b\n{after}") == ["list", kind]


def test_fenced_code_at_the_margin_stays_whole_after_an_item():
    assert kinds("- a\n```\nx\n\ny\n```") == ["list", "code"]


def test_loose_and_tight_items_have_their_text_as_spans():
    assert outline(parse("- a\n\n- b").blocks) == outline(parse("- a\n- b").blocks) == [("", ["a", "b"])]


def test_ordered_and_bulleted_lists_are_apart():
    assert [(block.kind, block.level) for block in parse("1. a\n2. b\n\n- c").blocks] == [("list", 1), ("list", 0)]


def test_second_paragraph_of_an_item_is_its_child():
    (block,) = parse("- a\n\n  more").blocks
    assert [child.text for child in block.blocks[0].blocks] == ["more"]


def test_heading_needs_a_space_and_ends_a_list():
    assert kinds("- a\n## Next\ntext\n#tag") == ["list", "heading", "paragraph"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**b**", (Span("b", strong=True),)),
        ("`c`", (Span("c", code=True),)),
        ("a` b ` c", (Span("a"), Span(" b ", code=True), Span(" c"))),
        ("a ` b", (Span("a ` b"),)),
        ("``the `x' of ``", (Span("the `x' of", code=True),)),
        ("``the `x' of", (Span("``the `x' of"),)),
        ("[t](http://x.org/)", (Span("t", href="http://x.org/"),)),
        ("<http://x.org/>", (Span("http://x.org/", href="http://x.org/"),)),
        ("see http://x.org/a_b_c.", (Span("see "), Span("http://x.org/a_b_c", href="http://x.org/a_b_c"), Span("."))),
        ("http://x.org/_a_*b*", (Span("http://x.org/_a_", href="http://x.org/_a_"), Span("b", emphasis=True))),
        ("![alt](i.png)", (Span("alt", image="i.png"),)),
        ('"as typed" -- here...', (Span('"as typed" -- here...'),)),
        ("a  \nb", (Span("a\nb"),)),
        ("a\\\\\nb", (Span("a\nb"),)),
        ("<unk> is a token", (Span("<unk> is a token"),)),
        ("$x_1$ and $5", (Span("$x_1$ and $5"),)),
    ],
)
def test_spans_of_a_paragraph(source, expected):
    assert parse(source).blocks[0].spans == expected


def test_table_without_outer_pipes():
    (table,) = parse("a | b\n--- | ---\n1 | `2|3`").blocks
    assert [[cell.text for cell in row.blocks] for row in table.blocks] == [["a", "b"], ["1", "2|3"]]
    assert [row.level for row in table.blocks] == [1, 0]


def test_html_table_gives_the_same_blocks():
    (table,) = parse("<table><tr><th>A</th></tr><tr><td>B</td></tr></table>").blocks
    assert (table.kind, [row.blocks[0].text for row in table.blocks]) == ("table", ["A", "B"])


def test_code_keeps_its_language_and_lines():
    (block,) = parse("```python\n# no heading\n- x\n```").blocks
    assert (block.kind, block.label, block.text) == ("code", "python", "# no heading\n- x\n")


def test_comments_are_not_visible():
    assert outline(parse("a\n\n<!-- hidden\n\n- x -->\n\nb").blocks) == ["a", "b"]


def test_markdown_inside_html_when_asked_for():
    (block,) = parse('<div markdown="1">\n- x\n</div>').blocks
    assert (block.kind, block.blocks[0].kind) == ("html", "list")


def test_footnotes_come_last_with_their_label():
    blocks = parse("a[^n]\n\n[^n]: The note.\n\nb").blocks
    assert [(block.kind, block.label, block.text) for block in blocks][-1] == ("footnote", "n", "The note.")
    assert blocks[0].spans[-1] == Span("", footnote="n")


def test_lines_of_blocks_items_and_rows():
    text = "Intro\n\n# Head\n- one item\n- two items\n\n| a | b |\n|---|---|\n| c | d |\n"
    intro, head, items, table = parse(text).blocks
    assert [block.line for block in (intro, head, items, table)] == [1, 3, 4, 7]
    assert [item.line for item in items.blocks] == [4, 5]
    assert [row.line for row in table.blocks] == [7, 9]


LINES = """Intro

![](a.png)

![](a.png)

<p align="center"><img src="b.png"></p>

***

```python
{
```

    {

- x

# **He**ad

{

---

> # 🎉

<div>
<img src="c.png">
</div>

Setext
---

---
"""


def test_lines_of_what_has_no_words():
    found = [(block.kind, block.line) for block in parse(LINES).blocks]
    assert found == [
        *(("paragraph", 1), ("paragraph", 3), ("paragraph", 5), ("paragraph", 7), ("rule", 9), ("code", 11)),
        *(("code", 15), ("list", 17), ("heading", 19), ("paragraph", 21), ("rule", 23), ("quote", 25)),
        *(("html", 27), ("heading", 31), ("rule", 34)),
    ]


def test_headings_are_found_where_the_words_before_them_say_nothing():
    text = "The end of it\n\n" + "$x$\n\n" * 3 + "# H<sub>2</sub>O\n\nThe end\n\n# The end"
    assert [(block.line, block.text) for block in parse(text).blocks if block.kind == "heading"] == [
        (9, "H2O"),
        (13, "The end"),
    ]


def test_an_item_that_begins_with_a_link_is_found_by_its_text():
    (block,) = parse("# a\n\n- [x](http://h.org/1) b\n- [x](http://h.org/2) c\n- [x](http://h.org/2) b").blocks[1:]
    assert [item.line for item in block.blocks] == [3, 4, 5]


PARTS = st.one_of(
    WORDS.map(lambda words: ("heading", "## " + " ".join(words))),
    WORDS.map(lambda words: ("heading", "## **" + words[0] + "**s " + " ".join(words))),
    WORDS.map(lambda words: ("item", "- " + " ".join(words))),
    WORDS.map(lambda words: ("paragraph", " ".join(words))),
    st.sampled_from(["a.png", "b.png"]).map(lambda name: ("paragraph", f"![]({name})")),
    st.sampled_from(["a.png", "b.png"]).map(lambda name: ("paragraph", f'<img src="{name}">')),
    st.just(("rule", "***")),
    st.just(("code", "```\n+\n```")),
    WORDS.map(lambda words: ("code", "```\n" + words[0] + "\n```")),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, max_size=14))
def test_every_block_is_on_its_line(parts):
    expected, text = [], ""
    for kind, source in parts:
        expected.append((kind, text.count("\n") + 1))
        text += source + "\n\n"
    found = [(block.kind, block.line) for block in everything(parse(text).blocks) if block.kind != "list"]
    assert found == expected


def test_more_than_500_headings_is_a_warning():
    assert parse("# x\n" * 501).warnings[0][1] == "More than 500 headings: no contents list is made."


COSTLY = [
    "[" * 13_000,
    "- " * 300 + "x",
    "> " * 300 + "x",
    "<div>" * 300,
    "x" * (1024 * 1024 + 1),
    "| a " * 60_000 + "|",
    "a\n\n" * 13_000,
    "*a **a " * 3_000,
    "[x]: y\n" * 3_000,
]


@pytest.mark.parametrize("text", COSTLY)
def test_what_costs_too_much_is_refused_with_a_line_and_a_reason(text):
    with pytest.raises(TooCostly) as caught:
        parse(text)
    assert caught.value.line >= 1
    assert caught.value.reason.endswith(".")


def test_depth_is_refused_where_it_is_passed():
    with pytest.raises(TooCostly) as caught:
        parse("".join("  " * depth + "* a\n" for depth in range(120)))
    assert caught.value.line == 101


@settings(max_examples=250, deadline=None)
@given(TEXTS)
def test_any_text_gives_a_document_with_lines_in_order(text):
    try:
        document = parse(text)
    except TooCostly:
        return
    assert isinstance(document, Document)
    last = text.count("\n") + 1
    for siblings in (document.blocks, *(block.blocks for block in everything(document.blocks))):
        lines = [block.line for block in siblings if block.kind != "footnote"]
        assert lines == sorted(lines)
        assert all(1 <= line <= last for line in lines)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["", "- ", "  - ", "1. ", "# ", "> ", "| "]), WORDS), max_size=12))
def test_every_word_is_in_the_blocks(lines):
    text = "\n".join(mark + " ".join(words) for mark, words in lines)
    shown = " ".join(block.text for block in everything(parse(text).blocks))
    assert sorted(re.findall(r"\w{3,}", shown)) == sorted(re.findall(r"[a-z]{3,}", text))


def test_lists_within_definitions():
    text = (
        "Mon\n: [Trees](a)\n  : **Lecture**\n: 1. Why\n  1. How\n: Reading:\n  - [A](b)\n\nTue\n: - X\n  - Y\n: text\n"
    )
    [found] = parse(text).blocks
    assert outline(found.blocks) == [
        *("Mon", "Trees", "Lecture", ("", [("", ["Why", "How"])]), ("Reading:", [("", ["A"])])),
        *("Tue", ("", [("", ["X", "Y"])]), "text"),
    ]
    assert [block.line for block in found.blocks] == [1, 2, 3, 4, 6, 9, 10, 12]
