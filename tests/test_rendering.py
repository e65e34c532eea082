"""What a page shows: math, code, images, links, footnotes; and that nothing can run."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readings.rendering import RENDERER_VERSION, Heading, ImageInfo, TooCostly, render, render_markdown
from readings.rendering.sanitiser import sanitised

MARKS = [*"ab \n\n-*_`#>|[]()<!&$\\\"'", "javascript:alert(1)", "<a href='", "$$", "![x](//h/i.png)"]
TAGS = ["<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<style>", "<p>", "</p>"]
PIECES = st.sampled_from([*MARKS, *TAGS, "<table>", "<li>", "<math>", "<title>", "<!--", "</div>"])
VOID = {"br", "hr", "img", "col"}


class Balance(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.names = [], set()

    def handle_starttag(self, tag, attrs):
        self.names |= {tag, *(f"@{name}" for name, _ in attrs)}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open
        assert self.open.pop() == tag


def test_money_stays_text_and_math_becomes_mathml():
    html = render_markdown("From $5 to $10; $x_1$ and \\\\(y\\\\).")
    assert html.startswith("<p>From $5 to $10; <math ")
    assert html.count("<math ") == 2


def test_display_math_that_scrolls_can_be_reached_by_keyboard():
    html = render_markdown("$$ a $$")
    assert html.startswith('<p><span class="math-display" tabindex="0" role="group" aria-label="Formula"><math ')


def test_display_math_keeps_its_lines_together():
    html = render_markdown("$$\na\n- b\n$$")
    assert '<math alttext="a\n- b" display="block">' in html


@pytest.mark.parametrize("tex", ["\\nonsense{x}", "\\def\\a{\\a\\a}\\a", "\\href{javascript:alert(1)}{x}", "\\frac{a"])
def test_tex_that_fails_is_code(tex):
    rendered = render(f"${tex}$")
    assert f"<code>{tex}</code>" in rendered.html or f'<code class="tex">{tex}</code>' in rendered.html
    assert rendered.warnings == ((1, "This TeX could not be set; it is shown as code."),)


def test_limits_stand_below_in_display_and_beside_in_a_line():
    assert "<munder><mo>max</mo>" in render_markdown("$$\\max_\\theta x$$\n")
    assert "<msub><mo>max</mo>" in render_markdown("a $\\max_\\theta x$")


def test_names_of_functions_are_set_upright():
    assert "<munder><mo>argmin</mo>" in render_markdown("$$\\argmin_{x} f$$\n")
    assert "<mo>arg</mo><mo>max</mo>" in render_markdown("a $\\arg\\max f$")


THIN = '<mspace width="0.167em"></mspace>'


@pytest.mark.parametrize(
    ("tex", "mathml"),
    [
        ("\\log p", f"<mi>log</mi>{THIN}<mi>p</mi>"),
        ("2\\sin\\pi", f"<mn>2</mn>{THIN}<mi>sin</mi>{THIN}<mi>π</mi>"),
        ("n \\log_2 n", f"<mi>n</mi>{THIN}<msub><mi>log</mi><mn>2</mn></msub>{THIN}<mi>n</mi>"),
        ("-\\log(x)", '<mo>−</mo><mi>log</mi><mo stretchy="false">(</mo><mi>x</mi>'),
        ("\\underset{x}\\log", "<munder><mi>log</mi><mrow><mi>x</mi></mrow></munder>"),
        ("\\sqrt[3]\\log x", "<mroot><mi>log</mi><mn>3</mn></mroot>"),
        ("x^\\log", "<msup><mi>x</mi><mi>log</mi></msup>"),
        ("\\frac\\log 2", "<mfrac><mi>log</mi><mn>2</mn></mfrac>"),
    ],
)
def test_functions_stand_a_thin_space_off_their_arguments(tex, mathml):
    assert mathml in render_markdown(f"a ${tex}$")


@pytest.mark.parametrize(("tex", "sign"), [("\\sim", "∼"), ("\\perp", "⟂"), ("\\approx", "≈")])
def test_relations_are_operators(tex, sign):
    assert f"<mi>x</mi><mo>{sign}</mo><mi>y</mi>" in render_markdown(f"a $x {tex} y$")


def test_a_bar_over_letters_is_as_wide_as_they_are():
    assert '<mo stretchy="true">¯</mo></mover>' in render_markdown("a $\\overline{xyz}$")


def test_aligned_columns_keep_their_sides():
    html = render_markdown("$$\n\\begin{aligned} a &= b \\\\ &= c \\end{aligned}\n$$")
    assert re.findall(r'columnalign="(\w+)"', html) == ["right", "left"] * 2


def test_code_is_highlighted_with_classes_only():
    html = render_markdown("```python\nx = 1\n```")
    start = '<pre class="highlight" tabindex="0" role="group" aria-label="Code"><code>'
    assert html.startswith(start + '<span class="n">x</span>')
    assert "style" not in html


def test_quotes_and_dashes_are_set_but_not_in_code():
    assert render_markdown('"It\'s" -- so... `"a" -- b`') == ('<p>“It’s” – so… <code>"a" -- b</code></p>')


def test_headings_have_ids_of_their_own():
    rendered = render("# Same\n\n# Same\n\n# Other {#same}")
    assert [heading.id for heading in rendered.contents] == ["h-same", "h-same-1", "h-same-2"]


def test_levels_start_where_the_page_wants_and_skip_none():
    rendered = render("## A\n\n#### B\n\n##### C\n\n## D", heading_level=3)
    assert [(heading.text, heading.level) for heading in rendered.contents] == [("A", 3), ("B", 4), ("C", 5), ("D", 3)]
    assert render("#### B").contents == (Heading("h-b", "B", 4),)


def test_too_many_headings_have_no_contents_list():
    rendered = render("# x\n" * 501)
    assert rendered.contents == ()
    assert len(rendered.warnings) == 1


def test_a_picture_that_a_screen_may_show_smaller_opens_large():
    images = {"a.png": ImageInfo("/media/1.png", 640, 480)}
    assert '<a class="full-picture" href="/media/1.png"' in render_markdown("![x](a.png)", images=images)
    assert "full-picture" not in render_markdown("[![x](a.png)](https://a.org)", images=images)


def test_a_line_in_italics_right_below_a_picture_is_its_caption():
    html = render_markdown("![a](a.png)\n\n*What is $x$ here.*\n\n*No caption.*\n\n![a](a.png)\n\n*Not* one.")
    assert re.findall('<p class="caption"><em>(.*?)<math', html) == ["What is "]
    assert html.count('class="caption"') == 1


def test_a_link_to_a_paper_that_only_says_here_tells_so_to_those_who_cannot_see_around_it():
    html = render_markdown(
        "[Here](https://a.org/b) [it](https://a.org/b)", paper_links={"https://a.org/b": "/papers/p/"}
    )
    assert 'rel="noopener">Here<span class="visually-hidden"> (the paper)</span></a>' in html
    assert 'rel="noopener">it</a>' in html


def test_known_images_are_ours_and_unknown_ones_are_named():
    images = {"a/b.png": ImageInfo("/media/1.png", 320, 240)}
    html = render_markdown("# Cap\n\n![](a/b.png) ![x](a/c.png)", images=images)
    assert (
        '<img src="/media/1.png" alt="Cap" width="320" height="240" loading="lazy" decoding="async"> '
        '<span class="missing-image">Image missing: c.png</span>'
    ) in html


def test_relative_images_stay_as_written_without_a_mapping():
    assert '<img src="../a/b.png" alt="x"' in render_markdown("![x](../a/b.png)")


@pytest.mark.parametrize("address", ["https://h.org/i.png", "//h.org/i.png", "HTTP://h.org/i.png"])
def test_images_of_other_hosts_are_links(address):
    rendered = render(f"![figure]({address})", images={})
    assert "<img" not in rendered.html
    assert re.search(r'<a class="foreign-image" href="[^"]+" rel="noopener">figure</a>', rendered.html)
    assert "another host" in rendered.warnings[0][1]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("![](https://lh3.h.org/AbC123_x-9)", "Picture on lh3.h.org"),
        ("![ ](//www.h.org/a/fig.png)", "Picture on h.org"),
        ("![image](https://h.org/1bff9df2-93d5-4ef9)", "Picture on h.org"),
        ("![1bff9df293d5.png](https://h.org/1bff9df293d5.png)", "Picture on h.org"),
        ("![Two losses](https://h.org/1bff9df2.png)", "Two losses"),
        ("![1bff9df2-93d5-4ef9-aaad-e9145f58695d](https://user:pass@h.org:80/x)", "Picture on h.org"),
    ],
)
def test_a_picture_elsewhere_says_what_it_is_or_where(source, text):
    rendered = render(source)
    assert re.search(r'<a class="foreign-image"[^>]*>([^<]*)</a>', rendered.html)[1] == text
    assert "another host" in rendered.warnings[0][1]


def test_links_to_papers_lead_to_our_page_with_the_original_beside():
    html = render_markdown("[P](https://arxiv.org/abs/1)", paper_links={"https://arxiv.org/abs/1": "/papers/p/"})
    assert '<a href="/papers/p/" rel="noopener">P</a> <a class="original" href="https://arxiv.org/abs/1"' in html


def test_heads_of_tables_say_what_they_head_and_empty_ones_head_nothing():
    assert render_markdown("| a | |\n|---|---|\n| 1 | 2 |").count("<td>") == 3
    table = "<table><tr><th>a</th><th>b</th></tr><tr><th>c</th><td>1</td></tr></table>"
    assert re.findall("<th.*?>", render_markdown(table)) == ['<th scope="col">', '<th scope="col">', '<th scope="row">']


def test_tables_scroll_inside_themselves_and_keep_their_alignment():
    html = render_markdown("| a | b |\n|:-:|--:|\n| 1 | 2 |")
    assert html.startswith('<div class="table-wrap" tabindex="0" role="group" aria-label="Table"><table>')
    assert '<th scope="col" class="align-center">a</th>' in html
    assert '<td class="align-right">2</td>' in html


def test_footnotes_link_both_ways():
    html = render_markdown("a[^1]\n\n[^1]: Note.")
    assert '<sup id="fnref-1"><a class="footnote-ref" href="#fn-1"' in html
    assert '<li id="fn-1">' in html
    assert 'href="#fnref-1"' in html


def test_links_inside_the_page_follow_the_prefix_of_ids():
    assert 'href="#h-my-part"' in render_markdown("[x](#my-part)\n\n# My part")


DANGEROUS = [
    "<script>alert(1)</script>",
    "[a](javascript:alert(1))",
    "<a href='java\tscript:alert(1)'>a</a>",
    "<iframe src=x>",
    "<img src=x onerror=alert(1)>",
    "<p style='position:fixed' onclick=x id=main class=modal>t</p>",
    "<base href=//x>",
    "<form action=/x><button>b</button></form>",
    "<blockquote cite='http://x.org'>q</blockquote>",
]


@pytest.mark.parametrize("source", DANGEROUS)
def test_nothing_dangerous_is_left(source):
    html = render_markdown(source)
    found = re.findall(r"<(?:script|iframe|base|form|button)|\son\w+=|javascript:|style=|cite=|id=|modal", html)
    assert found == []


def test_too_costly_comes_through():
    with pytest.raises(TooCostly):
        render_markdown("[" * 13_000)


def test_the_renderer_has_a_version():
    assert RENDERER_VERSION >= 1


@settings(max_examples=250, deadline=None)
@given(st.lists(PIECES, max_size=50).map("".join))
def test_any_text_gives_balanced_html_without_script(source):
    try:
        html = render_markdown(source)
    except TooCostly:
        return
    page = Balance()
    page.feed(html)
    page.close()
    assert page.open == []
    assert not page.names & {"script", "style", "svg", "@style", "@onerror", "@onload", "@onclick"}
    assert not re.search(r'href="\s*(?:javascript|data)|src="\s*(?:\w+:|//)', html)


@pytest.mark.parametrize("address", ["data:text/html,x", "javascript:alert(1)", "vbscript:x", "file:///etc/passwd"])
def test_no_other_scheme_passes_the_sanitiser(address):
    assert sanitised(f'<a href="{address}">a</a>') == '<a rel="noopener">a</a>'


@pytest.mark.parametrize("address", ["https://x.org/", "http://x.org/", "mailto:a@x.org", "/a", "#h-a"])
def test_addresses_of_the_web_and_of_the_site_pass_the_sanitiser(address):
    assert sanitised(f'<a href="{address}">a</a>') == f'<a href="{address}" rel="noopener">a</a>'
